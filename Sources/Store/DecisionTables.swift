import Names
import SAF

/// The tables of decisions: seconds of tickets, used tickets, wrong values, and the times that were seen.
enum DecisionTables {
  /// What earlier runs decided.
  static func load(
    _ sqlite: SQLite
  ) throws(StoreError) -> (ledger: DecisionLedger, promised: PromisedSeconds) {
    let ranges = try sqlite.run("SELECT low, high FROM slots ORDER BY low").rows.compactMap {
      (row) -> ClosedRange<Int64>? in
      guard let low = row[0].integer, let high = row[1].integer, low <= high else { return nil }
      return low...high
    }
    let before = SecondSet(ranges, limit: TicketSlots.ranges)
    var ledger = DecisionLedger(
      before: before, latest: try sqlite.fact("slot clock") ?? 0,
      timeMark: try sqlite.fact("time mark") ?? 0, purgeMark: try sqlite.fact("purge mark") ?? 0)
    let prefix = "by "
    for row in try sqlite.run("SELECT name, count, until FROM guesses").rows {
      guard let name = row[0].text, name.hasPrefix(prefix), let count = row[1].integer,
        let last = row[2].integer
      else { continue }
      ledger.restore(
        String(name.dropFirst(prefix.count)),
        GuessLimiter.Entry(count: Int(clamping: count), last: last))
    }
    for count in try wrongPasswords(sqlite) { ledger.restore(count) }
    return (ledger, PromisedSeconds(before))
  }

  // Rows of `guesses` are told apart by the word before the name: `by` who has values evaluated, `from` a
  // source of wrong passwords, `for` a name that they were tried with, `out` a source that is kept out.

  private static func wrongPasswords(_ sqlite: SQLite) throws(StoreError) -> [FailureCount] {
    try sqlite.run(
      "SELECT name, count, until FROM guesses WHERE name LIKE 'from %' OR name LIKE 'for %'"
    ).rows.compactMap { row in
      guard let name = row[0].text, let count = row[1].integer, let last = row[2].integer else {
        return nil
      }
      let owner: FailureCount.Owner?
      if name.hasPrefix("from ") {
        owner = .source(PeerAddress(String(name.dropFirst(5))))
      } else {
        owner = UserID(String(name.dropFirst(4))).map { .name($0) }
      }
      return owner.map { FailureCount(of: $0, count: Int(clamping: count), last: last) }
    }
  }

  /// Writes wrong passwords of a source and for a name, in one write to the disk; what has faded goes.
  static func write(_ counts: [FailureCount], now: Int64, to sqlite: SQLite) throws(StoreError) {
    try sqlite.transaction { () throws(StoreError) in
      for count in counts {
        let name =
          switch count.owner {
          case .source(let source): "from \(source)"
          case .name(let name): "for \(name)"
          }
        try sqlite.run(
          "INSERT OR REPLACE INTO guesses VALUES (?1, ?2, ?3)", .text(name),
          .integer(Int64(count.count)), .integer(count.last))
      }
      try sqlite.run(
        """
        DELETE FROM guesses WHERE (name LIKE 'from %' OR name LIKE 'for %')
          AND until + count * ?1 <= ?2
        """, .integer(PeerLimits.failureMemory), .integer(now))
    }
  }

  /// What was tried with a name counts no more: somebody signed on with it.
  static func signedOn(_ name: UserID, _ sqlite: SQLite) throws(StoreError) {
    try sqlite.run("DELETE FROM guesses WHERE name = ?1", .text("for \(name)"))
  }

  /// Forgets what a source did, or what was tried with a name; how many rows that were.
  static func forgive(_ owner: FailureCount.Owner, _ sqlite: SQLite) throws(StoreError) -> Int {
    try sqlite.transaction { () throws(StoreError) in
      switch owner {
      case .source(let source):
        return try sqlite.run(
          "DELETE FROM guesses WHERE name IN (?1, ?2)", .text("from \(source)"),
          .text("out \(source)")
        ).changes
      case .name(let name):
        let user = SQLite.Value.text(name.description)
        return try sqlite.run("DELETE FROM guesses WHERE name = ?1", .text("for \(name)")).changes
          + sqlite.run("UPDATE users SET failures = 0 WHERE id = ?1 AND failures > 0", user).changes
      }
    }
  }

  /// Writes which sources are kept out; those whose time is over go.
  static func write(_ sources: [KeptOut], now: Int64, to sqlite: SQLite) throws(StoreError) {
    try sqlite.transaction { () throws(StoreError) in
      for source in sources {
        try sqlite.run(
          "INSERT OR REPLACE INTO guesses VALUES (?1, 1, ?2)", .text("out \(source.source)"),
          .integer(source.until))
      }
      try sqlite.run(
        "DELETE FROM guesses WHERE name LIKE 'out %' AND until <= ?1", .integer(now))
    }
  }

  /// Sources that are kept out.
  static func keptOut(_ sqlite: SQLite) throws(StoreError) -> [KeptOut] {
    try sqlite.run("SELECT name, until FROM guesses WHERE name LIKE 'out %'").rows.compactMap {
      guard let name = $0[0].text, let until = $0[1].integer else { return nil }
      return KeptOut(PeerAddress(String(name.dropFirst(4))), until: until)
    }
  }

  /// Writes the seconds that may be given away.
  ///
  /// `latest`: the latest time at which one was given.
  static func write(
    _ promised: PromisedSeconds, latest: Int64, to sqlite: SQLite
  ) throws(StoreError) {
    try sqlite.transaction { () throws(StoreError) in
      try sqlite.run("DELETE FROM slots")
      for range in promised.seconds.ranges {
        try sqlite.run(
          "INSERT INTO slots VALUES (?1, ?2)", .integer(range.lowerBound),
          .integer(range.upperBound))
      }
      try sqlite.keep(latest, as: "slot clock")
    }
  }

  /// Writes what is left after the clock was taken as right.
  static func write(
    _ ledger: DecisionLedger, _ promised: PromisedSeconds, now: Int64, to sqlite: SQLite
  ) throws(StoreError) {
    try sqlite.transaction { () throws(StoreError) in
      try sqlite.keep(ledger.timeMark, as: "time mark")
      try sqlite.keep(ledger.purgeMark, as: "purge mark")
      try write(promised, latest: max(now, ledger.slots.latest), to: sqlite)
    }
  }

  /// Writes a ticket down as used: true for the first time, false for a replay. Marks, purge and record
  /// are one transaction: one write to the disk.
  static func redeem(
    _ digest: [UInt8], expires: Int64, timeMark: Int64, purgeMark: Int64, in sqlite: SQLite
  ) throws(StoreError) -> Bool {
    try sqlite.transaction { () throws(StoreError) in
      try sqlite.run("DELETE FROM replay WHERE expires < ?1", .integer(purgeMark))
      try sqlite.keep(timeMark, as: "time mark")
      try sqlite.keep(purgeMark, as: "purge mark")
      return try sqlite.run(
        "INSERT OR IGNORE INTO replay VALUES (?1, ?2)", .blob(digest), .integer(expires)
      ).changes == 1
    }
  }

  /// Writes how many wrong values a source gave.
  static func write(
    _ entry: GuessLimiter.Entry, of source: UserID, to sqlite: SQLite
  ) throws(StoreError) {
    try sqlite.run(
      "INSERT OR REPLACE INTO guesses VALUES (?1, ?2, ?3)", .text("by \(source)"),
      .integer(Int64(entry.count)), .integer(entry.last))
  }
}

/// Numbers that are kept by name.
extension SQLite {
  func fact(_ name: String) throws(StoreError) -> Int64? {
    try run("SELECT value FROM facts WHERE name = ?1", .text(name)).rows.first?.first?.integer
  }

  func keep(_ value: Int64, as name: String) throws(StoreError) {
    try run(
      "INSERT INTO facts VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2", .text(name),
      .integer(value))
  }
}
