import Bytes
import Crypto
import DemoApplications
import Journal
import Messages
import Names
import Platform
import SAF
import SessionEngine
import Store
import Synchronization
import TLS
import Tables
import Time

/// What other threads tell the shard.
enum ShardMessage: Sendable {
  /// An answer to a terminal's question.
  case event(token: UInt64, Event)
  /// What the security manager says of a password, or of a value for an application.
  case signOnAnswered(SignOnTry, SignOnVerdict)
  case logOnAnswered(LogOnTry, LogOnAnswer)
  /// An answer to an application's question.
  case verdict(HostID, ApplicationEvent)
  /// What a host's name came to.
  case resolved(HostID, HostResolution)
  case site(Site)
  case control(ControlRequest)
  case stop
}

/// What the shard reaches outside of its descriptors; real, unless a test says otherwise.
struct World {
  var clock: () -> Moment = Clock.now
  /// Begins a connection to a host, with its keepalive in seconds; whether it is there already.
  var dial: (SocketAddress, Int) throws(SystemError) -> (socket: Int32, isConnected: Bool) = {
    (address, keepalive) throws(SystemError) in
    let (socket, isConnected) = try Sockets.connect(to: address)
    let descriptor = Descriptor(socket)
    try Sockets.keepAlive(socket, seconds: keepalive)
    return (descriptor.release(), isConnected)
  }
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
    /// For password hashes: as many at once as the pool has threads.
    let passwords: HelperPool
    /// For tickets and other short questions.
    let helpers: HelperPool
    let names: NameService
    let mailbox: Mailbox<ShardMessage>
    let printer: Printer
    /// TLS towards hosts.
    let hostContexts: HostContexts
    /// TLS towards terminals: the server's certificate and key.
    let terminalContext: TerminalContext
    let reloader: Reloader
    /// The loop has ended.
    let stopped = StopFlag()
  }

  let services: Services
  var site: Site
  var poller: Poller
  let listeners: [Listener]
  var terminals: [UInt64: TerminalConnection] = [:]
  var names = TerminalNames()
  var admission: Admission
  /// What wrong passwords cost.
  var gate = SignOnGate()
  var hosts: [HostID: HostLeg] = [:]
  /// LU names that sessions have.
  var pools = LUPools()
  /// Connections to hosts by their token.
  var hostTokens: [UInt64: HostID] = [:]
  /// Terminals at which each user is signed on, and those that keep sessions.
  var users: [UserID: Set<UInt64>] = [:]
  private var timers = TimerQueue<Alarm>()
  private var inbox = Inbox()
  private var isDraining = false
  /// Effects of the event that is delivered; empty between events.
  private var effects: [Effect] = []
  /// Connections with input left from another turn, or beyond their share, in order.
  private var lane: [UInt64] = []
  private var lastToken: UInt64 = 1 << 32
  var due = Due()
  var acceptsAgain: Instant?
  /// Whether the log was told that no connection can be accepted.
  var hasToldOfAccept = false
  /// When the loop ends at the latest, once it was told to stop.
  var stopDeadline: Instant?
  private var ready: [(token: UInt64, readiness: Poller.Readiness)] = []
  /// What one read brings; wiped after it, since passwords come through here.
  var scratch = [UInt8](repeating: 0, count: PeerLimits.readSize)
  /// Clocks and hosts; a test has its own.
  let world: World
  /// The time of this turn.
  var now: Moment

  private static let mailboxToken: UInt64 = 0

  /// A port that terminals connect to.
  struct Listener: Sendable {
    let number: Int32
    /// Whether TLS begins with the first byte.
    let isSecure: Bool
  }

  /// What a timer is for.
  private enum Alarm {
    case terminal(UInt64, TimerPurpose)
    case heartbeat(UInt64)
    case host(HostID)
    /// A step of a terminal's negotiation is overdue.
    case step(UInt64)
    /// A terminal may press a key again.
    case key(UInt64)
    /// The last words to a terminal must be taken by now.
    case linger(UInt64)
    case signOn(SignOnTry)
    case verdict(HostID, LogOnVerdict)
  }

  init(
    services: Services, site: Site, listeners: [Listener], limits: Admission.Limits,
    world: World = World()
  ) throws(SystemError) {
    self.services = services
    self.world = world
    now = world.clock()
    self.site = site
    self.listeners = listeners
    admission = Admission(limits: limits)
    poller = try Poller()
    try poller.add(services.mailbox.descriptor, .read, token: Self.mailboxToken)
    for (index, listener) in listeners.enumerated() {
      try poller.add(listener.number, .read, token: UInt64(index + 1))
    }
  }

  func clock() -> Moment { world.clock() }

  func record(_ message: Message) { services.journal.record(message, at: now.wall) }

  /// Runs until it is told to stop.
  func run() {
    while !isStopped { turn(waiting: waitTime()) }
    for connection in terminals.values { _ = connection.channel.flush(poller) }
  }

  /// Waits for something to do, and does it: what arrived, what is left from other turns, what is
  /// due; then writes.
  ///
  /// - Returns: whether something arrived or could be written.
  @discardableResult
  func turn(waiting milliseconds: Int32) -> Bool {
    var ready: [(token: UInt64, readiness: Poller.Readiness)] = []
    swap(&ready, &self.ready)
    ready.removeAll(keepingCapacity: true)
    poller.wait(milliseconds: milliseconds) { ready.append(($0, $1)) }
    now = clock()
    for (token, readiness) in ready {
      dispatch(token, readiness)
      drain()
    }
    let wasBusy = !ready.isEmpty
    swap(&ready, &self.ready)
    serveLane()
    fireTimers()
    writeAll()
    if let again = acceptsAgain, again <= now.instant {
      acceptsAgain = nil
      for index in listeners.indices {
        poller.change(listeners[index].number, .read, token: UInt64(index + 1))
      }
    }
    return wasBusy
  }

  /// Whether there is something to do before anything else happens.
  var hasWork: Bool { !lane.isEmpty || !due.isEmpty }

  private func waitTime() -> Int32 {
    guard !hasWork else { return 0 }
    var next = timers.next
    for other in [acceptsAgain, stopDeadline] {
      if let other { next = min(other, next ?? other) }
    }
    guard let next else { return -1 }
    let wait = clock().instant.duration(to: next)
    let (seconds, attoseconds) = wait.components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    return Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1)
  }

  private func dispatch(_ token: UInt64, _ readiness: Poller.Readiness) {
    switch token {
    case Self.mailboxToken:
      for message in services.mailbox.take() {
        receive(message)
        drain()
      }
    case 1..<(1 << 32): accept(Int(token) - 1)
    default:
      // A connection that is gone may have an event left in this turn.
      if let connection = terminals[token] {
        if readiness.canWrite { flush(connection) }
        if readiness.canRead { read(connection, isBroken: readiness.isBroken) }
      } else if let host = hostTokens[token] {
        hostIsReady(host, readiness)
      }
    }
  }

  // MARK: Input that waits

  /// The connection's input is looked at when those that keep to their share have been served.
  func enterLane(_ channel: Channel) {
    guard !channel.isInLane, channel.hasInput || channel.ending != nil else { return }
    channel.isInLane = true
    lane.append(channel.token)
  }

  /// Serves each of the lane once, as far as the time goes.
  private func serveLane() {
    guard !lane.isEmpty else { return }
    let end = clock().instant.advanced(by: PeerLimits.laneTime)
    var served = 0
    let count = lane.count
    while served < count, served == 0 || clock().instant < end {
      let token = lane[served]
      served += 1
      if let connection = terminals[token] {
        connection.channel.isInLane = false
        work(connection)
      } else if let host = hostTokens[token] {
        work(host)
      }
      drain()
    }
    lane.removeFirst(served)
  }

  private func receive(_ message: ShardMessage) {
    switch message {
    case .event(let token, let event): post(.terminal(token, event))
    case .signOnAnswered(let attempt, let verdict): signOnAnswered(attempt, verdict)
    case .logOnAnswered(let attempt, let answer): logOnAnswered(attempt, answer)
    case .verdict(let host, let event): post(.application(host, event))
    case .resolved(let host, let resolution): resolved(host, resolution)
    case .site(let new):
      site = new
      admission.limits.perAddress = new.tables.system.perAddress
      admission.limits.exemptsLoopback = new.tables.system.exemptsLoopback
      for token in terminals.keys.sorted() { post(.terminal(token, .siteReplaced(new))) }
    case .control(let request): control(request)
    case .stop: beginStop()
    }
  }

  // MARK: Timers

  func setTimer(_ deadline: Instant, _ token: UInt64, _ purpose: TimerPurpose) {
    timers.add(deadline, .terminal(token, purpose))
  }

  func setHeartbeat(_ deadline: Instant, _ token: UInt64) {
    timers.add(deadline, .heartbeat(token))
  }

  func setTimer(_ deadline: Instant, host: HostID) { timers.add(deadline, .host(host)) }

  /// A step of the negotiation must be done in time.
  func setStepTimer(_ token: UInt64) {
    timers.add(now.instant.advanced(by: PeerLimits.negotiationStep), .step(token))
  }

  /// The terminal's next key is looked at then.
  func setKeyTimer(_ deadline: Instant, _ token: UInt64) { timers.add(deadline, .key(token)) }

  func setLingerTimer(_ token: UInt64) {
    timers.add(now.instant.advanced(by: PeerLimits.linger), .linger(token))
  }

  func setTimer(_ deadline: Instant, _ attempt: SignOnTry) {
    timers.add(deadline, .signOn(attempt))
  }

  func setTimer(_ deadline: Instant, _ host: HostID, _ verdict: LogOnVerdict) {
    timers.add(deadline, .verdict(host, verdict))
  }

  /// A name for a new connection, never used before.
  func nextToken() -> UInt64 {
    lastToken += 1
    return lastToken
  }

  private func fireTimers() {
    while let timer = timers.popDue(now.instant) {
      switch timer.purpose {
      case .terminal(let token, let purpose): post(.terminal(token, .timer(purpose)))
      case .heartbeat(let token): terminalHeartbeat(token)
      case .host(let host): hostTimer(host)
      case .step(let token): if let connection = terminals[token] { stepTimedOut(connection) }
      case .key(let token):
        if let connection = terminals[token] {
          connection.waitsForKey = false
          enterLane(connection.channel)
        }
      case .linger(let token): if let connection = terminals[token] { lost(connection) }
      case .signOn(let attempt): lookAfterHold(attempt)
      case .verdict(let host, let verdict): post(.application(host, .verdict(verdict)))
      }
      drain()
    }
  }

  // MARK: Events and effects

  /// Adds what follows from what is being done; it is delivered when nothing else runs.
  func post(_ item: Inbox.Item) { inbox.post(item) }

  /// Delivers what was posted, and what follows from that, until nothing is left: at the foot of
  /// whatever happened, and nowhere else.
  func drain() {
    precondition(!isDraining, "events are delivered while one is delivered")
    isDraining = true
    while let item = inbox.next() { deliver(item) }
    isDraining = false
  }

  /// Writes what is due, and delivers what comes of it, until neither is left.
  private func writeAll() {
    repeat {
      flushDue()
      drain()
    } while !due.isEmpty
  }

  private func deliver(_ item: Inbox.Item) {
    switch item {
    case .terminal(let token, let event): tell(token, event)
    case .host(let host, let event): if let leg = hosts[host] { tell(leg.owner, event) }
    case .hostEnded(let host, let end):
      guard let leg = hosts[host] else { return }
      closeHost(host)
      tell(leg.owner, .hostClosed(host, end))
    case .application(let host, let event): application(host, event)
    case .start(let token): update(token) { $0.session?.start(at: now, into: &$1) }
    case .park(let token): update(token) { $0.session?.park(at: now, into: &$1) }
    case .lost(let token): isLost(token)
    case .takeOver(let user, let formers, let token): takeOver(user, from: formers, by: token)
    }
  }

  /// Gives an event to the user at a terminal, and performs what the user's session wants.
  func tell(_ token: UInt64, _ event: Event) {
    update(token) { $0.session?.handle(event, at: now, into: &$1) }
  }

  private func update(_ token: UInt64, _ change: (TerminalConnection, inout [Effect]) -> Void) {
    guard let connection = terminals[token], connection.session != nil else { return }
    var effects: [Effect] = []
    swap(&effects, &self.effects)
    change(connection, &effects)
    for effect in effects { perform(effect, connection, at: now) }
    effects.removeAll(keepingCapacity: true)
    swap(&effects, &self.effects)
    // The last session of a terminal that is gone has ended.
    if connection.isConnected { flushSoon(connection) } else { forgetIfEmpty(connection) }
  }
}
