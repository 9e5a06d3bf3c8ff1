import Names
import SAF
import Testing
import Time

@testable import Server

@Suite struct SourcePenaltiesTests {
  private static func at(_ seconds: Int) -> Instant {
    Instant(nanoseconds: 1_000_000_000_000 + UInt64(seconds) * 1_000_000_000)
  }

  private static let source = PeerAddress("192.0.2.1")

  @Test func `a source that is forgiven is let in, and begins anew`() {
    var penalties = SourcePenalties()
    for _ in 0..<10 { penalties.add(.violation, Self.source, at: Self.at(0)) }
    let told = penalties.all(at: Self.at(0)).map(\.source)
    let (first, second) = (
      penalties.forgive(Self.source, at: Self.at(0)), penalties.forgive(Self.source, at: Self.at(0))
    )
    #expect(told == [Self.source] && first && !second)
    #expect(penalties.rest(Self.source, at: Self.at(0)) == nil)
    #expect(penalties.all(at: Self.at(0)).isEmpty)
    // Nobody writes down that it is kept out.
    #expect(
      penalties.takeUnwritten(at: Moment(instant: Self.at(0), wall: WallTime(seconds: 0))) == [])
    penalties.add(.violation, Self.source, at: Self.at(0))
    #expect(penalties.rest(Self.source, at: Self.at(0)) == nil)
  }

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

  @Test func `who is kept out is told once to be written down, and is kept out by the next run`() {
    func moment(_ seconds: Int, wall: Int64) -> Moment {
      Moment(instant: Self.at(seconds), wall: WallTime(seconds: wall))
    }
    var penalties = SourcePenalties()
    penalties.add(.violation, Self.source, at: Self.at(0))
    #expect(penalties.takeUnwritten(at: moment(0, wall: 5000)) == [])
    for _ in 0..<9 { penalties.add(.violation, Self.source, at: Self.at(0)) }
    let written = penalties.takeUnwritten(at: moment(10, wall: 5010))
    #expect(written == [KeptOut(Self.source, until: 5050)])
    #expect(penalties.takeUnwritten(at: moment(10, wall: 5010)) == [])
    // Another process: its clocks say something else.
    var next = SourcePenalties()
    next.resume(written, at: moment(70, wall: 5020))
    #expect(next.rest(Self.source, at: Self.at(70)) == .seconds(30) - PeerLimits.freePenalty)
    var over = SourcePenalties()
    over.resume(written, at: moment(70, wall: 5050))
    #expect(over.rest(Self.source, at: Self.at(70)) == nil)
    var back = SourcePenalties()
    back.resume(written, at: moment(70, wall: -100_000))
    #expect(
      back.rest(Self.source, at: Self.at(70))
        == PeerLimits.longestPenalty - PeerLimits.freePenalty)
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
