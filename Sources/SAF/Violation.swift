import Names
import Time

/// An attempt to use something without access.
struct Violation {
  let who: UserID
  let resource: String
  let resourceClass: ResourceClass
  let wanted: AccessLevel
  let allowed: AccessLevel

  init(
    who: UserID, resource: String, in resourceClass: ResourceClass, wanted: AccessLevel,
    allowed: AccessLevel
  ) {
    self.who = who
    self.resource = resource
    self.resourceClass = resourceClass
    self.wanted = wanted
    self.allowed = allowed
  }

  /// What RACF says of it (ICH408I).
  func lines(_ state: SecurityState, at time: WallTime) -> [String] {
    let record = state.users[who]
    let head =
      "ICH408I USER(\(who)) GROUP(\(record?.defaultGroup?.description ?? "")) "
      + "NAME(\(record?.name ?? ""))"
    switch state.standing(of: who, at: time) {
    case .undefined: return [head, "  USER NOT RACF-DEFINED"]
    case .revoked: return [head, "  REVOKED USER ACCESS ATTEMPT"]
    case .good, .protected: break
    }
    let rule = state.inForce.rules(resourceClass).covering(resource)
    return [head, "  \(resource) CL(\(resourceClass.rawValue))", "  INSUFFICIENT ACCESS AUTHORITY"]
      + (rule.map { ["  FROM \($0.name)\($0.name.isGeneric ? " (G)" : "")"] } ?? [])
      + ["  ACCESS INTENT(\(padded(wanted)))  ACCESS ALLOWED(\(padded(allowed)))"]
  }

  private func padded(_ level: AccessLevel) -> String {
    level.rawValue + String(repeating: " ", count: 7 - level.rawValue.count)
  }
}
