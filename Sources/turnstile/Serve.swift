import ArgumentParser
import Keeper
import Names
import PAM
import Platform
import Server
import TLSEnd

/// `turnstile serve`: the server.
struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serve terminals (the default).",
    discussion: """
      A small process keeps all connections, and another one serves: when that dies, the next one \
      goes on with all sessions.

      On the first start a user and the demonstration's keys are made. Without \
      --first-password-file the password is made at random and shown once.
      """)

  @OptionGroup var site: SiteOption
  @OptionGroup var state: StateOption
  @Option(help: "Address and port to listen on; may be given several times.")
  var listen: [String] = []
  @Option(help: "Address and port for terminals that connect with TLS; needs TLS certificate.")
  var listenTls: [String] = []
  @Option(
    help: "Threads that serve terminals (default: what ACT/System.yaml says, else all cores).")
  var shards: Int?
  @Option(help: "Name of the first user, when the database is new (default: ADMIN).")
  var firstUser: String?
  @Option(help: "File with the first user's password.")
  var firstPasswordFile: String?
  @Flag(help: "Serve in one process, which nothing outlives: for debuggers.")
  var alone = false
  /// The keeper started this process: descriptor 3 leads to it.
  @Flag(help: .hidden)
  var kept = false
  /// The keeper started this process, to speak TLS: so many descriptors, from 3 on, lead to the worker.
  @Option(help: .hidden)
  var tlsEnds: Int?
  /// The worker started this process, to ask PAM: descriptor 3 leads to it.
  @Flag(help: .hidden)
  var pam = false
  /// The keeper has become this program: the descriptor of what it has.
  @Option(help: .hidden)
  var keeperState: Int32?
  /// Tells by the exit code only whether the keeper could.
  @Flag(help: .hidden)
  var keeperTrial = false

  mutating func run() throws {
    if pam { return PAMServant.serveProcess() }
    if let tlsEnds { return try speakTLS(links: tlsEnds) }
    if let keeperState, keeperTrial { return try check(keeperState) }
    let configuration = try plan()
    if kept { return try work(configuration) }
    guard !alone else { return try serve(configuration, nil) }
    let own = Array(CommandLine.arguments.dropFirst())
    let plan = KeeperPlan(
      arguments: keeperState == nil ? own : own.dropLast(Self.successor.count + 1),
      worker: ["--kept"], companion: ["serve", "--tls-ends"],
      successor: Self.successor, trial: ["--keeper-trial"],
      encodeAnswer: { ControlReply.encode(lines: $0, isFailed: $1) }, service: ServiceManager(),
      say: { Output.error($0) })
    do {
      let code = try keeperState.map { try Keeper.goOn(plan, state: $0) } ?? Keeper.run(plan)
      if code != 0 { throw ExitCode(code) }
    } catch let error as ExitCode {
      throw error
    } catch {
      Output.error("\(error)")
      throw ExitCode(1)
    }
  }

  /// The words before the number of the descriptor that has the keeper's state: the last ones.
  private static let successor = ["--keeper-state"]

  /// Whether this program could go on as the keeper.
  private func check(_ state: Int32) throws {
    do {
      try Keeper.check(state: state)
    } catch {
      Output.error("the keeper's state cannot be read: \(error)")
      throw ExitCode(1)
    }
  }

  /// Speaks TLS for workers that come and go.
  private func speakTLS(links: Int) throws {
    do {
      try TLSEnd.run(links: (0..<links).map { Processes.link + Int32($0) })
    } catch {
      Output.error("\(error)")
      throw ExitCode(1)
    }
  }

  /// Serves for a keeper.
  private func work(_ configuration: Server.Configuration) throws {
    let keeping: Keeping
    do {
      guard let begun = try Keeping.begin(configuration) else { throw ExitCode(1) }
      keeping = begun
    } catch let error as Server.StartError {
      for line in error.lines { Output.error(line) }
      throw ExitCode(1)
    }
    try serve(configuration, keeping)
    keeping.end()
  }

  private func serve(_ configuration: Server.Configuration, _ keeping: Keeping?) throws {
    do {
      try Server.run(configuration, keeping: keeping) { Output.line($0) }
    } catch {
      for line in error.lines { Output.error(line) }
      keeping?.refuse(error.lines)
      throw ExitCode(1)
    }
  }

  private func plan() throws -> Server.Configuration {
    var configuration = Server.Configuration()
    configuration.site = site.site
    configuration.state = state.state
    configuration.addresses = try listen.map(address)
    configuration.secureAddresses = try listenTls.map(address)
    if let shards {
      guard (1...PeerLimits.shards).contains(shards) else {
        throw ValidationError("'\(shards)' shards; expected 1 to \(PeerLimits.shards).")
      }
      configuration.shards = shards
    }
    if let firstUser {
      guard let user = UserID(firstUser) else {
        throw ValidationError("'\(firstUser)' is no user id; expected 1 to 8 of A-Z 0-9 $ # @.")
      }
      configuration.firstUser = user
    }
    configuration.firstPasswordFile = firstPasswordFile
    return configuration
  }

  private func address(_ text: String) throws -> SocketAddress {
    guard let address = SocketAddress(text) else {
      throw ValidationError("'\(text)' is no address to listen on; expected HOST:PORT.")
    }
    return address
  }
}
