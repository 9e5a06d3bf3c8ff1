/// The security database's tables.
enum Schema {
  /// Raised with every change of the tables.
  static let version: Int64 = 1

  static let create = """
    CREATE TABLE users (
      id TEXT PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL,
      failures INTEGER NOT NULL DEFAULT 0, revoked INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE TABLE ptktdata (
      name TEXT PRIMARY KEY, masked BLOB, label TEXT,
      enhanced_label TEXT, form TEXT, timeout INTEGER, replay INTEGER,
      appldata TEXT NOT NULL DEFAULT ''
    ) STRICT;
    CREATE TABLE ckds (
      label TEXT PRIMARY KEY, kind TEXT NOT NULL, token BLOB NOT NULL, pattern BLOB NOT NULL
    ) STRICT;
    CREATE TABLE replay (digest BLOB PRIMARY KEY, expires INTEGER NOT NULL)
      STRICT, WITHOUT ROWID;
    CREATE INDEX replay_expires ON replay (expires);
    CREATE TABLE facts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
    """
}
