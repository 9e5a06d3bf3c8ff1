import Bytes
import Testing
import Time

@Suite
struct TimeFreezingTests {
  @Test(arguments: [0, 1, UInt64.max])
  func `an instant comes back as it was`(nanoseconds: UInt64) throws {
    var freezer = Freezer()
    freezer.put(Instant(nanoseconds: nanoseconds))
    var thawer = Thawer(freezer.bytes)
    #expect(try thawer.take(Instant.self).nanoseconds == nanoseconds)
    try thawer.end()
  }

  @Test func `a time of day comes back, and one with too many nanoseconds is refused`() throws {
    var freezer = Freezer()
    freezer.put(WallTime(seconds: -1, nanoseconds: 999_999_999))
    freezer.put(WallTime(seconds: 5, nanoseconds: 1_000_000_000))
    var thawer = Thawer(freezer.bytes)
    #expect(try thawer.take(WallTime.self) == WallTime(seconds: -1, nanoseconds: 999_999_999))
    #expect(throws: ThawError.invalid("time of day")) { try thawer.take(WallTime.self) }
  }
}
