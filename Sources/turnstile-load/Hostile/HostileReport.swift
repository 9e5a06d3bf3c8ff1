/// What `turnstile-load hostile` measured.
struct HostileReport {
  let users: Int
  /// Users that signed on and came to their session.
  let working: Int
  var quiet: MeasuredPhase?
  var attacked: [MeasuredPhase] = []
  var afterwards: MeasuredPhase?
  var seconds = 0.0
  var count: AttackCount?
  var before: ProcessSample?
  var after: ProcessSample?
  /// Why users were disturbed, and how many.
  var disturbed: [String: Int] = [:]
  /// What of the server died, and how often; nil before it was looked at.
  var deaths: [String: Int]?

  init(users: Int, working: Int) {
    self.users = users
    self.working = working
  }

  /// Whether nothing of the server died and no user was disturbed.
  var isPassed: Bool {
    deaths?.isEmpty == true && working == users && disturbed.isEmpty
      && (count?.unreachable ?? 1) == 0
  }

  var table: String {
    var rows = [("users", "\(working) of \(users) work")]
    if let count { rows.append(("attacks", "\(count.line), in \(Report.text(seconds)) s")) }
    if let quiet { rows.append(("keys before", Report.milliseconds(quiet.latencies))) }
    var all = Histogram()
    for phase in attacked { all.add(phase.latencies) }
    rows.append(("keys meanwhile", "\(all.count) keys  \(Report.milliseconds(all))"))
    if let afterwards { rows.append(("keys after", Report.milliseconds(afterwards.latencies))) }
    if let before, let after {
      rows.append(("memory", "\(Self.mib(before)) MiB before, \(Self.mib(after)) MiB after"))
    }
    if deaths?.isEmpty == true { rows.append(("server", "lives")) }
    for (reason, count) in (deaths ?? [:]).sorted(by: { $0.key < $1.key }) {
      rows.append(("server", "\(count): \(reason)"))
    }
    rows.append(("disturbed", "\(disturbed.values.reduce(0, +)) users"))
    for (reason, count) in disturbed.sorted(by: { $0.key < $1.key }) {
      rows.append(("", "\(count): \(reason)"))
    }
    return rows.map { Report.padded($0.0) + $0.1 }.joined(separator: "\n")
  }

  private static func mib(_ sample: ProcessSample) -> String {
    Report.text((Double(sample.resident) / 1_048_576 * 10).rounded() / 10)
  }
}
