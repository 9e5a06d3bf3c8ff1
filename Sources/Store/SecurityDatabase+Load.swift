import Keystore
import Names
import PassTicket
import RACF
import SAF

/// What is kept in memory, since every ticket wants it.
extension SecurityDatabase.Inside {
  /// SETROPTS RACLIST(class) REFRESH: from here on its profiles count as they are in the file.
  mutating func refresh(_ type: ResourceClass) throws(StoreError) {
    try loadGroups()
    rules[type] = try readRules(type)
    if type == .tickets { try loadProfiles() }
  }

  /// Which classes are active; PTKTDATA is where nothing was said.
  mutating func loadClasses() throws(StoreError) {
    for type in ResourceClass.allCases {
      let value = try sqlite.run(
        "SELECT value FROM facts WHERE name = ?1", .text("class \(type.rawValue)")
      ).rows.first?.first?.integer
      if value ?? (type == .tickets ? 1 : 0) == 1 {
        active.insert(type)
      } else {
        active.remove(type)
      }
    }
  }

  /// Rules of the file, in force or not.
  func readRules(_ type: ResourceClass) throws(StoreError) -> [AccessRule] {
    let profiles = try sqlite.run(
      "SELECT name, owner, uacc, appldata, data FROM resources WHERE class = ?1 ORDER BY name",
      .text(type.rawValue)
    ).rows
    let entries = try sqlite.run(
      "SELECT name, id, access FROM accesses WHERE class = ?1 ORDER BY id", .text(type.rawValue)
    ).rows
    return profiles.compactMap { row in
      guard let name = row[0].text.flatMap({ ResourceName($0) }) else { return nil }
      return AccessRule(
        name: name, owner: row[1].text ?? "", applicationData: row[3].text ?? "",
        installationData: row[4].text ?? "",
        universal: row[2].text.flatMap { AccessLevel(rawValue: $0) } ?? .none,
        entries: entries.compactMap { entry in
          guard entry[0].text == row[0].text, let id = entry[1].text,
            let level = entry[2].text.flatMap({ AccessLevel(rawValue: $0) })
          else { return nil }
          return (id, level)
        })
    }
  }

  /// The profiles with keys.
  mutating func loadProfiles() throws(StoreError) {
    profiles = [:]
    for profile in try readProfiles() { profiles[profile.name] = profile }
  }

  mutating func loadGroups() throws(StoreError) {
    groups = [:]
    for row in try sqlite.run("SELECT id, default_group FROM users").rows {
      guard let user = row[0].text.flatMap({ UserID($0) }),
        let group = row[1].text.flatMap({ GroupName($0) })
      else { continue }
      groups[user] = group
    }
    connects = [:]
    // A connection that is revoked gives nothing.
    for row in try sqlite.run("SELECT user, name FROM connects WHERE revoked = 0").rows {
      guard let user = row[0].text, let group = row[1].text else { continue }
      connects[user, default: []].insert(group)
    }
  }

  /// The profiles of the file.
  func readProfiles() throws(StoreError) -> [PTKTDATAProfile] {
    try sqlite.run(
      """
      SELECT name, masked, label, enhanced_label, form, timeout, replay, appldata, owner, data,
        uacc
      FROM ptktdata ORDER BY name
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
      return profile
    }
  }

  /// Which cards are out of use, and whether ICSF is.
  mutating func loadCards() throws(StoreError) {
    let prefix = "deactivated "
    for row in try sqlite.run("SELECT name FROM facts WHERE value = 1").rows {
      if row[0].text == "icsf stopped" { isICSFStopped = true }
      if let name = row[0].text, name.hasPrefix(prefix) {
        deactivated.insert(String(name.dropFirst(prefix.count)))
      }
    }
  }

  /// Reads the CKDS.
  mutating func loadTokens() throws(StoreError) {
    tokens = [:]
    for row in try sqlite.run("SELECT label, kind, token, pattern FROM ckds").rows {
      guard let label = row[0].text.flatMap({ KeyLabel($0) }),
        let kind = row[1].text.flatMap({ KeyToken.Kind(rawValue: $0) }),
        let wrapped = row[2].blob, let pattern = row[3].blob
      else { continue }
      tokens[label] = KeyToken(label: label, kind: kind, wrapped: wrapped, pattern: pattern)
    }
  }
}
