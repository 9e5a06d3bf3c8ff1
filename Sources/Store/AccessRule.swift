import Keystore
import Names
import RACF

/// A profile that says who may use what it covers.
struct AccessRule {
  let name: ResourceName
  let owner: String
  let applicationData: String
  let installationData: String
  /// Access of everybody who has no entry (UACC).
  let universal: AccessLevel
  let entries: [(id: String, level: AccessLevel)]

  /// Access of somebody: the own entry, else the highest of the groups', else the entry `*`, else UACC.
  func access(of user: String, groups: Set<String>) -> AccessLevel {
    if let own = entries.first(where: { $0.id == user }) { return own.level }
    if let best = entries.filter({ groups.contains($0.id) }).map(\.level).max() { return best }
    return entries.first { $0.id == "*" }?.level ?? universal
  }
}

extension SecurityDatabase.Inside {
  /// The most exact profile that covers a resource.
  func rule(for resource: String, _ type: ResourceClass) -> AccessRule? {
    (rules[type] ?? []).filter { $0.name.covers(resource) }
      .max { $0.name.exactness < $1.name.exactness }
  }

  /// Access of somebody to a resource; nil where no profile covers it.
  func access(of user: UserID, to resource: String, _ type: ResourceClass) -> AccessLevel? {
    rule(for: resource, type)?.access(
      of: user.description, groups: connects[user.description] ?? [])
  }

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
