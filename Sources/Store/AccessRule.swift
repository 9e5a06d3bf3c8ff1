import Keystore
import Names
import RACF
import SAF

/// A profile that says who may use what it covers.
struct AccessRule {
  let name: ResourceName
  let owner: String
  let applicationData: String
  let installationData: String
  /// Access of everybody who has no entry (UACC).
  let universal: AccessLevel
  let entries: [(id: String, level: AccessLevel)]

  /// Access of a user who is defined and not revoked: the own entry, else the highest of the groups', else
  /// the entry `*`, else UACC.
  func access(of user: String, groups: Set<String>) -> AccessLevel {
    if let own = entries.first(where: { $0.id == user }) { return own.level }
    if let best = entries.filter({ groups.contains($0.id) }).map(\.level).max() { return best }
    return entries.first { $0.id == "*" }?.level ?? universal
  }
}

extension SecurityDatabase.Inside {
  /// The most specific profile that covers a resource.
  func rule(for resource: String, _ type: ResourceClass) -> AccessRule? {
    (rules[type] ?? []).filter { $0.name.covers(resource) }
      .min { $0.name.isMoreSpecific(than: $1.name) }
  }

  /// Access of somebody to a resource; nil where no profile covers it.
  ///
  /// Who is not defined, or revoked, has none, whatever access lists and UACC say. The server is
  /// somebody without being a user, as a started task is.
  func access(of user: UserID, to resource: String, _ type: ResourceClass) -> AccessLevel? {
    guard let rule = rule(for: resource, type) else { return nil }
    guard user == server || standing(of: user).hasAccess else { return AccessLevel.none }
    return rule.access(of: user.description, groups: connects[user.description] ?? [])
  }

  /// How a user stands with RACF.
  func standing(of user: UserID) -> Standing { users[user]?.standing ?? .undefined }

  /// Whether RACF lets the server use an ICSF service with a key label (ICSF System
  /// Programmer's Guide, Controlling access to ICSF): where the
  /// class is active and a profile covers the resource, READ is needed.
  func refusal(_ kind: KeyToken.Kind, _ label: KeyLabel) -> ServiceFailure? {
    if active.contains(.services),
      let access = access(of: server, to: kind.service, .services), access < .read
    {
      return .serviceRefused
    }
    if active.contains(.keys), let access = access(of: server, to: label.text, .keys),
      access < .read
    {
      return .labelRefused
    }
    return nil
  }
}

extension KeyToken.Kind {
  /// Resource of the class CSFSERV that guards the service which the key is used with: CSNBENC's and
  /// CSNBHMG's.
  var service: String {
    switch self {
    case .des: "CSFENC"
    case .hmac: "CSFHMG"
    }
  }
}
