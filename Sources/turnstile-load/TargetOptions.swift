import ArgumentParser
import DataStream
import Glibc
import Platform

/// What all modes share: the server, the terminals, and how they sign on.
struct TargetOptions: ParsableArguments {
  @Argument(help: "The server, as HOST:PORT.")
  var server: String
  @Option(name: [.customShort("n"), .long], help: "Number of terminals.")
  var terminals = 100
  @Flag(help: "Refuse TN3270E; speak classic TN3270.")
  var classic = false
  @Option(help: "3270 model, 2 to 5.")
  var model = 2
  @Option(help: "User to sign on with; %t is the terminal's number.")
  var signOn: String?
  @Option(help: "File with the password of all users; its first line counts.")
  var passwordFile: String?
  @Option(help: "Text to enter after the sign-on, such as a session id; may be repeated.")
  var enter: [String] = []
  @Option(help: "Session to start from the menu after the sign-on; may be repeated.")
  var session: [String] = []
  @Option(help: "Key that leads from a session to the menu.")
  var menuKey = "PF24"
  @Option(help: "Terminals that may be in their set-up at one time.")
  var inFlight = 64
  @Option(help: "Seconds to wait for a connection or a screen.")
  var timeout: Double = 30
  @Option(help: "Process of the server, to measure it and see deaths; may be repeated.")
  var pid: [Int32] = []
  @Flag(help: "Print one JSON line in place of the table.")
  var json = false

  /// Descriptors besides those of the terminals.
  static let otherDescriptors = 32

  func validate() throws {
    guard SocketAddress(server) != nil else {
      throw ValidationError("'\(server)' is no address; expected HOST:PORT.")
    }
    try Check.count("--terminals", terminals)
    try Check.count("--model", model, from: 2, to: 5)
    try Check.count("--in-flight", inFlight)
    try Check.seconds("--timeout", timeout)
    guard (signOn == nil) == (passwordFile == nil) else {
      throw ValidationError("--sign-on and --password-file go together.")
    }
    guard Plan.key(menuKey) != nil else {
      throw ValidationError("--menu-key \(menuKey): no such key.")
    }
    for process in pid where process <= 0 {
      throw ValidationError("--pid \(process): expected the number of a process.")
    }
  }

  /// Runs one mode and prints what it measured.
  func measure(_ body: (inout LoadEngine) -> Report) throws {
    let limit = ProcessHygiene.descriptorLimit - Self.otherDescriptors
    guard terminals <= limit else {
      throw Failure.exit(
        "\(terminals) terminals need more descriptors than the \(limit) that are free; "
          + "raise the limit (ulimit -n)")
    }
    for process in pid where ProcessSample(process) == nil {
      throw Failure.exit("process \(process) is not there; expected the server's process id")
    }
    let plan = try plan()
    var engine: LoadEngine
    do {
      engine = try LoadEngine(plan)
    } catch { throw Failure.exit("\(error)") }
    let life = ServerLife(of: pid)
    var report = body(&engine)
    for part in ServerLife.Part.allCases { report.add(part.death, count: life.ended(part)) }
    Output.line(json ? report.json : report.table)
    if report.failures > 0 { throw ExitCode(1) }
  }

  private func plan() throws -> Plan {
    guard let address = SocketAddress(server) else { throw ExitCode(64) }
    let host = address.host.isEmpty ? "127.0.0.1" : address.host
    guard case .success(let found) = Sockets.resolve(host), let numeric = found.first else {
      throw Failure.exit("\(host): no such host")
    }
    var signOn: SignOn?
    if let user = self.signOn, let file = passwordFile {
      do {
        signOn = try SignOn(user: user, passwordFile: file)
      } catch { throw Failure.exit("\(error)") }
    }
    let sessions = Plan.key(menuKey).map { SetUpStep.sessions(session, menu: $0) } ?? []
    let steps = enter.map { SetUpStep.text($0) } + sessions
    return Plan(
      address: SocketAddress(host: numeric, port: address.port), terminals: terminals,
      classic: classic, model: model, signOn: signOn, steps: steps, inFlight: inFlight,
      timeout: .seconds(timeout), processes: pid)
  }
}

/// Ends with a line to standard error.
enum Failure {
  static func exit(_ text: String) -> ExitCode {
    Output.error(text)
    return ExitCode(1)
  }
}

/// Lines for the person at the command line.
enum Output {
  static func line(_ text: String) { write(text, to: STDOUT_FILENO) }
  static func error(_ text: String) { write("turnstile-load: \(text)", to: STDERR_FILENO) }

  private static func write(_ text: String, to descriptor: Int32) {
    let bytes = Array((text + "\n").utf8)
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress?.advanced(by: done), bytes.count - done)
      }
      guard count > 0 else { return }
      done += count
    }
  }
}
