public import Names
public import Time

/// Who may look at, or change, a part of the site's tables at a terminal: `TURNSTILE.ADMIN.area` in the class
/// OPERCMDS, as for operators' commands; and of users, who may do that for some groups' alone:
/// `TURNSTILE.ADMIN.USERS.group` (TPX: groups that a user administrator can modify).
public struct AdminAuthority: Sendable {
  /// How far somebody's authority goes.
  public enum Reach: Hashable, Sendable {
    case everything
    /// The files of users who are in one of these groups.
    case groups(Set<GroupName>)
    /// Nothing, and why.
    case nothing(String)
  }

  /// The part of the tables that groups divide.
  public static let users = "USERS"

  private let state: SecurityState
  private let time: WallTime

  /// The rule over a state, at a time at which users must be good.
  public init(_ state: SecurityState, at time: WallTime) {
    self.state = state
    self.time = time
  }

  /// How far a user may go in an area.
  ///
  /// `area`: its name, as `USERS`. `wanted`: the access that it takes.
  public func reach(of user: UserID, area: String, wanted: AccessLevel) -> Reach {
    let refusal = OperatorAuthority(state, at: time)
      .refusal(of: user, command: "ADMIN.\(area)", wanted: wanted)
    guard let refusal else { return .everything }
    guard area == Self.users, state.active.contains(.operatorCommands) else {
      return .nothing(refusal)
    }
    let groups = state.groups.keys.filter { group in
      let resource = OperatorAuthority.resource("ADMIN.\(area).\(group)")
      let access = state.access(of: user, to: resource, in: .operatorCommands, at: time)
      return access ?? .none >= wanted
    }
    return groups.isEmpty ? .nothing(refusal) : .groups(Set(groups))
  }

  /// Why a user may not look at, or change, another one's file; nil where nothing keeps him.
  ///
  /// Who administers groups alone is no administrator of himself: his file says what he may.
  /// - Parameters:
  ///   - user: who wants it.
  ///   - wanted: the access that it takes.
  ///   - target: whose file it is; nil for a name that is none.
  /// - Returns: a sentence.
  public func refusal(
    of user: UserID, wanting wanted: AccessLevel, file target: UserID?
  ) -> String? {
    switch reach(of: user, area: Self.users, wanted: wanted) {
    case .everything: return nil
    case .nothing(let why): return why
    case .groups(let groups):
      let names = groups.sorted().map(\.description).joined(separator: ", ")
      guard let target, target != user, isMember(target, ofOneOf: groups) else {
        return "\(user) administers other users of \(names) alone"
      }
      return isAbove(target, ways)
        ? "\(target) is an administrator: \(user) administers others of \(names) alone" : nil
    }
  }

  /// Of some users those whose files are for who administers some groups alone: their members but
  /// administrators, who are above.
  ///
  /// `user`: who administers them, and is not among them.
  public func members(
    of groups: Set<GroupName>, among users: [UserID], for user: UserID
  ) -> Set<UserID> {
    let ways = ways
    return Set(
      users.filter { $0 != user && isMember($0, ofOneOf: groups) && !isAbove($0, ways) })
  }

  private func isMember(_ user: UserID, ofOneOf groups: Set<GroupName>) -> Bool {
    state.users[user].map { !groups.isDisjoint(with: $0.groups) } ?? false
  }

  /// Profiles that let somebody change files of users, each once.
  private var ways: [AccessRule] {
    guard state.active.contains(.operatorCommands) else { return [] }
    let rules = state.inForce.rules(.operatorCommands)
    let resources = ["ADMIN.\(Self.users)"] + state.groups.keys.map { "ADMIN.\(Self.users).\($0)" }
    var seen: Set<ResourceName> = []
    return resources.compactMap { rules.covering(OperatorAuthority.resource($0)) }
      .filter { seen.insert($0.name).inserted }
  }

  /// Whether somebody is an administrator: by SPECIAL, or of other users, by one of some profiles.
  private func isAbove(_ user: UserID, _ ways: [AccessRule]) -> Bool {
    guard let record = state.users[user] else { return false }
    return record.isAdministrator
      || ways.contains { $0.access(of: user, in: record.groups) >= .update }
  }
}
