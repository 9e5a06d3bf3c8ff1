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
    return (ledger, PromisedSeconds(before))
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
