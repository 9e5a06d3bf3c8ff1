import TN3270
import Testing
import Time

@Suite struct HeartbeatTests {
  private static func second(_ number: UInt64) -> Instant {
    Instant(nanoseconds: (100 + number) * 1_000_000_000)
  }

  /// A peer that has answered twice at second 0.
  private static func trusted() -> Heartbeat {
    var heartbeat = Heartbeat(interval: .seconds(10), at: second(0))
    #expect(heartbeat.check(at: second(0)) == (.ask, second(10)))
    heartbeat.heard(at: second(0))
    #expect(heartbeat.answered(at: second(0)) == .ask)
    heartbeat.heard(at: second(0))
    #expect(heartbeat.answered(at: second(0)) == nil)
    return heartbeat
  }

  @Test func `a silent peer is asked after the interval, and lost after another`() {
    var heartbeat = Self.trusted()
    #expect(heartbeat.check(at: Self.second(9)) == (nil, Self.second(10)))
    #expect(heartbeat.check(at: Self.second(10)) == (.ask, Self.second(20)))
    #expect(heartbeat.check(at: Self.second(19)) == (nil, Self.second(20)))
    #expect(heartbeat.check(at: Self.second(20)).step == .lost)
  }

  @Test func `a peer that answers, or says anything else, lives on`() {
    var heartbeat = Self.trusted()
    _ = heartbeat.check(at: Self.second(10))
    heartbeat.heard(at: Self.second(11))
    #expect(heartbeat.answered(at: Self.second(11)) == nil)
    #expect(heartbeat.check(at: Self.second(20)) == (nil, Self.second(21)))
    #expect(heartbeat.check(at: Self.second(21)).step == .ask)
    // A key comes in place of the answer.
    heartbeat.heard(at: Self.second(25))
    #expect(heartbeat.check(at: Self.second(31)) == (nil, Self.second(35)))
  }

  @Test(arguments: [0, 1])
  func `a peer that does not always answer gets NOP, and is never lost by it`(answers: Int) {
    var heartbeat = Heartbeat(interval: .seconds(10), at: Self.second(0))
    _ = heartbeat.check(at: Self.second(0))
    for _ in 0..<answers {
      heartbeat.heard(at: Self.second(0))
      _ = heartbeat.answered(at: Self.second(0))
    }
    for number in 1...9 {
      let (step, next) = heartbeat.check(at: Self.second(UInt64(number * 10)))
      #expect(step == .nudge)
      #expect(next == Self.second(UInt64(number * 10 + 10)))
    }
  }
}
