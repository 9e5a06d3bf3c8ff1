/// The figures on one screen: what `turnstile oper top` draws.
public struct TopScreen {
  private let now: Metrics
  private let former: Metrics?
  /// Seconds between the two.
  private let elapsed: Double
  private let width: Int

  /// - Parameters:
  ///   - now: the figures.
  ///   - former: those before them, for what happens a second; nil for the first look, which tells what
  ///     happened since the start.
  ///   - elapsed: seconds between the two.
  ///   - width: columns of the screen.
  public init(_ now: Metrics, former: Metrics?, elapsed: Double, width: Int = 80) {
    self.now = now
    self.former = former
    self.elapsed = elapsed
    self.width = max(40, width)
  }

  /// The screen's lines, at most `rows`, none longer than its width.
  ///
  /// `time`: when the figures are from, as people read it; `seconds`: the same since 1970, for how long
  /// the server runs.
  public func lines(time: String, seconds: Int64, rows: Int = 24) -> [String] {
    var lines = head(time, seconds) + counts + speeds + state
    lines.append("")
    lines.append(
      left("APPLICATION", 14) + right("SESSIONS", 10) + right("ACTIVE", 10)
        + right("CONNECTING", 12) + right("TICKET", 8) + right(per("STARTED"), 12))
    for row in applications.prefix(max(0, rows - lines.count)) { lines.append(row) }
    return lines.prefix(max(1, rows)).map { String($0.prefix(width)) }
  }

  private func head(_ time: String, _ seconds: Int64) -> [String] {
    let version = now[.build].first?.labels.first ?? "?"
    let up = max(0, seconds - Int64(now.value(.started)))
    let restarts = now.sum(.restarts)
    let title =
      "Turnstile \(version)  up \(Self.duration(up))"
      + (restarts > 0 ? "  restarts survived \(Self.whole(restarts))" : "")
    return [left(title, max(title.count + 2, width - time.count)) + time, ""]
  }

  private var counts: [String] {
    let terminals = now[.terminals].filter { $0.labels != ["away"] }
    let states = now[.terminals].filter { $0.value > 0 }.sorted { $0.value > $1.value }
      .map { "\($0.labels[0].replacing("_", with: " ")) \(Self.whole($0.value))" }
    return [
      row(
        "Terminals", states.joined(separator: "  "), count: terminals.reduce(0) { $0 + $1.value }),
      row(
        "Users", "sign-ons \(speed(.signOns))  refused \(speed(.signOnsRefused))",
        count: now.value(.users)),
      row(
        "Sessions", "started \(speed(.sessionsStarted))  ended \(speed(.sessionsEnded))",
        count: now.sum(.sessions)),
    ]
  }

  private var speeds: [String] {
    [
      row(
        "Tickets",
        "made \(speed(.ticketsMade))  failed \(speed(.ticketsFailed))  "
          + times(.ticketTime)),
      row("Turns", "\(Self.rate(per(total(.turnTime))))\(unit)  \(times(.turnTime))"),
      row(
        "Bytes",
        "in \(bytes("in"))  out \(bytes("out"))  waiting \(Self.size(now.sum(.outputWaiting)))  "
          + "pauses \(speed(.pauses))"),
      row(
        "Refused",
        "connections \(speed(.connectionsRefused))  terminals \(speed(.terminalsRefused))  "
          + "unlocks \(speed(.unlocksRefused))"),
    ]
  }

  private var state: [String] {
    let queues = now[.queues].map { "\($0.labels[0]) \(Self.whole($0.value))" }
    let shards = now[.shardUp]
    let cards = now[.cards].map { "\(Self.whole($0.value)) \($0.labels[0])" }
    return [
      row("Queues", queues.joined(separator: "  ")),
      row(
        "Shards",
        "\(Self.whole(now.sum(.shardUp))) of \(shards.count) answer   memory "
          + "\(Self.size(now.value(.memory)))   descriptors "
          + "\(Self.whole(now.value(.openDescriptors))) of "
          + Self.whole(now.value(.descriptorLimit))),
      row(
        "Security",
        "database \(now.value(.databaseUp) == 1 ? "works" : "DOES NOT WORK")   cards "
          + (cards.isEmpty ? "-" : cards.joined(separator: ", "))
          + "   log records lost \(Self.whole(now.sum(.linesLost)))"),
    ]
  }

  /// Applications with the most sessions first; of as many, by name.
  private var applications: [String] {
    let names = Set(now[.sessions].map { $0.labels[0] })
    let rows = names.map { name -> (name: String, count: Double) in
      (name, now.sum(.sessions, where: 0, is: name))
    }
    return rows.sorted { ($1.count, $0.name) < ($0.count, $1.name) }.map { name, count in
      left(name, 14) + right(Self.whole(count), 10)
        + right(Self.whole(now.value(.sessions, name, "active")), 10)
        + right(Self.whole(now.value(.sessions, name, "connecting")), 12)
        + right(Self.whole(now.value(.sessions, name, "ticket")), 8)
        + right(
          Self.rate(
            per(now.value(.sessionsStarted, name) - (former?.value(.sessionsStarted, name) ?? 0))),
          12)
    }
  }

  // MARK: Speeds

  /// How much a second; in all, at the first look.
  private func per(_ difference: Double) -> Double {
    guard former != nil, elapsed > 0 else { return max(0, difference) }
    return max(0, difference) / elapsed
  }

  private var unit: String { former == nil ? "" : "/s" }
  private func per(_ word: String) -> String { former == nil ? word : "\(word)/S" }

  private func speed(_ metric: Metric) -> String {
    Self.rate(per(now.sum(metric) - (former?.sum(metric) ?? 0))) + unit
  }

  private func bytes(_ direction: String) -> String {
    let all = now.sum(.bytes, where: 1, is: direction)
    return Self.size(per(all - (former?.sum(.bytes, where: 1, is: direction) ?? 0))) + unit
  }

  private func total(_ metric: Metric) -> Double {
    Double(now.histogram(metric)?.total ?? 0) - Double(former?.histogram(metric)?.total ?? 0)
  }

  /// Mean since the last look, and what 99 of 100 did not pass since the start.
  private func times(_ metric: Metric) -> String {
    guard let histogram = now.histogram(metric), histogram.total > 0 else { return "" }
    let sum = Double(histogram.sum) - Double(former?.histogram(metric)?.sum ?? 0)
    let count = total(metric)
    let mean = count > 0 ? "mean \(Self.time(sum / count / 1e9))  " : ""
    guard let share = histogram.quantile(0.99) else { return mean }
    return mean
      + (share.isInfinite
        ? "p99 over \(Self.time(Double(histogram.bounds.last ?? 0) / 1e9))"
        : "p99 within \(Self.time(share))")
  }

  // MARK: Words

  private func row(_ name: String, _ rest: String, count: Double? = nil) -> String {
    left(name, 11) + (count.map { right(Self.whole($0), 7) + "  " } ?? "") + rest
  }

  private func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  /// A number of things, with a comma for each three digits.
  static func whole(_ value: Double) -> String {
    guard let whole = Int64(exactly: value.rounded()) else { return "?" }
    var text = ""
    for (index, digit) in String(whole.magnitude).reversed().enumerated() {
      if index > 0, index % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return (whole < 0 ? "-" : "") + String(text.reversed())
  }

  /// A speed: one place behind the point where it is small.
  static func rate(_ value: Double) -> String {
    value > 0 && value < 10 && value != value.rounded() ? tenths(value) : whole(value)
  }

  /// A size in bytes.
  static func size(_ value: Double) -> String {
    var (value, unit) = (value, 0)
    let units = ["B", "KiB", "MiB", "GiB", "TiB"]
    while value >= 1024, unit < units.count - 1 {
      value /= 1024
      unit += 1
    }
    return (unit > 0 && value < 100 ? tenths(value) : whole(value)) + " " + units[unit]
  }

  /// A time.
  static func time(_ seconds: Double) -> String {
    switch seconds {
    case 1...: "\(tenths(seconds)) s"
    case 0.0095...: "\(whole(seconds * 1e3)) ms"
    case 0.001...: "\(tenths(seconds * 1e3)) ms"
    default: "\(whole(seconds * 1e6)) us"
    }
  }

  private static func tenths(_ value: Double) -> String {
    guard let tenths = Int64(exactly: (value * 10).rounded()) else { return "?" }
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// As `3 d 04:05:06`.
  static func duration(_ seconds: Int64) -> String {
    func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let days = seconds / 86_400
    return (days > 0 ? "\(days) d " : "")
      + "\(two(seconds / 3600 % 24)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
  }
}
