import Testing

@testable import Metrics

@Suite struct TopScreenTests {
  private let time = "2026-11-26 14:05:09"

  @Test func `the screen fits, and has the busiest application first`() {
    var metrics = MetricsTests.figures(sessions: 4000)
    for index in 0..<100 { metrics.add(index, to: .sessions, by: "APP\(index)", "active") }
    let lines = TopScreen(metrics, former: nil, elapsed: 0).lines(time: time, seconds: 100_000)
    #expect(lines.count == 24)
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(lines[0].hasPrefix("Turnstile 0.1.0  up 1 d 03:30:00"))
    #expect(lines[0].hasSuffix(time))
    let head = lines.firstIndex { $0.hasPrefix("APPLICATION") } ?? 0
    #expect(lines[head + 1].hasPrefix("TSOB") && lines[head + 1].contains(" 4,000 "))
    #expect(lines[head + 2].hasPrefix("APP99"))
    #expect(lines.contains { $0.contains("1 of 2 answer") })
    #expect(lines.contains { $0.hasPrefix("Terminals") && $0.contains("2,912") })
  }

  @Test func `what happens is told by the second`() {
    let former = MetricsTests.figures(ended: 2)
    let now = MetricsTests.figures(ended: 12)
    let lines = TopScreen(now, former: former, elapsed: 4).lines(time: time, seconds: 2000)
    #expect(lines.contains { $0.contains("ended 2.5/s") })
    // A server that began anew counts from nothing: that is no speed below none.
    let back = TopScreen(former, former: now, elapsed: 4).lines(time: time, seconds: 2000)
    #expect(back.contains { $0.contains("ended 0/s") })
  }

  @Test func `a server that tells nothing, or a small screen, is shown all the same`() {
    let empty = TopScreen(Metrics(), former: Metrics(), elapsed: 1)
    #expect(empty.lines(time: time, seconds: 0).count > 10)
    #expect(empty.lines(time: time, seconds: -5, rows: 3).count == 3)
    #expect(empty.lines(time: time, seconds: 0, rows: -1).count == 1)
    let narrow = TopScreen(MetricsTests.figures(), former: nil, elapsed: 0, width: 1)
    #expect(narrow.lines(time: time, seconds: 0).allSatisfy { $0.count <= 40 })
  }

  @Test(arguments: [
    (0.0, "0", "0 B", "0 us"), (0.04, "0.0", "0 B", "40 ms"), (9.94, "9.9", "10 B", "9.9 s"),
    (1234567, "1,234,567", "1.2 MiB", "1234567.0 s"), (1e40, "?", "?", "?"),
  ])
  func `numbers are short`(_ value: Double, _ rate: String, _ size: String, _ time: String) {
    #expect(TopScreen.rate(value) == rate)
    #expect(TopScreen.size(value).hasPrefix(size))
    #expect(TopScreen.time(value).hasPrefix(time))
  }
}
