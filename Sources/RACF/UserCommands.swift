import Names
import SAF
import Time

/// RACF's commands about users.
///
/// Messages are those of z/OS Security Server RACF Messages and Codes. What TSO's parser finds wrong with a
/// name, since the name is not known, has its words here too.
enum UserCommands {
  static func add(_ users: [UserID], _ change: UserChange, in run: inout CommandRun) {
    for user in users {
      guard run.state.users[user] == nil else {
        run.answer.fail("IKJ56702I INVALID USERID, \(user)")
        run.answer.fail("ICH01010I \(user) NOT ADDED")
        continue
      }
      guard let group = change.defaultGroup ?? Self.standardGroup, run.state.groups[group] != nil
      else {
        run.answer.fail("IKJ56702I INVALID GROUP, \(change.defaultGroup?.description ?? "SYS1")")
        run.answer.fail("ICH01010I \(user) NOT ADDED")
        continue
      }
      // Without a password it is a PROTECTED user, as RACF has it.
      var record = UserRecord(id: user)
      record.created = run.time
      record.defaultGroup = group
      record.connections[group] = UserRecord.Connection(made: run.time)
      record.interval = run.state.passwords.interval
      if let fault = PasswordCommands.fault(change, of: record, in: run) {
        run.answer.fail(fault)
        run.answer.fail("ICH01010I \(user) NOT ADDED")
        continue
      }
      run.make(changes(record, change, in: run))
      run.make(run.state.due(user, at: run.time))
      if change.password == nil, change.phrase == nil {
        run.answer.lines.append("ICH01024I User \(user) is defined as PROTECTED.")
      }
    }
  }

  /// The group of users for whom no DFLTGRP is said.
  static let standardGroup = GroupName("SYS1")

  static func alter(_ users: [UserID], _ change: UserChange, in run: inout CommandRun) {
    for user in users {
      guard let record = run.state.users[user] else {
        run.answer.fail("ICH21009I UNABLE TO LOCATE \(user)")
        continue
      }
      var change = change
      if let group = change.defaultGroup, record.connections[group] == nil {
        run.answer.fail("ICH21004I DFLTGRP NOT ALTERED")
        change.defaultGroup = nil
      }
      if let fault = PasswordCommands.fault(change, of: record, in: run) {
        run.answer.fail(fault)
        run.answer.fail("\(user) NOT ALTERED")
        continue
      }
      var list = changes(record, change, in: run)
      var after = run.state
      for step in list { after.apply(step, at: run.time) }
      list += after.due(user, at: run.time)
      if !run.makeKeepingAnAdministrator(list) {
        run.answer.fail("\(user) NOT ALTERED: \(lastAdministrator)")
      }
    }
  }

  /// Why a user is not deleted, revoked or changed.
  private static let lastAdministrator =
    "NOBODY ELSE WITH SPECIAL CAN SIGN ON; GIVE ANOTHER USER SPECIAL FIRST"

  /// What ADDUSER and ALTUSER say of a user.
  private static func changes(
    _ former: UserRecord, _ change: UserChange, in run: CommandRun
  ) -> [SecurityChange] {
    var user = former
    var list: [SecurityChange] = []
    if let name = change.name { user.name = name }
    if let owner = change.owner { user.owner = owner }
    if let group = change.defaultGroup { user.defaultGroup = group }
    if let data = change.installationData { user.installationData = data }
    if let day = change.revokeDate { user.revokeDay = day.value }
    if let day = change.resumeDate { user.resumeDay = day.value }
    // What the same command gives counts: days of INACTIVE are those of who can sign on.
    var proving = user
    if let hash = run.hashes.password { proving.hasPassword = !hash.isEmpty }
    if let hash = run.hashes.phrase { proving.hasPhrase = !hash.isEmpty }
    // A new password does not resume a user who is revoked.
    if let isRevoked = change.isRevoked {
      user.isRevoked = isRevoked
      // What is said now counts more than what was said before for a day to come.
      if isRevoked { user.resumeDay = nil } else { user.revokeDay = nil }
      list += isRevoked ? [.forgetFailures(user.id)] : run.state.resumed(proving, at: run.time)
    }
    if let isExpired = change.isExpired {
      user.isPasswordExpired = isExpired && user.hasPassword
      user.isPhraseExpired = isExpired && user.hasPhrase
    }
    for (attribute, isGiven) in change.attributes {
      user.listed[attribute] = isGiven ? "YES" : nil
    }
    if let authority = change.authority, let group = user.defaultGroup {
      user.connections[group]?.authority = authority
    }
    // What somebody else has chosen is changed at the next sign-on, where the site or EXPIRED says so.
    var secrets: [SecurityChange] = []
    for (kind, hash) in [
      (PasswordKind.password, run.hashes.password), (.phrase, run.hashes.phrase),
    ] {
      guard let hash else { continue }
      let isExpired = !hash.isEmpty && change.isExpired ?? run.state.passwords.expiresFirst
      secrets += run.state.newSecret(
        of: &user, kind, hash: hash, isExpired: isExpired, at: run.time)
    }
    return [.user(user)] + secrets + list + factorChanges(of: user.id, change, in: run)
  }

  /// What MFA and NOMFA say of a user.
  private static func factorChanges(
    of user: UserID, _ change: UserChange, in run: CommandRun
  ) -> [SecurityChange] {
    let former = run.state.factors[user]
    switch change.factor {
    case nil: return []
    case .removed: return former == nil ? [] : [.factor(user, nil)]
    case .set(let wish):
      var factor = former ?? SecondFactor(isActive: false)
      if let isActive = wish.isActive { factor.isActive = isActive }
      if wish.forgetsSecret { factor.wrapped = nil }
      return factor == former ? [] : [.factor(user, factor)]
    }
  }

  static func delete(_ users: [UserID], in run: inout CommandRun) {
    for user in users {
      guard run.state.users[user] != nil else {
        run.answer.fail("ICH04001I ERROR LOCATING \(user)")
        continue
      }
      // What the user was permitted stays on the access lists, as in RACF.
      if !run.makeKeepingAnAdministrator([.removeUser(user)]) {
        run.answer.fail("\(user) NOT DELETED: \(lastAdministrator)")
      }
    }
  }

  static func list(_ users: [UserID], _ view: SegmentView, in run: inout CommandRun) {
    if view.onlySegments, view.segments.isEmpty {
      run.answer.fail(
        "ICH30012I NO USER(S) LISTED. NORACF SPECIFIED AND NO OTHER SEGMENTS REQUESTED.")
      return
    }
    run.make(run.state.due(at: run.time))
    let all = users.isEmpty ? run.state.users.keys.sorted() : users
    for user in all {
      if let record = run.state.users[user] {
        run.answer.lines += UserReport.lines(UserReport.Facts(record, run.state), view)
      } else {
        run.answer.fail("ICH30001I UNABLE TO LOCATE USER ENTRY \(user)")
      }
    }
  }
}

extension UserReport.Facts {
  init(_ record: UserRecord, _ state: SecurityState) {
    self.init(user: record.id)
    name = record.name
    owner = record.owner
    defaultGroup = record.defaultGroup
    connections = record.connections.sorted { $0.key < $1.key }.map { group, connection in
      UserReport.Connection(
        group: group.description, authority: connection.authority.rawValue,
        owner: connection.owner, made: connection.made, isRevoked: connection.isRevoked)
    }
    isRevoked = record.isRevoked
    hasPassword = record.hasPassword
    installationData = record.installationData
    created = record.created
    passwordChanged = record.passwordChanged
    lastAccess = state.lastAccess[record.id]
    hasPhrase = record.hasPhrase
    phraseChanged = record.phraseChanged
    revokeDay = record.revokeDay
    resumeDay = record.resumeDay
    isPasswordExpired = record.isPasswordExpired
    isPhraseExpired = record.isPhraseExpired
    interval = record.interval.map { String($0) }
    factor = state.factors[record.id]
    listedAttributes = record.listed.filter { $0.value == "YES" }.keys.sorted()
  }
}
