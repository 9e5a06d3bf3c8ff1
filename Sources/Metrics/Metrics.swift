/// The figures of one moment.
public struct Metrics: Hashable, Sendable {
  private var values: [Metric: [[String]: Double]] = [:]
  private var histograms: [Metric: Histogram] = [:]

  /// Sets of label values that one figure may have, so that no number of applications makes a page that
  /// nobody can read; what is over it is added up as `other`.
  public static let seriesLimit = 300
  /// The label value of what is over the limit.
  public static let other = "other"

  /// No figures yet.
  public init() {}

  /// Adds to a figure; its labels' values are in the order of its row.
  public mutating func add(_ value: some BinaryInteger, to metric: Metric, by labels: String...) {
    add(Double(value), to: metric, by: labels)
  }

  /// Adds to a figure that is no whole number.
  public mutating func add(seconds value: Double, to metric: Metric) {
    add(value, to: metric, by: [])
  }

  mutating func add(_ value: Double, to metric: Metric, by labels: [String]) {
    precondition(labels.count == metric.row.labels.count, "\(metric) has other labels")
    var labels = labels
    let all = values[metric, default: [:]]
    if all[labels] == nil, all.count >= Self.seriesLimit {
      labels = labels.map { _ in Self.other }
    }
    values[metric, default: [:]][labels, default: 0] += value
  }

  /// Adds what a histogram counted.
  public mutating func add(_ histogram: Histogram, to metric: Metric) {
    precondition(metric.row.kind == .histogram, "\(metric) is no histogram")
    if histograms[metric] == nil {
      histograms[metric] = histogram
    } else {
      histograms[metric]?.add(histogram)
    }
  }

  /// A figure's values by the values of its labels, in order of those.
  public subscript(_ metric: Metric) -> [(labels: [String], value: Double)] {
    (values[metric] ?? [:]).sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .map { ($0.key, $0.value) }
  }

  /// What a histogram counted; nil where there is none.
  public func histogram(_ metric: Metric) -> Histogram? { histograms[metric] }

  /// A value; 0 where there is none.
  public func value(_ metric: Metric, _ labels: String...) -> Double {
    values[metric]?[labels] ?? 0
  }

  /// All values of a figure together, or of those whose label at an index has a value.
  public func sum(_ metric: Metric, where index: Int? = nil, is value: String = "") -> Double {
    self[metric].filter { index == nil || $0.labels[index ?? 0] == value }
      .reduce(0) { $0 + $1.value }
  }
}
