import Crypto
import Keystore
import Names
import PassTicket
import Platform
import RACF
import SAF
import Store
public import Tables
import Time

/// How long tickets take: made one after another in a database of its own.
public enum TicketMeasure {
  /// Times of one kind of key.
  public struct Line: Sendable {
    /// Which kind of key.
    public let kind: String
    /// Sorted, in nanoseconds.
    public let times: [UInt64]
    /// Requests that made no ticket, and why the first of them did not.
    public let failures: Int
    /// Why the first of them did not; blank where none failed.
    public let failure: String

    /// The time that `share` of all tickets do not pass, in microseconds.
    public func microseconds(_ share: Double) -> UInt64 {
      guard !times.isEmpty else { return 0 }
      return times[min(times.count - 1, Int(Double(times.count) * share))] / 1000
    }
  }

  /// Users whose tickets are made in turn: each may have one a second, some of them ahead.
  private static let users = 1000

  /// - `card`: the crypto card; nil for the built-in one.
  /// - `count`: tickets of each kind of key.
  public static func run(card: CardTarget?, count: Int) throws -> [Line] {
    let directory = try Files.temporaryDirectory("turnstile-measure")
    defer { Files.removeTree(directory) }
    let database = try SecurityDatabase.open(
      directory: directory,
      cards: try SiteCards.make(card.map { [$0] } ?? [], site: ".") { _, _, _ in })
    for (label, kind, bytes) in [
      ("MEASURE.DES", KeyToken.Kind.des, 8), ("MEASURE.HMAC", .hmac, 64),
    ] {
      guard let label = KeyLabel(label) else { continue }
      try KeyDataSet(database.manager).store(
        try Random.secret(count: bytes), label: label, kind: kind, at: Clock.wall())
    }
    let deck = """
      RDEFINE PTKTDATA MASKED SSIGNON(KEYMASKED(*))
      RDEFINE PTKTDATA LABEL SSIGNON(KEYLABEL(MEASURE.DES))
      RDEFINE PTKTDATA ENHANCED SSIGNON(EPTKEYLABEL(MEASURE.HMAC) TIMEOUT(600))
      SETROPTS RACLIST(PTKTDATA) REFRESH
      """
    let desk = CommandDesk(database.manager, system: SecurityDatabase.standardSystem)
    for statement in RACFStatement.statements(Array(deck.utf8)) {
      _ = desk.execute(try RACFParser.parse(statement), at: Clock.wall())
    }
    return try ["MASKED", "LABEL", "ENHANCED"].map { try line($0, count, of: database.manager) }
  }

  private static func line(
    _ name: String, _ count: Int, of manager: SecurityManager
  ) throws -> Line {
    var times: [UInt64] = []
    var failures = 0
    var failure = ""
    for number in 0..<count {
      guard let user = UserID("U\(number % users)"), let session = SessionID("MEASURE"),
        let profile = TicketName(name)
      else { continue }
      let request = TicketRequest(user: user, session: session, profile: profile)
      let start = Clock.instant()
      let outcome = manager.issueTicket(request, at: Clock.wall())
      let time = Clock.instant().nanoseconds - start.nanoseconds
      switch outcome {
      case .issued: times.append(time)
      case .failed(let reason):
        failures += 1
        if failure.isEmpty { failure = reason.meaning }
      }
    }
    return Line(kind: name, times: times.sorted(), failures: failures, failure: failure)
  }
}
