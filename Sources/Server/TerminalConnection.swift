import Bytes
import Crypto
import Messages
import Names
import Platform
import SessionEngine
import TLSEnd
import TN3270
import Tables
import Time

/// One terminal: its channel, its telnet, its user.
///
/// Without a connection it keeps the sessions of a user whose terminal is gone. Once it is nobody's it
/// has no user's session, takes whatever is still posted for it, and does nothing.
final class TerminalConnection: Peer {
  let token: UInt64
  let address: String
  private let line: Channel
  var machine: ServerMachine
  /// Nil before the terminal is negotiated, and after the end.
  var session: UserSession?
  var name: LUName?
  /// The name of the server's own series, where the terminal asked for another one.
  var givenName: LUName?
  var isSignedOn = false
  /// How often it went from shard to shard.
  var moves: UInt64 = 0
  /// How its shard's ledger has it.
  var kept = KeptTerminal()
  var share = Share()
  /// Keys that count before somebody signs on.
  private var keys = KeyPace()
  /// Its next key is looked at when a timer says so.
  private(set) var waitsForKey = false
  /// Once it is negotiated: when it is asked whether it is there.
  private var heartbeat: Heartbeat?
  /// What the last look took; a password may be in it.
  private var record: [UInt8] = []
  /// What telnet says: one list for all terminals of the shard, since it is empty between two looks.
  private var events: [ServerEvent] {
    _read { yield reactor.serverEvents }
    _modify { yield &reactor.serverEvents }
  }
  /// Hosts that rest until this terminal has read what they sent.
  private var pausedHosts: [HostLeg] = []
  /// Hosts that have to read before this terminal is read again.
  private var slowHosts: [HostLeg] = []
  /// What an operator has traced of it.
  private(set) var trace: TerminalTrace?
  /// Who keeps it; another shard's after a move.
  unowned var desk: TerminalDesk

  /// Whether the terminal is there.
  var isConnected: Bool { line.number != nil }
  /// Whether something can be said to it: it is there, and has not had its last words.
  var isListening: Bool { isConnected && !line.isClosing }
  var channel: Channel? { line }
  private var reactor: Reactor { desk.context.reactor }

  init(
    token: UInt64, address: String, socket: consuming Descriptor?, desk: TerminalDesk,
    options: ServerOptions = ServerOptions()
  ) {
    self.token = token
    self.address = address
    self.desk = desk
    line = Channel(token: token, socket: socket)
    machine = ServerMachine(options: options)
  }

  /// Telnet says its first word: at once in clear, after the handshake inside TLS.
  func begin() {
    machine.start(into: &events)
    takeEvents()
  }

  /// The TLS handshake begins; telnet begins, or begins again, after it.
  func secure() { desk.secure(self, line) }

  // MARK: Input

  /// Takes what arrived; a terminal beyond its share waits for its turn.
  func isReady(_ readiness: Poller.Readiness) -> Bool {
    if readiness.canWrite { reactor.flushSoon(self) }
    guard readiness.canRead, isConnected else { return false }
    // The kernel tells of a connection that broke also while it is not read.
    guard line.rests.isEmpty else {
      if readiness.isBroken { desk.lost(self) } else { line.ignore(reactor.poller) }
      return false
    }
    let now = reactor.now.instant
    let before = line.counted.read
    line.read(
      reactor.intake, limit: isSignedOn ? PeerLimits.readSize : PeerLimits.readSizeBefore)
    reactor.figures.terminals.bytesIn += line.counted.read - before
    heartbeat?.heard(at: now)
    if line.takeOpened() { begin() }
    guard !share.isSpent(at: now) else {
      leaveInput()
      return false
    }
    return true
  }

  func look() -> Bool {
    guard line.hasInput, line.mayWork, mayPress() else { return false }
    line.take { machine.next($0, into: &events) }
    if events.last?.isForUser ?? false { keys.press() }
    // Posted before what telnet says with it, and held by nobody else when it is wiped.
    if case .record(let last)? = events.last {
      record = last.payload
      events.removeLast()
      reactor.post(.terminal(self, .terminalRecord(record)))
    }
    takeEvents()
    return true
  }

  func wipeRecord() {
    guard !record.isEmpty else { return }
    // Nobody else holds it any more, unless it goes to a host.
    Wipe.bytes(&record)
    record = []
  }

  /// Whether a key is looked at now. Before somebody signs on, keys have a limit a second.
  private func mayPress() -> Bool {
    guard !isSignedOn, session != nil else { return true }
    guard let again = keys.wait(at: reactor.now.instant) else { return true }
    reactor.setTimer(again, .key(token))
    line.rest(.input)
    waitsForKey = true
    return false
  }

  /// A key may be pressed again.
  func keyIsDue() {
    waitsForKey = false
    reactor.enterLane(self)
  }

  func leaveInput() {
    guard isConnected else { return }
    reactor.flushSoon(self)
    let limit = isSignedOn ? PeerLimits.highWater : PeerLimits.outputBefore
    if line.waiting > limit {
      if !line.rests.contains(.output) { reactor.figures.terminals.pauses += 1 }
      line.rest(.output)
    }
    if line.hasInput, !line.isClosing {
      line.rest(.input)
      if line.mayWork, !waitsForKey { reactor.enterLane(self) }
      return
    }
    line.resume(.input, reactor.poller)
    switch line.ending {
    case nil: break
    case .ended: desk.lost(self)
    case .failed(let fault):
      line.rest(.input)
      guard !line.isClosing else { return }
      if session == nil { desk.refuse(self, fault.reason) } else { finish() }
    }
  }

  /// Does what the connection's telnet asks for.
  private func takeEvents() {
    var index = 0
    // Naming the terminal may add to them.
    while index < events.count, !line.isClosing {
      take(events[index])
      index += 1
    }
    events.removeAll(keepingCapacity: true)
    reactor.flushSoon(self)
  }

  private func take(_ event: ServerEvent) {
    switch event {
    case .send(let bytes): line.send(bytes)
    case .needsDeviceName(_, let wanted): desk.name(self, wanted, into: &events)
    case .ready(let identity): desk.ready(self, identity)
    case .record(let record): reactor.post(.terminal(self, .terminalRecord(record.payload)))
    case .attention: reactor.post(.terminal(self, .attention))
    case .systemRequest: reactor.post(.terminal(self, .systemRequest))
    case .timingMarkAnswered:
      if let step = heartbeat?.answered(at: reactor.now.instant) { ask(step) }
    case .response, .areYouThere: break
    case .startTLS: secure()
    case .unnamed(let identity, let reason): desk.unnamed(self, identity, reason: reason)
    case .refused(let text):
      line.send(text)
      desk.refuse(self, "it does not speak TN3270")
    case .violation(let violation): desk.refuse(self, violation.description)
    }
  }

  /// Whether a step of the negotiation is still awaited.
  var negotiates: Bool { session == nil && !line.isClosing }

  /// The terminal took too long: the next way is tried, and after the last it is refused.
  func stepTimedOut() {
    guard negotiates else { return }
    guard !line.isSecure || line.isOpen else {
      return desk.refuse(
        self,
        "the TLS handshake took longer than \(PeerLimits.negotiationStep.components.seconds) s",
        for: .silence)
    }
    machine.stepTimedOut(into: &events)
    desk.setStepTimer(token)
    takeEvents()
  }

  // MARK: Output

  /// Queues a 3270 record.
  func send(_ record: [UInt8]) {
    guard isListening else { return }
    line.send { machine.frame(record, into: &$0) }
  }

  /// Orders the terminal's screen sizes, and says whom it is bound to.
  func bind(_ image: BindImage) {
    var bytes: [UInt8] = []
    machine.bind(image, into: &bytes)
    line.send(bytes)
  }

  /// The terminal's last words are written, then its connection ends.
  func finish() {
    line.finish()
    reactor.setTimer(reactor.now.instant.advanced(by: PeerLimits.linger), .linger(token))
    reactor.flushSoon(self)
  }

  /// Writes what the kernel takes; a terminal that kept up is read again, and lets its hosts speak.
  func flush() {
    let before = line.counted.written
    defer { reactor.figures.terminals.bytesOut += line.counted.written - before }
    switch reactor.flush(line) {
    case .broken: return desk.lost(self)
    case .done where line.isClosing: return desk.lost(self)
    case .waiting, .done: break
    }
    if line.rests.contains(.output), line.waiting <= PeerLimits.outputBefore / 2 {
      line.resume(.output, reactor.poller)
      reactor.enterLane(self)
    }
    if !pausedHosts.isEmpty, line.waiting <= PeerLimits.lowWater { resumeHosts() }
  }

  // MARK: Traces

  /// All that it says and hears goes into a file, until `endTrace`.
  /// - Returns: false where it has not negotiated yet.
  func beginTrace(into sink: TraceFileSink) -> Bool {
    guard let trace = TerminalTrace(self, into: sink, at: reactor.now) else { return false }
    self.trace = trace
    line.tap = { trace.take($0, isFromHost: $1) }
    return true
  }

  /// The trace has its last line, where there is one.
  func endTrace(_ reason: String) {
    trace?.end(reason)
    trace = nil
    line.tap = nil
  }

  // MARK: Hosts that are faster, or slower

  /// Whether a host has to wait until the terminal has read; then it rests.
  func holds(_ host: HostLeg) -> Bool {
    guard line.waiting > PeerLimits.highWater else { return false }
    if !pausedHosts.contains(where: { $0 === host }) {
      pausedHosts.append(host)
      reactor.figures.hosts.pauses += 1
    }
    return true
  }

  /// Hosts that rest are heard again.
  func resumeHosts() {
    let hosts = pausedHosts
    pausedHosts = []
    for host in hosts { host.link?.resume() }
  }

  /// A terminal that sends faster than its host reads waits for it.
  func wait(for host: HostLeg, waiting: Int) {
    if waiting > PeerLimits.highWater {
      if !slowHosts.contains(where: { $0 === host }) {
        slowHosts.append(host)
        reactor.figures.terminals.pauses += 1
      }
      line.rest(.otherSide)
    } else if waiting <= PeerLimits.lowWater {
      release(from: host)
    }
  }

  /// A host that kept up, or is gone, lets the terminal speak again.
  private func release(from host: HostLeg) {
    guard let index = slowHosts.firstIndex(where: { $0 === host }) else { return }
    slowHosts.remove(at: index)
    guard slowHosts.isEmpty else { return }
    line.resume(.otherSide, reactor.poller)
    reactor.enterLane(self)
  }

  /// A host is behind this terminal no more.
  /// - Returns: whether it rested until this terminal had read.
  func forget(_ host: HostLeg) -> Bool {
    release(from: host)
    guard let index = pausedHosts.firstIndex(where: { $0 === host }) else { return false }
    pausedHosts.remove(at: index)
    return true
  }

  // MARK: Another process

  /// Whether its desk has it: what is nobody's is not kept.
  var isKept: Bool { desk[token] === self }
  func mark() { reactor.ledger?.mark(self) }

  /// Appends all that it is without its socket, what waits to be written, and its user, of whom only the
  /// pace is in it (`FrozenTerminal`).
  func freeze(into freezer: inout Freezer) {
    freezer.put(address)
    freezer.put(moves)
    freezer.put(isConnected)
    line.freeze(into: &freezer)
    freezer.put(machine)
    freezer.put(name)
    freezer.put(givenName)
    freezer.put(isSignedOn)
    freezer.put(share)
    freezer.put(keys)
    freezer.put(waitsForKey)
    freezer.put(heartbeat)
    freezer.put(pausedHosts.map(\.handle))
    freezer.put(slowHosts.map(\.handle))
    freezer.put(session != nil)
    session?.freezePace(into: &freezer)
  }

  /// Goes on where a frozen one stood.
  ///
  /// `ways`: what is on its way, where another process had it.
  func take(_ frozen: FrozenTerminal, _ hosts: HostDesk, with ways: Ways? = nil) {
    if let old = frozen.line, isConnected { line.restore(old, ways, in: desk.context) }
    machine = frozen.machine
    (name, givenName) = (frozen.name, frozen.givenName)
    (isSignedOn, share, keys) = (frozen.isSignedOn, frozen.share, frozen.keys)
    (waitsForKey, heartbeat) = (frozen.waitsForKey, frozen.heartbeat)
    session = frozen.session
    moves = frozen.moves
    if line.takeOpened() { begin() }
    // In another process who waits for whom shows anew.
    guard ways == nil else { return }
    pausedHosts = frozen.pausedHosts.compactMap { hosts[$0] }
    slowHosts = frozen.slowHosts.compactMap { hosts[$0] }
  }

  // MARK: Keepalive

  /// It is negotiated: it is asked at once, so that it is known whether it answers.
  func startHeartbeat(_ interval: Duration) {
    heartbeat = Heartbeat(interval: interval, at: reactor.now.instant)
    checkHeartbeat()
  }

  /// The time of its heartbeat came.
  func checkHeartbeat() {
    guard isConnected, let name else { return }
    let now = reactor.now.instant
    // A terminal that rests until its host has read cannot be heard.
    if !line.rests.isEmpty { heartbeat?.heard(at: now) }
    guard let (step, next) = heartbeat?.check(at: now) else { return }
    guard step != .lost else {
      reactor.record(
        .user.timedOut(user: session?.signedOnUser, terminal: name, what: "NO ANSWER TO KEEPALIVE"))
      return desk.lost(self)
    }
    if let step { ask(step) }
    reactor.setTimer(next, .heartbeat(token))
  }

  private func ask(_ step: Heartbeat.Step) {
    guard !line.isClosing else { return }
    switch step {
    case .ask: line.send { machine.probe(into: &$0) }
    case .nudge: line.send(ServerMachine.nop)
    case .lost: return
    }
    reactor.flushSoon(self)
  }
}
