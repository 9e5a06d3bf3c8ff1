/// What keys came to that were pressed for some time.
struct MeasuredPhase {
  let latencies: Histogram
  let seconds: Double
  /// Keys that were due and found no terminal free.
  let unsent: Int
  /// Share of one CPU that this program took.
  let ownCPU: Double
  /// The server's processes at the begin and at the end.
  let from: ProcessSample?
  let to: ProcessSample?

  /// Keys a second.
  var perSecond: Double { seconds > 0 ? Double(latencies.count) / seconds : 0 }
  private var cpu: Double? { from.flatMap { from in to.map { $0.cpu - from.cpu } } }
  /// The server's CPU for each key, in microseconds.
  var cpuEach: Double? {
    cpu.flatMap { latencies.count > 0 ? $0 * 1e6 / Double(latencies.count) : nil }
  }
}

extension Duration {
  /// Seconds as a number to calculate with.
  var seconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) / 1e18
  }
}
