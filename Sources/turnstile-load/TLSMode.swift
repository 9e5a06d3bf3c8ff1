import ArgumentParser
import DataStream
import Platform
import TLS

/// `turnstile-load tls`: what TLS costs, beside haproxy ending it before the same server.
struct TLSMode: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tls",
    abstract: "Start a host, a server and haproxy, and measure the CPU of ending TLS.",
    discussion: """
      Terminals inside TLS sign on and start a session each: as many at the server's own TLS port, \
      and as many at haproxy, which ends TLS before the server's port in clear. Then relayed \
      screens as fast as they go, in turns, from the same terminals to the same host. What counts \
      is the CPU of the threads that end TLS: the server's own (`tls-end`), and haproxy's one.

      All on 127.0.0.1, on free ports, with a certificate that openssl makes (RSA 2048).
      """)

  @Option(name: [.customShort("n"), .long], help: "Number of terminals on each side.")
  var terminals = 200
  @Option(help: "Seconds of each turn.")
  var duration: Double = 10
  @Option(help: "Rounds; each side has its turn in each.")
  var rounds = 5
  @Option(help: "Program of haproxy.")
  var proxy = "haproxy"
  @OptionGroup var own: OwnServerOptions
  @Option(help: "Seconds to wait for a connection or a screen.")
  var timeout: Double = 60

  func validate() throws {
    try Check.count("--terminals", terminals)
    try Check.count("--rounds", rounds, to: 100)
    try Check.seconds("--duration", duration, to: Check.longestMeasurement)
    try Check.seconds("--timeout", timeout)
  }

  func run() throws {
    let report: TLSReport
    do {
      report = try TLSRun(self).measure()
    } catch { throw Failure.exit("\(error)") }
    Output.line(report.table)
    if !report.failures.isEmpty { throw ExitCode(1) }
  }
}

/// What `turnstile-load tls` measured.
struct TLSReport {
  /// Terminals on each side that came to their session.
  var connected = 0
  /// Round by round.
  var own: [MeasuredPhase] = []
  var proxy: [MeasuredPhase] = []
  var failures: [String: Int] = [:]

  /// Ours to haproxy's CPU for a screen, by the medians.
  var ratio: Double? {
    guard let mine = RelayReport.median(own.compactMap(\.cpuEach)),
      let its = RelayReport.median(proxy.compactMap(\.cpuEach)), its > 0
    else { return nil }
    return mine / its
  }

  /// The figures, for people.
  var table: String {
    var rows = [("terminals", "\(connected) inside TLS on each side")]
    for (name, phases) in [("tls end", own), ("haproxy", proxy)] {
      let rate = RelayReport.median(phases.map(\.perSecond)) ?? 0
      let each = RelayReport.median(phases.compactMap(\.cpuEach)) ?? 0
      rows.append((name, "\(Self.tenths(rate)) screens/s  \(Self.tenths(each)) us CPU each"))
    }
    if let ratio {
      rows.append(
        ("ours to its", "\(Self.hundredths(ratio)) of its CPU each (\(own.count) rounds)"))
    }
    for (reason, count) in failures.sorted(by: { $0.key < $1.key }).prefix(10) {
      rows.append(("failed", "\(count): \(reason)"))
    }
    return rows.map { Report.padded($0.0) + $0.1 }.joined(separator: "\n")
  }

  private static func tenths(_ value: Double) -> String {
    Report.text((value * 10).rounded() / 10)
  }
  private static func hundredths(_ value: Double) -> String {
    Report.text((value * 100).rounded() / 100)
  }
}

/// The steps of `turnstile-load tls`.
struct TLSRun {
  private let mode: TLSMode
  /// What ps calls the server's threads that end TLS.
  private static let threads = "tls-end"

  init(_ mode: TLSMode) { self.mode = mode }

  func measure() throws -> TLSReport {
    let (host, hostAddress) = try OwnPrograms.startHost()
    defer { host.end() }
    let site = try MeasuredSite(panelsOf: mode.own.site, host: hostAddress, sessions: 1)
    defer { site.remove() }
    let certificate = try site.addCertificate()
    let server = try MeasuredServer(
      mode.own.program, site, arguments: ["--listen-tls", "127.0.0.1:0"], ports: 2)
    defer { server.end() }
    let addresses = server.addresses
    let proxy = try MeasuredProxy(
      mode.proxy, host: addresses[0], terminals: mode.terminals, in: site,
      certificate: certificate)
    defer { proxy.end() }
    let signOn = try SignOn(user: MeasuredSite.user, passwordFile: site.passwordFile)
    let context = try TLSContext(authorities: .anyone)
    func engine(_ address: SocketAddress, _ process: Int32, threads: String?) throws -> LoadEngine {
      var plan = Plan(
        address: address, terminals: mode.terminals, classic: false, model: 2, signOn: signOn,
        steps: MeasuredSite.sessions(1).map { .session($0) }, inFlight: 64,
        timeout: .seconds(mode.timeout), processes: [process], expectsChange: true)
      plan.tls = context
      plan.threads = threads
      return try LoadEngine(plan)
    }
    var own = try engine(addresses[1], server.process, threads: Self.threads)
    var other = try engine(proxy.address, proxy.process, threads: nil)
    own.openAll()
    other.openAll()
    var report = TLSReport(connected: min(own.idle.count, other.idle.count))
    for _ in 0..<mode.rounds {
      report.own.append(turn(&own))
      report.proxy.append(turn(&other))
    }
    report.failures = own.failures.merging(other.failures, uniquingKeysWith: +)
      .merging(server.deaths(), uniquingKeysWith: +)
    return report
  }

  private func turn(_ engine: inout LoadEngine) -> MeasuredPhase {
    let phase = engine.measure(
      .enter, rate: nil, warmup: .seconds(1), duration: .seconds(mode.duration))
    engine.settle()
    return phase
  }
}
