import Testing

@testable import Metrics

@Suite struct HistogramTests {
  @Test func `a value is in the first bucket that holds it`() {
    var histogram = Histogram(bounds: [10, 20])
    for value: UInt64 in [0, 10, 11, 20, 21, .max / 2] { histogram.count(value) }
    #expect(histogram.counts == [2, 2, 2])
    #expect(histogram.total == 6)
  }

  @Test func `a share is told by its bucket's bound`() {
    var histogram = Histogram(bounds: [1_000_000, 2_000_000])
    #expect(histogram.quantile(0.5) == nil)
    for _ in 0..<99 { histogram.count(500_000) }
    histogram.count(1_500_000)
    #expect(histogram.quantile(0.5) == 0.001)
    #expect(histogram.quantile(0.99) == 0.001)
    #expect(histogram.quantile(1) == 0.002)
    histogram.count(9_000_000_000)
    #expect(histogram.quantile(1) == .infinity)
  }

  @Test func `what several counted is added, and never traps`() {
    var one = Histogram.turns
    var other = Histogram.turns
    one.count(.max)
    other.count(.max)
    other.count(60_000)
    one.add(other)
    #expect(one.total == 3)
    #expect(Histogram.turns.bounds == Histogram.turns.bounds.sorted())
    #expect(Histogram.tickets.bounds == Histogram.tickets.bounds.sorted())
  }
}
