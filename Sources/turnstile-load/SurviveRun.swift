import DataStream
import Glibc
import Platform
import Time

/// The steps of `turnstile-load survive`.
struct SurviveRun {
  private let mode: SurviveMode

  /// How long keys are pressed before the first hit and after the last, and between looks at a program
  /// that replaces the server's.
  private static let calm = Duration.seconds(3)
  private static let slice = Duration.milliseconds(20)
  /// Terminals that connect and leave while the program is replaced.
  private static let passersBy = 4

  init(_ mode: SurviveMode) { self.mode = mode }

  func measure() throws -> SurviveReport {
    let (host, hostAddress) = try OwnPrograms.startHost()
    defer { host.end() }
    let site = try MeasuredSite(panelsOf: mode.own.site, host: hostAddress, sessions: 1)
    defer { site.remove() }
    let server = try MeasuredServer(mode.own.program, site)
    defer { server.end() }
    let address = server.addresses[0]
    let signOn = try SignOn(user: MeasuredSite.user, passwordFile: site.passwordFile)
    var report = SurviveReport(
      terminals: mode.terminals, what: mode.upgrade ? "upgrades" : "kills")
    var engine = try LoadEngine(plan(address, terminals: mode.terminals, signOn: signOn))
    engine.openAll()
    if let menu = Plan.key(MeasuredSite.menuKey) {
      engine.stage(SetUpStep.sessions(MeasuredSite.sessions(1), menu: menu))
    }
    report.connected = engine.idle.count
    guard report.connected > 0 else {
      throw MeasureFault(
        description: "no terminal came to a session: \(engine.failures.keys.sorted())")
    }
    var others = try LoadEngine(plan(address, terminals: Self.passersBy, signOn: nil))
    let start = Clock.instant()
    try hit(&engine, &others, report: &report) {
      try mode.upgrade ? server.upgrade(to: mode.program ?? mode.own.program) : kill(server)
    }
    report.seconds = start.duration(to: Clock.instant()).seconds
    report.watch = engine.watch
    report.failures = engine.failures
    report.connects = Int(others.setUps.count)
    report.failedConnects = others.failures
    let restarts = server.restarts()
    report.told = (mode.upgrade ? restarts?.upgrades : restarts?.deaths) ?? 0
    report.deaths = server.deaths()
    // Those are what was asked for, and counted above.
    if !mode.upgrade { report.deaths[ServerLife.Part.worker.death] = nil }
    return report
  }

  private func plan(_ address: SocketAddress, terminals: Int, signOn: SignOn?) -> Plan {
    Plan(
      address: address, terminals: terminals, classic: false, model: 2, signOn: signOn,
      steps: [], inFlight: 64, timeout: .seconds(mode.timeout), processes: [],
      countsKeys: signOn != nil)
  }

  /// Presses keys all the time, and hits the server again and again.
  ///
  /// - `strike`: hits it; the program that does so, where one is to be waited for.
  private func hit(
    _ engine: inout LoadEngine, _ others: inout LoadEngine, report: inout SurviveReport,
    by strike: () throws -> ChildProcess?
  ) throws {
    engine.mode = .openLoop(.enter)
    others.mode = .again
    engine.drive(.enter, mode.rate, for: Self.calm)
    for _ in 0..<mode.kills {
      // Not always at the same place of the server's turn.
      let wait = mode.interval * Double.random(in: 0.8...1.2)
      let helper = try strike()
      report.hits += 1
      engine.watch.hit(at: Clock.instant())
      let end = Clock.instant().advanced(by: .seconds(wait))
      while Clock.instant() < end || helper?.isRunning == true {
        engine.drive(.enter, mode.rate, for: Self.slice)
        if mode.upgrade { others.turn(until: Clock.instant()) }
      }
      if let helper, helper.exitCode != 0 {
        engine.failures["an upgrade failed", default: 0] += 1
      }
    }
    engine.drive(.enter, mode.rate, for: Self.calm)
    engine.settle()
    // An answer that comes twice comes soon.
    _ = engine.rest(.seconds(1))
    others.isOpening = false
  }

  /// Kills the process that serves: the one that the keeper started.
  private func kill(_ server: MeasuredServer) throws -> ChildProcess? {
    guard let worker = server.worker else {
      throw MeasureFault(description: "the server has no process to kill")
    }
    Glibc.kill(worker, SIGKILL)
    return nil
  }
}
