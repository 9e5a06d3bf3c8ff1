import Glibc
import Platform
import Synchronization
import TLS
import Time

/// The hours of `turnstile-load day`.
struct DayRun {
  private let mode: DayMode

  /// Times that the house is looked at until it is empty, a tenth of a second apart.
  private static let leaving = 600
  /// Tables are reloaded so often in an hour.
  private static let reloads = 3

  init(_ mode: DayMode) { self.mode = mode }

  /// Lets a day pass; `told` hears of each hour when it is over.
  func measure(_ told: (DayReport.Hour) -> Void) throws -> DayReport {
    let (host, hostAddress) = try OwnPrograms.startHost()
    defer { host.end() }
    let site = try MeasuredSite(
      panelsOf: mode.own.site, host: hostAddress, sessions: 1, users: mode.users)
    defer { site.remove() }
    _ = try site.addCertificate()
    let server = try MeasuredServer(
      mode.own.program, site, arguments: ["--listen-tls", "127.0.0.1:0"], ports: 2,
      patience: OwnPrograms.patience(hashing: mode.users))
    defer { server.end() }
    let context = try TLSContext(authorities: .anyone)
    let share = mode.users / mode.inFlight
    let visitors = (0..<mode.inFlight).map {
      DayVisitor(
        users: ($0 * share + 1)...(($0 + 1) * share), server.addresses, tls: context,
        dice: LoadDice(mode.seed &+ UInt64($0)))
    }
    var report = DayReport()
    for number in 0..<DayReport.hours {
      var hour = try self.hour(number, visitors, at: server, with: site, into: &report)
      try emptied(server, &report)
      hour.processes = samples(server)
      report.hours.append(hour)
      told(hour)
    }
    report.told = server.restarts()?.deaths ?? 0
    for visitor in visitors { report.failures.merge(visitor.failures, uniquingKeysWith: +) }
    return report
  }

  /// Everybody comes and goes until the hour is over.
  private func hour(
    _ number: Int, _ visitors: [DayVisitor], at server: MeasuredServer, with site: MeasuredSite,
    into report: inout DayReport
  ) throws -> DayReport.Hour {
    let length = mode.minutes * 60 / Double(DayReport.hours)
    let start = Clock.instant()
    let end = start.advanced(by: .seconds(length))
    let left = Atomic(visitors.count)
    for visitor in visitors {
      try Threads.start {
        visitor.work(until: end)
        left.wrappingSubtract(1, ordering: .releasing)
      }
    }
    var reloads = 0
    var isKilled = number >= DayReport.noon
    while left.load(ordering: .acquiring) > 0 {
      BlockingWire.pause(20)
      let share = start.duration(to: Clock.instant()).seconds / length
      if share > Double(reloads + 1) / Double(Self.reloads + 1), reloads < Self.reloads {
        reloads += 1
        try site.describe("Hour \(number), table \(reloads)")
      }
      if !isKilled, share > 0.5, let worker = server.worker {
        isKilled = true
        Glibc.kill(worker, SIGKILL)
        report.kills += 1
      }
      _ = server.said()
    }
    var hour = DayReport.Hour(number: number)
    for visitor in visitors {
      let done = visitor.takeCounts()
      hour.visits += done.visits
      hour.signOns += done.signOns
    }
    return hour
  }

  /// Waits until nobody and nothing is left.
  private func emptied(_ server: MeasuredServer, _ report: inout DayReport) throws {
    for _ in 0..<Self.leaving {
      if server.status().hasPrefix("terminals 0\nsigned on 0\nsessions 0\n") { return }
      BlockingWire.pause(100)
    }
    report.failures["the house was not empty at an hour's end", default: 0] += 1
  }

  private func samples(_ server: MeasuredServer) -> [(name: String, sample: ProcessSample)] {
    let parts = [("worker", server.worker), ("TLS end", server.tlsEnd)]
    return ([("keeper", server.process)] + parts).compactMap { name, process in
      process.flatMap { ProcessSample($0) }.map { (name, $0) }
    }
  }
}
