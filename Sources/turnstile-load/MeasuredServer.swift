import Platform

/// A server that a measurement starts for itself, and what became of its processes.
final class MeasuredServer {
  /// Where it listens, each address once, in the order in which it says them.
  let addresses: [SocketAddress]
  private let program: String
  private let state: String
  private let child: ChildProcess
  private var heard: String

  /// Starts it with a site, and waits until it listens on a port of its own choice.
  ///
  /// - `arguments`: further words of `turnstile serve`.
  /// - `ports`: how many it is to listen on.
  /// - `patience`: how long it may take, in milliseconds.
  init(
    _ program: String, _ site: MeasuredSite, arguments: [String] = [], ports: Int = 1,
    patience: Int32 = OwnPrograms.patience
  ) throws {
    let child = try ChildProcess(
      program,
      [
        "serve", "--site", site.folder, "--state", site.state, "--listen", "127.0.0.1:0",
        "--first-user", MeasuredSite.user, "--first-password-file", site.passwordFile,
      ] + arguments)
    let said = try child.read(until: "Log:", milliseconds: patience)
    let addresses = OwnPrograms.addresses(in: said)
    guard addresses.count >= ports else {
      throw MeasureFault(description: "expected \(ports) addresses of the server's in: \(said)")
    }
    self.addresses = addresses
    self.program = program
    state = site.state
    self.child = child
    heard = said
  }

  /// The process that was started: the keeper.
  var process: Int32 { child.process }
  /// The process that serves; nil where there is none at this moment.
  var worker: Int32? { ServerLife.processes(of: process, .worker).first }

  /// The process that speaks TLS; nil where there is none at this moment.
  var tlsEnd: Int32? { ServerLife.processes(of: process, .tlsEnd).first }

  /// How often the process that serves has died, how often another program has taken over, and how often
  /// the process that speaks TLS has died; nil where the server does not tell.
  func restarts() -> (deaths: Int, upgrades: Int, tls: Int)? {
    let lines = status().split(separator: "\n")
    let words = lines.first { $0.hasPrefix("restarts ") }?.split(separator: " ") ?? []
    guard words.count > 3, let deaths = Int(words[1]), let upgrades = Int(words[3]) else {
      return nil
    }
    let tls = lines.first { $0.hasPrefix("tls restarts ") }?.split(separator: " ").last
    return (deaths, upgrades, tls.flatMap { Int($0) } ?? 0)
  }

  /// What it says of its status; nothing where it cannot be asked.
  func status() -> String {
    let asked = try? ChildProcess(program, ["oper", "status", "--state", state])
    return asked?.readAll(milliseconds: OwnPrograms.patience) ?? ""
  }

  /// All that it has said on standard output and error.
  func said() -> String {
    heard += child.readAll(milliseconds: 0)
    return heard
  }

  /// What has died since it was started, and how often; nothing where it lives as it began.
  func deaths() -> [String: Int] {
    guard child.isRunning else { return ["the server has ended": 1] }
    var found: [String: Int] = [:]
    if let restarts = restarts() {
      found[ServerLife.Part.worker.death] = restarts.deaths
      found[ServerLife.Part.tlsEnd.death] = restarts.tls
    } else {
      found["the server does not tell its restarts (turnstile oper status)"] = 1
    }
    return found.filter { $0.value > 0 }
  }

  /// Has another program take over.
  func upgrade(to other: String) throws -> ChildProcess {
    try ChildProcess(program, ["upgrade", "--state", state, other])
  }

  /// Ends it, and waits until it is gone.
  func end() { child.end() }
}
