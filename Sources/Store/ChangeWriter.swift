import Keystore
import Names
import PassTicket
import SAF
import Time

/// Writes changes of the security manager's state into its tables.
enum ChangeWriter {
  /// Names of the facts that say what operators did to ICSF.
  static let icsfStopped = "icsf stopped"
  static let deactivated = "deactivated "

  static func write(_ change: SecurityChange, _ sqlite: SQLite) throws(StoreError) {
    switch change {
    case .user(let user): try write(user, sqlite)
    case .password(let user, let hash):
      try sqlite.run(
        "UPDATE users SET hash = ?2 WHERE id = ?1", .text(user.description), .text(hash))
    case .phrase(let user, let hash):
      try sqlite.run(
        "UPDATE users SET phrase = ?2 WHERE id = ?1", .text(user.description), .text(hash))
    case .retire(let user, let kind, let keep):
      try retire(user, kind, keep: keep, in: sqlite)
    case .factor(let user, let factor): try write(factor, of: user, to: sqlite)
    case .passwordOptions(let options): try write(options, sqlite)
    case .forgetFailures(let user):
      try sqlite.run("UPDATE users SET failures = 0 WHERE id = ?1", .text(user.description))
    case .signedOn(let user, let time):
      try sqlite.run(
        "UPDATE users SET failures = 0, accessed = ?2 WHERE id = ?1", .text(user.description),
        .integer(time.seconds))
      try DecisionTables.signedOn(user, sqlite)
    case .removeUser(let user):
      let id = SQLite.Value.text(user.description)
      try sqlite.run("DELETE FROM users WHERE id = ?1", id)
      try sqlite.run("DELETE FROM connects WHERE user = ?1", id)
      try sqlite.run("DELETE FROM letters WHERE user = ?1", id)
      try sqlite.run("DELETE FROM former WHERE user = ?1", id)
      try sqlite.run("DELETE FROM factors WHERE user = ?1", id)
      try sqlite.run("DELETE FROM listed WHERE kind = 'USER' AND name = ?1", id)
    case .group(let group): try write(group, sqlite)
    case .removeGroup(let name):
      try sqlite.run("DELETE FROM groups WHERE name = ?1", .text(name.description))
    case .profile(let profile): try write(profile, sqlite)
    case .removeProfile(let name):
      try sqlite.run("DELETE FROM ptktdata WHERE name = ?1", .text(name.description))
      try forget(.init(.tickets, name.description), sqlite)
    case .rule(let rule, let type): try write(rule, type, to: sqlite)
    case .removeRule(let name, let type):
      try forget(.init(type, name.description), sqlite)
    case .listed(let profile, let keyword, let value):
      try list(
        value, kind: profile.resourceClass.rawValue, name: profile.name, keyword: keyword.rawValue,
        to: sqlite)
    case .setClass(let type, let isActive):
      try sqlite.keep(isActive ? 1 : 0, as: "class \(type.rawValue)")
    // The file says what is defined; what is in force is the process's.
    case .refresh: break
    case .key(let token, let isMade): try write(token, isMade: isMade, to: sqlite)
    case .removeKey(let label):
      try sqlite.run("DELETE FROM ckds WHERE label = ?1", .text(label.text))
      try sqlite.run("DELETE FROM listed WHERE kind = 'CKDS' AND name = ?1", .text(label.text))
    case .icsf(let settings): try write(settings, sqlite)
    }
  }

  private static func write(_ user: UserRecord, _ sqlite: SQLite) throws(StoreError) {
    let id = SQLite.Value.text(user.id.description)
    try sqlite.run(
      """
      INSERT INTO users (id, name, owner, default_group, data, created, changed, phrase_changed,
        revoked, revoke_day, resume_day, expired, phrase_expired, pass_interval, hash)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, '')
      ON CONFLICT (id) DO UPDATE SET name = ?2, owner = ?3, default_group = ?4, data = ?5,
        created = ?6, changed = ?7, phrase_changed = ?8, revoked = ?9, revoke_day = ?10,
        resume_day = ?11, expired = ?12, phrase_expired = ?13, pass_interval = ?14
      """,
      id, .text(user.name), .text(user.owner), .text(user.defaultGroup?.description ?? ""),
      .text(user.installationData), .time(user.created), .time(user.passwordChanged),
      .time(user.phraseChanged), .integer(user.isRevoked ? 1 : 0), .optional(user.revokeDay),
      .optional(user.resumeDay), .integer(user.isPasswordExpired ? 1 : 0),
      .integer(user.isPhraseExpired ? 1 : 0), .optional(user.interval.map { Int64($0) }))
    try sqlite.run("DELETE FROM connects WHERE user = ?1", id)
    for (group, connection) in user.connections {
      try sqlite.run(
        "INSERT INTO connects (user, name, authority, owner, made, revoked) "
          + "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        id, .text(group.description), .text(connection.authority.rawValue),
        .text(connection.owner), .time(connection.made), .integer(connection.isRevoked ? 1 : 0))
    }
    try sqlite.run("DELETE FROM listed WHERE kind = 'USER' AND name = ?1", id)
    for (keyword, value) in user.listed {
      try list(
        value, kind: "USER", name: user.id.description, keyword: keyword, to: sqlite)
    }
  }

  /// The present hash becomes the latest of the former ones; the oldest beyond the limit go.
  private static func retire(
    _ user: UserID, _ kind: PasswordKind, keep: Int, in sqlite: SQLite
  ) throws(StoreError) {
    let (id, name) = (SQLite.Value.text(user.description), SQLite.Value.text(kind.rawValue))
    let column = kind == .password ? "hash" : "phrase"
    try sqlite.run(
      "INSERT INTO former (user, kind, hash) SELECT id, ?2, \(column) FROM users "
        + "WHERE id = ?1 AND \(column) <> ''", id, name)
    try sqlite.run(
      """
      DELETE FROM former WHERE user = ?1 AND kind = ?2 AND number NOT IN (
        SELECT number FROM former WHERE user = ?1 AND kind = ?2 ORDER BY number DESC LIMIT ?3)
      """, id, name, .integer(Int64(keep)))
  }

  /// Codes that were used stay so as long as the secret is the same.
  private static func write(
    _ factor: SecondFactor?, of user: UserID, to sqlite: SQLite
  ) throws(StoreError) {
    let id = SQLite.Value.text(user.description)
    guard let factor else {
      try sqlite.run("DELETE FROM factors WHERE user = ?1", id)
      return
    }
    try sqlite.run(
      """
      INSERT INTO factors (user, active, sealed, since, used) VALUES (?1, ?2, ?3, ?4, ?4)
      ON CONFLICT (user) DO UPDATE SET active = ?2, sealed = ?3, since = ?4,
        used = CASE WHEN sealed IS ?3 THEN used ELSE ?4 END
      """,
      id, .integer(factor.isActive ? 1 : 0), factor.wrapped.map { .blob($0) } ?? .null,
      .integer(factor.since))
  }

  /// The kind and name of rows of `listed` with what SETROPTS says of passwords.
  static let options = (kind: "SETROPTS", name: "PASSWORD")

  private static func write(_ options: PasswordOptions, _ sqlite: SQLite) throws(StoreError) {
    try sqlite.run(
      "DELETE FROM listed WHERE kind = ?1 AND name = ?2", .text(Self.options.kind),
      .text(Self.options.name))
    for (keyword, value) in options.fields {
      try list(
        value, kind: Self.options.kind, name: Self.options.name, keyword: keyword, to: sqlite)
    }
  }

  private static func write(_ group: GroupRecord, _ sqlite: SQLite) throws(StoreError) {
    try sqlite.run(
      """
      INSERT OR REPLACE INTO groups (name, superior, owner, data, created)
      VALUES (?1, ?2, ?3, ?4, ?5)
      """,
      .text(group.name.description), .text(group.superior?.description ?? ""), .text(group.owner),
      .text(group.installationData), .time(group.created))
  }

  private static func write(_ profile: PTKTDATAProfile, _ sqlite: SQLite) throws(StoreError) {
    var masked: SQLite.Value = .null
    var label: SQLite.Value = .null
    switch profile.legacy {
    case .none: break
    case .masked(let wrapped): masked = .blob(wrapped)
    case .encrypted(let name): label = .text(name.text)
    }
    let rules = profile.enhanced?.rules ?? profile.waitingRules
    try sqlite.run(
      """
      INSERT OR REPLACE INTO ptktdata
      (name, masked, label, enhanced_label, form, timeout, replay, appldata, owner, data, uacc)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
      """,
      .text(profile.name.description), masked, label,
      .optional(profile.enhanced?.label.text), .optional(rules?.form.rawValue),
      .optional(rules?.timeout), .optional(rules.map { $0.allowsReplay ? 1 : 0 }),
      .text(profile.applicationData), .text(profile.owner), .text(profile.installationData),
      .text(profile.universalAccess))
  }

  private static func write(
    _ rule: AccessRule, _ type: ResourceClass, to sqlite: SQLite
  ) throws(StoreError) {
    let (owner, name) = (
      SQLite.Value.text(type.rawValue), SQLite.Value.text(rule.name.description)
    )
    try sqlite.run(
      """
      INSERT OR REPLACE INTO resources (class, name, owner, uacc, data, appldata)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      """,
      owner, name, .text(rule.owner), .text(rule.universal.rawValue),
      .text(rule.installationData), .text(rule.applicationData))
    try sqlite.run("DELETE FROM accesses WHERE class = ?1 AND name = ?2", owner, name)
    for (id, level) in rule.entries {
      try sqlite.run(
        "INSERT INTO accesses VALUES (?1, ?2, ?3, ?4)", owner, name, .text(id),
        .text(level.rawValue))
    }
  }

  /// Everything of a profile but its keys.
  private static func forget(
    _ profile: SecurityState.ListedProfile, _ sqlite: SQLite
  ) throws(StoreError) {
    let (owner, name) = (
      SQLite.Value.text(profile.resourceClass.rawValue), SQLite.Value.text(profile.name)
    )
    for table in ["resources", "accesses"] {
      try sqlite.run("DELETE FROM \(table) WHERE class = ?1 AND name = ?2", owner, name)
    }
    try sqlite.run("DELETE FROM listed WHERE kind = ?1 AND name = ?2", owner, name)
  }

  private static func list(
    _ value: String?, kind: String, name: String, keyword: String, to sqlite: SQLite
  ) throws(StoreError) {
    guard let value else {
      try sqlite.run(
        "DELETE FROM listed WHERE kind = ?1 AND name = ?2 AND keyword = ?3", .text(kind),
        .text(name), .text(keyword))
      return
    }
    try sqlite.run(
      "INSERT OR REPLACE INTO listed VALUES (?1, ?2, ?3, ?4)", .text(kind), .text(name),
      .text(keyword), .text(value))
  }

  private static func write(
    _ token: KeyToken, isMade: Bool, to sqlite: SQLite
  ) throws(StoreError) {
    try sqlite.run(
      "INSERT OR REPLACE INTO ckds VALUES (?1, ?2, ?3, ?4)", .text(token.label.text),
      .text(token.kind.rawValue), .blob(token.wrapped), .blob(token.pattern))
    try list(
      isMade ? "KEYENCRYPTED" : nil, kind: "CKDS", name: token.label.text, keyword: "MADE",
      to: sqlite)
  }

  private static func write(_ settings: ICSFSettings, _ sqlite: SQLite) throws(StoreError) {
    try sqlite.keep(settings.isStarted ? 0 : 1, as: icsfStopped)
    try sqlite.run(
      "DELETE FROM facts WHERE substr(name, 1, ?1) = ?2", .integer(Int64(deactivated.count)),
      .text(deactivated))
    for card in settings.deactivated { try sqlite.keep(1, as: deactivated + card) }
  }
}
