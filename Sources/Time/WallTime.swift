public import Bytes

/// A time of day in UTC, as PassTickets and logs need it.
public struct WallTime: Hashable, Comparable, Sendable {
  /// Whole seconds since 1970-01-01 00:00:00 UTC; negative before.
  public var seconds: Int64
  /// 0 to 999,999,999.
  public var nanoseconds: UInt32

  public init(seconds: Int64, nanoseconds: UInt32 = 0) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  public static func < (left: Self, right: Self) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}

/// What both clocks say now: timers use `instant`, people and tickets use `wall`.
public struct Moment: Hashable, Sendable {
  public var instant: Instant
  public var wall: WallTime

  public init(instant: Instant, wall: WallTime) {
    self.instant = instant
    self.wall = wall
  }
}

extension WallTime: Freezable {
  public func freeze(into freezer: inout Freezer) {
    freezer.put(seconds)
    freezer.put(nanoseconds)
  }

  public init(thawing thawer: inout Thawer) throws(ThawError) {
    self.init(seconds: try thawer.take(), nanoseconds: try thawer.take())
    guard nanoseconds < 1_000_000_000 else { throw .invalid("time of day") }
  }
}
