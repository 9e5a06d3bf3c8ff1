import ArgumentParser
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
    let answer = try ask(user, in: tables, site: site, state: state)
    guard !answer.isFailed else {
      for line in answer.lines { Output.error(line) }
      throw ExitCode(1)
    }
    return tables.effective(user, Rights(lines: answer.lines))
  }

  /// What a user has of what these tables ask, which may be others than the server's; without a user, what
  /// nobody can have.
  static func ask(
    _ user: UserID?, in tables: SiteTables, site: String, state: String
  ) throws -> Administration.Answer {
    let asked = user == nil ? tables.toBeDefined : tables.everything
    return try Administer.ask(
      ["rights"] + (user.map { [$0.description] } ?? []),
      body: Array(asked.lines.joined(separator: "\n").utf8), state: state, site: site)
  }
}
