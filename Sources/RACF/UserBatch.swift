import Crypto
import Names
public import SAF
public import Time

/// Many users at once: all rows of a sheet count, or none.
///
/// Each row comes to what ADDUSER, ALTUSER and CONNECT come to for one user, by the same rule.
public struct UserBatch: Sendable {
  private let rows: [UserSheet.Row]

  /// - `sheet`: one without faults.
  public init(_ sheet: UserSheet) {
    precondition(sheet.faults.isEmpty, "a sheet with faults is not used")
    rows = sheet.rows
  }

  /// How many users it is about.
  public var count: Int { rows.count }

  /// Hashes of a row's secrets; takes long, and may be asked from several threads at once.
  public func hashes(
    ofRow place: Int, _ options: PasswordOptions
  ) throws(StoreError) -> CommandHashes {
    try CommandHashes(.alterUser([rows[place].user], rows[place].change), options)
  }

  /// What stands for the hashes where nothing is to be changed, so that none is made.
  public var trialHashes: [CommandHashes] {
    rows.map { row in
      var hashes = CommandHashes()
      if row.change.password != nil { hashes.password = "trial" }
      if row.change.phrase != nil { hashes.phrase = "trial" }
      return hashes
    }
  }

  /// What it comes to on a state.
  ///
  /// - `hashes`: one for each row.
  /// - Returns: what is wrong, a line each; and the changes, which count where nothing is.
  public func outcome(
    on state: SecurityState, keys: KeyService, hashes: [CommandHashes], at time: WallTime
  ) -> (faults: [String], changes: [SecurityChange]) {
    precondition(hashes.count == rows.count, "each row has its hashes")
    // No row makes a key, so that no label names the system.
    guard let system = PackedName("BATCH") else { preconditionFailure("BATCH is a name") }
    var run = CommandRun(
      state, keys: keys, hashes: CommandHashes(), at: time, system: system)
    var faults: [String] = []
    for (row, hashes) in zip(rows, hashes) {
      run.hashes = hashes
      perform(row, in: &run)
      if run.answer.isFailed {
        // That a user without a password is PROTECTED is no fault.
        let lines = run.answer.lines.filter { !$0.hasPrefix("ICH01024I") }
        faults.append("line \(row.line): \(lines.joined(separator: "; "))")
      }
      run.answer = RACFAnswer()
    }
    return (faults, faults.isEmpty ? run.changes : [])
  }

  private func perform(_ row: UserSheet.Row, in run: inout CommandRun) {
    let isNew = run.state.users[row.user] == nil
    // What RACF does to a user by the day counts before what the row says.
    if !isNew { run.make(run.state.due(row.user, at: run.time)) }
    // A group that becomes the default one is connected before.
    if isNew { UserCommands.add([row.user], row.change, in: &run) }
    guard run.state.users[row.user] != nil else { return }
    for group in row.groups where run.state.users[row.user]?.connections[group] == nil {
      GroupCommands.connect([row.user], group, change: ConnectChange(), in: &run)
    }
    if !isNew, let record = run.state.users[row.user] {
      UserCommands.alter([row.user], Self.difference(row.change, from: record), in: &run)
    }
  }

  /// What a row changes. REVOKED and EXPIRED tell how a user is, so that they are commands only where it is
  /// otherwise: RESUME for a user who is not revoked would forget days and wrong passwords.
  private static func difference(_ change: UserChange, from record: UserRecord) -> UserChange {
    var change = change
    if change.isRevoked == record.isRevoked { change.isRevoked = nil }
    if change.password == nil, change.phrase == nil, change.isExpired == record.isExpired {
      change.isExpired = nil
    }
    return change
  }
}
