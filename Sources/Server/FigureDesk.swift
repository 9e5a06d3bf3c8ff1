import Glibc
import Journal
import Keystore
import Messages
import Metrics
import Names
import Platform
import SAF
import SessionEngine
import Store
import Synchronization
import Time

/// Gathers the figures of a running server from its shards and from what they share.
///
/// A shard that does not answer is told of, and waited for no longer than `patience`.
struct FigureDesk: Sendable {
  let services: Services

  /// How long a shard may take to answer: a hundred times the longest turn that was ever seen.
  private static let patience = Duration.seconds(2)

  /// The figures, not older than a second; waits for shards, so on a thread that may wait.
  func look() -> FigureLook {
    services.looks.last {
      take(ShardReports.ask(services.commons.doors, patience: Self.patience))
    }
  }

  private func take(_ reports: [ShardReport?]) -> FigureLook {
    let log = services.journal.figures
    var metrics = Metrics()
    addServer(&metrics)
    for (index, report) in reports.enumerated() {
      metrics.add(report == nil ? 0 : 1, to: .shardUp, by: String(index))
    }
    Self.add(reports.compactMap(\.self), to: &metrics)
    metrics.add(services.passwords.waiting, to: .queues, by: "passwords")
    metrics.add(services.helpers.waiting, to: .queues, by: "helpers")
    metrics.add(log.waiting, to: .queues, by: "log")
    Self.add(log.counts, to: &metrics)
    for (form, count) in [
      ("log", log.lost.log), ("json", log.lost.json), ("journald", log.lost.journald),
    ] {
      metrics.add(count, to: .linesLost, by: form)
    }
    metrics.add(services.ticketTimes.histogram, to: .ticketTime)
    var facts = Health.Facts()
    facts.shards = reports.map { $0 != nil }
    facts.isStopping =
      log.counts[.server(.stopping)] > 0 || services.commons.drain.withLock { $0 != nil }
    facts.isDraining = services.commons.drain.withLock { $0 != nil }
    facts.hasDatabaseFault = log.counts.isLast(
      .security(.databaseFailed), after: .security(.databaseWorks))
    facts.hasNoDescriptors = services.commons.isOutOfDescriptors.load(ordering: .relaxed)
    facts.hasFaultyTables = log.counts.isLast(.site(.tablesRefused), after: .site(.tablesLoaded))
    facts.recordsLost = log.lost.log
    metrics.add(facts.hasDatabaseFault ? 0 : 1, to: .databaseUp)
    let cards = services.database.manager.keys.cards
    facts.cards = cards.count
    facts.cardsAway = cards.count { !$0.isOnline }
    metrics.add(facts.cards - facts.cardsAway, to: .cards, by: "online")
    metrics.add(facts.cardsAway, to: .cards, by: "away")
    return FigureLook(
      health: Health(facts), text: PrometheusText.render(metrics), taken: Clock.instant())
  }

  /// The process, and what all shards share.
  private func addServer(_ metrics: inout Metrics) {
    metrics.add(1, to: .build, by: Server.version)
    metrics.add(services.looks.started.seconds, to: .started)
    let restarts = services.restarts.counts
    metrics.add(restarts.deaths, to: .restarts, by: "death")
    metrics.add(restarts.upgrades, to: .restarts, by: "upgrade")
    metrics.add(services.restarts.companionDeaths, to: .restarts, by: "tls")
    metrics.add(seconds: Double(restarts.pause) / 1000, to: .lastPause)
    metrics.add(services.commons.homes.withLock { $0.count }, to: .users)
    metrics.add(ProcessHygiene.descriptorLimit, to: .descriptorLimit)
    let process = ProcessFigures()
    metrics.add(process.openDescriptors, to: .openDescriptors)
    metrics.add(process.residentBytes, to: .memory)
    metrics.add(seconds: process.processorSeconds, to: .processorTime)
  }

  private static func add(_ reports: [ShardReport], to metrics: inout Metrics) {
    for stage in TerminalStage.allCases {
      metrics.add(
        reports.reduce(0) { $0 + ($1.stages[stage] ?? 0) }, to: .terminals, by: stage.rawValue)
    }
    var sessions: [ShardReport.SessionKind: Int] = [:]
    for report in reports {
      sessions.merge(report.sessions, uniquingKeysWith: +)
      metrics.add(report.figures.turns, to: .turnTime)
      metrics.add(report.mailbox, to: .queues, by: "mailbox")
      metrics.add(report.lane, to: .queues, by: "lane")
      for (peer, side, now) in [
        ("terminal", report.figures.terminals, report.terminals),
        ("host", report.figures.hosts, report.hosts),
      ] {
        metrics.add(side.bytesIn, to: .bytes, by: peer, "in")
        metrics.add(side.bytesOut, to: .bytes, by: peer, "out")
        metrics.add(side.pauses, to: .pauses, by: peer)
        metrics.add(now.waiting, to: .outputWaiting, by: peer)
        metrics.add(now.resting, to: .resting, by: peer)
      }
    }
    // In order of names: where there are too many, the same are added up each time.
    let order = sessions.sorted {
      ($0.key.application.description, $0.key.state)
        < ($1.key.application.description, $1.key.state)
    }
    for (kind, count) in order {
      metrics.add(count, to: .sessions, by: kind.application.description, kind.state)
    }
  }

  /// What messages tell: each is counted by number, and some by a fact.
  private static func add(_ counts: MessageCounts, to metrics: inout Metrics) {
    for id in MessageID.allCases { metrics.add(counts[id], to: .messages, by: id.number) }
    metrics.add(counts[.user(.signOn)], to: .signOns)
    metrics.add(counts[.site(.tablesLoaded)], to: .reloads, by: "good")
    metrics.add(counts[.site(.tablesRefused)], to: .reloads, by: "bad")
    let byFact: [(MessageID, Metric)] = [
      (.user(.signOnRefused), .signOnsRefused), (.user(.unlockRefused), .unlocksRefused),
      (.terminal(.connectionRefused), .connectionsRefused),
      (.terminal(.refused), .terminalsRefused),
      (.session(.started), .sessionsStarted), (.session(.ended), .sessionsEnded),
      (.security(.ticketIssued), .ticketsMade), (.security(.ticketFailed), .ticketsFailed),
      (.security(.ticketAccepted), .ticketsAccepted),
      (.security(.ticketRefused), .ticketsRefused),
    ]
    for (id, metric) in byFact {
      for (value, count) in counts.values(of: id) { metrics.add(count, to: metric, by: value) }
    }
  }
}

/// The figures of one moment.
struct FigureLook: Sendable {
  let health: Health
  /// Prometheus's text, made once for all who ask.
  let text: String
  let taken: Instant
}

/// The last look at the figures, so that shards are asked once a second however many ask.
final class FigureLooks: Sendable {
  private let latest = Mutex<FigureLook?>(nil)
  /// When the server began.
  let started = Clock.wall()

  /// How long a look is as good as a new one.
  private static let fresh = Duration.seconds(1)

  /// The last look, or a new one; who asks meanwhile waits for it.
  func last(or take: () -> FigureLook) -> FigureLook {
    latest.withLock { latest in
      if let look = latest, look.taken.advanced(by: Self.fresh) > Clock.instant() { return look }
      let look = take()
      latest = look
      return look
    }
  }
}

/// Shards' answers to one question.
private final class ShardReports: Sendable {
  private let answers: Mutex<[ShardReport?]>

  private init(_ count: Int) { answers = Mutex(Array(repeating: nil, count: count)) }

  /// Asks all shards, and waits; nil for one that did not answer in time, or whose mailbox is full.
  static func ask(_ doors: [Commons.Door], patience: Duration) -> [ShardReport?] {
    let reports = ShardReports(doors.count)
    let asked = doors.indices.filter { index in
      doors[index].mailbox.send(
        .operation(
          .figures { report in reports.answers.withLock { $0[index] = report } }))
    }
    let end = Clock.instant().advanced(by: patience)
    while true {
      let answers = reports.answers.withLock { $0 }
      let isDone = asked.allSatisfy { answers[$0] != nil }
      if isDone || Clock.instant() >= end { return answers }
      usleep(500)
    }
  }
}
