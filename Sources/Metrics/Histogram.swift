/// How many values were at most so large: cheap to count, and enough to tell a mean and a share.
public struct Histogram: Hashable, Sendable {
  /// Upper bounds of the buckets in nanoseconds, rising; the last bucket has none.
  public let bounds: [UInt64]
  /// Values in each bucket, one more than there are bounds.
  public private(set) var counts: [UInt64]
  /// All values together, in nanoseconds.
  public private(set) var sum: UInt64 = 0

  /// Nothing counted yet.
  public init(bounds: [UInt64]) {
    self.bounds = bounds
    counts = Array(repeating: 0, count: bounds.count + 1)
  }

  /// What was counted elsewhere; there is one count more than there are bounds.
  init(bounds: [UInt64], counts: [UInt64], sum: UInt64) {
    precondition(counts.count == bounds.count + 1, "a histogram has a count for each bucket")
    self.bounds = bounds
    self.counts = counts
    self.sum = sum
  }

  /// For turns of a loop: 50 microseconds to a second.
  public static let turns = Histogram(
    bounds: [50, 100, 250, 500, 1000, 2500, 5000, 10_000, 25_000, 100_000, 1_000_000].map {
      $0 * 1000
    })

  /// For what a crypto card may have to do: a millisecond to ten seconds.
  public static let tickets = Histogram(
    bounds: [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000].map { $0 * 1_000_000 })

  /// Counts a value in nanoseconds.
  public mutating func count(_ nanoseconds: UInt64) {
    var index = 0
    while index < bounds.count, nanoseconds > bounds[index] { index += 1 }
    counts[index] &+= 1
    sum &+= nanoseconds
  }

  /// Adds what another one counted, which has the same bounds.
  public mutating func add(_ other: Histogram) {
    precondition(bounds == other.bounds, "histograms of other bounds are not added")
    for index in counts.indices { counts[index] &+= other.counts[index] }
    sum &+= other.sum
  }

  /// Number of values.
  public var total: UInt64 { counts.reduce(0, &+) }

  /// What `share` of all values do not pass, in seconds: a bucket's bound, infinity above the last, nil
  /// where nothing was counted.
  public func quantile(_ share: Double) -> Double? {
    let total = total
    guard total > 0 else { return nil }
    var seen: UInt64 = 0
    for (index, count) in counts.enumerated() {
      seen += count
      if Double(seen) >= share * Double(total), index < bounds.count {
        return Double(bounds[index]) / 1e9
      }
    }
    return .infinity
  }
}
