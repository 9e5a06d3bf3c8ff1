import Keystore
import Names
import PassTicket
import SAF
import Time

/// Reads the state of the security manager from its tables.
struct StateReader {
  private let sqlite: SQLite

  init(_ sqlite: SQLite) { self.sqlite = sqlite }

  /// Everything but hashes and decisions. At a start all that is defined is in force.
  func state(server: UserID, at time: WallTime) throws(StoreError) -> SecurityState {
    var state = SecurityState(server: server)
    state.apply(.passwordOptions(try passwordOptions()), at: time)
    let changes = try groups() + users() + factors() + profiles() + rules() + listed() + keys()
    for change in changes { state.apply(change, at: time) }
    for type in ResourceClass.allCases {
      state.apply(.setClass(type, isActive: try isActive(type)), at: time)
      state.apply(.refresh(type), at: time)
    }
    state.apply(.icsf(try icsf()), at: time)
    return state
  }

  private func groups() throws(StoreError) -> [SecurityChange] {
    try sqlite.run("SELECT name, superior, owner, data, created FROM groups").rows.compactMap {
      row in
      guard let name = row[0].text.flatMap({ GroupName($0) }) else { return nil }
      var group = GroupRecord(name: name, superior: row[1].text.flatMap { GroupName($0) })
      group.owner = row[2].text ?? ""
      group.installationData = row[3].text ?? ""
      group.created = row[4].time
      return .group(group)
    }
  }

  private func users() throws(StoreError) -> [SecurityChange] {
    let connections = try connections()
    let listed = try listedOfUsers()
    return try sqlite.run(
      """
      SELECT id, name, owner, default_group, data, created, changed, phrase_changed, accessed,
        revoked, revoke_day, resume_day, hash <> '', phrase <> '', expired, phrase_expired,
        pass_interval
      FROM users
      """
    ).rows.flatMap { row -> [SecurityChange] in
      guard let id = row[0].text.flatMap({ UserID($0) }) else { return [] }
      var user = UserRecord(id: id)
      user.name = row[1].text ?? ""
      user.owner = row[2].text ?? ""
      user.defaultGroup = row[3].text.flatMap { GroupName($0) }
      user.installationData = row[4].text ?? ""
      user.created = row[5].time
      user.passwordChanged = row[6].time
      user.phraseChanged = row[7].time
      user.isRevoked = row[9].integer != 0
      user.revokeDay = row[10].integer
      user.resumeDay = row[11].integer
      user.hasPassword = row[12].integer == 1
      user.hasPhrase = row[13].integer == 1
      user.isPasswordExpired = row[14].integer == 1
      user.isPhraseExpired = row[15].integer == 1
      user.interval = row[16].integer.map { Int(clamping: $0) }
      user.connections = connections[id.description] ?? [:]
      user.listed = listed[id.description] ?? [:]
      return [.user(user)] + (row[8].time.map { [.signedOn(id, at: $0)] } ?? [])
    }
  }

  private func factors() throws(StoreError) -> [SecurityChange] {
    try sqlite.run("SELECT user, active, sealed, since FROM factors").rows.compactMap { row in
      guard let user = row[0].text.flatMap({ UserID($0) }) else { return nil }
      return .factor(
        user,
        SecondFactor(
          isActive: row[1].integer == 1, wrapped: row[2].blob, since: row[3].integer ?? 0))
    }
  }

  private func passwordOptions() throws(StoreError) -> PasswordOptions {
    var fields: [String: String] = [:]
    for row in try sqlite.run(
      "SELECT keyword, value FROM listed WHERE kind = ?1 AND name = ?2",
      .text(ChangeWriter.options.kind), .text(ChangeWriter.options.name)
    ).rows {
      guard let keyword = row[0].text else { continue }
      fields[keyword] = row[1].text
    }
    return PasswordOptions(fields: fields)
  }

  private func connections() throws(StoreError) -> [String: [GroupName: UserRecord.Connection]] {
    var found: [String: [GroupName: UserRecord.Connection]] = [:]
    for row in try sqlite.run(
      "SELECT user, name, authority, owner, made, revoked FROM connects"
    ).rows {
      guard let user = row[0].text, let group = row[1].text.flatMap({ GroupName($0) }) else {
        continue
      }
      var connection = UserRecord.Connection(made: row[4].time)
      connection.authority = row[2].text.flatMap { GroupAuthority(rawValue: $0) } ?? .use
      connection.owner = row[3].text ?? ""
      connection.isRevoked = row[5].integer == 1
      found[user, default: [:]][group] = connection
    }
    return found
  }

  private func listedOfUsers() throws(StoreError) -> [String: [String: String]] {
    var found: [String: [String: String]] = [:]
    for row in try sqlite.run("SELECT name, keyword, value FROM listed WHERE kind = 'USER'").rows {
      guard let name = row[0].text, let keyword = row[1].text else { continue }
      found[name, default: [:]][keyword] = row[2].text
    }
    return found
  }

  private func profiles() throws(StoreError) -> [SecurityChange] {
    try sqlite.run(
      """
      SELECT name, masked, label, enhanced_label, form, timeout, replay, appldata, owner, data,
        uacc
      FROM ptktdata
      """
    ).rows.compactMap { row in
      guard let name = row[0].text.flatMap({ PTKTDATAName($0) }) else { return nil }
      var legacy = PTKTDATAProfile.LegacyKey.none
      if let wrapped = row[1].blob { legacy = .masked(wrapped: wrapped) }
      if let label = row[2].text.flatMap({ KeyLabel($0) }) { legacy = .encrypted(label) }
      var rules: EnhancedRules?
      if let form = row[4].text.flatMap({ PTKTDATAProfile.form($0) }) {
        rules = EnhancedRules()
        rules?.form = form
        rules?.timeout = row[5].integer ?? 60
        rules?.allowsReplay = row[6].integer == 1
      }
      let label = row[3].text.flatMap { KeyLabel($0) }
      var profile = PTKTDATAProfile(
        name: name, legacy: legacy,
        enhanced: label.flatMap { label in rules.map { .init(label: label, rules: $0) } },
        applicationData: row[7].text ?? "")
      profile.waitingRules = label == nil ? rules : nil
      profile.owner = row[8].text ?? profile.owner
      profile.installationData = row[9].text ?? ""
      profile.universalAccess = row[10].text ?? profile.universalAccess
      return .profile(profile)
    }
  }

  private func rules() throws(StoreError) -> [SecurityChange] {
    var entries: [SecurityState.ListedProfile: [String: AccessLevel]] = [:]
    for row in try sqlite.run("SELECT class, name, id, access FROM accesses").rows {
      guard let profile = profile(row), let id = row[2].text,
        let level = row[3].text.flatMap({ AccessLevel(rawValue: $0) })
      else { continue }
      entries[profile, default: [:]][id] = level
    }
    return try sqlite.run("SELECT class, name, owner, uacc, appldata, data FROM resources").rows
      .compactMap { row in
        guard let profile = profile(row), let name = ResourceName(profile.name) else { return nil }
        var rule = AccessRule(name: name)
        rule.owner = row[2].text ?? ""
        rule.universal = row[3].text.flatMap { AccessLevel(rawValue: $0) } ?? .none
        rule.applicationData = row[4].text ?? ""
        rule.installationData = row[5].text ?? ""
        rule.entries = entries[profile] ?? [:]
        return .rule(rule, profile.resourceClass)
      }
  }

  /// The class and name that a row begins with.
  private func profile(_ row: [SQLite.Value]) -> SecurityState.ListedProfile? {
    guard let type = row[0].text.flatMap({ ResourceClass(rawValue: $0) }), let name = row[1].text
    else { return nil }
    return .init(type, name)
  }

  private func listed() throws(StoreError) -> [SecurityChange] {
    try sqlite.run("SELECT kind, name, keyword, value FROM listed").rows.compactMap { row in
      guard let profile = profile(row),
        let keyword = row[2].text.flatMap({ ListedKeyword(rawValue: $0) })
      else { return nil }
      return .listed(profile, keyword, row[3].text)
    }
  }

  private func keys() throws(StoreError) -> [SecurityChange] {
    let made = Set(
      try sqlite.run("SELECT name FROM listed WHERE kind = 'CKDS'").rows.compactMap { $0[0].text })
    return try sqlite.run("SELECT label, kind, token, pattern FROM ckds").rows.compactMap { row in
      guard let label = row[0].text.flatMap({ KeyLabel($0) }),
        let kind = row[1].text.flatMap({ KeyToken.Kind(rawValue: $0) }),
        let wrapped = row[2].blob, let pattern = row[3].blob
      else { return nil }
      return .key(
        KeyToken(label: label, kind: kind, wrapped: wrapped, pattern: pattern),
        isMade: made.contains(label.text))
    }
  }

  /// Whether a class is active; PTKTDATA is where nothing was said.
  private func isActive(_ type: ResourceClass) throws(StoreError) -> Bool {
    try sqlite.fact("class \(type.rawValue)") ?? (type == .tickets ? 1 : 0) == 1
  }

  private func icsf() throws(StoreError) -> ICSFSettings {
    var settings = ICSFSettings()
    for row in try sqlite.run("SELECT name FROM facts WHERE value = 1").rows {
      guard let name = row[0].text else { continue }
      if name == ChangeWriter.icsfStopped { settings.isStarted = false }
      if name.hasPrefix(ChangeWriter.deactivated) {
        settings.deactivated.insert(String(name.dropFirst(ChangeWriter.deactivated.count)))
      }
    }
    return settings
  }
}
