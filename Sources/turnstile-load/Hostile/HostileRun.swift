import DataStream
import Platform
import Time

/// The steps of `turnstile-load hostile`.
struct HostileRun {
  private let mode: HostileMode

  /// How long the server may take until it listens, in milliseconds: it first defines its users.
  private static let patience: Int32 = 300_000
  /// Keys are counted in pieces of this length until the attack is over.
  private static let piece = Duration.seconds(2)

  init(_ mode: HostileMode) { self.mode = mode }

  func measure() throws -> HostileReport {
    let (host, hostAddress) = try OwnPrograms.startHost()
    defer { host.end() }
    let (bad, badAddress) = try OwnPrograms.startAttackHost()
    defer { bad.end() }
    let site = try MeasuredSite(panelsOf: mode.own.site, host: hostAddress, sessions: 1)
    defer { site.remove() }
    try site.addAttack(host: badAddress, users: mode.users, guests: mode.guests)
    let server = try MeasuredServer(
      mode.own.program, site, arguments: ["--listen-tls", "127.0.0.1:0"], ports: 2,
      patience: Self.patience)
    defer { server.end() }
    let ports = server.addresses
    let signOn = try SignOn(user: "LOAD%t", passwordFile: site.passwordFile)
    var engine = try LoadEngine(
      Plan(
        address: ports[0], terminals: mode.users, classic: false, model: 2, signOn: signOn,
        steps: SetUpStep.sessions(MeasuredSite.sessions(1), menu: .clear), inFlight: 16,
        timeout: .seconds(30), processes: [server.process], expectsChange: true))
    engine.openAll()
    var report = HostileReport(users: mode.users, working: engine.idle.count)
    report.quiet = phase(&engine, for: .seconds(5))
    report.before = ProcessSample.sum([server.process])
    let attack = try ChildProcess(
      OwnPrograms.load,
      [
        "attack", ports[0].description, "--tls", ports[1].description, "-n",
        String(mode.connections), "--in-flight", String(mode.inFlight), "--guests",
        String(mode.guests), "--sign-on", "GUEST%t", "--password-file", site.passwordFile,
      ])
    defer { attack.end() }
    let start = Clock.instant()
    while attack.isRunning { report.attacked.append(phase(&engine, for: Self.piece)) }
    report.seconds = start.duration(to: Clock.instant()).seconds
    report.count = AttackCount(try attack.read(until: "unreachable", milliseconds: 1000))
    engine.settle()
    _ = engine.rest(.seconds(mode.settle))
    report.afterwards = phase(&engine, for: .seconds(5))
    engine.settle()
    report.after = ProcessSample.sum([server.process])
    report.disturbed = engine.failures
    report.deaths = server.deaths()
    return report
  }

  private func phase(_ engine: inout LoadEngine, for duration: Duration) -> MeasuredPhase {
    engine.measure(.enter, rate: mode.rate, warmup: .zero, duration: duration)
  }
}
