/// Counts of durations in buckets 1.6 % wide: exact enough for percentiles, small for any number.
struct Histogram: Sendable {
  /// Buckets to each doubling.
  private static let steps = 64
  private static let stepBits = 6

  private var counts = [UInt64](repeating: 0, count: (64 - stepBits + 1) * steps)
  private(set) var count: UInt64 = 0
  private(set) var longest: UInt64 = 0
  private var sum: Double = 0

  init() {}

  /// Adds one duration in nanoseconds.
  mutating func add(_ nanoseconds: UInt64) {
    counts[Self.bucket(nanoseconds)] += 1
    count += 1
    longest = max(longest, nanoseconds)
    sum += Double(nanoseconds)
  }

  /// Adds all durations of another.
  mutating func add(_ other: Histogram) {
    for index in counts.indices { counts[index] += other.counts[index] }
    count += other.count
    longest = max(longest, other.longest)
    sum += other.sum
  }

  var mean: Double { count == 0 ? 0 : sum / Double(count) }

  /// The duration, in nanoseconds, that `share` (0 to 1) of all do not exceed.
  func percentile(_ share: Double) -> UInt64 {
    guard count > 0 else { return 0 }
    let wanted = max(1, UInt64((Double(count) * share).rounded(.up)))
    var seen: UInt64 = 0
    for (bucket, number) in counts.enumerated() {
      seen += number
      if seen >= wanted { return min(Self.upper(bucket), longest) }
    }
    return longest
  }

  private static func bucket(_ value: UInt64) -> Int {
    guard value >= UInt64(steps) else { return Int(value) }
    let power = 63 - value.leadingZeroBitCount
    let shift = power - stepBits
    return (shift + 1) * steps + Int(value >> UInt64(shift)) - steps
  }

  /// The largest value of a bucket.
  private static func upper(_ bucket: Int) -> UInt64 {
    guard bucket >= steps else { return UInt64(bucket) }
    let shift = UInt64(bucket / steps - 1)
    let lower = UInt64(steps + bucket % steps) << shift
    return lower + ((1 << shift) - 1)
  }
}
