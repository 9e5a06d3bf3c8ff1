/// Reads what `PrometheusText` writes, as `oper top` gets it from a server of perhaps another version:
/// figures that are not known here, and lines that are none, are left out.
public struct MetricsReader {
  private var buckets: [Metric: [(bound: Double, count: Double)]] = [:]
  private var sums: [Metric: Double] = [:]
  private var metrics = Metrics()

  /// The figures of a text.
  public static func read(_ lines: some Sequence<String>) -> Metrics {
    var reader = MetricsReader()
    for line in lines { reader.take(line) }
    return reader.finish()
  }

  private mutating func take(_ line: String) {
    guard !line.hasPrefix("#"), let (name, labels, value) = Self.parse(line) else { return }
    if let metric = Metric(rawValue: name) {
      let values = metric.row.labels.compactMap { labels[$0] }
      guard metric.row.kind != .histogram, values.count == metric.row.labels.count else { return }
      metrics.add(value, to: metric, by: values)
    } else if name.hasSuffix("_bucket"), let metric = Metric(rawValue: String(name.dropLast(7))) {
      let bound = labels["le"].flatMap { $0 == "+Inf" ? .infinity : Double($0) }
      if let bound { buckets[metric, default: []].append((bound, value)) }
    } else if name.hasSuffix("_sum"), let metric = Metric(rawValue: String(name.dropLast(4))) {
      sums[metric] = value
    }
  }

  private mutating func finish() -> Metrics {
    for (metric, buckets) in buckets {
      guard metric.row.kind == .histogram, buckets.last?.bound == .infinity,
        buckets.allSatisfy({ $0.bound > 0 && $0.count >= 0 && $0.count < 1e18 })
      else { continue }
      let bounds = buckets.dropLast().map { UInt64(min(($0.bound * 1e9).rounded(), 1e18)) }
      var former = 0.0
      let counts = buckets.map { bucket -> UInt64 in
        defer { former = bucket.count }
        return UInt64(max(0, bucket.count - former))
      }
      let sum = max(0, min((sums[metric] ?? 0) * 1e9, 1e18))
      metrics.add(Histogram(bounds: bounds, counts: counts, sum: UInt64(sum.rounded())), to: metric)
    }
    return metrics
  }

  /// Name, labels and value of a line; nil where it is none.
  static func parse(_ line: String) -> (name: String, labels: [String: String], value: Double)? {
    var rest = line.unicodeScalars[...]
    let name = rest.prefix { $0 != "{" && $0 != " " }
    rest = rest[name.endIndex...]
    var labels: [String: String] = [:]
    if rest.first == "{" {
      rest.removeFirst()
      while rest.first != "}" {
        guard let equal = rest.firstIndex(of: "=") else { return nil }
        let key = String(rest[..<equal])
        rest = rest[equal...].dropFirst()
        guard rest.popFirst() == "\"", let value = text(&rest) else { return nil }
        labels[key] = value
        if rest.first == "," { rest.removeFirst() }
      }
      rest.removeFirst()
    }
    guard rest.popFirst() == " ", !name.isEmpty, let value = Double(String(rest)), value.isFinite
    else { return nil }
    return (String(name), labels, value)
  }

  /// A label's value to its closing quote.
  private static func text(_ rest: inout Substring.UnicodeScalarView) -> String? {
    var text = String.UnicodeScalarView()
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\"": return String(text)
      case "\\":
        guard let escaped = rest.popFirst() else { return nil }
        text.append(escaped == "n" ? "\n" : escaped)
      default: text.append(scalar)
      }
    }
    return nil
  }
}
