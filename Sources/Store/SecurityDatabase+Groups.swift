import Names
import RACF
import Synchronization
import Time

/// RACF's commands about groups and connections.
extension SecurityDatabase {
  func addGroups(
    _ groups: [GroupName], _ change: GroupChange, _ time: WallTime
  ) throws(StoreError) -> RACFAnswer {
    var answer = RACFAnswer()
    if let superior = change.superior, try !isGroup(superior.description) {
      return .failed("IKJ56702I INVALID SUPGROUP, \(superior)")
    }
    for group in groups {
      guard try !isGroup(group.description), try !isUser(group.description) else {
        answer.fail("IKJ56702I INVALID GROUP, \(group)")
        continue
      }
      try inside.withLock { (inside) throws(StoreError) in
        _ = try inside.sqlite.run(
          "INSERT INTO groups (name, superior, owner, data, created) VALUES (?1, ?2, ?3, ?4, ?5)",
          .text(group.description), .text(change.superior?.description ?? "SYS1"),
          .text(change.owner ?? "IBMUSER"), .text(change.installationData ?? ""),
          .integer(time.seconds))
      }
    }
    return answer
  }

  func alterGroups(
    _ groups: [GroupName], _ change: GroupChange
  ) throws(StoreError) -> RACFAnswer {
    var answer = RACFAnswer()
    let superiors = try superiors()
    for group in groups {
      guard superiors[group.description] != nil else {
        answer.fail("ICH20019I UNABLE TO LOCATE \(group)")
        continue
      }
      var superior = change.superior?.description
      if let wanted = superior {
        if superiors[wanted] == nil {
          answer.fail("IKJ56702I INVALID SUPGROUP, \(wanted)")
          superior = nil
        } else if Self.isWithin(wanted, group.description, superiors) {
          answer.fail("ICH20006I \(wanted) CANNOT BE A SUPERIOR GROUP OF \(group)")
          superior = nil
        }
        if superior == nil { answer.fail("ICH20015I SUPGROUP NOT ALTERED FOR \(group)") }
      }
      let (above, owner, data) = (superior, change.owner, change.installationData)
      try inside.withLock { (inside) throws(StoreError) in
        _ = try inside.sqlite.run(
          "UPDATE groups SET superior = coalesce(?2, superior), owner = coalesce(?3, owner), "
            + "data = coalesce(?4, data) WHERE name = ?1", .text(group.description),
          .optional(above), .optional(owner), .optional(data))
      }
    }
    return answer
  }

  /// The group above each.
  private func superiors() throws(StoreError) -> [String: String] {
    try inside.withLock { (inside) throws(StoreError) in
      var found: [String: String] = [:]
      for row in try inside.sqlite.run("SELECT name, superior FROM groups").rows {
        if let name = row[0].text { found[name] = row[1].text ?? "" }
      }
      return found
    }
  }

  /// Whether a group is another, or below it.
  private static func isWithin(
    _ group: String, _ other: String, _ superiors: [String: String]
  ) -> Bool {
    var name = group
    // A circle, which is none of ours, ends after as many steps as there are groups.
    for _ in 0...superiors.count {
      if name == other { return true }
      guard let next = superiors[name], !next.isEmpty else { return false }
      name = next
    }
    return true
  }

  func deleteGroups(_ groups: [GroupName]) throws(StoreError) -> RACFAnswer {
    var answer = RACFAnswer()
    for group in groups {
      let name = group.description
      guard try isGroup(name) else {
        answer.fail("ICH05001I ERROR LOCATING \(group)")
        continue
      }
      if let reason = try reasonToKeep(name) {
        answer.fail("ICH05004I \(group) NOT DELETED")
        answer.lines.append(reason)
        continue
      }
      // What the group was permitted stays on the access lists, as in RACF.
      try inside.withLock { (inside) throws(StoreError) in
        _ = try inside.sqlite.run("DELETE FROM groups WHERE name = ?1", .text(name))
      }
    }
    return answer
  }

  /// Why a group cannot be deleted; nil where it can.
  private func reasonToKeep(_ name: String) throws(StoreError) -> String? {
    if name == "SYS1" { return "SYS1 is the group above all others" }
    let (users, groups) = try inside.withLock { (inside) throws(StoreError) -> (Int64, Int64) in
      let users = try inside.sqlite.run(
        "SELECT count(*) FROM connects WHERE name = ?1", .text(name))
      let groups = try inside.sqlite.run(
        "SELECT count(*) FROM groups WHERE superior = ?1", .text(name))
      return (users.rows.first?.first?.integer ?? 0, groups.rows.first?.first?.integer ?? 0)
    }
    if users > 0 { return "\(users) users are connected to it; REMOVE takes them out" }
    if groups > 0 { return "\(groups) groups are below it; ALTGROUP SUPGROUP moves them" }
    return nil
  }

  func listGroups(_ groups: [GroupName], _ view: SegmentView) throws(StoreError) -> RACFAnswer {
    var answer = RACFAnswer()
    let all = try inside.withLock { (inside) throws(StoreError) in try inside.readGroups() }
    for facts in all where groups.isEmpty { answer.lines += GroupReport.lines(facts, view) }
    for group in groups {
      if let facts = all.first(where: { $0.group == group }) {
        answer.lines += GroupReport.lines(facts, view)
      } else {
        answer.fail("ICH51003I NAME NOT FOUND IN RACF DATA SET")
      }
    }
    return answer
  }

  // MARK: Connections

  func connect(
    _ users: [UserID], _ group: GroupName, _ change: ConnectChange, _ time: WallTime
  ) throws(StoreError) -> RACFAnswer {
    var answer = RACFAnswer()
    guard try isGroup(group.description) else {
      answer.fail("IKJ56702I INVALID GROUP, \(group)")
      answer.fail("ICH02003I USER(S) NOT CONNECTED")
      return answer
    }
    for user in users {
      guard try isUser(user.description) else {
        answer.fail("IKJ56702I INVALID USERID, \(user)")
        answer.fail("ICH02003I \(user) NOT CONNECTED")
        continue
      }
      try inside.withLock { (inside) throws(StoreError) in
        _ = try inside.sqlite.run(
          """
          INSERT INTO connects (user, name, made, authority, owner, revoked)
          VALUES (?1, ?2, ?3, coalesce(?4, 'USE'), coalesce(?5, 'IBMUSER'), coalesce(?6, 0))
          ON CONFLICT DO UPDATE SET authority = coalesce(?4, authority),
            owner = coalesce(?5, owner), revoked = coalesce(?6, revoked)
          """,
          .text(user.description), .text(group.description), .integer(time.seconds),
          .optional(change.authority?.rawValue), .optional(change.owner),
          change.isRevoked.map { .integer($0 ? 1 : 0) } ?? .null)
        try inside.loadUsers()
      }
    }
    return answer
  }

  func remove(_ users: [UserID], _ group: GroupName) throws(StoreError) -> RACFAnswer {
    var answer = RACFAnswer()
    guard try isGroup(group.description) else {
      return .failed("IKJ56702I INVALID GROUP, \(group)")
    }
    for user in users {
      guard try isUser(user.description) else {
        answer.fail("IKJ56702I INVALID USERID, \(user)")
        continue
      }
      guard try isConnected(user, group) else {
        answer.fail("\(user) NOT REMOVED: THE USER IS NOT CONNECTED TO \(group)")
        continue
      }
      let isDefault = inside.withLock { $0.users[user]?.group == group }
      guard !isDefault else {
        answer.fail(
          "\(user) NOT REMOVED: \(group) IS THE USER'S DEFAULT GROUP; ALTUSER DFLTGRP CHANGES IT")
        continue
      }
      try inside.withLock { (inside) throws(StoreError) in
        _ = try inside.sqlite.run(
          "DELETE FROM connects WHERE user = ?1 AND name = ?2", .text(user.description),
          .text(group.description))
        try inside.loadUsers()
      }
    }
    return answer
  }
}

extension SecurityDatabase.Inside {
  /// Everything that LISTGRP shows of all groups.
  fileprivate func readGroups() throws(StoreError) -> [GroupReport.Facts] {
    var members: [String: [GroupReport.Member]] = [:]
    for row in try sqlite.run(
      "SELECT name, user, authority, revoked FROM connects ORDER BY user"
    ).rows {
      members[row[0].text ?? "", default: []].append(
        GroupReport.Member(
          user: row[1].text ?? "", authority: row[2].text ?? "", isRevoked: row[3].integer == 1))
    }
    let rows = try sqlite.run(
      "SELECT name, superior, owner, data, created FROM groups ORDER BY name"
    ).rows
    return rows.compactMap { row in
      guard let group = row[0].text.flatMap({ GroupName($0) }) else { return nil }
      var facts = GroupReport.Facts(group: group)
      facts.superior = row[1].text ?? ""
      facts.owner = row[2].text ?? ""
      facts.installationData = row[3].text ?? ""
      facts.created = row[4].integer.map { WallTime(seconds: $0) }
      facts.members = members[group.description] ?? []
      facts.subgroups = rows.filter { $0[1].text == group.description }.compactMap(\.[0].text)
      return facts
    }
  }
}
