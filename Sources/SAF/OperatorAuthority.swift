public import Names
public import Time

/// Who may give an operator's command at a terminal.
///
/// Where the class OPERCMDS is active and a profile covers `TURNSTILE.command`, that profile decides (as
/// OPERCMDS does for commands of MVS and JES: RACF Security Administrator's Guide, Protecting the use
/// of operator commands); else users with SPECIAL may.
public struct OperatorAuthority: Sendable {
  private let state: SecurityState
  private let time: WallTime

  /// The rule over a state, at a time at which users must be good.
  public init(_ state: SecurityState, at time: WallTime) {
    self.state = state
    self.time = time
  }

  /// The resource of a command in the class OPERCMDS.
  static func resource(_ command: String) -> String { "TURNSTILE.\(command)" }

  /// Why RACF keeps a user from a command; nil where it does not.
  ///
  /// `command`: its first word, whole, in capitals. `wanted`: the access that it needs.
  public func refusal(
    of user: UserID, command: String, wanted: AccessLevel
  ) -> String? {
    let resource = Self.resource(command)
    guard state.active.contains(.operatorCommands),
      let access = state.access(of: user, to: resource, in: .operatorCommands, at: time)
    else {
      let isSpecial = state.users[user]?.isAdministrator == true
      return isSpecial && state.standing(of: user, at: time).hasAccess
        ? nil : "\(user) has not SPECIAL, and no profile of OPERCMDS in force covers \(resource)"
    }
    return access >= wanted
      ? nil : "\(user) needs \(wanted.rawValue) to \(resource) in the class OPERCMDS"
  }
}
