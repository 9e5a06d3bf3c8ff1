import Crypto
import Glibc
import Journal
import Messages
public import Names
public import Platform
import SessionEngine
import Store
import Synchronization
import TLS
import Tables
import Time

/// The server: threads around a shard, from the start to the stop.
public enum Server {
  /// The version that `--version` and the log tell.
  public static let version = "0.1.0"

  /// What a server is started with.
  public struct Configuration: Sendable {
    /// Directory that holds ACT and Screens.
    public var site = "."
    /// Directory of database, keys and log.
    public var state = "state"
    public var addresses: [SocketAddress] = []
    /// Where terminals connect with TLS from the first byte.
    public var secureAddresses: [SocketAddress] = []
    /// The first user, where the database is empty.
    public var firstUser: UserID?
    /// File with the first user's password; without one a password is made and shown once.
    public var firstPasswordFile: String?

    public init() {}
  }

  /// Why a server does not start: sentences for people.
  public struct StartError: Error, Sendable {
    public let lines: [String]
  }

  /// Threads that hash passwords, so many at once (19 MiB each).
  private static let passwordThreads = 2
  private static let waitingSignOns = 200

  /// Starts, serves, and returns after SIGTERM or SIGINT.
  /// - Parameter say: prints a line for the person who started it.
  public static func run(
    _ configuration: Configuration, say: (String) -> Void
  ) throws(StartError) {
    let (signals, listeners) = try open(configuration)
    let loaded = SiteLoader.load(configuration.site)
    guard let site = loaded.site else {
      throw StartError(
        lines: loaded.rendered + ["\(loaded.errorCount) errors; correct them and start again"])
    }
    for line in loaded.rendered { say(line) }
    let database: SecurityDatabase
    let journal: Journal
    do {
      try SecurityDatabase.prepare(directory: configuration.state)
      let log = try Journal(directory: configuration.state)
      journal = log
      database = try SecurityDatabase.open(
        directory: configuration.state, server: site.tables.system.serverUser,
        cards: try SiteCards.make(site.tables.system.cards, site: configuration.site) {
          name, isOnline, reason in
          log.record(
            isOnline ? .cardFound(name: name) : .cardLost(name: name, reason: reason),
            at: Clock.wall())
        })
    } catch let error as StoreError {
      throw StartError(lines: [error.description])
    } catch {
      throw StartError(lines: ["\(error)"])
    }
    let credentials = try prepareFirstRun(configuration, database)
    let ports: [Port]
    let services: Shard.Services
    let terminalContext = try loadCertificate(configuration, site.tables.system)
    do {
      ports = try listeners.all.map { (listener) throws(SystemError) in
        Port(
          address: SocketAddress(
            host: listener.host, port: try Sockets.port(of: listener.socket.number)),
          isSecure: listener.socket.isSecure)
      }
      services = Shard.Services(
        journal: journal, database: database,
        passwords: try HelperPool(threads: passwordThreads, limit: waitingSignOns),
        helpers: try HelperPool(threads: 2, limit: 10_000), names: try NameService(),
        mailbox: try Mailbox(limit: 100_000),
        printer: Printer(directory: configuration.state),
        hostContexts: HostContexts(site: configuration.site), terminalContext: terminalContext)
      try start(services, site, listeners.all.map(\.socket))
      try Reloader.start(configuration.site, services)
      try ControlSocket.start(configuration.state, services, configuration.site)
    } catch {
      throw StartError(lines: ["\(error)"])
    }
    let now = Clock.wall()
    for port in ports {
      journal.record(.serverStarted(version: version, address: port.address.description), at: now)
      say("Turnstile \(version) listens on \(port.address)\(port.isSecure ? " (TLS)" : "")")
    }
    if let port = ports.first {
      say("Connect:   c3270 \(port.isSecure ? "L:" : "")\(port.address)")
    }
    if let credentials { say(credentials) }
    say("Log:       \(journal.path)")
    serve(signals, services, configuration.site)
    withExtendedLifetime(listeners) {}
  }

  /// A port in use, as it is told to people.
  private struct Port {
    let address: SocketAddress
    let isSecure: Bool
  }

  /// Listeners, kept open as long as the server runs.
  private final class Listeners: Sendable {
    struct Open: Sendable {
      let host: String
      let socket: Shard.Listener
    }

    let all: [Open]
    init(_ all: [Open]) { self.all = all }
    deinit { for listener in all { close(listener.socket.number) } }
  }

  /// Signals first, so that no thread gets them; then the ports, since they fail most often.
  private static func open(
    _ configuration: Configuration
  ) throws(StartError) -> (Signals, Listeners) {
    let wanted =
      configuration.addresses.map { ($0, false) } + configuration.secureAddresses.map { ($0, true) }
    do {
      let signals = try Signals()
      var all: [Listeners.Open] = []
      for (address, isSecure) in wanted {
        do {
          let number = try Sockets.listen(on: address).release()
          all.append(
            Listeners.Open(
              host: address.host, socket: Shard.Listener(number: number, isSecure: isSecure)))
        } catch {
          var lines = ["\(error)"]
          if error.isAddressInUse {
            lines.append("another program listens there; name another port with --listen")
          }
          throw StartError(lines: lines)
        }
      }
      return (signals, Listeners(all))
    } catch let error as StartError {
      throw error
    } catch {
      throw StartError(lines: ["\(error)"])
    }
  }

  /// Certificate and key of System.yaml; needed where a port is to speak TLS.
  private static func loadCertificate(
    _ configuration: Configuration, _ system: SystemOptions
  ) throws(StartError) -> TerminalContext {
    let context = TerminalContext()
    guard !system.certificateFile.isEmpty else {
      guard configuration.secureAddresses.isEmpty else {
        throw StartError(lines: [
          "--listen-tls needs a certificate",
          "name its files in ACT/System.yaml: \"TLS certificate\" and \"TLS key\"",
        ])
      }
      return context
    }
    do {
      try context.load(
        certificate: Files.path(system.certificateFile, in: configuration.site),
        key: Files.path(system.keyFile, in: configuration.site))
    } catch {
      throw StartError(lines: [error.description])
    }
    return context
  }

  /// Defines the first user; the line that tells the password, where it was made here.
  private static func prepareFirstRun(
    _ configuration: Configuration, _ database: SecurityDatabase
  ) throws(StartError) -> String? {
    do {
      guard try database.isEmpty() else { return nil }
      guard let user = configuration.firstUser ?? UserID("ADMIN") else { return nil }
      if let file = configuration.firstPasswordFile {
        var bytes = try Files.read(file, limit: 256)
        defer { Wipe.bytes(&bytes) }
        while bytes.last == 0x0A || bytes.last == 0x0D { bytes.removeLast() }
        try FirstRun.prepare(
          database, site: configuration.site, user: user, password: Secret(copying: bytes))
        return nil
      }
      let password = try FirstRun.password()
      try FirstRun.prepare(
        database, site: configuration.site, user: user, password: password)
      let text = password.withBytes { String(decoding: $0, as: UTF8.self) }
      return "Sign on:   user \(user)  password \(text)   (shown once)"
    } catch {
      throw StartError(lines: ["\(error)"])
    }
  }

  private static func start(
    _ services: Shard.Services, _ site: Site, _ listeners: [Shard.Listener]
  ) throws(SystemError) {
    var limits = Admission.Limits()
    limits.perAddress = site.tables.system.perAddress
    limits.exemptsLoopback = site.tables.system.exemptsLoopback
    limits.terminals = min(limits.terminals, ProcessHygiene.descriptorLimit - 100)
    limits.full = min(limits.full, limits.terminals)
    limits.start = min(limits.start, limits.full * 2 / 3)
    let fixed = limits
    try Threads.start(stack: 8 << 20) {
      do {
        try Shard(services: services, site: site, listeners: listeners, limits: fixed).run()
      } catch {
        preconditionFailure("the kernel has no epoll: \(error)")
      }
      services.stopped.set()
    }
  }

  /// Waits for signals until one says to stop.
  private static func serve(
    _ signals: Signals, _ services: Shard.Services, _ site: String
  ) {
    while true {
      switch signals.next() {
      case .reload: Reloader.reload(site, services)
      case .reopen: services.journal.reopen()
      case .terminate:
        services.mailbox.send(.stop)
        while !services.stopped.isSet { usleep(1000) }
        services.journal.record(.serverStopped, at: Clock.wall())
        services.journal.stop()
        return
      case nil: continue
      }
    }
  }
}
