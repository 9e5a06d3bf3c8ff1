import Bytes

/// Figures as one JSON document, for scripts: an object whose members are the figures' names. Each is a
/// list of `{"labels": {...}, "value": n}`; a histogram is `{"count", "sum", "p50", "p99"}` in seconds.
public enum MetricsJSON {
  /// All figures, those without a value left out.
  public static func render(_ metrics: Metrics) -> String {
    let members = Metric.allCases.compactMap { metric -> String? in
      let content: String
      if let histogram = metrics.histogram(metric) {
        content = object(histogram)
      } else {
        let values = metrics[metric]
        guard !values.isEmpty else { return nil }
        content =
          "[" + values.map { value(metric, $0.labels, is: $0.value) }.joined(separator: ", ") + "]"
      }
      return "  \(JSONText.quoted(metric.rawValue)): \(content)"
    }
    return "{\n\(members.joined(separator: ",\n"))\n}"
  }

  private static func value(_ metric: Metric, _ labels: [String], is value: Double) -> String {
    let pairs = zip(metric.row.labels, labels).map {
      "\(JSONText.quoted($0)): \(JSONText.quoted($1))"
    }
    return "{\"labels\": {\(pairs.joined(separator: ", "))}, \"value\": \(number(value))}"
  }

  private static func object(_ histogram: Histogram) -> String {
    "{\"count\": \(histogram.total), \"sum\": \(number(Double(histogram.sum) / 1e9)), "
      + "\"p50\": \(number(histogram.quantile(0.5))), \"p99\": \(number(histogram.quantile(0.99)))}"
  }

  /// JSON has no word for what is no number.
  private static func number(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "null" }
    return PrometheusText.number(value)
  }
}
