import Names
import SAF

/// RACF's commands about groups and connections.
enum GroupCommands {
  static func add(_ groups: [GroupName], _ change: GroupChange, in run: inout CommandRun) {
    if let superior = change.superior, run.state.groups[superior] == nil {
      run.answer.fail("IKJ56702I INVALID SUPGROUP, \(superior)")
      return
    }
    for group in groups {
      let isUser = UserID(group.description).map { run.state.users[$0] != nil } ?? false
      guard run.state.groups[group] == nil, !isUser else {
        run.answer.fail("IKJ56702I INVALID GROUP, \(group)")
        continue
      }
      var record = GroupRecord(
        name: group, superior: change.superior ?? UserCommands.standardGroup)
      if let owner = change.owner { record.owner = owner }
      if let data = change.installationData { record.installationData = data }
      record.created = run.time
      run.make(.group(record))
    }
  }

  static func alter(_ groups: [GroupName], _ change: GroupChange, in run: inout CommandRun) {
    for group in groups {
      guard var record = run.state.groups[group] else {
        run.answer.fail("ICH20019I UNABLE TO LOCATE \(group)")
        continue
      }
      if let wanted = change.superior {
        if run.state.groups[wanted] == nil {
          run.answer.fail("IKJ56702I INVALID SUPGROUP, \(wanted)")
          run.answer.fail("ICH20015I SUPGROUP NOT ALTERED FOR \(group)")
        } else if isWithin(wanted, group, in: run.state) {
          run.answer.fail("ICH20006I \(wanted) CANNOT BE A SUPERIOR GROUP OF \(group)")
          run.answer.fail("ICH20015I SUPGROUP NOT ALTERED FOR \(group)")
        } else {
          record.superior = wanted
        }
      }
      if let owner = change.owner { record.owner = owner }
      if let data = change.installationData { record.installationData = data }
      run.make(.group(record))
    }
  }

  /// Whether a group is another, or below it.
  private static func isWithin(
    _ group: GroupName, _ other: GroupName, in state: SecurityState
  ) -> Bool {
    var name = group
    // A circle, which is none of ours, ends after as many steps as there are groups.
    for _ in 0...state.groups.count {
      if name == other { return true }
      guard let next = state.groups[name]?.superior else { return false }
      name = next
    }
    return true
  }

  static func delete(_ groups: [GroupName], in run: inout CommandRun) {
    for group in groups {
      guard run.state.groups[group] != nil else {
        run.answer.fail("ICH05001I ERROR LOCATING \(group)")
        continue
      }
      if let reason = reasonToKeep(group, run.state) {
        run.answer.fail("ICH05004I \(group) NOT DELETED")
        run.answer.lines.append(reason)
        continue
      }
      // What the group was permitted stays on the access lists, as in RACF.
      run.make(.removeGroup(group))
    }
  }

  /// Why a group cannot be deleted; nil where it can.
  private static func reasonToKeep(_ group: GroupName, _ state: SecurityState) -> String? {
    if group == UserCommands.standardGroup { return "SYS1 is the group above all others" }
    let users = state.users.values.count { $0.connections[group] != nil }
    if users > 0 { return "\(users) users are connected to it; REMOVE takes them out" }
    let groups = state.groups.values.count { $0.superior == group }
    if groups > 0 { return "\(groups) groups are below it; ALTGROUP SUPGROUP moves them" }
    return nil
  }

  static func list(_ groups: [GroupName], _ view: SegmentView, in run: inout CommandRun) {
    let all = groups.isEmpty ? run.state.groups.keys.sorted() : groups
    for group in all {
      if let record = run.state.groups[group] {
        run.answer.lines += GroupReport.lines(GroupReport.Facts(record, run.state), view)
      } else {
        run.answer.fail("ICH51003I NAME NOT FOUND IN RACF DATA SET")
      }
    }
  }

  // MARK: Connections

  static func connect(
    _ users: [UserID], _ group: GroupName, change: ConnectChange, in run: inout CommandRun
  ) {
    guard run.state.groups[group] != nil else {
      run.answer.fail("IKJ56702I INVALID GROUP, \(group)")
      run.answer.fail("ICH02003I USER(S) NOT CONNECTED")
      return
    }
    for user in users {
      guard var record = run.state.users[user] else {
        run.answer.fail("IKJ56702I INVALID USERID, \(user)")
        run.answer.fail("ICH02003I \(user) NOT CONNECTED")
        continue
      }
      var connection = record.connections[group] ?? UserRecord.Connection(made: run.time)
      if let authority = change.authority { connection.authority = authority }
      if let owner = change.owner { connection.owner = owner }
      if let isRevoked = change.isRevoked { connection.isRevoked = isRevoked }
      record.connections[group] = connection
      run.make(.user(record))
    }
  }

  static func remove(_ users: [UserID], _ group: GroupName, in run: inout CommandRun) {
    guard run.state.groups[group] != nil else {
      run.answer.fail("IKJ56702I INVALID GROUP, \(group)")
      return
    }
    for user in users {
      guard var record = run.state.users[user] else {
        run.answer.fail("IKJ56702I INVALID USERID, \(user)")
        continue
      }
      guard record.connections[group] != nil else {
        run.answer.fail("\(user) NOT REMOVED: THE USER IS NOT CONNECTED TO \(group)")
        continue
      }
      guard record.defaultGroup != group else {
        run.answer.fail(
          "\(user) NOT REMOVED: \(group) IS THE USER'S DEFAULT GROUP; ALTUSER DFLTGRP CHANGES IT")
        continue
      }
      record.connections[group] = nil
      run.make(.user(record))
    }
  }
}

extension GroupReport.Facts {
  init(_ record: GroupRecord, _ state: SecurityState) {
    self.init(group: record.name)
    superior = record.superior?.description ?? ""
    owner = record.owner
    installationData = record.installationData
    created = record.created
    subgroups = state.groups.values.filter { $0.superior == record.name }.map(\.name.description)
      .sorted()
    members = state.users.values.sorted { $0.id < $1.id }.compactMap { user in
      user.connections[record.name].map { connection in
        GroupReport.Member(
          user: user.id.description, authority: connection.authority.rawValue,
          isRevoked: connection.isRevoked)
      }
    }
  }
}
