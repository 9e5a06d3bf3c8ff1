public import Names
public import SAF
public import Tables
public import Time

/// What the security manager says of users, as far as a site's tables ask: the one rule, for the server,
/// `check`, `explain` and `diagnose`.
///
/// READ needs an active class and a profile that covers the resource; where there is none, nobody has it.
/// Who is not defined, or revoked, has nothing.
public struct RightsRule: Sendable {
  private let state: SecurityState
  private let groups: Set<GroupName>
  private let rules: [(permission: Permission, rule: AccessRule)]
  /// Resources that the tables name, and which no profile of an active class covers.
  public let uncovered: [Permission]

  /// A state, and what is asked: the groups and permissions that a site's tables name.
  public init(_ state: SecurityState, asking asked: Rights) {
    self.state = state
    groups = asked.groups
    var rules: [(Permission, AccessRule)] = []
    var uncovered: [Permission] = []
    for permission in asked.permissions {
      let type = permission.resourceClass
      if state.active.contains(type),
        let rule = state.inForce.rules(type).covering(permission.resource)
      {
        rules.append((permission, rule))
      } else {
        uncovered.append(permission)
      }
    }
    self.rules = rules
    self.uncovered = uncovered.sorted { $0.description < $1.description }
  }

  /// What is said of a user.
  public func rights(of user: UserID, at time: WallTime) -> Rights {
    guard let record = state.users[user], state.standing(of: user, at: time).hasAccess else {
      return Rights()
    }
    let own = record.groups
    return Rights(
      groups: groups.intersection(own),
      permissions: Set(
        rules.filter { $0.rule.access(of: user, in: own) >= .read }.map(\.permission)))
  }

  /// Groups that the tables name, and which the security manager does not have.
  public var unknownGroups: [GroupName] { groups.filter { state.groups[$0] == nil }.sorted() }
}
