import Names
import Platform
import Server
import Tables

/// What holds for a user at the command line: by the rule that the server's menus follow.
enum UserRights {
  /// Asks the server of the state directory, or its database, what the tables want to know of the user;
  /// where there is no database, the user has no group and no right.
  static func effective(
    _ user: UserID, in tables: SiteTables, site: String, state: String
  ) throws -> EffectiveUser {
    guard tables.asksRights, Files.exists(state + "/security.db") else {
      return tables.effective(user)
    }
    let answer = try Administer.ask(["rights", user.description], state: state, site: site)
    return tables.effective(user, Rights(lines: answer.lines))
  }
}
