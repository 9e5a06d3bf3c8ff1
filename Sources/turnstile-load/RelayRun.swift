import DataStream
import Glibc
import Platform
import Time

/// The steps of `turnstile-load relay`.
struct RelayRun {
  private let mode: RelayMode

  /// How long a program may take until it listens.
  private static let patience: Int32 = 60_000
  /// The host ends by itself after this, whatever becomes of this program.
  private static let longest = 7200

  /// Why nothing could be measured.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  init(_ mode: RelayMode) { self.mode = mode }

  func measure() throws -> RelayReport {
    let programs = Self.ownProgram
    let host = try ChildProcess(
      programs.own, ["host", "127.0.0.1:0", "--seconds", String(Self.longest)])
    defer { host.end() }
    let hostAddress = try Self.address(in: host.read(until: "\n", milliseconds: Self.patience))
    let site = try MeasuredSite(
      panelsOf: mode.site, host: hostAddress, sessions: mode.sessions,
      users: mode.users > 1 ? mode.users : 0)
    defer { site.remove() }
    let server = try ChildProcess(
      mode.server ?? programs.server,
      [
        "serve", "--site", site.folder, "--state", site.state, "--listen", "127.0.0.1:0",
        "--first-user", MeasuredSite.user, "--first-password-file", site.passwordFile,
      ] + (mode.shards.map { ["--shards", String($0)] } ?? []))
    defer { server.end() }
    let address = try Self.address(in: server.read(until: "Log:", milliseconds: Self.patience))
    let signOn = try SignOn(
      user: MeasuredSite.user + (mode.users > 1 ? "%t" : ""), passwordFile: site.passwordFile,
      count: mode.users)
    var report = RelayReport(terminals: mode.terminals, sessions: mode.sessions)
    var engine = try LoadEngine(plan(address, signOn: signOn, process: server.process))
    setUp(&engine, server.process, into: &report)
    try underLoad(&engine, &report)
    if let program = mode.proxy {
      let proxy = try MeasuredProxy(program, host: hostAddress, terminals: mode.terminals, in: site)
      defer { proxy.end() }
      var other = try LoadEngine(plan(proxy.address, signOn: nil, process: proxy.process))
      other.openAll()
      for _ in 0..<mode.rounds {
        report.own.append(round(&engine))
        report.proxy.append(round(&other))
      }
      report.add(other.failures, of: "proxy: ")
    } else {
      report.own.append(round(&engine))
    }
    report.add(engine.failures, of: "")
    return report
  }

  private func plan(_ address: SocketAddress, signOn: SignOn?, process: Int32) -> Plan {
    Plan(
      address: address, terminals: mode.terminals, classic: false, model: 2, signOn: signOn,
      steps: [], inFlight: 64, timeout: .seconds(mode.timeout), processes: [process],
      expectsChange: true)
  }

  /// Terminals sign on, sessions are started, and all is left alone for a while.
  private func setUp(_ engine: inout LoadEngine, _ process: Int32, into report: inout RelayReport) {
    let before = ProcessSample.sum([process])
    engine.openAll()
    let signedOn = ProcessSample.sum([process])
    report.connected = engine.idle.count
    let start = Clock.instant()
    if let menu = Plan.key(MeasuredSite.menuKey) {
      engine.stage(SetUpStep.sessions(MeasuredSite.sessions(mode.sessions), menu: menu))
    }
    let seconds = start.duration(to: Clock.instant()).seconds
    report.live = engine.idle.count * mode.sessions
    report.sessionsPerSecond = seconds > 0 ? Double(report.live) / seconds : 0
    report.hold = mode.hold
    _ = engine.rest(.seconds(mode.settle))
    if mode.hold > 0 { report.idleCPU = engine.rest(.seconds(mode.hold)) }
    if let before, let signedOn, let now = ProcessSample.sum([process]) {
      report.memory = RelayReport.Memory(
        before: before.resident, signedOn: signedOn.resident, live: now.resident)
    }
  }

  /// Relayed screens and jumps at their rates.
  private func underLoad(_ engine: inout LoadEngine, _ report: inout RelayReport) throws {
    guard !engine.idle.isEmpty else { throw Failure(description: Self.nothing(engine.failures)) }
    report.relayed = phase(&engine, .enter, rate: mode.rate, warmup: 2)
    if mode.sessions > 1, let jump = Plan.key(MeasuredSite.jumpKey) {
      report.jumped = phase(&engine, jump, rate: mode.jumps, warmup: 1)
    }
  }

  private func phase(
    _ engine: inout LoadEngine, _ key: AID, rate: Double?, warmup: Double
  ) -> MeasuredPhase {
    let phase = engine.measure(
      key, rate: rate, warmup: .seconds(warmup), duration: .seconds(mode.duration))
    engine.settle()
    return phase
  }

  /// One turn of screens as fast as they go.
  private func round(_ engine: inout LoadEngine) -> MeasuredPhase {
    phase(&engine, .enter, rate: nil, warmup: 1)
  }

  private static func nothing(_ failures: [String: Int]) -> String {
    let reason = failures.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    return "no terminal came to a session: \(reason ?? "no reason is known")"
  }

  /// The first address of 127.0.0.1 in what a program said.
  static func address(in text: String) throws -> SocketAddress {
    guard let address = addresses(in: text).first else {
      throw Failure(description: "no address in: \(text)")
    }
    return address
  }

  /// All addresses of 127.0.0.1 in what a program said, each once, in their order.
  static func addresses(in text: String) -> [SocketAddress] {
    var found: [SocketAddress] = []
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "," }) {
      if word.hasPrefix("127.0.0.1:"), let address = SocketAddress(String(word)),
        !found.contains(address)
      {
        found.append(address)
      }
    }
    return found
  }

  /// This program, and the server beside it.
  static var ownProgram: (own: String, server: String) {
    var path = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = max(0, readlink("/proc/self/exe", &path, path.count))
    let own = String(decoding: path.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let folder = own.lastIndex(of: "/").map { String(own[...$0]) } ?? ""
    return (own, folder + "turnstile")
  }
}
