import Crypto
public import Names
public import RACF
import Synchronization

/// RACF's commands about users, groups and who may make tickets.
extension SecurityDatabase {
  func addUsers(_ users: [UserID], _ change: UserChange) throws(StoreError) -> RACFAnswer {
    var answer = RACFAnswer()
    for user in users {
      guard try !userExists(user) else {
        answer.fail("ICH01002I \(user) ALREADY DEFINED")
        continue
      }
      if let group = change.defaultGroup, try !groupExists(group) {
        answer.fail("ICH01003I GROUP \(group) NOT DEFINED TO RACF")
        continue
      }
      try inside.withLock { (inside) throws(StoreError) in
        // No password is a hash that nothing fits: a PROTECTED user, as RACF has it.
        _ = try inside.sqlite.run(
          "INSERT INTO users (id, name, hash) VALUES (?1, '', '')", .text(user.description))
        _ = try inside.sqlite.run(
          "INSERT OR IGNORE INTO connects VALUES (?1, ?2)", .text(user.description),
          .text(change.defaultGroup?.description ?? "SYS1"))
      }
      try set(user, change)
    }
    return answer
  }

  func alterUsers(_ users: [UserID], _ change: UserChange) throws(StoreError) -> RACFAnswer {
    var answer = RACFAnswer()
    for user in users {
      guard try userExists(user) else {
        answer.fail("ICH21001I USER \(user) NOT DEFINED TO RACF")
        continue
      }
      if let group = change.defaultGroup, try !isConnected(user, group) {
        answer.fail("ICH21022I \(user) IS NOT CONNECTED TO GROUP \(group)")
        continue
      }
      try set(user, change)
    }
    return answer
  }

  private func set(_ user: UserID, _ change: UserChange) throws(StoreError) {
    if let password = change.password {
      try define(user, name: change.name ?? "", password: password.secret)
    }
    try inside.withLock { (inside) throws(StoreError) in
      let id = SQLite.Value.text(user.description)
      if let name = change.name {
        _ = try inside.sqlite.run("UPDATE users SET name = ?2 WHERE id = ?1", id, .text(name))
      }
      if let group = change.defaultGroup {
        _ = try inside.sqlite.run(
          "UPDATE users SET default_group = ?2 WHERE id = ?1", id, .text(group.description))
        inside.groups[user] = group
      }
      if let owner = change.owner {
        _ = try inside.sqlite.run("UPDATE users SET owner = ?2 WHERE id = ?1", id, .text(owner))
      }
      if let isRevoked = change.isRevoked {
        _ = try inside.sqlite.run(
          "UPDATE users SET revoked = ?2, failures = 0 WHERE id = ?1", id,
          .integer(isRevoked ? 1 : 0))
      }
    }
  }

  func deleteUsers(_ users: [UserID]) throws(StoreError) -> RACFAnswer {
    var answer = RACFAnswer()
    for user in users {
      guard try userExists(user) else {
        answer.fail("ICH04001I USER \(user) NOT DEFINED TO RACF")
        continue
      }
      try inside.withLock { (inside) throws(StoreError) in
        let id = SQLite.Value.text(user.description)
        _ = try inside.sqlite.run("DELETE FROM users WHERE id = ?1", id)
        _ = try inside.sqlite.run("DELETE FROM connects WHERE user = ?1", id)
        _ = try inside.sqlite.run("DELETE FROM permits WHERE id = ?1", id)
        inside.groups[user] = nil
      }
    }
    return answer
  }

  func listUsers(_ users: [UserID]) throws(StoreError) -> RACFAnswer {
    var answer = RACFAnswer()
    let all = try inside.withLock { (inside) throws(StoreError) in
      try inside.sqlite.run(
        "SELECT id, name, owner, default_group, revoked, hash = '' FROM users ORDER BY id"
      ).rows
    }
    let wanted = Set(users)
    var found: Set<UserID> = []
    for row in all {
      guard let user = row[0].text.flatMap({ UserID($0) }),
        wanted.isEmpty || wanted.contains(user)
      else { continue }
      found.insert(user)
      let groups = try inside.withLock { (inside) throws(StoreError) in
        try inside.sqlite.run(
          "SELECT name FROM connects WHERE user = ?1 ORDER BY name", .text(user.description)
        ).rows.compactMap { $0[0].text }
      }
      answer.lines += UserReport.lines(
        .init(
          user: user, name: row[1].text ?? "", owner: row[2].text ?? "",
          defaultGroup: row[3].text.flatMap { GroupName($0) }, groups: groups,
          isRevoked: row[4].integer == 1, hasPassword: row[5].integer == 0))
    }
    for user in users where !found.contains(user) {
      answer.fail("ICH30001I UNABLE TO LOCATE USER ENTRY \(user)")
    }
    return answer
  }

  func addGroups(_ groups: [GroupName], _ superior: GroupName?) throws(StoreError) -> RACFAnswer {
    var answer = RACFAnswer()
    for group in groups {
      guard try !groupExists(group) else {
        answer.fail("ICH00002I GROUP \(group) ALREADY DEFINED")
        continue
      }
      try inside.withLock { (inside) throws(StoreError) in
        _ = try inside.sqlite.run(
          "INSERT INTO groups VALUES (?1, ?2)", .text(group.description),
          .text(superior?.description ?? "SYS1"))
      }
    }
    return answer
  }

  func connect(_ users: [UserID], _ group: GroupName) throws(StoreError) -> RACFAnswer {
    var answer = RACFAnswer()
    guard try groupExists(group) else {
      return .failed("ICH02003I GROUP \(group) NOT DEFINED TO RACF")
    }
    for user in users {
      guard try userExists(user) else {
        answer.fail("ICH02001I USER \(user) NOT DEFINED TO RACF")
        continue
      }
      try inside.withLock { (inside) throws(StoreError) in
        _ = try inside.sqlite.run(
          "INSERT OR IGNORE INTO connects VALUES (?1, ?2)", .text(user.description),
          .text(group.description))
      }
    }
    return answer
  }

  private func count(_ sql: String, _ values: SQLite.Value...) throws(StoreError) -> Bool {
    let (first, second) = (values[0], values.count > 1 ? values[1] : .null)
    return try inside.withLock { (inside) throws(StoreError) in
      let rows =
        values.count > 1
        ? try inside.sqlite.run(sql, first, second).rows : try inside.sqlite.run(sql, first).rows
      return !rows.isEmpty
    }
  }

  private func userExists(_ user: UserID) throws(StoreError) -> Bool {
    try count("SELECT 1 FROM users WHERE id = ?1", .text(user.description))
  }

  private func groupExists(_ group: GroupName) throws(StoreError) -> Bool {
    try count("SELECT 1 FROM groups WHERE name = ?1", .text(group.description))
  }

  private func isConnected(_ user: UserID, _ group: GroupName) throws(StoreError) -> Bool {
    try count(
      "SELECT 1 FROM connects WHERE user = ?1 AND name = ?2", .text(user.description),
      .text(group.description))
  }

  // MARK: Who may use what

  func permit(
    _ type: ResourceClass, _ name: ResourceName, _ change: PermitChange
  ) throws(StoreError) -> RACFAnswer {
    guard try rule(name, type) != nil else {
      return .failed("ICH06004I \(name) NOT DEFINED TO RACF")
    }
    try inside.withLock { (inside) throws(StoreError) in
      let (owner, profile) = (SQLite.Value.text(type.rawValue), SQLite.Value.text(name.description))
      if change.resets {
        _ = try inside.sqlite.run(
          "DELETE FROM accesses WHERE class = ?1 AND name = ?2", owner, profile)
      }
      for id in change.ids {
        if let access = change.access {
          _ = try inside.sqlite.run(
            "INSERT OR REPLACE INTO accesses VALUES (?1, ?2, ?3, ?4)", owner, profile,
            .text(id.text), .text(access.rawValue))
        } else {
          _ = try inside.sqlite.run(
            "DELETE FROM accesses WHERE class = ?1 AND name = ?2 AND id = ?3", owner, profile,
            .text(id.text))
        }
      }
    }
    return RACFAnswer(lines: [
      "ICH06011I RACLISTED PROFILES FOR \(type.rawValue) WILL NOT REFLECT THE UPDATE(S) UNTIL A "
        + "SETROPTS REFRESH IS ISSUED"
    ])
  }

  /// Access of somebody to `IRRPTAUTH.appl.user`, as it was at the last refresh.
  public func ticketAccess(
    of who: UserID, to application: TicketProfile, for user: UserID
  ) -> AccessLevel {
    inside.withLock { inside in
      inside.access(of: who, to: "IRRPTAUTH.\(application).\(user)", .tickets) ?? .none
    }
  }
}
