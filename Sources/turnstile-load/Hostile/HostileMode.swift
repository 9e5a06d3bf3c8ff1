import ArgumentParser
import Platform

/// `turnstile-load hostile`: whether users notice that others attack.
struct HostileMode: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hostile",
    abstract: "Attack a server from both sides while users work, and see whether they notice.",
    discussion: """
      Starts a server with a site of its own, a host to work with and one that attacks. Users sign \
      on and work in a session; then terminals attack the server's ports in every way that is \
      known, and guests of the attacking host bring its attacks in from the other side. What \
      counts: none of the server's processes dies, no user is cut off or waits for a key, memory \
      goes back.

      All on 127.0.0.1, on free ports. A user's key that brings no new screen is a failure.
      """)

  @Option(name: [.customShort("n"), .long], help: "Attacking connections.")
  var connections = 10_000
  @Option(help: "Sessions to the attacking host.")
  var guests = 200
  @Option(help: "Users that work meanwhile.")
  var users = 500
  @Option(help: "Keys a second over all users.")
  var rate: Double = 500
  @Option(help: "Attacking connections at one time.")
  var inFlight = 16
  @Option(help: "Seconds after the attack until memory is looked at.")
  var settle: Double = 45
  @OptionGroup var own: OwnServerOptions

  func validate() throws {
    try Check.count("--connections", connections, to: 1_000_000)
    try Check.count("--users", users, to: 5000)
    try Check.count("--in-flight", inFlight, to: 256)
    try Check.count("--guests", guests, from: 0, to: 100_000)
    try Check.rate("--rate", rate, to: 100_000)
    try Check.pause("--settle", settle)
  }

  func run() throws {
    let report: HostileReport
    do { report = try HostileRun(self).measure() } catch { throw Failure.exit("\(error)") }
    Output.line(report.table)
    if !report.isPassed { throw ExitCode(1) }
  }
}

/// `turnstile-load attack`: the attacking terminals alone.
struct AttackMode: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attack", abstract: "Be terminals that attack a server, one kind after the other.",
    discussion: """
      For a server of your own only, on this machine. With --sign-on, --password-file and \
      --session some connections are guests: they sign on and start a session to a host that \
      attacks (turnstile-load attack-host).
      """)

  @Argument(help: "The server's port in clear, as HOST:PORT.")
  var server: String
  @Option(help: "The server's port that begins with TLS, as HOST:PORT.")
  var tls: String?
  @Option(name: [.customShort("n"), .long], help: "Attacking connections.")
  var connections = 1000
  @Option(help: "Connections at one time.")
  var inFlight = 16
  @Option(help: "Only kinds whose name has this text.")
  var kind: String?
  @Option(help: "User of the guests; %t is the guest's number.")
  var signOn: String?
  @Option(help: "File with the guests' password.")
  var passwordFile: String?
  @Option(help: "Session that the guests start.")
  var session = "BAD"
  @Option(help: "Guests.")
  var guests = 0
  @Flag(help: "List the kinds, and attack nobody.")
  var list = false

  func validate() throws {
    try Check.count("--in-flight", inFlight, to: 256)
    guard guests == 0 || (signOn != nil && passwordFile != nil) else {
      throw ValidationError("--guests needs --sign-on and --password-file.")
    }
  }

  func run() throws {
    guard !list else {
      return HostileTerminalKind.all.forEach { Output.line($0.name) }
    }
    guard let address = SocketAddress(server), address.host.hasPrefix("127.") else {
      throw ValidationError("'\(server)': expected HOST:PORT of this machine, as 127.0.0.1:2323.")
    }
    let count: AttackCount
    do { count = try Attack(self, address).run() } catch { throw Failure.exit("\(error)") }
    Output.line(count.line)
    if count.unreachable > 0 { throw ExitCode(1) }
  }
}

/// `turnstile-load attack-host`: the attacking host alone.
struct AttackHostMode: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attack-host", abstract: "Be a host that attacks, one kind after the other.")

  @Argument(help: "Where to listen, as HOST:PORT.")
  var address = "127.0.0.1:0"
  @Flag(help: "List the kinds, and listen nowhere.")
  var list = false

  func run() throws {
    guard !list else { return HostileHostKind.all.forEach { Output.line($0.name) } }
    guard let address = SocketAddress(address) else {
      throw ValidationError("'\(self.address)' is no address; expected HOST:PORT.")
    }
    do {
      let listener = try Sockets.listen(on: address)
      let port = try Sockets.port(of: listener.number)
      Output.line("host listens on \(SocketAddress(host: address.host, port: port))")
      try HostileHosts.serve(listener)
    } catch {
      throw Failure.exit("\(error)")
    }
  }
}
