import Names
import Testing
import Time

@testable import Server

@Suite struct ShareTests {
  private static func at(_ milliseconds: UInt64) -> Instant {
    Instant(nanoseconds: 1_000_000_000 + milliseconds * 1_000_000)
  }

  @Test func `who used more than a share waits until it is paid back`() {
    var share = Share()
    var spent = [share.isSpent(at: Self.at(0))]
    share.charge(from: Self.at(0), to: Self.at(4))
    spent.append(share.isSpent(at: Self.at(4)))
    share.charge(from: Self.at(4), to: Self.at(8))
    spent.append(share.isSpent(at: Self.at(8)))
    // Three milliseconds beyond what a peer may be ahead, at one in 200.
    spent.append(share.isSpent(at: Self.at(500)))
    spent.append(share.isSpent(at: Self.at(700)))
    #expect(spent == [false, false, true, true, false])
  }

  @Test func `a clock that looks back charges nothing`() {
    var share = Share()
    share.charge(from: Self.at(900), to: Self.at(901))
    let spent = [share.isSpent(at: Self.at(0)), share.isSpent(at: Self.at(901))]
    #expect(spent == [false, false])
  }

  @Test func `keys before sign-on come some at once, then so many a second`() {
    var pace = KeyPace()
    for _ in 0..<PeerLimits.keysAtOnce {
      #expect(pace.wait(at: Self.at(0)) == nil)
      pace.press()
    }
    let interval = UInt64(1000 / PeerLimits.keysPerSecond)
    let again = pace.wait(at: Self.at(0))
    #expect(again == Self.at(interval))
    #expect(pace.wait(at: Self.at(interval - 1)) == again)
    #expect(pace.wait(at: Self.at(interval)) == nil)
    pace.press()
    #expect(pace.wait(at: Self.at(interval)) == Self.at(2 * interval))
    // A long rest earns no more than the first time.
    var count = 0
    while pace.wait(at: Self.at(1_000_000)) == nil, count < 10_000 {
      pace.press()
      count += 1
    }
    #expect(count == PeerLimits.keysAtOnce)
  }
}
