import Keystore
import Names
import PassTicket
import SAF

/// What is kept in memory, since every ticket wants it.
extension SecurityDatabase.Inside {
  /// SETROPTS RACLIST(PTKTDATA) REFRESH: from here on the profiles count as they are in the file.
  mutating func loadProfiles() throws(StoreError) {
    profiles = [:]
    for profile in try readProfiles() { profiles[profile.name] = profile }
    groups = [:]
    for row in try sqlite.run("SELECT id, default_group FROM users").rows {
      guard let user = row[0].text.flatMap({ UserID($0) }),
        let group = row[1].text.flatMap({ GroupName($0) })
      else { continue }
      groups[user] = group
    }
    isClassActive =
      try sqlite.run("SELECT value FROM facts WHERE name = 'class inactive'")
      .rows.first?.first?.integer != 1
  }

  /// The profiles of the file.
  func readProfiles() throws(StoreError) -> [PTKTDATAProfile] {
    try sqlite.run(
      """
      SELECT name, masked, label, enhanced_label, form, timeout, replay, appldata, owner
      FROM ptktdata ORDER BY name
      """
    ).rows.compactMap { row in
      guard let name = row[0].text.flatMap({ PTKTDATAName($0) }) else { return nil }
      var legacy = PTKTDATAProfile.LegacyKey.none
      if let wrapped = row[1].blob { legacy = .masked(wrapped: wrapped) }
      if let label = row[2].text.flatMap({ KeyLabel($0) }) { legacy = .encrypted(label) }
      var enhanced: PTKTDATAProfile.Enhanced?
      if let label = row[3].text.flatMap({ KeyLabel($0) }),
        let form = row[4].text.flatMap({ PTKTDATAProfile.form($0) })
      {
        enhanced = .init(
          label: label, form: form, timeout: row[5].integer ?? 60,
          allowsReplay: row[6].integer == 1)
      }
      var profile = PTKTDATAProfile(
        name: name, legacy: legacy, enhanced: enhanced, applicationData: row[7].text ?? "")
      profile.owner = row[8].text ?? profile.owner
      return profile
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
