import Testing
import Time

@Suite struct TimeTests {
  @Test(arguments: [
    (0, 1970, 1, 1, 1), (951_782_400, 2000, 2, 29, 60), (1_785_456_000, 2026, 7, 31, 212),
    (1_798_675_200, 2026, 12, 31, 365), (1_735_603_200, 2024, 12, 31, 366),
    (4_107_542_400, 2100, 3, 1, 60), (-86_400, 1969, 12, 31, 365),
  ])
  func `a day has its date and number`(
    seconds: Int64, year: Int, month: Int, day: Int, ordinal: Int
  ) {
    let date = CivilDate(WallTime(seconds: seconds))
    #expect([date.year, date.month, date.day, date.dayOfYear] == [year, month, day, ordinal])
  }

  @Test func `the time of day follows the offset`() {
    let date = CivilDate(
      WallTime(seconds: 86_399, nanoseconds: 420_000_000), offsetSeconds: 3600)
    #expect(
      [date.day, date.hour, date.minute, date.second, date.hundredths] == [2, 0, 59, 59, 42])
  }

  @Test func `timers come in the order of their deadlines, and only when due`() {
    var queue = TimerQueue<Int>()
    for delay: UInt64 in [50, 10, 40, 20, 30, 10] {
      queue.add(Instant(nanoseconds: delay), Int(delay))
    }
    var fired: [Int] = []
    while let timer = queue.popDue(Instant(nanoseconds: 40)) { fired.append(timer.purpose) }
    #expect(fired == [10, 10, 20, 30, 40])
    #expect(queue.next == Instant(nanoseconds: 50))
  }
}
