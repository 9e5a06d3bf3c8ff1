import CPlatform
import Glibc
public import Time

/// The machine's clocks.
public enum Clock {
  /// What both clocks say now.
  public static func now() -> Moment { Moment(instant: instant(), wall: wall()) }

  /// The monotonic clock.
  public static func instant() -> Instant {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Instant(nanoseconds: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec))
  }

  /// The time of day.
  public static func wall() -> WallTime {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return WallTime(seconds: Int64(time.tv_sec), nanoseconds: UInt32(time.tv_nsec))
  }

  /// Whether something keeps the time of day right, and how far it is off at the most; nil where the
  /// kernel does not tell (adjtimex(2)).
  public static func synchronisation() -> (isSynchronised: Bool, errorMicroseconds: Int64)? {
    var error: Int64 = 0
    let state = cplatform_clock_state(&error)
    return state < 0 ? nil : (state == 1, error)
  }

  /// Local time minus UTC, in seconds.
  public static func utcOffset(at time: WallTime) -> Int {
    Int(cplatform_utc_offset(time.seconds))
  }
}
