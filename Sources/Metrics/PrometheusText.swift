/// Prometheus's text format, version 0.0.4 (Prometheus documentation, "Exposition formats").
public enum PrometheusText {
  /// What an HTTP answer says that it is.
  public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  /// All figures with their help and kind, those without a value left out.
  public static func render(_ metrics: Metrics) -> String {
    var text = ""
    for metric in Metric.allCases {
      let row = metric.row
      var lines: [String] = []
      if row.kind == .histogram {
        if let histogram = metrics.histogram(metric) { lines = self.lines(metric, histogram) }
      } else {
        lines = metrics[metric].map {
          line(metric.rawValue, row.labels, by: $0.labels, is: $0.value)
        }
      }
      guard !lines.isEmpty else { continue }
      text += "# HELP \(metric.rawValue) \(escaped(row.help, quotes: false))\n"
      text += "# TYPE \(metric.rawValue) \(row.kind.rawValue)\n"
      text += lines.joined()
    }
    return text
  }

  private static func lines(_ metric: Metric, _ histogram: Histogram) -> [String] {
    var seen: UInt64 = 0
    var lines: [String] = []
    for (index, count) in histogram.counts.enumerated() {
      seen &+= count
      let bound =
        index < histogram.bounds.count ? number(Double(histogram.bounds[index]) / 1e9) : "+Inf"
      lines.append(line(metric.rawValue + "_bucket", ["le"], by: [bound], is: Double(seen)))
    }
    lines.append(line(metric.rawValue + "_sum", [], by: [], is: Double(histogram.sum) / 1e9))
    lines.append(line(metric.rawValue + "_count", [], by: [], is: Double(seen)))
    return lines
  }

  private static func line(
    _ name: String, _ labels: [String], by values: [String], is value: Double
  ) -> String {
    let pairs = zip(labels, values).map { "\($0)=\"\(escaped($1, quotes: true))\"" }
    let set = pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}"
    return "\(name)\(set) \(number(value))\n"
  }

  /// A number as Prometheus reads it: whole ones without a point.
  static func number(_ value: Double) -> String {
    if let whole = Int64(exactly: value) { return String(whole) }
    return value.isNaN ? "NaN" : value.isInfinite ? (value > 0 ? "+Inf" : "-Inf") : "\(value)"
  }

  /// A text without what ends a line or a value.
  private static func escaped(_ text: String, quotes: Bool) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\"" where quotes: escaped += "\\\""
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
