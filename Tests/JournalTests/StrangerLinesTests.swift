import Messages
import Names
import Testing
import Time

@testable import Journal

@Suite struct StrangerLinesTests {
  static func at(_ seconds: Double) -> Instant {
    Instant(nanoseconds: 1_000_000_000_000 + UInt64(seconds * 1_000_000_000))
  }

  static func refused(_ address: String, _ reason: String = "32 are the limit") -> MessageCause {
    Message.terminal.connectionRefused(address: address, reason: reason).cause
  }

  @Test func `of a flood from one address one line is written, then a count in every window`() {
    var lines = StrangerLines()
    let taken = (0..<1000).map {
      lines.takes(Self.refused("192.0.2.1"), at: Self.at(Double($0) / 100))
    }
    #expect(taken.filter { $0 }.count == 1)
    #expect(taken[0])
    #expect(lines.summaries(at: Self.at(14)) == [])
    let first = lines.summaries(at: Self.at(15))
    #expect(first == [.server.linesLeftOut(address: "192.0.2.1", count: 999, seconds: 15)])
    // It goes on, and is still one line.
    let more = (0..<500).map { _ in lines.takes(Self.refused("192.0.2.1"), at: Self.at(20)) }
    #expect(!more.contains(true))
    let second = lines.summaries(at: Self.at(30))
    #expect(second == [.server.linesLeftOut(address: "192.0.2.1", count: 500, seconds: 15)])
    // After a window of quiet the next line is a first one again.
    #expect(lines.summaries(at: Self.at(45)) == [])
    let again = lines.takes(Self.refused("192.0.2.1"), at: Self.at(46))
    #expect(again)
  }

  @Test func `other kinds of lines and other addresses are written, numbers make no other kind`() {
    var lines = StrangerLines()
    let causes = [
      Self.refused("192.0.2.1", "32 are the limit"), Self.refused("192.0.2.1", "33 are the limit"),
      Self.refused("192.0.2.1", "another reason"), Self.refused("192.0.2.2", "32 are the limit"),
      Message.terminal.refused(address: "192.0.2.1", reason: "32 are the limit").cause,
    ]
    let taken = causes.map { lines.takes($0, at: Self.at(0)) }
    #expect(taken == [true, false, true, true, true])
    let kinds = (0..<100).map { number in
      lines.takes(
        Self.refused("192.0.2.3", String(repeating: "a", count: number)), at: Self.at(1))
    }
    #expect(kinds.filter { $0 }.count == PeerLimits.logKinds)
  }

  @Test
  func `many addresses, and terminals that come and go, have a limit a minute, and its count`() {
    var lines = StrangerLines()
    var written = 0
    for number in 0..<100_000
    where lines.takes(Self.refused("192.0.\(number / 256).\(number % 256)"), at: Self.at(1)) {
      written += 1
    }
    #expect(written == PeerLimits.logSources)
    for _ in 0..<5000 where lines.takes(.passerBy, at: Self.at(2)) { written += 1 }
    #expect(written == PeerLimits.logLines)
    // Who signed on is never left out.
    let known = (0..<5000).map { _ in lines.takes(.known, at: Self.at(3)) }
    #expect(!known.contains(false))
    var told = 0
    for second in 0...120 {
      for summary in lines.summaries(at: Self.at(Double(second))) {
        told += Int(summary.lines[0].prefix { $0.isNumber }) ?? 0
      }
    }
    #expect(told == 105_000 - written)
    let next = lines.takes(.passerBy, at: Self.at(130))
    #expect(next)
  }

  @Test func `of many addresses that go on the busiest are named, the others are one count`() {
    var lines = StrangerLines()
    for round in 0..<2 {
      for number in 0..<50 {
        for _ in 0...number {
          _ = lines.takes(Self.refused("10.0.0.\(number)"), at: Self.at(Double(round)))
        }
      }
    }
    let told = lines.summaries(at: Self.at(20))
    #expect(told.count == PeerLimits.logSummaries)
    #expect(told.first == .server.linesLeftOut(address: "10.0.0.49", count: 99, seconds: 15))
    let rest = lines.summaries(at: Self.at(61)).last
    #expect(
      rest
        == .server.linesLeftOut(
          address: nil, count: (0..<30).map { 2 * ($0 + 1) - 1 }.reduce(0, +), seconds: 60))
  }

  @Test func `what was left out is said when the log ends`() {
    var lines = StrangerLines()
    for _ in 0..<3 { _ = lines.takes(Self.refused("::1"), at: Self.at(0)) }
    let last = lines.last(at: Self.at(1))
    #expect(last == [.server.linesLeftOut(address: "::1", count: 2, seconds: 15)])
  }
}

@Suite struct RotationTests {
  private static let now = WallTime(seconds: 1_700_000_000)

  private static func file(daysAgo: Int, size: Int, number: Int = 0) -> Rotation.Old {
    let date = CivilDate(WallTime(seconds: now.seconds - Int64(daysAgo) * 86_400))
    return Rotation.Old(
      name: Rotation.name(date, number: number, suffix: ".log") + ".gz", size: size)
  }

  @Test func `many files of a flood do not push out what is younger than the days that are kept`() {
    let rotation = Rotation(days: 30, kept: 5)
    let evidence = Self.file(daysAgo: 29, size: 100)
    let flood = (0..<200).map { Self.file(daysAgo: 0, size: 1 << 20, number: $0) }
    let old = Self.file(daysAgo: 40, size: 100)
    #expect(
      rotation.expired([old, evidence] + flood, now: Self.now, offsetSeconds: 0) == [old.name])
  }

  @Test func `a quiet site keeps so many files whatever their age`() {
    let files = (1...10).map { Self.file(daysAgo: $0 * 50, size: 100) }
    let gone = Rotation(days: 30, kept: 4).expired(files, now: Self.now, offsetSeconds: 0)
    #expect(gone == files[4...].map(\.name))
  }

  @Test func `all files together have a size`() {
    let files = (0..<10).map { Self.file(daysAgo: $0, size: 100) }
    let gone = Rotation(days: 30, kept: 30, total: 450).expired(
      files, now: Self.now, offsetSeconds: 0)
    #expect(gone == files[4...].map(\.name))
  }
}
