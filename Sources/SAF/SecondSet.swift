/// Seconds that are given away, or may be: a few ranges, and everything up to the first of them where
/// there were more than it holds.
///
/// It may say of a second that it is taken when it is free, never the other way round.
public struct SecondSet: Hashable, Sendable {
  /// In order, with a gap between each two.
  public private(set) var ranges: [ClosedRange<Int64>] = []
  private let limit: Int

  /// - Parameter limit: most ranges; one more joins the two lowest.
  public init(limit: Int) { self.limit = limit }

  /// The ranges that an earlier run wrote down.
  public init(_ ranges: [ClosedRange<Int64>], limit: Int) {
    self.limit = limit
    for range in ranges { insert(range) }
  }

  /// Whether a second is taken.
  public func contains(_ second: Int64) -> Bool { range(of: second) != nil }

  /// The range that a second lies in.
  public func range(of second: Int64) -> ClosedRange<Int64>? {
    ranges.last { $0.lowerBound <= second }.flatMap { $0.contains(second) ? $0 : nil }
  }

  /// `gap`: ranges with fewer free seconds between them become one.
  public mutating func insert(_ range: ClosedRange<Int64>, closing gap: Int64 = 0) {
    var new = range
    var kept: [ClosedRange<Int64>] = []
    for old in ranges {
      if old.upperBound < new.lowerBound - 1 - gap || old.lowerBound > new.upperBound + 1 + gap {
        kept.append(old)
      } else {
        new = min(old.lowerBound, new.lowerBound)...max(old.upperBound, new.upperBound)
      }
    }
    kept.append(new)
    kept.sort { $0.lowerBound < $1.lowerBound }
    if kept.count > limit {
      kept[0...1] = [kept[0].lowerBound...kept[1].upperBound]
    }
    ranges = kept
  }

  /// Takes a second out where it is at an end of its range.
  public mutating func remove(_ second: Int64) {
    guard let index = ranges.firstIndex(where: { $0.contains(second) }) else { return }
    let range = ranges[index]
    if range.count == 1 {
      ranges.remove(at: index)
    } else if range.upperBound == second {
      ranges[index] = range.lowerBound...(second - 1)
    } else if range.lowerBound == second {
      ranges[index] = (second + 1)...range.upperBound
    }
  }
}
