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
    let hashes = try hashes(change)
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
      try self.change { (inside) throws(StoreError) in
        let (id, now) = (SQLite.Value.text(user.description), SQLite.Value.integer(time.seconds))
        // No password is a hash that nothing fits: a PROTECTED user, as RACF has it.
        try inside.sqlite.run(
          "INSERT INTO users (id, name, hash, created) VALUES (?1, '', '', ?2)", id, now)
        try inside.sqlite.run(
          "INSERT OR IGNORE INTO connects (user, name, made) VALUES (?1, ?2, ?3)", id,
          .text(group), now)
        try inside.set(user, change, hashes, time)
        try inside.setMore(user, change, time)
      }
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
    let hashes = try hashes(change)
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
      let wanted = change
      let isDone = try keepingAnAdministrator { (inside) throws(StoreError) in
        try inside.set(user, wanted, hashes, time)
        try inside.setMore(user, wanted, time)
      }
      if !isDone { answer.fail("\(user) NOT ALTERED: \(Self.lastAdministrator)") }
    }
    return answer
  }

  /// Hashes of a new password and a new phrase; blank where it is taken away, nil where it stays.
  struct Hashes: Sendable {
    var password: String?
    var phrase: String?
  }

  /// Made before the change begins: they take tens of milliseconds.
  private func hashes(_ change: UserChange) throws(StoreError) -> Hashes {
    var hashes = Hashes(
      password: change.removesPassword ? "" : nil, phrase: change.removesPhrase ? "" : nil)
    if let password = change.password { hashes.password = try hash(password.secret) }
    if let phrase = change.phrase { hashes.phrase = try hash(phrase.secret) }
    return hashes
  }

  /// Why a user is not deleted, revoked or changed.
  static let lastAdministrator =
    "NOBODY ELSE WITH SPECIAL CAN SIGN ON; GIVE ANOTHER USER SPECIAL FIRST"

  /// Runs a change, unless it would leave nobody with SPECIAL who can sign on where there was somebody.
  /// - Returns: whether it was done.
  private func keepingAnAdministrator(
    _ body: (inout Inside) throws(StoreError) -> Void
  ) throws(StoreError) -> Bool {
    do {
      try change { (inside) throws(StoreError) in
        let before = try inside.hasAdministrator()
        try body(&inside)
        let after = try inside.hasAdministrator()
        guard after || !before else {
          throw StoreError(path: "", reason: Self.lastAdministrator)
        }
      }
    } catch {
      guard error.reason == Self.lastAdministrator else { throw error }
      return false
    }
    return true
  }

  func deleteUsers(_ users: [UserID]) throws(StoreError) -> RACFAnswer {
    var answer = RACFAnswer()
    for user in users {
      guard try isDefined(user) else {
        answer.fail("ICH04001I ERROR LOCATING \(user)")
        continue
      }
      let isDone = try keepingAnAdministrator { (inside) throws(StoreError) in
        let id = SQLite.Value.text(user.description)
        // What the user was permitted stays on the access lists, as in RACF.
        try inside.sqlite.run("DELETE FROM users WHERE id = ?1", id)
        try inside.sqlite.run("DELETE FROM connects WHERE user = ?1", id)
        try inside.forgetListed("USER", user.description)
      }
      if !isDone { answer.fail("\(user) NOT DELETED: \(Self.lastAdministrator)") }
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
  /// Statement that names the users with SPECIAL.
  static let administrators =
    "SELECT name FROM listed WHERE kind = 'USER' AND keyword = 'SPECIAL'"

  /// Whether a user with SPECIAL can sign on.
  func hasAdministrator() throws(StoreError) -> Bool {
    try sqlite.run(
      """
      SELECT 1 FROM users WHERE id IN (\(Self.administrators))
        AND revoked = 0 AND (hash <> '' OR phrase <> '') LIMIT 1
      """
    ).rows.isEmpty == false
  }

  /// What ADDUSER and ALTUSER say of a user.
  func set(
    _ user: UserID, _ change: UserChange, _ hashes: SecurityDatabase.Hashes, _ time: WallTime
  ) throws(StoreError) {
    let id = SQLite.Value.text(user.description)
    // A new password does not resume a user who is revoked.
    let texts: [(column: String, value: String?)] = [
      ("hash", hashes.password), ("phrase", hashes.phrase), ("name", change.name),
      ("owner", change.owner), ("default_group", change.defaultGroup?.description),
      ("data", change.installationData),
    ]
    for (column, value) in texts {
      guard let value else { continue }
      try sqlite.run("UPDATE users SET \(column) = ?2 WHERE id = ?1", id, .text(value))
    }
    for (column, hash) in [("changed", hashes.password), ("phrase_changed", hashes.phrase)]
    where hash != nil {
      try sqlite.run("UPDATE users SET \(column) = ?2 WHERE id = ?1", id, .integer(time.seconds))
    }
    if let isRevoked = change.isRevoked {
      try sqlite.run(
        "UPDATE users SET revoked = ?2, failures = 0 WHERE id = ?1", id,
        .integer(isRevoked ? 1 : 0))
    }
  }

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
      SELECT id, name, owner, default_group, revoked, hash = '', data, created, changed, accessed,
        phrase = '', phrase_changed
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
      facts.hasPhrase = row[10].integer == 0
      facts.phraseChanged = time(row[11])
      more[user.description]?.add(to: &facts)
      return facts
    }
  }
}
