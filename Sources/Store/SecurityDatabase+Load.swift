import Keystore
import Names
import PassTicket
import RACF
import SAF

/// What is kept in memory, since every ticket wants it.
extension SecurityDatabase.Inside {
  /// SETROPTS RACLIST(class) REFRESH: from here on its profiles count as they are in the file.
  mutating func refresh(_ type: ResourceClass) throws(StoreError) {
    try loadUsers()
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
    let former = profiles
    profiles = [:]
    for profile in try readProfiles() {
      profiles[profile.name] = profile
      if let old = former[profile.name],
        profile.legacy != old.legacy || profile.enhanced?.label != old.enhanced?.label
      {
        keyChanges.note(profile.name)
      }
    }
  }

  /// Users as they are now, and the groups that they are connected to.
  mutating func loadUsers() throws(StoreError) {
    users = [:]
    for row in try sqlite.run(
      "SELECT id, default_group, revoked, hash = '' AND phrase = '' FROM users"
    ).rows {
      guard let user = row[0].text.flatMap({ UserID($0) }) else { continue }
      let standing: Standing =
        row[2].integer != 0 ? .revoked : row[3].integer != 0 ? .protected : .good
      users[user] = KnownUser(
        group: row[1].text.flatMap { GroupName($0) }, standing: standing)
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
    let former = tokens
    tokens = [:]
    for row in try sqlite.run("SELECT label, kind, token, pattern FROM ckds").rows {
      guard let label = row[0].text.flatMap({ KeyLabel($0) }),
        let kind = row[1].text.flatMap({ KeyToken.Kind(rawValue: $0) }),
        let wrapped = row[2].blob, let pattern = row[3].blob
      else { continue }
      tokens[label] = KeyToken(label: label, kind: kind, wrapped: wrapped, pattern: pattern)
      if let old = former[label], old.wrapped != wrapped { keyChanges.note(label) }
    }
  }

  /// Seconds that earlier runs may have given to tickets, and the latest time that any of them saw.
  static func slots(_ sqlite: SQLite) throws(StoreError) -> TicketSlots {
    let ranges = try sqlite.run("SELECT low, high FROM slots ORDER BY low").rows.compactMap {
      (row) -> ClosedRange<Int64>? in
      guard let low = row[0].integer, let high = row[1].integer, low <= high else { return nil }
      return low...high
    }
    return TicketSlots(
      before: SecondSet(ranges, limit: TicketSlots.ranges),
      latest: try fact("slot clock", sqlite) ?? 0)
  }

  /// A number that is kept by name.
  static func fact(_ name: String, _ sqlite: SQLite) throws(StoreError) -> Int64? {
    try sqlite.run("SELECT value FROM facts WHERE name = ?1", .text(name)).rows.first?.first?
      .integer
  }

  /// Keeps a number by name.
  func keep(_ value: Int64, as name: String) throws(StoreError) {
    try sqlite.run(
      "INSERT INTO facts VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2", .text(name),
      .integer(value))
  }
}

/// A user, as far as every ticket wants to know.
struct KnownUser {
  /// The default group.
  var group: GroupName?
  var standing: Standing
}
