import Names
import Time

/// An attempt to make or check a ticket without access.
struct Violation {
  let who: UserID
  let application: TicketName
  let user: UserID
  let wanted: AccessLevel
  let allowed: AccessLevel

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
    let resource = SecurityState.authority(application, user)
    let rule = state.inForce.rules(.tickets).covering(resource)
    return [head, "  \(resource) CL(PTKTDATA)", "  INSUFFICIENT ACCESS AUTHORITY"]
      + (rule.map { ["  FROM \($0.name)\($0.name.isGeneric ? " (G)" : "")"] } ?? [])
      + ["  ACCESS INTENT(\(padded(wanted)))  ACCESS ALLOWED(\(padded(allowed)))"]
  }

  private func padded(_ level: AccessLevel) -> String {
    level.rawValue + String(repeating: " ", count: 7 - level.rawValue.count)
  }
}
