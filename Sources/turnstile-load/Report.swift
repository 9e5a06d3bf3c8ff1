import Glibc
import Platform

/// What was measured, for people and for programs.
struct Report {
  let mode: String
  let server: String
  let wanted: Int
  let protocolName: String
  let setUps: Histogram
  private(set) var failureReasons: [(reason: String, count: Int)]
  let received: Int
  let sent: Int
  var connected = 0
  var connectionRate = 0.0
  var seconds = 0.0
  var rate: Double?
  var transactions: Histogram?
  /// Keys that were due and found no terminal free.
  var unsent = 0
  /// Share of one CPU that this program took; near 1 it is the limit itself.
  var ownCPU: Double?
  private var measured: Server?

  /// Of the server's processes.
  struct Server {
    var residentBefore: Int
    var resident: Int
    var residentPerTerminal: Double?
    /// Share of one CPU.
    var cpu: Double
    /// Microseconds of CPU for each transaction or connection.
    var cpuPerOperation: Double?
    var threads: Int
  }

  init(mode: String, plan: Plan, engine: borrowing LoadEngine) {
    self.mode = mode
    server = plan.address.description
    wanted = plan.terminals
    protocolName = plan.classic ? "TN3270" : "TN3270E"
    setUps = engine.setUps
    failureReasons = engine.failures.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { ($0.key, $0.value) }
    received = engine.received
    sent = engine.sent
  }

  /// What else went wrong, where it did.
  mutating func add(_ reason: String, count: Int) {
    if count > 0 { failureReasons.insert((reason, count), at: 0) }
  }

  var failures: Int { failureReasons.reduce(0) { $0 + $1.count } }

  /// Takes samples of the server: `before` any terminal came, and around the measurement.
  mutating func setServer(
    before: ProcessSample?, from: ProcessSample?, to: ProcessSample?, operations: UInt64
  ) {
    guard let before, let from, let to, seconds > 0 else { return }
    let cpu = to.cpu - from.cpu
    measured = Server(
      residentBefore: before.resident, resident: to.resident,
      residentPerTerminal: mode != "churn" && connected > 0
        ? Double(to.resident - before.resident) / Double(connected) : nil,
      cpu: cpu / seconds,
      cpuPerOperation: operations > 0 ? cpu * 1e6 / Double(operations) : nil,
      threads: to.threads)
  }

  // MARK: people

  /// A table, one line a figure.
  var table: String {
    var rows: [(String, String)] = [
      ("mode", "\(mode), \(protocolName), \(server)"),
      ("terminals", "\(connected) of \(wanted)\(mode == "churn" ? " slots, connections" : "")"),
    ]
    if mode == "churn" {
      rows[1] = ("connections", "\(connected) over \(wanted) slots")
    }
    if connectionRate > 0 { rows.append(("connections/s", Self.text(connectionRate))) }
    if setUps.count > 0 { rows.append(("set-up", Self.milliseconds(setUps))) }
    rows.append(("measured", "\(Self.text(seconds)) s"))
    if let transactions {
      rows.append(("transactions", "\(transactions.count)"))
      let done = seconds > 0 ? Double(transactions.count) / seconds : 0
      let wish = rate.map { ", wanted \(Self.text($0))" } ?? ", closed loop"
      rows.append(("transactions/s", Self.text(done) + wish))
      rows.append(("latency", Self.milliseconds(transactions)))
      if unsent > 0 { rows.append(("late", "\(unsent) keys were due and found no terminal")) }
    }
    rows.append(("bytes", "\(received) received, \(sent) sent"))
    if let measured { rows += Self.rows(measured) }
    if let ownCPU {
      let note = ownCPU > 0.9 ? "; this program is the limit" : ""
      rows.append(("own CPU", "\(Self.text(ownCPU * 100)) %\(note)"))
    }
    for (reason, count) in failureReasons.prefix(10) {
      rows.append(("failed", "\(count): \(reason)"))
    }
    return rows.map { Self.padded($0.0) + $0.1 }.joined(separator: "\n")
  }

  private static func rows(_ server: Server) -> [(String, String)] {
    var rows = [
      (
        "server memory",
        "\(text(Double(server.resident) / 1_048_576)) MiB, before "
          + "\(text(Double(server.residentBefore) / 1_048_576)) MiB"
      )
    ]
    if let each = server.residentPerTerminal {
      rows.append(("each terminal", "\(text(each / 1024)) KiB"))
    }
    rows.append(("server CPU", "\(text(server.cpu * 100)) %, \(server.threads) threads"))
    if let each = server.cpuPerOperation {
      rows.append(("CPU each", "\(text(each)) us"))
    }
    return rows
  }

  static func padded(_ label: String) -> String {
    label + String(repeating: " ", count: max(1, 16 - label.count))
  }

  static func milliseconds(_ times: Histogram) -> String {
    let parts = shares.map { name, share in
      "\(name) \(text(Double(times.percentile(share)) / 1e6))"
    }
    return parts.joined(separator: "  ") + "  max \(text(Double(times.longest) / 1e6)) ms"
  }

  static let shares = [("p50", 0.5), ("p99", 0.99), ("p99.9", 0.999)]

  /// A number with at most three digits behind the point.
  static func text(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    let thousandths = Int((value.magnitude * 1000).rounded())
    let sign = value < 0 && thousandths > 0 ? "-" : ""
    let digits = String(thousandths % 1000 + 1000).dropFirst()
    let fraction = String(String(digits.reversed()).drop { $0 == "0" }.reversed())
    return sign + String(thousandths / 1000) + (fraction.isEmpty ? "" : "." + fraction)
  }

  // MARK: programs

  /// One JSON object on one line; times in milliseconds, memory in bytes, CPU as a share of one.
  var json: String {
    var members = [
      "\"mode\":\(Self.quoted(mode))", "\"server\":\(Self.quoted(server))",
      "\"protocol\":\(Self.quoted(protocolName))", "\"terminals\":\(wanted)",
      "\"connected\":\(connected)", "\"seconds\":\(Self.text(seconds))",
      "\"connections_per_second\":\(Self.text(connectionRate))",
      "\"set_up_ms\":\(Self.object(setUps))", "\"bytes_received\":\(received)",
      "\"bytes_sent\":\(sent)", "\"failures\":\(failures)",
    ]
    if let transactions {
      let done = seconds > 0 ? Double(transactions.count) / seconds : 0
      members.append("\"transactions\":\(transactions.count)")
      members.append("\"transactions_per_second\":\(Self.text(done))")
      members.append("\"latency_ms\":\(Self.object(transactions))")
      members.append("\"unsent\":\(unsent)")
    }
    if let rate { members.append("\"rate\":\(Self.text(rate))") }
    if let ownCPU { members.append("\"own_cpu\":\(Self.text(ownCPU))") }
    if let measured { members.append("\"server_process\":\(Self.object(measured))") }
    let reasons = failureReasons.map { "\(Self.quoted($0.reason)):\($0.count)" }
    members.append("\"failure_reasons\":{\(reasons.joined(separator: ","))}")
    return "{\(members.joined(separator: ","))}"
  }

  static func object(_ times: Histogram) -> String {
    let parts = shares.map { name, share in
      "\(quoted(name)):\(text(Double(times.percentile(share)) / 1e6))"
    }
    let max = "\"max\":\(text(Double(times.longest) / 1e6))"
    let mean = "\"mean\":\(text(times.mean / 1e6))"
    return "{\((parts + [max, mean]).joined(separator: ","))}"
  }

  private static func object(_ server: Server) -> String {
    var parts = [
      "\"rss_before\":\(server.residentBefore)", "\"rss\":\(server.resident)",
      "\"cpu\":\(text(server.cpu))", "\"threads\":\(server.threads)",
    ]
    if let each = server.residentPerTerminal { parts.append("\"rss_per_terminal\":\(text(each))") }
    if let each = server.cpuPerOperation { parts.append("\"cpu_us_per_operation\":\(text(each))") }
    return "{\(parts.joined(separator: ","))}"
  }

  /// A JSON string (RFC 8259 7).
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension ProcessSample {
  /// This program.
  static func own() -> ProcessSample {
    ProcessSample(getpid()) ?? ProcessSample(cpu: 0)
  }

  private init(cpu: Double) {
    self.cpu = cpu
  }

  /// Share of one CPU between this sample and a later one.
  func share(to later: ProcessSample, seconds: Double) -> Double {
    seconds > 0 ? (later.cpu - cpu) / seconds : 0
  }
}
