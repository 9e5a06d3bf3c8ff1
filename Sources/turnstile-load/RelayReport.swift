/// What `turnstile-load relay` measured, for people and for programs.
struct RelayReport {
  let terminals: Int
  let sessions: Int
  var connected = 0
  /// Sessions that were live at one time.
  var live = 0
  var sessionsPerSecond = 0.0
  var hold = 0.0
  /// Share of one CPU, with all sessions live and nobody typing.
  var idleCPU: Double?
  var memory: Memory?
  /// At a rate.
  var relayed: MeasuredPhase?
  var jumped: MeasuredPhase?
  /// As fast as they go, round by round.
  var own: [MeasuredPhase] = []
  var proxy: [MeasuredPhase] = []
  private(set) var failures: [(reason: String, count: Int)] = []

  /// Resident memory of the server, in bytes.
  struct Memory {
    let before: Int
    /// With all terminals on the menu.
    let signedOn: Int
    /// With all sessions live.
    let live: Int
  }

  init(terminals: Int, sessions: Int) {
    self.terminals = terminals
    self.sessions = sessions
  }

  mutating func add(_ more: [String: Int], of name: String) {
    failures += more.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { (name + $0.key, $0.value) }
  }

  /// Growth of the server, terminals included, by live session.
  var bytesPerSession: Double? {
    memory.flatMap { live > 0 ? Double($0.live - $0.before) / Double(live) : nil }
  }

  /// Growth since all terminals were on the menu, by live session.
  var bytesPerSessionAlone: Double? {
    memory.flatMap { live > 0 ? Double($0.live - $0.signedOn) / Double(live) : nil }
  }

  /// Ratio of ours to the proxy's, by the medians of all rounds.
  private static func ratio(_ own: [Double], _ other: [Double]) -> Double? {
    guard let mine = median(own), let its = median(other), its > 0 else { return nil }
    return mine / its
  }

  /// The middle one; nil of none.
  static func median(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.sorted()[values.count / 2]
  }

  var throughputRatio: Double? { Self.ratio(own.map(\.perSecond), proxy.map(\.perSecond)) }
  var cpuRatio: Double? { Self.ratio(own.compactMap(\.cpuEach), proxy.compactMap(\.cpuEach)) }

  // MARK: people

  var table: String {
    var rows = [
      ("sessions", "\(live) live behind \(connected) of \(terminals) terminals"),
      ("started", "\(Report.text(sessionsPerSecond)) sessions/s"),
    ]
    if let each = bytesPerSession, let alone = bytesPerSessionAlone, let memory {
      rows.append(
        (
          "memory",
          "\(Self.kib(each)) KiB each live session, its terminal's share included; "
            + "\(Self.kib(alone)) KiB without it"
        ))
      rows.append(
        ("", "server \(Self.mib(memory.live)) MiB, before \(Self.mib(memory.before)) MiB"))
    }
    if let idleCPU {
      rows.append(("idle", "\(Self.percent(idleCPU)) % CPU over \(Report.text(hold)) s"))
    }
    if let relayed { rows.append(("relayed", Self.line(relayed))) }
    if let jumped { rows.append(("jumps", Self.line(jumped))) }
    rows.append(("as fast as", Self.line(own)))
    if !proxy.isEmpty { rows.append(("haproxy", Self.line(proxy))) }
    if let throughputRatio, let cpuRatio {
      rows.append(
        (
          "ours to its",
          "\(Self.hundredths(throughputRatio)) throughput, \(Self.hundredths(cpuRatio)) CPU each "
            + "(medians of \(own.count) rounds)"
        ))
    }
    for (reason, count) in failures.prefix(10) { rows.append(("failed", "\(count): \(reason)")) }
    return rows.map { Report.padded($0.0) + $0.1 }.joined(separator: "\n")
  }

  /// Keys at a rate.
  private static func line(_ phase: MeasuredPhase) -> String {
    var parts = [
      "\(hundredths(phase.perSecond))/s", Report.milliseconds(phase.latencies),
    ]
    if let each = phase.cpuEach { parts.append("\(hundredths(each)) us CPU each") }
    if phase.unsent > 0 { parts.append("\(phase.unsent) late") }
    return parts.joined(separator: "  ")
  }

  /// Keys as fast as they go.
  private static func line(_ phases: [MeasuredPhase]) -> String {
    let rate = median(phases.map(\.perSecond)) ?? 0
    let each = median(phases.compactMap(\.cpuEach)) ?? 0
    let own = median(phases.map(\.ownCPU)) ?? 0
    return "\(hundredths(rate))/s  \(hundredths(each)) us CPU each  "
      + "(this program \(percent(own)) % CPU)"
  }

  private static func hundredths(_ value: Double) -> String {
    Report.text((value * 100).rounded() / 100)
  }

  private static func percent(_ share: Double) -> String {
    Report.text((share * 1000).rounded() / 10)
  }

  private static func kib(_ bytes: Double) -> String { hundredths(bytes / 1024) }
  private static func mib(_ bytes: Int) -> String { hundredths(Double(bytes) / 1_048_576) }

  // MARK: programs

  /// One JSON object on one line; times in milliseconds, memory in bytes, CPU as a share of one.
  var json: String {
    var members = [
      "\"mode\":\"relay\"", "\"terminals\":\(terminals)", "\"connected\":\(connected)",
      "\"live_sessions\":\(live)",
      "\"sessions_per_second\":\(Report.text(sessionsPerSecond))",
    ]
    let numbers: [(String, Double?)] = [
      ("bytes_per_session", bytesPerSession),
      ("bytes_per_session_without_terminal", bytesPerSessionAlone),
      ("idle_cpu", idleCPU), ("throughput_ratio", throughputRatio), ("cpu_ratio", cpuRatio),
    ]
    for case (let name, let value?) in numbers {
      members.append("\"\(name)\":\(Report.text(value))")
    }
    if let relayed { members.append("\"relayed\":\(Self.object(relayed))") }
    if let jumped { members.append("\"jumps\":\(Self.object(jumped))") }
    members.append("\"rounds\":[\(own.map(Self.object).joined(separator: ","))]")
    members.append("\"proxy_rounds\":[\(proxy.map(Self.object).joined(separator: ","))]")
    let reasons = failures.map { "\(Report.quoted($0.reason)):\($0.count)" }
    members.append("\"failure_reasons\":{\(reasons.joined(separator: ","))}")
    return "{\(members.joined(separator: ","))}"
  }

  private static func object(_ phase: MeasuredPhase) -> String {
    var parts = [
      "\"per_second\":\(Report.text(phase.perSecond))",
      "\"latency_ms\":\(Report.object(phase.latencies))", "\"unsent\":\(phase.unsent)",
      "\"own_cpu\":\(Report.text(phase.ownCPU))",
    ]
    if let each = phase.cpuEach { parts.append("\"cpu_us_each\":\(Report.text(each))") }
    return "{\(parts.joined(separator: ","))}"
  }
}
