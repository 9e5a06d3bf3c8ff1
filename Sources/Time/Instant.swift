public import Bytes

/// A point on the monotonic clock; only differences mean something.
public struct Instant: Hashable, Comparable, Sendable {
  /// Nanoseconds since a start that differs from machine to machine.
  public let nanoseconds: UInt64

  /// A point so many nanoseconds after the clock's start.
  public init(nanoseconds: UInt64) {
    self.nanoseconds = nanoseconds
  }

  /// Later than all that comes.
  public static let never = Instant(nanoseconds: .max)

  /// Whether one comes before the other.
  public static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }

  /// The instant `duration` later.
  public func advanced(by duration: Duration) -> Instant {
    let (seconds, attoseconds) = duration.components
    let delta = Int64(seconds) &* 1_000_000_000 &+ attoseconds / 1_000_000_000
    return Instant(nanoseconds: UInt64(clamping: Int64(clamping: nanoseconds) &+ delta))
  }

  /// The instant so many nanoseconds later; the last that there is where that is later still.
  public func advanced(nanoseconds more: UInt64) -> Instant {
    let (sum, overflows) = nanoseconds.addingReportingOverflow(more)
    return Instant(nanoseconds: overflows ? .max : sum)
  }

  /// Time from this instant to a later one; negative when the other is earlier.
  public func duration(to other: Instant) -> Duration {
    .nanoseconds(Int64(clamping: other.nanoseconds) - Int64(clamping: nanoseconds))
  }
}

extension Instant: Freezable {
  /// Appends the value.
  @inlinable public func freeze(into freezer: inout Freezer) { freezer.put(word: nanoseconds) }
  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    self.init(nanoseconds: try thawer.word())
  }
}
