import SAF

/// The security database's tables.
enum Schema {
  /// Raised with every change of the tables that programs of before cannot work with.
  static let version: Int64 = 6

  static let create = first + groups + resources + dates + listings + logons

  /// The tables of version 1.
  static let first = """
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

  /// What version 2 added: groups, owners, and who may make tickets.
  static let groups = """
    ALTER TABLE users ADD COLUMN owner TEXT NOT NULL DEFAULT 'IBMUSER';
    ALTER TABLE users ADD COLUMN default_group TEXT NOT NULL DEFAULT 'SYS1';
    ALTER TABLE ptktdata ADD COLUMN owner TEXT NOT NULL DEFAULT 'IBMUSER';
    CREATE TABLE groups (name TEXT PRIMARY KEY, superior TEXT NOT NULL) STRICT;
    INSERT INTO groups VALUES ('SYS1', '');
    CREATE TABLE connects (
      user TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (user, name)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE authorities (name TEXT PRIMARY KEY, owner TEXT NOT NULL, uacc TEXT NOT NULL)
      STRICT;
    CREATE TABLE permits (
      name TEXT NOT NULL, id TEXT NOT NULL, access TEXT NOT NULL, PRIMARY KEY (name, id)
    ) STRICT, WITHOUT ROWID;
    """

  /// What version 3 changed: profiles of all classes in one table, each class active or not.
  static let resources = """
    CREATE TABLE resources (
      class TEXT NOT NULL, name TEXT NOT NULL, owner TEXT NOT NULL, uacc TEXT NOT NULL,
      PRIMARY KEY (class, name)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO resources SELECT 'PTKTDATA', name, owner, uacc FROM authorities;
    DROP TABLE authorities;
    CREATE TABLE accesses (
      class TEXT NOT NULL, name TEXT NOT NULL, id TEXT NOT NULL, access TEXT NOT NULL,
      PRIMARY KEY (class, name, id)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO accesses SELECT 'PTKTDATA', name, id, access FROM permits;
    DROP TABLE permits;
    INSERT INTO facts SELECT 'class PTKTDATA', 1 - value FROM facts WHERE name = 'class inactive';
    DELETE FROM facts WHERE name = 'class inactive';
    """

  /// What version 4 added: what listings show of users, connections and profiles, and wrong
  /// values that were tried.
  static let dates = """
    ALTER TABLE users ADD COLUMN data TEXT NOT NULL DEFAULT '';
    ALTER TABLE users ADD COLUMN created INTEGER;
    ALTER TABLE users ADD COLUMN changed INTEGER;
    ALTER TABLE users ADD COLUMN accessed INTEGER;
    ALTER TABLE connects ADD COLUMN authority TEXT NOT NULL DEFAULT 'USE';
    ALTER TABLE connects ADD COLUMN owner TEXT NOT NULL DEFAULT 'IBMUSER';
    ALTER TABLE connects ADD COLUMN made INTEGER;
    INSERT OR IGNORE INTO connects (user, name) SELECT id, default_group FROM users;
    ALTER TABLE ptktdata ADD COLUMN data TEXT NOT NULL DEFAULT '';
    ALTER TABLE ptktdata ADD COLUMN uacc TEXT NOT NULL DEFAULT 'NONE';
    ALTER TABLE resources ADD COLUMN data TEXT NOT NULL DEFAULT '';
    ALTER TABLE resources ADD COLUMN appldata TEXT NOT NULL DEFAULT '';
    CREATE TABLE guesses (
      name TEXT PRIMARY KEY, count INTEGER NOT NULL, until INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    """

  /// What version 5 added: what is only listed, data of groups, and dates of users.
  static let listings = """
    CREATE TABLE listed (
      kind TEXT NOT NULL, name TEXT NOT NULL, keyword TEXT NOT NULL, value TEXT NOT NULL,
      PRIMARY KEY (kind, name, keyword)
    ) STRICT, WITHOUT ROWID;
    ALTER TABLE groups ADD COLUMN owner TEXT NOT NULL DEFAULT 'IBMUSER';
    ALTER TABLE groups ADD COLUMN data TEXT NOT NULL DEFAULT '';
    ALTER TABLE groups ADD COLUMN created INTEGER;
    ALTER TABLE users ADD COLUMN revoke_day INTEGER;
    ALTER TABLE users ADD COLUMN resume_day INTEGER;
    ALTER TABLE connects ADD COLUMN revoked INTEGER NOT NULL DEFAULT 0;
    """

  /// What version 6 added: a phrase beside the password, and the seconds that were given to tickets. Who
  /// is the first user of a database of then may administer it.
  static let logons = """
    ALTER TABLE users ADD COLUMN phrase TEXT NOT NULL DEFAULT '';
    ALTER TABLE users ADD COLUMN phrase_changed INTEGER;
    INSERT OR IGNORE INTO listed SELECT 'USER', id, 'SPECIAL', 'YES' FROM users
      ORDER BY name <> 'FIRST USER', rowid LIMIT 1;
    CREATE TABLE slots (low INTEGER PRIMARY KEY, high INTEGER NOT NULL) STRICT;
    INSERT INTO slots SELECT -4611686018427387904, max(CAST(strftime('%s', 'now') AS INTEGER),
      coalesce((SELECT value FROM facts WHERE name = 'slot mark'), 0))
      WHERE EXISTS (SELECT 1 FROM users);
    DELETE FROM facts WHERE name = 'slot mark';
    DELETE FROM guesses;
    INSERT INTO facts SELECT 'purge mark', value FROM facts WHERE name = 'time mark';
    INSERT INTO facts SELECT 'installed', 1 WHERE EXISTS (SELECT 1 FROM users)
      OR EXISTS (SELECT 1 FROM ckds) OR EXISTS (SELECT 1 FROM ptktdata);
    """

  /// Passwords that end, and former ones; a program of before works with the tables all the same. What was only
  /// listed counts from here on; who had no interval has none, and one that was given is not cut short by the
  /// system's.
  static let passwords = """
    ALTER TABLE users ADD COLUMN expired INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE users ADD COLUMN phrase_expired INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE users ADD COLUMN pass_interval INTEGER;
    UPDATE users SET expired = 1 WHERE hash <> '' AND EXISTS (SELECT 1 FROM listed
      WHERE kind = 'USER' AND listed.name = users.id AND keyword = 'EXPIRED'
        AND CAST(value AS INTEGER) >= coalesce(changed, 0));
    UPDATE users SET pass_interval = (SELECT CAST(value AS INTEGER) FROM listed
      WHERE kind = 'USER' AND listed.name = users.id AND keyword = 'INTERVAL'
        AND CAST(value AS INTEGER) BETWEEN 1 AND 254);
    DELETE FROM listed WHERE kind = 'USER' AND keyword IN ('EXPIRED', 'INTERVAL');
    INSERT INTO listed SELECT 'SETROPTS', 'PASSWORD', 'INTERVAL', '254'
      WHERE EXISTS (SELECT 1 FROM users);
    CREATE TABLE former (
      number INTEGER PRIMARY KEY, user TEXT NOT NULL, kind TEXT NOT NULL, hash TEXT NOT NULL
    ) STRICT;
    CREATE INDEX former_user ON former (user, kind);
    """

  /// Second factors, each secret under the database's own key, and the step of the code that was used last; a
  /// program of before works with the tables all the same, and asks nobody for a code.
  static let factors = """
    CREATE TABLE IF NOT EXISTS factors (
      user TEXT PRIMARY KEY, active INTEGER NOT NULL, sealed BLOB, since INTEGER NOT NULL,
      used INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    """

  /// Makes the tables, or brings those of an older version up to date, each step whole or not at all.
  static func bringUpToDate(_ sqlite: SQLite, path: String) throws(StoreError) {
    var version = try sqlite.run("PRAGMA user_version").rows.first?.first?.integer ?? 0
    guard (0...Self.version).contains(version) else {
      throw StoreError(
        path: path,
        reason: "the database is of version \(version), this program's of \(Self.version)")
    }
    while version < Self.version {
      let step = version == 0 ? create : upgrades[version] ?? ""
      version = version == 0 ? Self.version : version + 1
      let reached = version
      try sqlite.transaction { () throws(StoreError) in
        try sqlite.execute("\(step) PRAGMA user_version = \(reached);")
      }
    }
    try sqlite.execute(LetterTable.create + AuditTable.create)
    try sqlite.execute(StandingTable.create)
    try sqlite.execute(factors)
    let column = "SELECT 1 FROM pragma_table_info('users') WHERE name = 'pass_interval'"
    if try sqlite.run(column).rows.isEmpty {
      try sqlite.transaction { () throws(StoreError) in try sqlite.execute(passwords) }
    }
  }

  /// Statements that bring a database from a version to the next.
  static let upgrades: [Int64: String] = [
    1: groups, 2: resources, 3: dates, 4: listings, 5: logons,
  ]
}
