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
import TLS
import TN3270
import Tables
import Time

/// What other threads tell the shard.
enum ShardMessage: Sendable {
  /// An answer to a terminal's question.
  case event(token: UInt64, Event)
  /// An answer to an application's question.
  case verdict(HostID, ApplicationEvent)
  /// What a host's name came to.
  case resolved(HostID, HostResolution)
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
  var hosts: [HostID: HostLeg] = [:]
  /// LU names that sessions have.
  var pools = LUPools()
  /// Connections to hosts by their token.
  var hostTokens: [UInt64: HostID] = [:]
  /// Terminals at which each user is signed on, and those that keep sessions.
  var users: [UserID: Set<UInt64>] = [:]
  private var timers = TimerQueue<Alarm>()
  /// Events that follow from what is being done, in order.
  var backlog: [(token: UInt64, event: Event)] = []
  private var lastToken: UInt64 = 1 << 32
  var due = Due()
  var acceptsAgain: Instant?
  private(set) var isStopping = false
  /// What one read brings; wiped after it, since passwords come through here.
  var scratch = [UInt8](repeating: 0, count: PeerLimits.readSize)
  var effects: [Effect] = []
  var events: [ServerEvent] = []
  var hostEvents: [ClientEvent] = []
  var now = Clock.now()

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
    case host(HostID)
  }

  init(
    services: Services, site: Site, listeners: [Listener], limits: Admission.Limits
  ) throws(SystemError) {
    self.services = services
    self.site = site
    self.listeners = listeners
    admission = Admission(limits: limits)
    poller = try Poller()
    try poller.add(services.mailbox.descriptor, .read, token: Self.mailboxToken)
    for (index, listener) in listeners.enumerated() {
      try poller.add(listener.number, .read, token: UInt64(index + 1))
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
      flushDue()
      if let again = acceptsAgain, again <= now.instant {
        acceptsAgain = nil
        for index in listeners.indices {
          poller.change(listeners[index].number, .read, token: UInt64(index + 1))
        }
      }
    }
    for connection in terminals.values { _ = connection.channel.flush(poller) }
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
      // A connection that is gone may have an event left in this turn.
      if let connection = terminals[token] {
        if readiness.canWrite { flush(connection) }
        if readiness.canRead { read(connection) }
      } else if let host = hostTokens[token] {
        hostIsReady(host, readiness)
      }
    }
  }

  private func receive(_ message: ShardMessage) {
    switch message {
    case .event(let token, let event): deliver(event, to: token)
    case .verdict(let host, let event): application(host, event)
    case .resolved(let host, let resolution): resolved(host, resolution)
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
    timers.add(deadline, .terminal(token, purpose))
  }

  func setTimer(_ deadline: Instant, host: HostID) { timers.add(deadline, .host(host)) }

  /// A name for a new connection, never used before.
  func nextToken() -> UInt64 {
    lastToken += 1
    return lastToken
  }

  private func fireTimers() {
    while let timer = timers.popDue(now.instant) {
      switch timer.purpose {
      case .terminal(let token, let purpose): deliver(.timer(purpose), to: token)
      case .host(let host): hostTimer(host)
      }
    }
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
      flushSoon(connection)
      // The last session of a terminal that is gone has ended.
      if !connection.isConnected { forgetIfEmpty(connection) }
    }
    backlog.removeAll(keepingCapacity: true)
  }

  func perform(_ connection: TerminalConnection) {
    var index = 0
    while index < effects.count {
      let effect = effects[index]
      index += 1
      perform(effect, connection, at: now)
    }
    effects.removeAll(keepingCapacity: true)
  }
}
