/// The security database's tables.
enum Schema {
  /// Raised with every change of the tables.
  static let version: Int64 = 5

  static let create = first + groups + resources + dates + listings

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

  /// Statements that bring a database from a version to the next.
  static let upgrades: [Int64: String] = [1: groups, 2: resources, 3: dates, 4: listings]
}
