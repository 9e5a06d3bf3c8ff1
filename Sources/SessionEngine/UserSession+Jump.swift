import DataStream
import Messages
import Names
import Tables
import Terminal
import Time

/// From a session to somewhere else, with all that was typed.
extension UserSession {
  /// Leaves a session: what was typed is read back from the terminal first.
  mutating func leave(
    _ host: HostID, _ inbound: InboundRecord, _ destination: Destination,
    typed: InboundRecord.Field? = nil, _ turn: inout Turn
  ) {
    guard let space = sessions[host]?.space else { return }
    let typedOver = typed.map { space.content(ofFieldAt: $0.position) }
    // The host never saw this key: its AID and lock stay as they were.
    if inbound.aid != .clear { sessions[host]?.space.merge(inbound) }
    sessions[host]?.space.restore(aid: space.aid, lock: space.lock)
    save(host, destination, typedOver: typedOver, &turn)
  }

  /// Asks the terminal for its screen; the hosts' records wait until it has answered.
  ///
  /// A terminal that is in a file transfer has no screen of the user's: the transfer ends.
  mutating func save(
    _ host: HostID, _ destination: Destination, afterSystemRequest: Bool = false,
    typedOver: PresentationSpace.FieldContent? = nil, _ turn: inout Turn
  ) {
    guard let session = sessions[host] else { return }
    let until = turn.now.instant.advanced(by: Self.replyTimeout)
    var saving = Saving(host: host, destination: destination, until: until)
    saving.typedOver = typedOver
    saving.mayBeCleared = afterSystemRequest
    screen = .saving(saving)
    if session.isTransferring {
      settle(host, isOwed: true, &turn)
      saved(saving, &turn)
      return
    }
    // Where the host has asked for the same, its answer does.
    if !session.reads.awaitsBuffer {
      turn.show([Command.readBuffer.rawValue])
    }
    turn.wake(.jump, until)
  }

  /// A record came while the terminal's screen is awaited.
  mutating func savingInput(
    _ record: [UInt8], _ saving: Saving, _ turn: inout Turn
  ) {
    let host = saving.host
    guard let session = sessions[host] else { return }
    guard PresentationSpace.cells(ofReadBuffer: record) == session.space.size.cells else {
      if isOfOtherSize(record, host) {
        reportSize(host, &turn)
        saved(saving, &turn)
      } else if Self.isKey(record) {
        // Pressed where the terminal had not locked itself; it goes nowhere.
        idle.touch(turn.now.instant)
      }
      // What answers another read of the host's, the model will answer too.
      return
    }
    let isCleared = session.space.isCleared(readBuffer: record)
    if isCleared, saving.mayBeCleared || session.space.isFormatted {
      if !saving.mayBeCleared { reportDrift(host, session.space.size.cells, &turn) }
    } else {
      let drift = sessions[host]?.space.merge(
        readBuffer: record, keepsModified: session.definition.entry.compressesInbound)
      guard let drift else { return }
      if drift.protectedCells > 0 { reportDrift(host, drift.protectedCells, &turn) }
    }
    saved(saving, &turn)
  }

  private func reportDrift(_ host: HostID, _ cells: Int, _ turn: inout Turn) {
    guard let user, let session = sessions[host] else { return }
    turn.log(.drift(session: session.id, user: user.id, cells: cells))
  }

  /// The terminal did not answer in time, or too much waits for its answer: the model stays as the
  /// last key told it, and the answer is dropped when it comes.
  mutating func saveUnread(_ saving: Saving, _ turn: inout Turn) {
    settleReads(saving.host, isOwed: true, &turn)
    if !saving.sawLate { expectLateBuffer(saving.host, turn.now) }
    saved(saving, &turn)
  }

  /// What cannot wait for the terminal's answer comes: the jump goes on without it.
  mutating func finishSaving(_ turn: inout Turn) {
    guard case .saving(let saving) = screen else { return }
    saveUnread(saving, &turn)
  }

  /// The terminal is about to show something else than a session, without asking it for what was
  /// typed: what hosts sent meanwhile comes in, and what they asked of the terminal is answered.
  mutating func abandonScreen(_ turn: inout Turn) {
    switch screen {
    case .saving(let saving):
      if !saving.sawLate { expectLateBuffer(saving.host, turn.now) }
      settle(saving.host, isOwed: true, &turn)
      takeBack(saving)
      screen = .menu(top: 0)
      isSwitching = true
      thaw(&turn)
      isSwitching = false
    case .session(let host):
      settle(host, isOwed: true, &turn)
      screen = .menu(top: 0)
    default: break
    }
  }

  /// The terminal's screen is safe: the hosts' records that waited come in, and the user goes on.
  private mutating func saved(_ saving: Saving, _ turn: inout Turn) {
    let host = saving.host
    screen = .menu(top: 0)
    takeBack(saving)
    settleReads(host, isOwed: false, &turn)
    let hasNews = frozen.records.contains { $0.host == host }
    // What comes next is drawn whole: no menu needs to be mended before it.
    isSwitching = true
    thaw(&turn)
    isSwitching = false
    sessions[host]?.hasUnseenOutput = hasNews
    go(saving.destination, from: host, &turn)
    if saving.wantsMenu, case .session(let shown) = screen {
      save(shown, .menu, afterSystemRequest: true, &turn)
    }
  }

  /// A command that was typed into a field of the host's is no data of the host's.
  mutating func takeBack(_ saving: Saving) {
    if let content = saving.typedOver { sessions[saving.host]?.space.restore(content) }
  }

  /// Goes where a user wanted to be who has left a session, or whose session has ended meanwhile.
  mutating func go(
    _ destination: Destination, from host: HostID, _ turn: inout Turn
  ) {
    switch destination {
    case .menu:
      screen = menu(showing: nil)
      show(.menu, &turn)
    case .message:
      listTop = 0
      screen = .message(over: .session(host))
      show(.message, &turn)
    case .print:
      printScreen(host, &turn)
      enter(host, &turn)
    case .tag:
      sessions[host]?.isTagged.toggle()
      enter(host, alarm: true, &turn)
    case .session(let other): enter(other, &turn)
    case .start(let id):
      guard let definition = definition(id) else {
        show(.menu, &turn)
        return
      }
      select(definition, &turn)
    case .command(let command): perform(command, over: .session(host), &turn)
    }
  }

  /// Gives the hosts' records that waited to their sessions.
  mutating func thaw(_ turn: inout Turn) {
    let waiting = frozen.records
    frozen = FrozenRecords()
    for record in waiting {
      hostRecord(record.host, record.record, record.reply, &turn)
    }
  }

  /// Sends a key to the session's application, as if it had been pressed there; not while the
  /// application has the keyboard.
  mutating func pass(
    _ key: AID, to host: HostID, _ turn: inout Turn
  ) {
    guard screen == .session(host), let session = sessions[host], session.space.lock == .unlocked
    else { return }
    sessions[host]?.space.restore(aid: key, lock: .waiting)
    guard let record = sessions[host]?.space.readModified(all: false) else { return }
    turn.add(.sendHost(host, record))
  }

  mutating func attention(_ turn: inout Turn) {
    idle.touch(turn.now.instant)
    if case .session(let host) = screen { turn.add(.attentionHost(host)) }
  }
}
