public import Bytes

/// A time of day in UTC, as PassTickets and logs need it.
public struct WallTime: Hashable, Comparable, Sendable {
  /// Whole seconds since 1970-01-01 00:00:00 UTC; negative before.
  public var seconds: Int64
  /// 0 to 999,999,999.
  public var nanoseconds: UInt32

  /// A time so many seconds after 1970 began in UTC.
  public init(seconds: Int64, nanoseconds: UInt32 = 0) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  /// Whether one comes before the other.
  public static func < (left: Self, right: Self) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}

/// What both clocks say now: timers use `instant`, people and tickets use `wall`.
public struct Moment: Hashable, Sendable {
  /// What the monotonic clock says.
  public var instant: Instant
  /// What the time of day is.
  public var wall: WallTime

  /// What both clocks say at one time.
  public init(instant: Instant, wall: WallTime) {
    self.instant = instant
    self.wall = wall
  }
}

extension WallTime: Freezable {
  /// Appends the value.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(seconds)
    freezer.put(nanoseconds)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    self.init(seconds: try thawer.take(), nanoseconds: try thawer.take())
    guard nanoseconds < 1_000_000_000 else { throw .invalid("time of day") }
  }
}
