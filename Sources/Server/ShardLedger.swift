import Bytes
import Ledger
import Names
import Platform
import SessionEngine
import Time

/// What a shard's ledger has, by kind.
enum LedgerKind: UInt8 {
  /// A terminal's connection with its telnet, and its user's pace; named by its token.
  case terminal = 1
  /// A session with its screen; named by its handle.
  case session
  /// A session's far end; named by the session's handle.
  case host
  /// Bytes of a connection that the kernel did not take in the turn in which they were said, and where in
  /// all that was ever said they begin; named by a number.
  case output
  /// A deadline and what it is for; named by its number.
  case timer
  /// A terminal's user, and what is shown; named by the terminal's token.
  case user

  func key(_ id: UInt64) -> LedgerKey { LedgerKey(kind: rawValue, id: id) }
}

/// How the ledger of its shard has a terminal.
struct KeptTerminal {
  /// It changed since the last commit.
  var isMarked = false
  /// Its user is there.
  var isUserThere = false
  /// Its sessions at the last commit.
  var sessions: [SessionHandle] = []
}

/// The part of a shard that outlives its process: the frozen states of all that it serves, as they were
/// at the last commit, and what was read since.
///
/// Whoever changes says so (`mark`). The shard commits before a turn's bytes leave, so that what a peer
/// has seen is never lost; what was read and not committed is looked at again by the next process.
final class ShardLedger {
  private let memory: SharedMemory
  private var ledger: Ledger
  private var freezer = Freezer()
  private var terminals: [TerminalConnection] = []
  private var legs: [HostLeg] = []
  /// Of the terminals, those whose user went somewhere, or is gone: their sessions may be others.
  private var moved: [TerminalConnection] = []
  /// The terminal that each session is at.
  private var places: [SessionHandle: UInt64] = [:]
  /// Connections that were told something with the last commit, which the kernel may not have taken.
  private var told: [Channel] = []
  private var lastTimer: UInt64 = 0
  /// Deadlines of terminals that went to other shards, which are kept here until those have them.
  private var leaving: [UInt64: (timers: [UInt64], pieces: [UInt64])] = [:]
  private var lastPiece: UInt64 = 0

  /// Makes the memory of a shard's ledger; fails where the kernel gives none.
  ///
  /// - `epoch`: how many sets of ledgers there were before.
  init(epoch: UInt64, index: Int, of count: Int) throws(SystemError) {
    let layout = LedgerLayout()
    memory = try SharedMemory("turnstile shard \(index)", limit: layout.most)
    guard
      let ledger = Ledger(
        memory, layout: layout, version: Freezer.version, epoch: epoch, place: (index, count))
    else { throw SystemError("memory of shard \(index)", code: SystemError.outOfMemory) }
    self.ledger = ledger
  }

  /// Descriptor of the memory.
  var number: Int32 { memory.number }
  /// Bytes of all that is kept.
  var used: Int { ledger.used }
  /// All that workers before had is in the ledgers of this epoch; said in the first shard's alone.
  func markWhole() { ledger.markWhole() }
  /// Writes a word of the header, which counts at once.
  func note(_ word: UInt64, at offset: Int) { ledger.note(word, at: offset) }

  /// Notes what is worked at, so that a death of it has a name; nil for nothing.
  func note(_ work: WorkedAt?) {
    ledger.note(UInt64(work?.kind.rawValue ?? 0), at: LedgerHeader.workingKind)
    ledger.note(work?.id ?? 0, at: LedgerHeader.working)
  }

  // MARK: What changed

  /// A terminal, or its user, changed or is gone.
  func mark(_ terminal: TerminalConnection) {
    guard !terminal.kept.isMarked else { return }
    terminal.kept.isMarked = true
    terminals.append(terminal)
  }

  /// A session's far end changed or is gone.
  func mark(_ leg: HostLeg) {
    guard !leg.isMarked else { return }
    leg.isMarked = true
    legs.append(leg)
  }

  /// Keeps a deadline; returns its number, or 0 for one that is not kept.
  func keep(_ deadline: Instant, _ alarm: Alarm) -> UInt64 {
    freezer.clear()
    freezer.put(deadline)
    guard alarm.freeze(into: &freezer) else { return 0 }
    lastTimer += 1
    put(.timer, lastTimer)
    return lastTimer
  }

  /// A deadline has come.
  func forget(timer number: UInt64) {
    if number > 0 { ledger.remove(LedgerKind.timer.key(number)) }
  }

  // MARK: Terminals that go to another shard

  /// A terminal goes: it stays here, with its deadlines, until the other shard has it.
  func leaves(_ channel: Channel, timers: [UInt64]) {
    keepUntaken()
    leaving[channel.token] = (timers, channel.kept.map(\.number))
    channel.kept = []
  }

  /// A terminal that went is kept elsewhere, or came back.
  func hasLeft(_ token: UInt64, isBack: Bool) {
    guard let left = leaving.removeValue(forKey: token) else { return }
    for timer in left.timers { forget(timer: timer) }
    for piece in left.pieces { ledger.remove(LedgerKind.output.key(piece)) }
    if !isBack { remove(token) }
  }

  // MARK: The commit

  /// All that changed is kept from here on, and counts together; what was read is forgotten, since
  /// those states have it.
  func commit() {
    keepUntaken()
    guard !terminals.isEmpty || !legs.isEmpty else { return ledger.commit() }
    for terminal in terminals {
      note(WorkedAt(.terminal, terminal.token))
      keep(terminal)
    }
    for terminal in moved { forgetSessions(of: terminal) }
    for leg in legs {
      note(WorkedAt(.host, leg.handle.value))
      keep(leg)
    }
    note(nil)
    terminals.removeAll(keepingCapacity: true)
    moved.removeAll(keepingCapacity: true)
    legs.removeAll(keepingCapacity: true)
    ledger.commit()
    freezer.clear()
  }

  private func keep(_ terminal: TerminalConnection) {
    terminal.kept.isMarked = false
    guard terminal.isKept, leaving[terminal.token] == nil else { return moved.append(terminal) }
    freezer.clear()
    terminal.freeze(into: &freezer)
    put(.terminal, terminal.token)
    keepUser(of: terminal)
    keepOutput(of: terminal.channel)
  }

  /// A user works in sessions, and seldom goes from one to another.
  private func keepUser(of terminal: TerminalConnection) {
    guard let hasChanged = terminal.session?.takePlaceChanged() else {
      if terminal.kept.isUserThere { ledger.remove(LedgerKind.user.key(terminal.token)) }
      terminal.kept.isUserThere = false
      return moved.append(terminal)
    }
    freezer.clear()
    terminal.session?.freezeChanged(into: &freezer) { handle, freezer in
      freezer.withBytes { _ = ledger.put(LedgerKind.session.key(handle.value), $0) }
      freezer.clear()
    }
    guard hasChanged || !terminal.kept.isUserThere else { return }
    terminal.session?.freezePlace(into: &freezer)
    // Without memory for it, it is tried again with the next change.
    terminal.kept.isUserThere = put(.user, terminal.token)
    for session in terminal.session?.sessions ?? SessionTable()
    where places.updateValue(terminal.token, forKey: session.handle) == nil {
      // It is new here, changed or not.
      keep(session)
    }
    moved.append(terminal)
  }

  private func keep(_ session: ActiveSession) {
    freezer.clear()
    session.freeze(into: &freezer)
    put(.session, session.handle.value)
  }

  /// Sessions that a terminal has no more are over, unless another one has them.
  private func forgetSessions(of terminal: TerminalConnection) {
    let token = terminal.token
    guard leaving[token] == nil else { return }
    let isKept = terminal.isKept
    let now = isKept ? terminal.session?.sessions.handles ?? [] : []
    if terminal.kept.sessions != now {
      for handle in terminal.kept.sessions where places[handle] == token && !now.contains(handle) {
        places[handle] = nil
        ledger.remove(LedgerKind.session.key(handle.value))
      }
      terminal.kept.sessions = now
    }
    guard !isKept else { return }
    remove(token)
    terminal.channel.map { forgetWritten($0) }
  }

  /// A terminal is gone with its user.
  private func remove(_ token: UInt64) {
    ledger.remove(LedgerKind.terminal.key(token))
    ledger.remove(LedgerKind.user.key(token))
  }

  private func keep(_ leg: HostLeg) {
    leg.isMarked = false
    let host = leg.link as? TN3270Host
    if let former = leg.keptChannel, former !== host?.channel {
      forgetWritten(former)
      leg.keptChannel = nil
    }
    guard !leg.isClosed, let link = leg.link else {
      return ledger.remove(LedgerKind.host.key(leg.handle.value))
    }
    freezer.clear()
    freezer.put(leg.owner.token)
    link.freeze(into: &freezer)
    put(.host, leg.handle.value)
    guard let channel = host?.channel else { return }
    leg.keptChannel = channel
    keepOutput(of: channel)
  }

  // MARK: What was said

  /// What was said since the last commit is in the outbox up to the next one: the kernel nearly always has
  /// it by then. Of a peer that does not read it is kept in pieces, so that who says much to it pays no more
  /// for each.
  private func keepOutput(of channel: Channel?) {
    guard let channel else { return }
    forgetWritten(channel)
    guard channel.number != nil, let start = channel.unkept else { return }
    if channel.kept.isEmpty, ledger.tell(channel.token, channel.output(from: start).span, at: start)
    {
      told.append(channel)
    } else {
      keepPiece(of: channel, from: start)
    }
  }

  private func keepPiece(of channel: Channel, from start: UInt64) {
    freezer.clear()
    freezer.put(channel.token)
    freezer.put(start)
    freezer.put(bytes: channel.output(from: start))
    lastPiece += 1
    put(.output, lastPiece)
    channel.kept.append((lastPiece, channel.said))
  }

  /// What the kernel has not taken since the last commit goes from the outbox into pieces.
  private func keepUntaken() {
    guard !told.isEmpty else { return }
    for channel in told where channel.number != nil {
      if let start = channel.unkept { keepPiece(of: channel, from: start) }
    }
    told.removeAll(keepingCapacity: true)
    freezer.clear()
  }

  /// The kernel has some of what a connection said, or all: nobody needs it here any more.
  func forgetWritten(_ channel: Channel) {
    guard !channel.kept.isEmpty else { return }
    let written = channel.number == nil ? UInt64.max : channel.written
    forget(channel.kept.prefix { $0.end <= written }.count, of: channel)
  }

  /// What a connection said counts no more: it begins anew.
  func forgetOutput(_ channel: Channel) {
    forget(channel.kept.count, of: channel)
  }

  private func forget(_ count: Int, of channel: Channel) {
    for piece in channel.kept.prefix(count) { ledger.discard(LedgerKind.output.key(piece.number)) }
    channel.kept.removeFirst(count)
  }

  /// Keeps what is in the freezer as an object; false where no memory is left for it.
  @discardableResult
  private func put(_ kind: LedgerKind, _ id: UInt64) -> Bool {
    let key = kind.key(id)
    return freezer.withBytes { ledger.put(key, $0) }
  }

  // MARK: What is read

  /// Whether a connection can be read before the next commit.
  var hasRoom: Bool { ledger.hasRoom(PeerLimits.readSize) }

  /// Reads once from a connection, at most `limit` bytes, which count from then on; `take` gets them.
  func read(
    _ token: UInt64, _ number: Int32, limit: Int, take: (UnsafeRawBufferPointer) -> Void
  ) -> Descriptor.Transfer {
    let place = ledger.beginRead(token, limit: limit)
    let buffer = memory.pointer(place..<(place + limit))
    let result = Descriptor.read(number, into: buffer)
    guard case .bytes(let count) = result else {
      ledger.endRead(0)
      return result
    }
    ledger.endRead(count)
    take(UnsafeRawBufferPointer(rebasing: buffer.prefix(count)))
    return result
  }
}
