import DataStream
import Platform
import Time

/// The three measurements.
extension LoadEngine {
  /// Opens all terminals and holds them.
  mutating func idle(hold: Duration) -> Report {
    let before = ProcessSample.sum(plan.processes)
    let start = now
    openAll()
    let opened = ProcessSample.sum(plan.processes)
    let openTime = start.duration(to: now).seconds
    let connected = idle.count
    let held = now
    let end = now.advanced(by: hold)
    while now < end { turn(until: end) }
    let after = ProcessSample.sum(plan.processes)
    var report = Report(mode: "idle", plan: plan, engine: self)
    report.connected = connected
    report.connectionRate = openTime > 0 ? Double(connected) / openTime : 0
    report.seconds = held.duration(to: now).seconds
    report.setServer(before: before, from: opened, to: after, operations: 0)
    return report
  }

  /// Repeats a key on all terminals.
  mutating func loop(
    _ key: AID, rate: Double?, warmup: Duration, duration: Duration
  ) -> Report {
    let before = ProcessSample.sum(plan.processes)
    openAll()
    let connected = idle.count
    let phase = measure(key, rate: rate, warmup: warmup, duration: duration)
    var report = Report(mode: "loop", plan: plan, engine: self)
    report.connected = connected
    report.seconds = phase.seconds
    report.transactions = phase.latencies
    report.rate = rate
    report.unsent = phase.unsent
    report.ownCPU = phase.ownCPU
    report.setServer(
      before: before, from: phase.from, to: phase.to, operations: phase.latencies.count)
    return report
  }

  /// What keys came to that were pressed for some time.
  struct Phase {
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

  /// Presses a key at all terminals: at a rate, or as fast as the answers come.
  mutating func measure(
    _ key: AID, rate: Double?, warmup: Duration, duration: Duration
  ) -> Phase {
    now = Clock.instant()
    backlog = []
    backlogStart = 0
    mode = rate == nil ? .closedLoop(key) : .openLoop(key)
    drive(key, rate, for: warmup)
    latencies = Histogram()
    let own = ProcessSample.own()
    let from = ProcessSample.sum(plan.processes)
    let start = now
    drive(key, rate, for: duration)
    let seconds = start.duration(to: now).seconds
    return Phase(
      latencies: latencies, seconds: seconds, unsent: backlog.count - backlogStart,
      ownCPU: own.share(to: ProcessSample.own(), seconds: seconds), from: from,
      to: ProcessSample.sum(plan.processes))
  }

  /// Leaves the terminals alone; the server's share of one CPU, nil where it is not known.
  mutating func rest(_ hold: Duration) -> Double? {
    now = Clock.instant()
    let (start, end) = (now, now.advanced(by: hold))
    let from = ProcessSample.sum(plan.processes)
    while now < end { turn(until: end) }
    let seconds = start.duration(to: now).seconds
    guard let from, let to = ProcessSample.sum(plan.processes), seconds > 0 else { return nil }
    return (to.cpu - from.cpu) / seconds
  }

  /// Connects and closes in every slot.
  mutating func churn(duration: Duration) -> Report {
    let from = ProcessSample.sum(plan.processes)
    let own = ProcessSample.own()
    mode = .again
    let start = now
    let end = now.advanced(by: duration)
    while now < end { turn(until: end) }
    let seconds = start.duration(to: now).seconds
    let to = ProcessSample.sum(plan.processes)
    isOpening = false
    var report = Report(mode: "churn", plan: plan, engine: self)
    report.connected = Int(setUps.count)
    report.connectionRate = Double(setUps.count) / seconds
    report.seconds = seconds
    report.ownCPU = own.share(to: ProcessSample.own(), seconds: seconds)
    report.setServer(before: from, from: from, to: to, operations: setUps.count)
    return report
  }

  private mutating func drive(_ key: AID, _ rate: Double?, for duration: Duration) {
    let start = now
    let end = now.advanced(by: duration)
    guard let rate else {
      let waiting = idle
      idle = []
      for index in waiting { press(key, index, due: now) }
      while now < end { turn(until: end) }
      return
    }
    var number = 0.0
    while now < end {
      var due = start.advanced(by: .nanoseconds(Int64(number / rate * 1e9)))
      while due <= now, due < end {
        dispatch(key, due)
        number += 1
        due = start.advanced(by: .nanoseconds(Int64(number / rate * 1e9)))
      }
      turn(until: min(due, end))
    }
  }

  private mutating func dispatch(_ key: AID, _ due: Instant) {
    if backlogStart > 4096, backlogStart * 2 > backlog.count {
      backlog.removeFirst(backlogStart)
      backlogStart = 0
    }
    if backlogStart == backlog.count, let index = idle.popLast() {
      press(key, index, due: due)
    } else {
      backlog.append(due)
    }
  }
}

extension Duration {
  /// Seconds as a number to calculate with.
  var seconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) / 1e18
  }
}
