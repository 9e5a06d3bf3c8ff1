import Names
import Testing
import Time

@testable import Server

@Suite struct SourcePenaltiesTests {
  private static func at(_ seconds: Int) -> Instant {
    Instant(nanoseconds: 1_000_000_000_000 + UInt64(seconds) * 1_000_000_000)
  }

  private static let source = PeerAddress("192.0.2.1")

  @Test func `a wrong or two cost nothing, a row of them keeps the source out, and time heals`() {
    var penalties = SourcePenalties()
    penalties.add(.violation, Self.source, at: Self.at(0))
    let first = penalties.rest(Self.source, at: Self.at(0))
    for _ in 0..<9 { penalties.add(.violation, Self.source, at: Self.at(0)) }
    let tenth = penalties.rest(Self.source, at: Self.at(0))
    let other = penalties.rest(PeerAddress("192.0.2.2"), at: Self.at(0))
    let later = penalties.rest(Self.source, at: Self.at(51))
    #expect(first == nil)
    #expect(tenth == .seconds(50) - PeerLimits.freePenalty)
    #expect(other == nil)
    #expect(later == nil)
  }

  @Test func `no source is kept out for longer than the longest time`() {
    var penalties = SourcePenalties()
    for _ in 0..<100_000 { penalties.add(.violation, Self.source, at: Self.at(0)) }
    let rest = penalties.rest(Self.source, at: Self.at(0))
    #expect(rest == PeerLimits.longestPenalty - PeerLimits.freePenalty)
  }

  @Test func `the table has an end, and the worst stay in it`() {
    var penalties = SourcePenalties()
    for _ in 0..<20 { penalties.add(.violation, Self.source, at: Self.at(0)) }
    for number in 0..<(3 * PeerLimits.penalties) {
      penalties.add(
        .short, PeerAddress("10.\(number >> 16).\(number >> 8 & 255).\(number & 255)"),
        at: Self.at(0))
    }
    let worst = penalties.rest(Self.source, at: Self.at(0))
    #expect(worst != nil)
    let size = Mirror(reflecting: penalties).children.first.map {
      Mirror(reflecting: $0.value).children.count
    }
    #expect((size ?? .max) <= PeerLimits.penalties)
  }
}
