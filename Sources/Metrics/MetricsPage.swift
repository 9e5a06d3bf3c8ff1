/// The manual's page of figures.
public enum MetricsPage {
  /// All figures in order, as Markdown.
  public static func markdown() -> String {
    var page = """
      # Figures

      `GET /metrics` at the `Metrics address` of ACT/System.yaml and `turnstile oper top` tell \
      these. A figure has at most \(Metrics.seriesLimit) sets of label values; what is over it is \
      added up as `\(Metrics.other)`.

      | figure | kind | labels | what it is |
      |---|---|---|---|

      """
    for metric in Metric.allCases {
      let row = metric.row
      page +=
        "| `\(metric.rawValue)` | \(row.kind.rawValue) | \(row.labels.joined(separator: ", ")) "
        + "| \(row.help) |\n"
    }
    return page
  }
}
