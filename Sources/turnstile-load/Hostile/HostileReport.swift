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
  var isAlive = false

  init(users: Int, working: Int) {
    self.users = users
    self.working = working
  }

  /// Whether the server lives and no user was disturbed.
  var isPassed: Bool {
    isAlive && working == users && disturbed.isEmpty && (count?.unreachable ?? 1) == 0
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
    rows.append(("server", isAlive ? "lives" : "has ended"))
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
