import Crypto
import Names
import RACF
import Synchronization
import Time

/// RACF's commands about users and groups.
///
/// Messages are those of z/OS Security Server RACF Messages and Codes; what the TSO parser finds wrong
/// with a name there, since the name is not known, is said in its words here too.
extension SecurityDatabase {
  func addUsers(
    _ users: [UserID], _ change: UserChange, _ time: WallTime
  ) throws(StoreError) -> RACFAnswer {
    var answer = RACFAnswer()
    for user in users {
      guard try !isDefined(user) else {
        answer.fail("IKJ56702I INVALID USERID, \(user)")
        answer.fail("ICH01010I \(user) NOT ADDED")
        continue
      }
      let group = change.defaultGroup?.description ?? "SYS1"
      guard try isGroup(group) else {
        answer.fail("IKJ56702I INVALID GROUP, \(group)")
        answer.fail("ICH01010I \(user) NOT ADDED")
        continue
      }
      try inside.withLock { (inside) throws(StoreError) in
        let (id, now) = (SQLite.Value.text(user.description), SQLite.Value.integer(time.seconds))
        // No password is a hash that nothing fits: a PROTECTED user, as RACF has it.
        _ = try inside.sqlite.run(
          "INSERT INTO users (id, name, hash, created) VALUES (?1, '', '', ?2)", id, now)
        _ = try inside.sqlite.run(
          "INSERT OR IGNORE INTO connects (user, name, made) VALUES (?1, ?2, ?3)", id,
          .text(group), now)
      }
      try set(user, change, time)
      try inside.withLock { (inside) throws(StoreError) in try inside.setMore(user, change, time) }
      if change.password == nil, change.phrase == nil {
        answer.lines.append("ICH01024I User \(user) is defined as PROTECTED.")
      }
    }
    return answer
  }

  func alterUsers(
    _ users: [UserID], _ change: UserChange, _ time: WallTime
  ) throws(StoreError) -> RACFAnswer {
    var answer = RACFAnswer()
    for user in users {
      guard try isDefined(user) else {
        answer.fail("ICH21009I UNABLE TO LOCATE \(user)")
        continue
      }
      var change = change
      if let group = change.defaultGroup, try !isConnected(user, group) {
        answer.fail("ICH21004I DFLTGRP NOT ALTERED")
        change.defaultGroup = nil
      }
      try set(user, change, time)
      let wanted = change
      try inside.withLock { (inside) throws(StoreError) in try inside.setMore(user, wanted, time) }
    }
    return answer
  }

  private func set(
    _ user: UserID, _ change: UserChange, _ time: WallTime
  ) throws(StoreError) {
    // A new password does not resume a user who is revoked.
    var hash: String? = change.removesPassword ? "" : nil
    if let password = change.password ?? change.phrase { hash = try self.hash(password.secret) }
    let newHash = hash
    try inside.withLock { (inside) throws(StoreError) in
      let id = SQLite.Value.text(user.description)
      let texts: [(column: String, value: String?)] = [
        ("hash", newHash), ("name", change.name), ("owner", change.owner),
        ("default_group", change.defaultGroup?.description), ("data", change.installationData),
      ]
      for (column, value) in texts {
        guard let value else { continue }
        _ = try inside.sqlite.run("UPDATE users SET \(column) = ?2 WHERE id = ?1", id, .text(value))
      }
      if newHash != nil {
        _ = try inside.sqlite.run(
          "UPDATE users SET changed = ?2 WHERE id = ?1", id, .integer(time.seconds))
      }
      if let isRevoked = change.isRevoked {
        _ = try inside.sqlite.run(
          "UPDATE users SET revoked = ?2, failures = 0 WHERE id = ?1", id,
          .integer(isRevoked ? 1 : 0))
      }
      try inside.loadGroups()
    }
  }

  func deleteUsers(_ users: [UserID]) throws(StoreError) -> RACFAnswer {
    var answer = RACFAnswer()
    for user in users {
      guard try isDefined(user) else {
        answer.fail("ICH04001I ERROR LOCATING \(user)")
        continue
      }
      try inside.withLock { (inside) throws(StoreError) in
        let id = SQLite.Value.text(user.description)
        // What the user was permitted stays on the access lists, as in RACF.
        _ = try inside.sqlite.run("DELETE FROM users WHERE id = ?1", id)
        _ = try inside.sqlite.run("DELETE FROM connects WHERE user = ?1", id)
        try inside.forgetListed("USER", user.description)
        try inside.loadGroups()
      }
    }
    return answer
  }

  func listUsers(
    _ users: [UserID], _ view: SegmentView, _ time: WallTime
  ) throws(StoreError) -> RACFAnswer {
    if view.onlySegments, view.segments.isEmpty {
      return .failed(
        "ICH30012I NO USER(S) LISTED. NORACF SPECIFIED AND NO OTHER SEGMENTS REQUESTED.")
    }
    var answer = RACFAnswer()
    let all = try inside.withLock { (inside) throws(StoreError) in
      try inside.settleDates(time)
      return try inside.readUsers()
    }
    for facts in all where users.isEmpty { answer.lines += UserReport.lines(facts, view) }
    for user in users {
      if let facts = all.first(where: { $0.user == user }) {
        answer.lines += UserReport.lines(facts, view)
      } else {
        answer.fail("ICH30001I UNABLE TO LOCATE USER ENTRY \(user)")
      }
    }
    return answer
  }

  private func count(_ sql: String, _ first: String, _ second: String? = nil) throws(StoreError)
    -> Bool
  {
    try inside.withLock { (inside) throws(StoreError) in
      let rows =
        if let second {
          try inside.sqlite.run(sql, .text(first), .text(second)).rows
        } else {
          try inside.sqlite.run(sql, .text(first)).rows
        }
      return !rows.isEmpty
    }
  }

  private func isDefined(_ user: UserID) throws(StoreError) -> Bool {
    try isUser(user.description)
  }

  func isUser(_ name: String) throws(StoreError) -> Bool {
    try count("SELECT 1 FROM users WHERE id = ?1", name)
  }

  func isGroup(_ name: String) throws(StoreError) -> Bool {
    try count("SELECT 1 FROM groups WHERE name = ?1", name)
  }

  func isConnected(_ user: UserID, _ group: GroupName) throws(StoreError) -> Bool {
    try count(
      "SELECT 1 FROM connects WHERE user = ?1 AND name = ?2", user.description, group.description)
  }
}

extension SecurityDatabase.Inside {
  /// Everything that LISTUSER shows of all users.
  fileprivate func readUsers() throws(StoreError) -> [UserReport.Facts] {
    func time(_ value: SQLite.Value) -> WallTime? { value.integer.map { WallTime(seconds: $0) } }
    var connections: [String: [UserReport.Connection]] = [:]
    for row in try sqlite.run(
      "SELECT user, name, authority, owner, made, revoked FROM connects ORDER BY name"
    ).rows {
      connections[row[0].text ?? "", default: []].append(
        UserReport.Connection(
          group: row[1].text ?? "", authority: row[2].text ?? "", owner: row[3].text ?? "",
          made: time(row[4]), isRevoked: row[5].integer == 1))
    }
    let more = try moreOfUsers()
    return try sqlite.run(
      """
      SELECT id, name, owner, default_group, revoked, hash = '', data, created, changed, accessed
      FROM users ORDER BY id
      """
    ).rows.compactMap { row in
      guard let user = row[0].text.flatMap({ UserID($0) }) else { return nil }
      var facts = UserReport.Facts(user: user)
      facts.name = row[1].text ?? ""
      facts.owner = row[2].text ?? ""
      facts.defaultGroup = row[3].text.flatMap { GroupName($0) }
      facts.connections = connections[user.description] ?? []
      facts.isRevoked = row[4].integer == 1
      facts.hasPassword = row[5].integer == 0
      facts.installationData = row[6].text ?? ""
      facts.created = time(row[7])
      facts.passwordChanged = time(row[8])
      facts.lastAccess = time(row[9])
      more[user.description]?.add(to: &facts)
      return facts
    }
  }
}
