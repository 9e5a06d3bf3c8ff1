import SAF
import Time

/// The audit in the database: rows are added, and the oldest go; none is ever changed.
enum AuditTable {
  static let create = """
    CREATE TABLE IF NOT EXISTS audit (
      number INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL, name TEXT NOT NULL,
      origin TEXT NOT NULL, kind TEXT NOT NULL, refusal INTEGER NOT NULL, object TEXT NOT NULL,
      detail TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS audit_refusal ON audit (refusal, number);
    CREATE TRIGGER IF NOT EXISTS audit_stays BEFORE UPDATE ON audit
      BEGIN SELECT RAISE(ABORT, 'the audit is not changed'); END;
    """

  /// Adds entries, within the transaction of what they tell. Now and then what is beyond the limits goes.
  static func append(_ entries: [AuditEntry], to sqlite: SQLite) throws(StoreError) {
    var isDue = false
    for entry in entries {
      let number = try sqlite.run(
        """
        INSERT INTO audit (time, name, origin, kind, refusal, object, detail)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING number
        """,
        .integer(entry.time.seconds), .text(entry.author.name), .text(entry.author.origin),
        .text(entry.kind.rawValue), .integer(entry.kind.quota.rawValue), .text(entry.object),
        .text(entry.detail)
      ).rows.first?.first?.integer
      isDue = isDue || number.map { $0 % AuditLimits.pruning == 0 } ?? true
    }
    if isDue, let last = entries.last { try prune(sqlite, now: last.time.seconds) }
  }

  private static func prune(_ sqlite: SQLite, now: Int64) throws(StoreError) {
    for quota in AuditQuota.allCases {
      try sqlite.run(
        """
        DELETE FROM audit WHERE refusal = ?1 AND number <= (SELECT number FROM audit
          WHERE refusal = ?1 ORDER BY number DESC LIMIT 1 OFFSET ?2)
        """, .integer(quota.rawValue), .integer(Int64(quota.limit)))
    }
    // The oldest alone are looked at: entries come in the order of time, but for a clock that stepped.
    try sqlite.run(
      """
      DELETE FROM audit WHERE time < ?1
        AND number IN (SELECT number FROM audit ORDER BY number LIMIT ?2)
      """, .integer(now - AuditLimits.days * 86_400), .integer(4 * AuditLimits.pruning))
  }

  /// Rows of the latest entries that a query wants.
  static func rows(
    _ query: AuditQuery, in sqlite: SQLite
  ) throws(StoreError) -> [[SQLite.Value]] {
    try sqlite.run(
      """
      SELECT time, name, origin, kind, object, detail FROM audit
      WHERE (?1 IS NULL OR name = ?1 COLLATE NOCASE OR object = ?1 COLLATE NOCASE)
        AND (?2 IS NULL OR substr(object, 1, length(?2)) = ?2 COLLATE NOCASE)
        AND (?3 IS NULL OR kind = ?3) AND (?4 IS NULL OR time >= ?4)
        AND (?5 IS NULL OR time < ?5)
      ORDER BY number DESC LIMIT ?6
      """,
      .optional(query.user), .optional(query.object), .optional(query.kind?.rawValue),
      .optional(query.since), .optional(query.until), .integer(Int64(query.last))
    ).rows
  }

  /// The entries of rows, the oldest first.
  static func entries(_ rows: [[SQLite.Value]]) -> [AuditEntry] {
    rows.reversed().compactMap { row in
      guard let time = row[0].integer, let name = row[1].text, let origin = row[2].text,
        let kind = row[3].text.flatMap({ AuditKind(rawValue: $0) }), let object = row[4].text,
        let detail = row[5].text
      else { return nil }
      return AuditEntry(
        kind, of: object, detail: detail, by: AuditAuthor(name, from: origin),
        at: WallTime(seconds: time))
    }
  }
}
