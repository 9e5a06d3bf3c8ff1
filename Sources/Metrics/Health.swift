import Bytes

/// Whether a server can serve, and what is not as it should be: `GET /health`.
public struct Health: Hashable, Sendable {
  /// What health is told from.
  public struct Facts: Hashable, Sendable {
    /// Whether each shard answered in time.
    public var shards: [Bool] = []
    /// Whether the server was told to stop.
    public var isStopping = false
    /// Whether the server drains: nobody signs on any more.
    public var isDraining = false
    /// Whether the security database cannot be written.
    public var hasDatabaseFault = false
    /// Whether new connections wait, since there are no descriptors.
    public var hasNoDescriptors = false
    /// Crypto cards that are away, and how many there are.
    public var cardsAway = 0
    /// All crypto cards.
    public var cards = 0
    /// Whether the definition files that were read last have faults.
    public var hasFaultyTables = false
    /// Log records that were lost since the start.
    public var recordsLost = 0

    /// A server that is well.
    public init() {}
  }

  /// How it is.
  public enum Level: String, Sendable {
    case ok
    /// It serves; somebody should look.
    case degraded
    /// Users cannot work, or soon will not.
    case failing
  }

  /// How it is.
  public let level: Level
  /// What is not as it should be, the worst first.
  public let reasons: [String]

  /// Judges facts.
  public init(_ facts: Facts) {
    var failing: [String] = []
    var degraded: [String] = []
    for (shard, isUp) in facts.shards.enumerated() where !isUp {
      failing.append("shard \(shard) does not answer")
    }
    if facts.isStopping { failing.append("the server stops") }
    if facts.isDraining { failing.append("the server drains: nobody signs on any more") }
    if facts.hasDatabaseFault {
      failing.append("the security database cannot be written: nobody signs on")
    }
    if facts.hasNoDescriptors {
      failing.append("no descriptors are left: new connections wait")
    }
    if facts.cardsAway > 0 {
      degraded.append("\(facts.cardsAway) of \(facts.cards) crypto cards are away")
    }
    if facts.hasFaultyTables {
      degraded.append("definition files have faults: the former tables are in force")
    }
    if facts.recordsLost > 0 { degraded.append("\(facts.recordsLost) log records were lost") }
    level = failing.isEmpty ? (degraded.isEmpty ? .ok : .degraded) : .failing
    reasons = failing + degraded
  }

  /// The status of an HTTP answer: 503 where users cannot work.
  public var status: ScrapeStatus { level == .failing ? .unavailable : .ok }

  /// `{"status": "ok", "reasons": []}`.
  public var json: String {
    "{\"status\": \(JSONText.quoted(level.rawValue)), \"reasons\": ["
      + reasons.map { JSONText.quoted($0) }.joined(separator: ", ") + "]}\n"
  }
}
