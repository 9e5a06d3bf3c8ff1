import SAF

/// The table of what operators have said that stays so: a row for each line of news and each name held.
enum StandingTable {
  /// Made where it is missing, whatever the tables' version, as `LetterTable`'s.
  static let create = """
    CREATE TABLE IF NOT EXISTS standing (
      kind TEXT NOT NULL, name TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (kind, name)
    ) STRICT;
    """

  private static let news = "NEWS"

  static func read(_ sqlite: SQLite) throws(StoreError) -> StandingOrders {
    var standing = StandingOrders()
    for row in try sqlite.run("SELECT kind, name, text FROM standing ORDER BY kind, name").rows {
      guard let kind = row[0].text, let name = row[1].text, let text = row[2].text else { continue }
      if kind == news {
        standing.say(text, line: Int(name) ?? -1)
      } else if let keeping = StandingOrders.Keeping(rawValue: kind) {
        _ = standing.hold(name, StandingOrders.Hold(keeping, text))
      }
    }
    return standing
  }

  static func write(_ standing: StandingOrders, to sqlite: SQLite) throws(StoreError) {
    try sqlite.transaction { () throws(StoreError) in
      try sqlite.run("DELETE FROM standing")
      for (line, text) in standing.news.enumerated() {
        try insert(news, "\(line)", text: text, into: sqlite)
      }
      for (name, hold) in standing.holds {
        try insert(hold.keeping.rawValue, name, text: hold.reason, into: sqlite)
      }
    }
  }

  private static func insert(
    _ kind: String, _ name: String, text: String, into sqlite: SQLite
  ) throws(StoreError) {
    try sqlite.run(
      "INSERT INTO standing (kind, name, text) VALUES (?1, ?2, ?3)", .text(kind), .text(name),
      .text(text))
  }
}
