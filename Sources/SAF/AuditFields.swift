import Names
import PassTicket
import Time

/// What the audit compares: the same names in the same order for each of a kind, and nothing secret.
enum AuditFields {
  typealias Fields = [(String, String)]

  /// Who owns what nobody said an owner of, as on z/OS.
  private static let usualOwner = "IBMUSER"
  /// Those whose value is a list of words without order.
  static let lists: Set<String> = ["GROUPS", "ATTRIBUTES", "DEACTIVATED"]

  static func of(_ user: UserRecord) -> Fields {
    let places = user.connections.sorted { $0.key < $1.key }.map { group, place -> String in
      let words =
        [place.authority.rawValue] + (place.owner == usualOwner ? [] : ["OWNER=\(place.owner)"])
        + (place.isRevoked ? ["REVOKED"] : [])
      return "\(group)(\(words.joined(separator: ",")))"
    }
    return [
      ("NAME", user.name), ("OWNER", user.owner), ("DFLTGRP", user.defaultGroup?.description ?? ""),
      ("DATA", user.installationData), ("REVOKED", flag(user.isRevoked)),
      ("REVOKE DAY", day(user.revokeDay)), ("RESUME DAY", day(user.resumeDay)),
      ("PASSWORD EXPIRED", flag(user.isPasswordExpired)),
      ("PHRASE EXPIRED", flag(user.isPhraseExpired)),
      ("INTERVAL", number(user.interval)), ("GROUPS", places.joined(separator: " ")),
      ("ATTRIBUTES", user.listed.keys.sorted().joined(separator: " ")),
    ]
  }

  private static func day(_ day: Int64?) -> String {
    day.map { CivilDate(WallTime(seconds: $0 * 86_400)).date } ?? ""
  }

  static func of(_ group: GroupRecord) -> Fields {
    [
      ("SUPGROUP", group.superior?.description ?? ""), ("OWNER", group.owner),
      ("DATA", group.installationData),
    ]
  }

  static func of(_ rule: AccessRule) -> Fields {
    [
      ("OWNER", rule.owner), ("UACC", rule.universal.rawValue), ("APPLDATA", rule.applicationData),
      ("DATA", rule.installationData),
    ]
  }

  static func of(_ profile: PTKTDATAProfile) -> Fields {
    let key =
      switch profile.legacy {
      case .none: ""
      case .masked: "KEYMASKED"
      case .encrypted(let label): "KEYLABEL \(label.text)"
      }
    let rules = profile.enhanced?.rules ?? profile.waitingRules
    return [
      ("KEY", key), ("EPTKEYLABEL", profile.enhanced?.label.text ?? ""),
      ("TYPE", rules?.form.rawValue ?? ""),
      ("TIMEOUT", number(rules.map { Int(clamping: $0.timeout) })),
      ("REPLAY", flag(rules?.allowsReplay ?? false)), ("OWNER", profile.owner),
      ("UACC", profile.universalAccess),
      ("APPLDATA", profile.applicationData), ("DATA", profile.installationData),
    ]
  }

  static func of(_ settings: ICSFSettings) -> Fields {
    [
      ("STARTED", flag(settings.isStarted)),
      ("DEACTIVATED", settings.deactivated.sorted().joined(separator: " ")),
    ]
  }

  private static func flag(_ isSet: Bool) -> String { isSet ? "YES" : "" }
  private static func number(_ value: Int?) -> String { value.map { String($0) } ?? "" }

  /// How far a user is with the second factor; its secret is told nowhere.
  static func word(_ factor: SecondFactor?) -> String {
    guard let factor else { return "" }
    let enrolled = factor.wrapped == nil ? "not enrolled" : "enrolled"
    return factor.isActive ? enrolled : enrolled + ", NOACTIVE"
  }
}
