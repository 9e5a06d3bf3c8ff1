/// A date and time of day as a calendar writes it (proleptic Gregorian).
public struct CivilDate: Hashable, Sendable {
  /// The year, as 2026.
  public let year: Int
  /// 1 to 12.
  public let month: Int
  /// 1 to 31.
  public let day: Int
  /// 1 to 366.
  public let dayOfYear: Int
  /// 0 for Sunday to 6 for Saturday.
  public let weekday: Int
  /// 0 to 23.
  public let hour: Int
  /// 0 to 59.
  public let minute: Int
  /// 0 to 59.
  public let second: Int
  /// 0 to 99.
  public let hundredths: Int

  /// `offsetSeconds`: local time minus UTC.
  public init(_ time: WallTime, offsetSeconds: Int = 0) {
    let local = time.seconds + Int64(offsetSeconds)
    let days = (local >= 0 ? local : local - 86_399) / 86_400
    let rest = Int(local - days * 86_400)
    // 1970 began on a Thursday.
    weekday = Int((days % 7 + 11) % 7)
    hour = rest / 3600
    minute = rest / 60 % 60
    second = rest % 60
    hundredths = Int(time.nanoseconds / 10_000_000)
    // Days since 0000-03-01, in eras of 400 years: the year starts in March, so a leap day is the last.
    let shifted = Int(days) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let marchDay = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * marchDay + 2) / 153
    day = marchDay - (153 * marchMonth + 2) / 5 + 1
    month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    dayOfYear = marchDay >= 306 ? marchDay - 305 : marchDay + 60 + (isLeap ? 1 : 0)
  }

  /// The date as `2026-03-07` (ISO 8601).
  public var date: String { "\(year)-\(Self.two(month))-\(Self.two(day))" }

  /// The time of the day as `14:05:09`.
  public var clock: String { "\(Self.two(hour)):\(Self.two(minute)):\(Self.two(second))" }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// Days from 1970-01-01 to a date; nil where the calendar has no such day.
  public static func days(year: Int, month: Int, day: Int) -> Int64? {
    guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else {
      return nil
    }
    // The inverse of the above: years begin in March.
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let marchMonth = month <= 2 ? month + 9 : month - 3
    let marchDay = (153 * marchMonth + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + marchDay
    let days = Int64(era * 146_097 + dayOfEra - 719_468)
    let back = CivilDate(WallTime(seconds: days * 86_400))
    return back.month == month && back.day == day ? days : nil
  }
}
