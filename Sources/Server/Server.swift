import Crypto
import Glibc
import Journal
import Messages
public import Names
public import Platform
import SAF
import SessionEngine
import Store
import Synchronization
import TLS
import TLSEnd
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
    /// Where terminals connect in clear, or by STARTTLS; where no address is named at all, and the
    /// service manager gave no listener, it is `Server.usualAddress`.
    public var addresses: [SocketAddress] = []
    /// Where terminals connect with TLS from the first byte.
    public var secureAddresses: [SocketAddress] = []
    /// How many shards serve terminals, each on a thread of its own; nil for what the site says.
    public var shards: Int?
    /// The first user, where the database is empty.
    public var firstUser: UserID?
    /// File with the first user's password; without one a password is made and shown once.
    public var firstPasswordFile: String?

    /// A server on the files below the working directory.
    public init() {}
  }

  /// Why a server does not start: sentences for people.
  public struct StartError: Error, Sendable {
    /// The sentences.
    public let lines: [String]
  }

  /// Where a server listens that was told nothing else: for this machine alone.
  private static let usualAddress = SocketAddress(host: "127.0.0.1", port: 2323)

  /// Threads that hash passwords; each needs 19 MiB.
  private static let passwordThreads = 2

  /// Starts, serves, and returns after SIGTERM or SIGINT.
  ///
  /// - `keeping`: the way to the keeper of its descriptors; without one it serves alone.
  /// - `say`: prints a line for the person who started it.
  public static func run(
    _ configuration: Configuration, keeping: Keeping? = nil, say: (String) -> Void
  ) throws(StartError) {
    let custody: any Custody = keeping?.custody ?? NoCustody()
    let signals = try prepareProcess()
    let ports = try takePorts(configuration, keeping)
    let directory = try takeState(configuration, keeping)
    let watched = try watch(configuration.site, keeping, custody: custody)
    let isFirst = keeping?.isFirst ?? true
    let site = try Self.site(of: watched.loaded)
    if isFirst { watched.loaded.rendered.forEach(say) }
    let terminalContext = try loadCertificate(
      configuration, site.tables.system, isFirst: isFirst)
    try checkFirstPassword(configuration)
    let (database, journal) = try openState(
      configuration, site.tables.system, isFirst: isFirst)
    let services = try makeServices(
      configuration, keeping, site: site, watched: watched, database: database, journal: journal,
      terminalContext: terminalContext)
    let control: Int32
    let desk: OperatorDesk
    do {
      control = try services.controlGate.open(
        site.tables, found: watched.loaded.controlGroup,
        kept: keeping?.first(.control)?.descriptor, isFirst: isFirst
      ) { journal.record(.server.warning($0), at: Clock.wall()) }
      custody.hold(Held(token: Held.controlToken, .control, descriptor: control))
      try watched.reloader.start(services)
      desk = try OperatorDesk(services, site: configuration.site, keeping: keeping)
    } catch {
      throw StartError(lines: ["\(error)"])
    }
    let credentials = isFirst ? try prepareFirstRun(configuration, database) : nil
    let opened: [(address: SocketAddress, isSecure: Bool)]
    do throws(StartError) {
      let standing = services.commons.standing.withLock { $0 }
      let starter = ShardStarter(services, site.saying(standing), custody: custody, operators: desk)
      opened = try open(
        ports, control, desk: desk, starter: starter,
        inheritance: keeping?.inheritance ?? Inheritance())
      ports.hold(custody)
    } catch {
      // The password is in the database already, and nobody would ever know it.
      throw StartError(lines: error.lines + (credentials.map { [$0] } ?? []))
    }
    // Whoever reads below that it serves may kill it at once, and expects that another one follows.
    try keeping?.attend(services)
    let figures = FiguresPort.start(site.tables.system.metricsAddress, services)
    if let keeping, !isFirst {
      keeping.recordBeginning(services, refused: watched.refused, doubt: directory.doubt)
    } else {
      Greeting(
        opened: opened, credentials: credentials, figures: figures,
        warnings: Greeting.warnings(
          configuration, site.tables.system, context: terminalContext, now: Clock.wall())
      ).say(say, journal)
    }
    serve(signals, services, keeping: keeping)
    withExtendedLifetime((ports, directory)) {}
  }

  /// What all threads share.
  private static func makeServices(
    _ configuration: Configuration, _ keeping: Keeping?, site: Site, watched: Reloader.Start,
    database: SecurityDatabase, journal: Journal, terminalContext: TerminalContext
  ) throws(StartError) -> Services {
    let shards = Self.shards(configuration, site.tables.system)
    do {
      return Services(
        journal: journal, database: database,
        passwords: try HelperPool(
          threads: passwordThreads, limit: PeerLimits.waitingSignOns,
          limitOfOwner: PeerLimits.waitingSignOnsOfSource),
        authority: OutsideAuthority(site: configuration.site),
        helpers: try HelperPool(threads: 2, limit: 10_000), names: try NameService(),
        printer: Printer(directory: configuration.state),
        hostTLS: HostTLSRules(site: configuration.site), terminalContext: terminalContext,
        tls: try links(keeping, shards: shards), reloader: watched.reloader,
        controlGate: ControlGate(state: configuration.state),
        commons: try Commons(shards: shards, limits: limits(site), memory: database.manager.store))
    } catch {
      throw StartError(lines: ["\(error)"])
    }
  }

  /// The site that was loaded, or why it is none.
  private static func site(of loaded: SiteLoader.Result) throws(StartError) -> Site {
    guard let site = loaded.site else {
      throw StartError(
        lines: loaded.rendered
          + ["\(counted(loaded.errorCount, "error")); correct and start again"])
    }
    return site
  }

  /// Why a server could not start on a configuration, in lines; nil where it could, as far as can be seen
  /// while another one serves.
  static func check(_ configuration: Configuration) -> [String]? {
    let loaded = SiteLoader.load(SiteFiles(configuration.site), configuration.site, moment: .start)
    guard let site = loaded.site else {
      return loaded.rendered
        + ["\(counted(loaded.errorCount, "error")); correct and upgrade again"]
    }
    do {
      _ = try loadCertificate(configuration, site.tables.system, isFirst: true)
      return nil
    } catch {
      return error.lines
    }
  }

  /// The ports: those that were kept or given, and new ones.
  private static func takePorts(
    _ configuration: Configuration, _ keeping: Keeping?
  ) throws(StartError) -> Ports {
    let given = keeping?.given ?? []
    let isNone =
      configuration.addresses.isEmpty && configuration.secureAddresses.isEmpty && given.isEmpty
    return try Ports(
      (isNone ? [usualAddress] : configuration.addresses).map { ($0, false) }
        + configuration.secureAddresses.map { ($0, true) },
      kept: keeping?.inheritance.held ?? [], given: given)
  }

  /// The right to the state directory, which the keeper keeps between workers.
  private static func takeState(
    _ configuration: Configuration, _ keeping: Keeping?
  ) throws(StartError) -> StateDirectory {
    // A new one would be made in its place, which knows none of the users who are there.
    guard keeping?.isFirst ?? true || SecurityDatabase.exists(in: configuration.state) else {
      throw StartError(lines: [
        "\(configuration.state): the security database is gone; put the state directory back: "
          + "terminals and sessions wait for it, and go on then"
      ])
    }
    // Whoever is told that a server runs here wants the process that is to be signalled.
    let taken = StateDirectory.take(
      configuration.state, as: .server,
      process: keeping == nil ? Processes.own : Processes.parent,
      kept: keeping?.first(.lock)?.descriptor)
    switch taken {
    case .success(let directory):
      keeping?.custody.hold(
        Held(token: Held.lockToken, .lock, descriptor: directory.lock.descriptor))
      return directory
    case .failure(let fault): throw StartError(lines: [fault.description])
    }
  }

  /// How many shards there are: as started, else as the site says, else as many as the process has cores.
  private static func shards(_ configuration: Configuration, _ system: SystemOptions) -> Int {
    if let shards = configuration.shards { return shards }
    return system.shards > 0 ? system.shards : min(ProcessHygiene.cores, PeerLimits.shards)
  }

  /// The way to who speaks TLS: a process that outlives this one, or threads of this one.
  private static func links(_ keeping: Keeping?, shards: Int) throws(SystemError) -> TLSLinks {
    let kept = keeping?.inheritance.tlsLinks ?? [:]
    return kept.isEmpty ? try TLSLinks(alone: shards) : TLSLinks(to: kept)
  }

  /// Reads the site, and watches it from before that.
  private static func watch(
    _ site: String, _ keeping: Keeping?, custody: any Custody
  ) throws(StartError) -> Reloader.Start {
    do {
      return try Reloader.first(
        site, kept: keeping?.first(.site).flatMap { KeptValue.thaw(SiteFiles.self, $0) },
        custody: custody)
    } catch {
      throw StartError(lines: [error.description])
    }
  }

  /// Signals first, so that no thread gets them; and whether there are descriptors enough.
  private static func prepareProcess() throws(StartError) -> Signals {
    let limit = ProcessHygiene.descriptorLimit
    guard limit >= Descriptors.least else {
      throw StartError(lines: [
        "this process may have \(limit) descriptors open; \(Descriptors.least) are needed at "
          + "least, and one more for each terminal and each session: raise the limit (ulimit -n)"
      ])
    }
    Descriptors.keepReserve(of: limit)
    do {
      return try Signals()
    } catch {
      throw StartError(lines: ["\(error)"])
    }
  }

  /// The security database and the log of the state directory.
  ///
  /// - `isFirst`: nobody served before. Afterwards a card that is not to be had is one that is away.
  private static func openState(
    _ configuration: Configuration, _ system: SystemOptions, isFirst: Bool
  ) throws(StartError) -> (SecurityDatabase, Journal) {
    do {
      let journal = try Journal(
        directory: configuration.state, forms: LogForms(system.logFormat))
      let database = try SecurityDatabase.open(
        directory: configuration.state, server: system.serverUser,
        cards: try SiteCards.make(
          system.cards, site: configuration.site, isLenient: !isFirst
        ) { name, isOnline, reason in
          journal.record(
            isOnline
              ? .security.cardFound(name: name) : .security.cardLost(name: name, reason: reason),
            at: Clock.wall())
        },
        health: { fault in
          journal.record(
            fault.map { .security.databaseFailed(fault: $0.description) }
              ?? .security.databaseWorks,
            at: Clock.wall())
        }, audited: { entries in journal.record(audit: entries) })
      return (database, journal)
    } catch let error as StoreError {
      throw StartError(lines: [error.description])
    } catch {
      throw StartError(lines: ["\(error)"])
    }
  }

  /// Certificate and key of System.yaml; needed where a port is to speak TLS.
  ///
  /// - `isFirst`: nobody served before. Afterwards bad files are no reason to end what goes on.
  private static func loadCertificate(
    _ configuration: Configuration, _ system: SystemOptions, isFirst: Bool
  ) throws(StartError) -> TerminalContext {
    let context = TerminalContext()
    guard !system.certificateFile.isEmpty else {
      guard configuration.secureAddresses.isEmpty || !isFirst else {
        throw StartError(lines: [
          "--listen-tls needs a certificate",
          "name its files in ACT/System.yaml: \"TLS certificate\" and \"TLS key\"",
        ])
      }
      return context
    }
    let rules = TerminalRules(system, site: configuration.site)
    do {
      try context.load(rules)
    } catch {
      guard !isFirst else { throw StartError(lines: [error.description]) }
      context.goOn(with: rules)
    }
    return context
  }

  /// Before anything is written: whether the first user's password will do.
  private static func checkFirstPassword(_ configuration: Configuration) throws(StartError) {
    guard let file = configuration.firstPasswordFile,
      !SecurityDatabase.exists(in: configuration.state)
    else { return }
    do {
      _ = try FirstRun.readPassword(file)
    } catch {
      throw StartError(lines: [error.description])
    }
  }

  /// Makes a site of a new database; the line that tells the password, where it was made here.
  private static func prepareFirstRun(
    _ configuration: Configuration, _ database: SecurityDatabase
  ) throws(StartError) -> String? {
    do {
      let beginning = try database.beginning()
      guard beginning != .nothing, let user = configuration.firstUser ?? UserID("ADMIN") else {
        return nil
      }
      let first = try FirstRun(user: user, passwordFile: configuration.firstPasswordFile)
      try first.prepare(
        database, site: configuration.site, hasDecks: beginning == .newSite)
      return first.credentials
    } catch {
      throw StartError(lines: ["\(error)"])
    }
  }

  /// Lets operators and then terminals in: who sees a port answer may ask the server at once.
  private static func open(
    _ ports: Ports, _ control: Int32, desk: OperatorDesk, starter: ShardStarter,
    inheritance: Inheritance
  ) throws(StartError) -> [(address: SocketAddress, isSecure: Bool)] {
    do {
      try ControlSocket.start(control, desk)
      try ports.listen()
      let opened = try ports.opened()
      try starter.start(listeners: ports.listeners, inheritance)
      return opened
    } catch let error as StartError {
      throw error
    } catch {
      throw StartError(lines: ["\(error)"])
    }
  }

  private static func limits(_ site: Site) -> Admission.Limits {
    Admission.Limits(
      descriptors: ProcessHygiene.descriptorLimit - Descriptors.reserve,
      perAddress: site.tables.system.perAddress,
      exemptsLoopback: site.tables.system.exemptsLoopback)
  }

  /// Waits for signals until one says to stop.
  private static func serve(
    _ signals: Signals, _ services: Services, keeping: Keeping?
  ) {
    while true {
      let signal = signals.next(milliseconds: PenaltyWriter.interval)
      PenaltyWriter.write(services)
      switch signal {
      case .reload:
        services.reloader.reload(services)
        keeping?.hasReloaded()
      case .reopen: services.journal.reopen()
      case .terminate:
        endAtOnce(atNext: signals)
        let terminals = services.commons.admission.withLock { $0.terminals }
        services.journal.record(.server.stopping(terminals: terminals), at: Clock.wall())
        services.commons.tellAll(.stop)
        while !services.commons.isStopped { usleep(1000) }
        services.tls.end()
        PenaltyWriter.write(services)
        services.database.checkpoint()
        services.journal.record(.server.stopped, at: Clock.wall())
        services.journal.stop()
        return
      case .child, nil: continue
      }
    }
  }

  /// A second SIGTERM does not wait for terminals, nor for the disk.
  private static func endAtOnce(atNext signals: Signals) {
    try? Threads.start {
      while signals.next() != .terminate {}
      ProcessHygiene.exitNow(1)
    }
  }
}
