import DataStream
import Messages
import Names
import Tables
import Terminal
import Time

/// Records of hosts that wait while the terminal's Read Buffer is on its way.
struct FrozenRecords: Sendable {
  /// A record and whether its host wants to hear of it.
  struct Item: Sendable {
    let host: HostID
    let record: [UInt8]
    let reply: ReplyWanted
  }

  private(set) var records: [Item] = []
  private var bytes = 0

  /// What may wait: a terminal answers within milliseconds, and a host must not fill the memory of
  /// a server whose terminal does not answer.
  static let countLimit = 256
  static let byteLimit = 256 << 10

  var isFull: Bool { records.count >= Self.countLimit || bytes >= Self.byteLimit }

  mutating func append(_ item: Item) {
    records.append(item)
    bytes += item.record.count
  }

  mutating func forget(_ host: HostID) {
    records.removeAll { $0.host == host }
    bytes = records.reduce(0) { $0 + $1.record.count }
  }
}

/// From a session to somewhere else, with all that was typed.
extension UserSession {
  /// Leaves a session: what was typed is read back from the terminal first.
  mutating func leave(
    _ host: HostID, _ inbound: InboundRecord, _ destination: Destination, _ now: Moment,
    _ effects: inout [Effect]
  ) {
    guard let index = index(of: host) else { return }
    // The host never saw this key: its AID and lock stay as they were.
    let (aid, lock) = (sessions[index].space.aid, sessions[index].space.lock)
    if inbound.aid != .clear { sessions[index].space.merge(inbound) }
    sessions[index].space.restore(aid: aid, lock: lock)
    save(host, destination, now, &effects)
  }

  /// Asks the terminal for its screen; the hosts' records wait until it has answered.
  mutating func save(
    _ host: HostID, _ destination: Destination, _ now: Moment, _ effects: inout [Effect]
  ) {
    let until = now.instant.advanced(by: Self.replyTimeout)
    screen = .saving(host, then: destination, until: until)
    // Where the host has asked for the same, its answer does.
    let reads = index(of: host).map { sessions[$0].readsOutstanding } ?? []
    if !reads.contains(where: { $0.command == .readBuffer }) {
      effects.append(.sendTerminal([Command.readBuffer.rawValue]))
    }
    effects.append(.setTimer(.jump, until))
  }

  /// A record came while the terminal's screen is awaited.
  mutating func bufferRead(
    _ record: [UInt8], _ host: HostID, _ destination: Destination, _ now: Moment,
    _ effects: inout [Effect]
  ) {
    guard let index = index(of: host) else { return }
    // What answers another read of the host's, the model will answer too.
    let drift = sessions[index].space.merge(
      readBuffer: record, keepsModified: sessions[index].definition.entry.compressesInbound)
    guard let drift else { return }
    if drift.protectedCells > 0, let user {
      effects.append(
        .record(
          .drift(session: sessions[index].id, user: user.id, cells: drift.protectedCells)))
    }
    saved(host, destination, now, &effects)
  }

  /// The terminal did not answer in time, or too much waits for its answer: the model stays as the
  /// last key told it, and the answer is dropped when it comes.
  mutating func saveUnread(
    _ host: HostID, _ destination: Destination, _ now: Moment, _ effects: inout [Effect]
  ) {
    if let index = index(of: host) { expectLate(.buffer(cells: sessions[index].space.size.cells)) }
    saved(host, destination, now, &effects)
  }

  /// What cannot wait for the terminal's answer comes: the jump goes on without it.
  mutating func finishSaving(_ now: Moment, _ effects: inout [Effect]) {
    guard case .saving(let host, let destination, _) = screen else { return }
    saveUnread(host, destination, now, &effects)
  }

  /// The terminal's screen is safe: the hosts' records that waited come in, and the user goes on.
  private mutating func saved(
    _ host: HostID, _ destination: Destination, _ now: Moment, _ effects: inout [Effect]
  ) {
    screen = .menu(top: 0)
    if let index = index(of: host) { answerReads(index, &effects) }
    let hasNews = frozen.records.contains { $0.host == host }
    // What comes next is drawn whole: no menu needs to be mended before it.
    isSwitching = true
    thaw(now, &effects)
    isSwitching = false
    if let index = index(of: host) { sessions[index].hasUnseenOutput = hasNews }
    switch destination {
    case .menu: show(.menu, &effects)
    case .message:
      screen = .message(over: .session(host))
      show(.message, &effects)
    case .print:
      printScreen(host, &effects)
      enter(host, &effects)
    case .tag:
      if let index = index(of: host) { sessions[index].isTagged.toggle() }
      enter(host, &effects)
    case .session(let other): enter(other, &effects)
    case .start(let id):
      guard let definition = view.session(id) else {
        show(.menu, &effects)
        return
      }
      select(definition, now, &effects)
    case .command(let command): perform(command, now, &effects)
    }
  }

  /// Gives the hosts' records that waited to their sessions.
  mutating func thaw(_ now: Moment, _ effects: inout [Effect]) {
    let waiting = frozen.records
    frozen = FrozenRecords()
    for record in waiting {
      hostRecord(record.host, record.record, record.reply, now, &effects)
    }
  }

  /// Sends a key to the session's application, as if it had been pressed there; not while the
  /// application has the keyboard.
  mutating func pass(
    _ key: AID, to host: HostID, _ now: Moment, _ effects: inout [Effect]
  ) {
    guard screen == .session(host), let index = index(of: host),
      sessions[index].space.lock == .unlocked
    else { return }
    sessions[index].space.restore(aid: key, lock: .waiting)
    effects.append(.sendHost(host, sessions[index].space.readModified(all: false)))
  }

  mutating func attention(_ now: Moment, _ effects: inout [Effect]) {
    if case .session(let host) = screen { effects.append(.attentionHost(host)) }
  }

  /// SYSREQ always leads to the menu, also from a session that waits for its host; pressed again on
  /// the menu, it goes to the session's host.
  mutating func systemRequest(_ now: Moment, _ effects: inout [Effect]) {
    switch screen {
    case .session(let host):
      guard !postpone(host, .menu) else { return }
      save(host, .menu, now, &effects)
    case .menu:
      guard let current, index(of: current) != nil else { return }
      enter(current, &effects)
      if screen == .session(current) { effects.append(.systemRequestHost(current)) }
    default: break
    }
  }
}
