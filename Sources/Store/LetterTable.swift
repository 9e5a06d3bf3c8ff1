import Names
import SAF

/// The table of letters that wait for users.
enum LetterTable {
  /// Made where it is missing, whatever the tables' version: programs of before never look at it, and go on
  /// with the database should this one not.
  static let create = """
    CREATE TABLE IF NOT EXISTS letters (
      id INTEGER PRIMARY KEY AUTOINCREMENT, user TEXT NOT NULL, sender TEXT NOT NULL,
      text TEXT NOT NULL, written INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS letters_user ON letters (user);
    """

  static func keep(
    from sender: String, text: String, for user: UserID, now: Int64, in sqlite: SQLite
  ) throws(StoreError) -> LetterAnswer {
    let name = SQLite.Value.text(user.description)
    guard try !sqlite.run("SELECT 1 FROM users WHERE id = ?1", name).rows.isEmpty else {
      return .nobody
    }
    let isKept =
      try sqlite.run(
        """
        INSERT INTO letters (user, sender, text, written) SELECT ?1, ?2, ?3, ?4
          WHERE (SELECT count(*) FROM letters WHERE user = ?1) < ?5
        """, name, .text(sender), .text(String(text.prefix(PeerLimits.letterText))), .integer(now),
        .integer(Int64(PeerLimits.waitingMessages))
      ).changes == 1
    return isKept ? .kept : .full
  }

  static func letters(for user: UserID, in sqlite: SQLite) throws(StoreError) -> [Letter] {
    try sqlite.run(
      "SELECT id, sender, text, written FROM letters WHERE user = ?1 ORDER BY id",
      .text(user.description)
    ).rows.compactMap { row in
      guard let id = row[0].integer, let sender = row[1].text, let text = row[2].text,
        let written = row[3].integer
      else { return nil }
      return Letter(id: id, from: sender, text: text, written: written)
    }
  }

  static func forget(_ ids: [Int64], in sqlite: SQLite) throws(StoreError) {
    try sqlite.transaction { () throws(StoreError) in
      for id in ids { try sqlite.run("DELETE FROM letters WHERE id = ?1", .integer(id)) }
    }
  }
}
