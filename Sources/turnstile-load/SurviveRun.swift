import DataStream
import Glibc
import Platform
import Time

/// The steps of `turnstile-load survive`.
struct SurviveRun {
  private let mode: SurviveMode

  /// How long a program may take until it listens, in milliseconds.
  private static let patience: Int32 = 60_000
  /// The host ends by itself after this, whatever becomes of this program.
  private static let longest = 7200
  /// How long keys are pressed before the first hit and after the last, and between looks at a program
  /// that replaces the server's.
  private static let calm = Duration.seconds(3)
  private static let slice = Duration.milliseconds(20)
  /// Terminals that connect and leave while the program is replaced.
  private static let passersBy = 4

  init(_ mode: SurviveMode) { self.mode = mode }

  func measure() throws -> SurviveReport {
    let programs = RelayRun.ownProgram
    let program = mode.server ?? programs.server
    let host = try ChildProcess(
      programs.own, ["host", "127.0.0.1:0", "--seconds", String(Self.longest)])
    defer { host.end() }
    let hostAddress = try RelayRun.address(
      in: host.read(until: "\n", milliseconds: Self.patience))
    let site = try MeasuredSite(panelsOf: mode.site, host: hostAddress, sessions: 1)
    defer { site.remove() }
    let server = try ChildProcess(
      program,
      [
        "serve", "--site", site.folder, "--state", site.state, "--listen", "127.0.0.1:0",
        "--first-user", MeasuredSite.user, "--first-password-file", site.passwordFile,
      ])
    defer { server.end() }
    let address = try RelayRun.address(in: server.read(until: "Log:", milliseconds: Self.patience))
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
      throw RelayRun.Failure(
        description: "no terminal came to a session: \(engine.failures.keys.sorted())")
    }
    var others = try LoadEngine(plan(address, terminals: Self.passersBy, signOn: nil))
    let start = Clock.instant()
    try hit(
      &engine, &others, report: &report,
      by: {
        try mode.upgrade ? upgrade(program, site) : kill(server)
      })
    report.seconds = start.duration(to: Clock.instant()).seconds
    report.watch = engine.watch
    report.failures = engine.failures
    report.connects = others.setUps.count == 0 ? 0 : Int(others.setUps.count)
    report.failedConnects = others.failures
    report.told = try told(program, site)
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
  private func kill(_ server: ChildProcess) throws -> ChildProcess? {
    let worker = ProcessSample.children(of: server.process).first {
      ProcessSample.hasWord("--kept", process: $0)
    }
    guard let worker else {
      throw RelayRun.Failure(description: "the server has no process to kill")
    }
    Glibc.kill(worker, SIGKILL)
    return nil
  }

  private func upgrade(_ program: String, _ site: MeasuredSite) throws -> ChildProcess? {
    try ChildProcess(
      program, ["upgrade", "--state", site.state, mode.program ?? program])
  }

  /// Restarts or upgrades as the server counts them.
  private func told(_ program: String, _ site: MeasuredSite) throws -> Int {
    let asked = try ChildProcess(program, ["oper", "status", "--state", site.state])
    let text = try asked.read(until: "restarts", milliseconds: Self.patience)
    let words = text.split { $0 == " " || $0 == "\n" }
    let name = mode.upgrade ? "upgrades" : "restarts"
    guard let place = words.firstIndex(where: { $0 == name }), place + 1 < words.count else {
      return 0
    }
    return Int(words[place + 1]) ?? 0
  }
}
