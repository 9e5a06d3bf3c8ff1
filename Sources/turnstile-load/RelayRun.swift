import DataStream
import Platform
import Time

/// The steps of `turnstile-load relay`.
struct RelayRun {
  private let mode: RelayMode

  init(_ mode: RelayMode) { self.mode = mode }

  func measure() throws -> RelayReport {
    let (host, hostAddress) = try OwnPrograms.startHost()
    defer { host.end() }
    let site = try MeasuredSite(
      panelsOf: mode.own.site, host: hostAddress, sessions: mode.sessions,
      users: mode.users > 1 ? mode.users : 0)
    defer { site.remove() }
    let server = try MeasuredServer(
      mode.own.program, site,
      arguments: mode.shards.map { ["--shards", String($0)] } ?? [])
    defer { server.end() }
    let address = server.addresses[0]
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
    report.add(server.deaths(), of: "")
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
    guard !engine.idle.isEmpty else {
      throw MeasureFault(description: Self.nothing(engine.failures))
    }
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
}
