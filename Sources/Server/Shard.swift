import Bytes
import Crypto
import DemoApplications
import Journal
import Messages
import Names
import Platform
import SessionEngine
import Store
import Synchronization
import TN3270
import Tables
import Time

/// What other threads tell the shard.
enum ShardMessage: Sendable {
  /// An answer to a terminal's question.
  case event(token: UInt64, Event)
  /// An answer to an application's question.
  case verdict(HostID, ApplicationEvent)
  case site(Site)
  case control(ControlRequest)
  case stop
}

/// Whether the shard's loop has ended.
final class StopFlag: Sendable {
  private let flag = Atomic(false)
  func set() { flag.store(true, ordering: .releasing) }
  var isSet: Bool { flag.load(ordering: .acquiring) }
}

/// One reactor: a thread, one epoll loop, all its terminals and the sessions behind them.
///
/// Nothing here waits: the disk, password hashes and names are the helpers' work.
final class Shard {
  /// What the shard works with; made by others, shared.
  struct Services: Sendable {
    let journal: Journal
    let database: SecurityDatabase
    /// For password hashes: as many at once as the pool has threads (reliability S3).
    let passwords: HelperPool
    /// For tickets and other short questions.
    let helpers: HelperPool
    let mailbox: Mailbox<ShardMessage>
    /// The loop has ended.
    let stopped = StopFlag()
  }

  let services: Services
  var site: Site
  var poller: Poller
  private let listeners: [Int32]
  var terminals: [UInt64: TerminalConnection] = [:]
  var names = TerminalNames()
  var admission: Admission
  var hosts: [HostID: HostLeg] = [:]
  /// Terminals at which each user is signed on, and those that keep sessions.
  var users: [UserID: Set<UInt64>] = [:]
  private var timers = TimerQueue<(token: UInt64, purpose: TimerPurpose)>()
  /// Events that follow from what is being done, in order.
  var backlog: [(token: UInt64, event: Event)] = []
  private var nextToken: UInt64 = 1 << 32
  private var acceptsAgain: Instant?
  private(set) var isStopping = false
  /// What one read brings; wiped after it, since passwords come through here.
  private var scratch = [UInt8](repeating: 0, count: Shard.readSize)
  var effects: [Effect] = []
  private var events: [ServerEvent] = []
  private var now = Clock.now()

  /// Bytes that one connection may bring in one turn, so that none starves the others.
  static let readSize = 16 << 10
  private static let mailboxToken: UInt64 = 0
  private static let retryAccept = Duration.milliseconds(200)

  init(
    services: Services, site: Site, listeners: [Int32], limits: Admission.Limits
  ) throws(SystemError) {
    self.services = services
    self.site = site
    self.listeners = listeners
    admission = Admission(limits: limits)
    poller = try Poller()
    try poller.add(services.mailbox.descriptor, .read, token: Self.mailboxToken)
    for (index, listener) in listeners.enumerated() {
      try poller.add(listener, .read, token: UInt64(index + 1))
    }
  }

  func record(_ message: Message) { services.journal.record(message, at: now.wall) }

  /// Runs until it is told to stop.
  func run() {
    var ready: [(token: UInt64, readiness: Poller.Readiness)] = []
    while !isStopping {
      ready.removeAll(keepingCapacity: true)
      poller.wait(milliseconds: waitTime()) { ready.append(($0, $1)) }
      now = Clock.now()
      for (token, readiness) in ready { dispatch(token, readiness) }
      fireTimers()
      if let again = acceptsAgain, again <= now.instant {
        acceptsAgain = nil
        for index in listeners.indices {
          poller.change(listeners[index], .read, token: UInt64(index + 1))
        }
      }
    }
    for connection in terminals.values { flush(connection) }
  }

  private func waitTime() -> Int32 {
    var next = timers.next
    if let again = acceptsAgain { next = min(again, next ?? again) }
    guard let next else { return -1 }
    let wait = Clock.instant().duration(to: next)
    let (seconds, attoseconds) = wait.components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    return Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1)
  }

  private func dispatch(_ token: UInt64, _ readiness: Poller.Readiness) {
    switch token {
    case Self.mailboxToken:
      for message in services.mailbox.take() { receive(message) }
    case 1..<(1 << 32): accept(Int(token) - 1)
    default:
      // A terminal that is gone may have an event left in this turn.
      guard let connection = terminals[token] else { return }
      if readiness.canWrite { flush(connection) }
      if readiness.canRead { read(connection) }
    }
  }

  private func receive(_ message: ShardMessage) {
    switch message {
    case .event(let token, let event): deliver(event, to: token)
    case .verdict(let host, let event): application(host, event)
    case .site(let new):
      site = new
      admission.limits.perAddress = new.tables.system.perAddress
      admission.limits.exemptsLoopback = new.tables.system.exemptsLoopback
      for token in terminals.keys.sorted() { deliver(.siteReplaced(new), to: token) }
    case .control(let request): control(request)
    case .stop: isStopping = true
    }
  }

  // MARK: Timers

  func setTimer(_ deadline: Instant, _ token: UInt64, _ purpose: TimerPurpose) {
    timers.add(deadline, (token, purpose))
  }

  private func fireTimers() {
    while let timer = timers.popDue(now.instant) {
      deliver(.timer(timer.purpose.purpose), to: timer.purpose.token)
    }
  }

  // MARK: Connections

  private func accept(_ index: Int) {
    // A batch of connections a turn; the rest comes with the next.
    for _ in 0..<64 {
      do {
        guard let (socket, address) = try Sockets.accept(listeners[index])
        else { return }
        admit(Descriptor(socket), address)
      } catch {
        record(.acceptPaused)
        acceptsAgain = now.instant.advanced(by: Self.retryAccept)
        for index in listeners.indices {
          poller.change(listeners[index], [], token: UInt64(index + 1))
        }
        return
      }
    }
  }

  private func admit(_ socket: consuming Descriptor, _ address: String) {
    if case .refused(let reason) = admission.connect(
      from: address, dice: UInt64.random(in: 0...UInt64.max))
    {
      record(.connectionRefused(address: address, reason: reason))
      return
    }
    nextToken += 1
    let token = nextToken
    let number = socket.number
    let connection = TerminalConnection(token: token, address: address, socket: socket)
    do {
      try poller.add(number, .read, token: token)
    } catch {
      admission.disconnect(from: address, wasSignedOn: false)
      return
    }
    terminals[token] = connection
    setTimer(now.instant.advanced(by: Self.stepTime), token, .query)
    connection.machine.start(into: &events)
    take(connection)
  }

  /// How long a terminal may take for a step of the negotiation (tn3270.md 1.14).
  private static let stepTime = Duration.seconds(10)

  private func read(_ connection: TerminalConnection) {
    guard let number = connection.socket?.number else { return }
    switch scratch.withUnsafeMutableBytes({ Descriptor.read(number, into: $0) }) {
    case .wouldBlock: return
    case .ended, .failed: close(connection)
    case .bytes(let count):
      guard !connection.isClosing else { return }
      connection.machine.receive(scratch[..<count], into: &events)
      Wipe.bytes(&scratch, count: count)
      take(connection)
    }
  }

  /// Does what the connection's telnet asks for.
  private func take(_ connection: TerminalConnection) {
    var index = 0
    while index < events.count {
      guard terminals[connection.token] != nil, !connection.isClosing else { break }
      switch events[index] {
      case .send(let bytes): send(connection, bytes)
      case .needsDeviceName(_, let wanted): name(connection, wanted)
      case .ready(let identity): ready(connection, identity)
      case .record(var record):
        events[index] = .timingMarkAnswered
        deliver(.terminalRecord(record.payload), to: connection.token)
        Wipe.bytes(&record.payload)
      case .attention: deliver(.attention, to: connection.token)
      case .systemRequest: deliver(.systemRequest, to: connection.token)
      case .response, .timingMarkAnswered, .areYouThere, .startTLS: break
      case .unnamed(_, let reason): refuse(connection, "the name is refused: \(reason)")
      case .refused(let text):
        send(connection, text)
        refuse(connection, "it does not speak TN3270")
      case .violation(let violation): refuse(connection, violation.description)
      }
      index += 1
    }
    events.removeAll(keepingCapacity: true)
    if terminals[connection.token] != nil { flush(connection) }
  }

  private func refuse(_ connection: TerminalConnection, _ reason: String) {
    record(.terminalRefused(address: connection.address, reason: reason))
    connection.isClosing = true
  }

  /// Chooses a terminal's name: the one it asks for where that is free, or the next.
  private func name(_ connection: TerminalConnection, _ wanted: LUName?) {
    if let wanted, !names.claim(wanted) {
      connection.machine.rejectDevice(.deviceInUse, into: &events)
      return
    }
    let name = wanted ?? names.next()
    connection.name = name
    connection.machine.assignDevice(name: name, into: &events)
  }

  private func ready(_ connection: TerminalConnection, _ identity: TerminalIdentity) {
    guard let name = connection.name else { return }
    connection.phase = .talking
    if let system = APPLID(site.tables.system.systemName) {
      var bytes: [UInt8] = []
      connection.machine.bind(BindImage(size: .queried, primary: system), into: &bytes)
      send(connection, bytes)
    }
    let facts = TerminalFacts(
      name: name, address: connection.address, type: identity.terminalType.text,
      model: identity.terminalType.model, isExtended: identity.terminalType.isExtended,
      isTN3270E: identity.isTN3270E, isSecure: false,
      serial: UInt32(truncatingIfNeeded: connection.token))
    var session = UserSession(terminal: facts, site: site)
    session.start(at: now, into: &effects)
    connection.session = session
    perform(connection)
  }

  /// The terminal took too long: the next way is tried, and after the last it is refused.
  private func stepTimedOut(_ connection: TerminalConnection) {
    connection.machine.stepTimedOut(into: &events)
    setTimer(now.instant.advanced(by: Self.stepTime), connection.token, .query)
    take(connection)
  }

  // MARK: Events and effects

  /// Gives an event to a terminal's user, and does what follows from it.
  func deliver(_ event: Event, to token: UInt64) {
    backlog.append((token, event))
    guard backlog.count == 1 else { return }
    var index = 0
    while index < backlog.count {
      let (token, event) = backlog[index]
      index += 1
      guard let connection = terminals[token] else { continue }
      if connection.session == nil {
        // Not yet negotiated: only the time for a step can pass.
        if case .timer(.query) = event { stepTimedOut(connection) }
        continue
      }
      connection.session?.handle(event, at: now, into: &effects)
      perform(connection)
      if terminals[token] != nil { flush(connection) }
    }
    backlog.removeAll(keepingCapacity: true)
  }

  private func perform(_ connection: TerminalConnection) {
    var index = 0
    while index < effects.count {
      let effect = effects[index]
      index += 1
      perform(effect, connection, at: now)
    }
    effects.removeAll(keepingCapacity: true)
  }

  // MARK: Output

  /// Queues bytes; a terminal that does not read its megabyte is dropped.
  func send(_ connection: TerminalConnection, _ bytes: [UInt8]) {
    guard connection.isConnected, !bytes.isEmpty else { return }
    if !connection.output.append(bytes[...]) { connection.isClosing = true }
  }

  /// Writes what the kernel takes, and asks to be told when it takes more.
  func flush(_ connection: TerminalConnection) {
    guard let number = connection.socket?.number else { return }
    while !connection.output.isEmpty {
      switch Descriptor.write(number, connection.output.waiting) {
      case .bytes(let count): connection.output.consume(count)
      case .wouldBlock:
        if !connection.isWatchingWrite {
          connection.isWatchingWrite = true
          poller.change(number, [.read, .write], token: connection.token)
        }
        return
      case .ended, .failed:
        close(connection)
        return
      }
    }
    if connection.isWatchingWrite {
      connection.isWatchingWrite = false
      poller.change(number, .read, token: connection.token)
    }
    if connection.isClosing { close(connection) }
  }

  /// The terminal is gone; its sessions stay, kept by a connection without a socket.
  func close(_ connection: TerminalConnection) {
    guard let number = connection.socket?.number else { return }
    poller.remove(number)
    connection.socket = nil
    connection.output = ByteQueue(limit: TerminalConnection.outputLimit)
    admission.disconnect(from: connection.address, wasSignedOn: connection.isSignedOn)
    if let name = connection.name { names.release(name) }
    guard connection.session != nil else {
      terminals[connection.token] = nil
      return
    }
    connection.session?.handle(.terminalLost, at: now, into: &effects)
    perform(connection)
    forgetIfEmpty(connection)
  }

  /// Lets a connection without a terminal go once it keeps no sessions.
  func forgetIfEmpty(_ connection: TerminalConnection) {
    guard !connection.isConnected, connection.session?.sessions.isEmpty ?? true else { return }
    if let user = connection.session?.signedOnUser { leave(user, connection.token) }
    terminals[connection.token] = nil
  }

  func leave(_ user: UserID, _ token: UInt64) {
    users[user]?.remove(token)
    if users[user]?.isEmpty == true { users[user] = nil }
  }

  /// A connection that keeps sessions without a terminal.
  func park(_ session: UserSession, _ address: String) {
    nextToken += 1
    let connection = TerminalConnection(token: nextToken, address: address, socket: nil)
    connection.session = session
    terminals[nextToken] = connection
    if let user = session.signedOnUser { users[user, default: []].insert(nextToken) }
    for moved in session.sessions { hosts[moved.host]?.owner = nextToken }
  }
}
