import Keystore
import Names
import SAF
import Synchronization
import Time

/// The file of the security database, and in memory what it says: the store of a server's security
/// manager.
///
/// One process has the file (SQLite's exclusive lock), and one lock guards it in that process. So each
/// method that takes the lock is atomic, and what is in memory is what is in the file.
final class DatabaseFile: SecurityStore {
  /// What the lock guards.
  struct Content: ~Copyable {
    let sqlite: SQLite
    var state: SecurityState
    /// Raised by every change that commands go by.
    var version = 0
    var ledger: DecisionLedger
    /// Seconds that the file says were given to tickets, or may be.
    var promised: PromisedSeconds
  }

  let content: Mutex<Content>
  /// Hears of each change that was written to the audit.
  private let audited: @Sendable ([AuditEntry]) -> Void

  init(
    _ sqlite: sending SQLite, server: UserID, at time: WallTime,
    audited: @escaping @Sendable ([AuditEntry]) -> Void
  ) throws(StoreError) {
    self.audited = audited
    let state = try StateReader(sqlite).state(server: server, at: time)
    let decisions = try DecisionTables.load(sqlite)
    content = Mutex(
      Content(
        sqlite: sqlite, state: state, ledger: decisions.ledger, promised: decisions.promised))
  }

  // MARK: State

  func read() -> VersionedState {
    content.withLock { VersionedState(state: $0.state, version: $0.version) }
  }

  func apply(
    _ changes: [SecurityChange], at time: WallTime, ifStill version: Int?, by author: AuditAuthor
  ) throws(StoreError) -> Bool {
    var entries: [AuditEntry] = []
    let isDone = try content.withLock { (content) throws(StoreError) in
      if let version, version != content.version { return false }
      let sqlite = content.sqlite
      entries = AuditTrail.entries(changes, from: content.state, by: author, at: time)
      try sqlite.transaction { () throws(StoreError) in
        for change in changes { try ChangeWriter.write(change, sqlite) }
        try AuditTable.append(entries, to: sqlite)
      }
      for change in changes {
        content.state.apply(change, at: time)
        if case .signedOn(let user, _) = change { content.ledger.signedOn(user) }
      }
      if !changes.allSatisfy(\.isHarmless) { content.version += 1 }
      return true
    }
    if isDone, !entries.isEmpty { audited(entries) }
    return isDone
  }

  func note(_ entries: [AuditEntry]) {
    guard !entries.isEmpty else { return }
    content.withLock { content in
      let sqlite = content.sqlite
      // Where the file cannot be written the log says so (`health`), and nobody is kept from anything.
      try? sqlite.transaction { () throws(StoreError) in
        try AuditTable.append(entries, to: sqlite)
      }
    }
    let told = entries.filter { !$0.kind.hasOwnLine }
    if !told.isEmpty { audited(told) }
  }

  func audit(_ query: AuditQuery) throws(StoreError) -> [AuditEntry] {
    let rows = try content.withLock { (content) throws(StoreError) in
      try AuditTable.rows(query, in: content.sqlite)
    }
    // Sign-ons wait for the lock; what is made of the rows need not.
    return AuditTable.entries(rows)
  }

  func hashes(of user: UserID) throws(StoreError) -> PasswordHashes? {
    try content.withLock { (content) throws(StoreError) in
      try content.sqlite.run(
        "SELECT hash, phrase FROM users WHERE id = ?1", .text(user.description)
      ).rows.first.map { PasswordHashes(password: $0[0].text ?? "", phrase: $0[1].text ?? "") }
    }
  }

  func formerHashes(of user: UserID, _ kind: PasswordKind) throws(StoreError) -> [String] {
    try content.withLock { (content) throws(StoreError) in
      try content.sqlite.run(
        "SELECT hash FROM former WHERE user = ?1 AND kind = ?2 ORDER BY number DESC",
        .text(user.description), .text(kind.rawValue)
      ).rows.compactMap { $0[0].text }
    }
  }

  /// Seconds that were given to tickets, and times that were seen.
  var ledger: DecisionLedger { content.withLock { $0.ledger } }

  // MARK: Decisions

  func takeSecond(
    _ user: UserID, _ application: TicketName, now: Int64, reach: TicketSlots.Reach
  ) throws(StoreError) -> TicketSlots.Answer {
    try content.withLock { (content) throws(StoreError) in
      let answer = content.ledger.takeSecond(user, application, now: now, reach: reach)
      guard case .second(let second) = answer else { return answer }
      guard let promised = content.promised.covering(second, now: now) else { return answer }
      do throws(StoreError) {
        try DecisionTables.write(
          promised, latest: max(now, content.ledger.slots.latest), to: content.sqlite)
      } catch {
        content.ledger.giveBack(second, of: user, for: application)
        throw error
      }
      content.promised = promised
      return answer
    }
  }

  func giveBack(_ second: Int64, of user: UserID, for application: TicketName) {
    content.withLock { $0.ledger.giveBack(second, of: user, for: application) }
  }

  func horizon(seeing now: Int64) -> Int64 {
    content.withLock { $0.ledger.horizon(seeing: now) }
  }

  func redeem(_ digest: [UInt8], expires: Int64, now: Int64) throws(StoreError) -> Bool {
    try content.withLock { (content) throws(StoreError) in
      let purge = content.ledger.purge(at: now)
      let isFirst = try DecisionTables.redeem(
        digest, expires: expires, timeMark: content.ledger.timeMark, purgeMark: purge,
        in: content.sqlite)
      content.ledger.purged(before: purge)
      return isFirst
    }
  }

  func useStep(
    _ step: Int64, of user: UserID, with wrapped: [UInt8]
  ) throws(StoreError) -> Bool {
    try content.withLock { (content) throws(StoreError) in
      try content.sqlite.run(
        "UPDATE factors SET used = ?2 WHERE user = ?1 AND used < ?2 AND sealed = ?3",
        .text(user.description), .integer(step), .blob(wrapped)
      ).changes == 1
    }
  }

  func pause(of source: UserID, now: Int64) -> Int64 {
    content.withLock { $0.ledger.pause(of: source, now: now) }
  }

  func countGuess(of source: UserID, now: Int64) {
    content.withLock { content in
      let entry = content.ledger.countGuess(of: source, now: now)
      // A count that is not written down still counts as long as this process lives.
      try? DecisionTables.write(entry, of: source, to: content.sqlite)
    }
  }

  func countFailure(of user: UserID) throws(StoreError) -> Int {
    try content.withLock { (content) throws(StoreError) in
      let count = try content.sqlite.run(
        "UPDATE users SET failures = failures + 1 WHERE id = ?1 RETURNING failures",
        .text(user.description)
      ).rows.first?.first?.integer
      return count.map { Int(clamping: $0) } ?? 0
    }
  }

  func countWrongPassword(of source: PeerAddress, for name: UserID, now: Int64) {
    content.withLock { content in
      let counts = content.ledger.countWrongPassword(of: source, for: name, now: now)
      // A count that is not written down still counts as long as this process lives.
      try? DecisionTables.write(counts, now: now, to: content.sqlite)
    }
  }

  func wrongPasswords() -> [FailureCount] { content.withLock { $0.ledger.wrongPasswords } }

  func forgive(_ owner: FailureCount.Owner) throws(StoreError) -> Bool {
    try content.withLock { (content) throws(StoreError) in
      let count = try DecisionTables.forgive(owner, content.sqlite)
      content.ledger.forgive(owner)
      return count > 0
    }
  }

  func keepOut(_ sources: [KeptOut], now: Int64) throws(StoreError) {
    try content.withLock { (content) throws(StoreError) in
      try DecisionTables.write(sources, now: now, to: content.sqlite)
    }
  }

  func keptOut() throws(StoreError) -> [KeptOut] {
    try content.withLock { (content) throws(StoreError) in
      try DecisionTables.keptOut(content.sqlite)
    }
  }

  func forgetClock(now: Int64) throws(StoreError) -> Int64 {
    try content.withLock { (content) throws(StoreError) in
      var ledger = content.ledger
      let again = ledger.forgetClock(now: now)
      let promised = PromisedSeconds(ledger.slots.before)
      try DecisionTables.write(ledger, promised, now: now, to: content.sqlite)
      content.ledger = ledger
      content.promised = promised
      return again
    }
  }

  // MARK: Letters

  func keepLetter(
    from: String, text: String, for user: UserID, now: Int64
  ) throws(StoreError) -> LetterAnswer {
    try content.withLock { (content) throws(StoreError) in
      try LetterTable.keep(from: from, text: text, for: user, now: now, in: content.sqlite)
    }
  }

  func letters(for user: UserID) throws(StoreError) -> [Letter] {
    try content.withLock { (content) throws(StoreError) in
      try LetterTable.letters(for: user, in: content.sqlite)
    }
  }

  func forgetLetters(_ ids: [Int64]) throws(StoreError) {
    try content.withLock { (content) throws(StoreError) in
      try LetterTable.forget(ids, in: content.sqlite)
    }
  }

  // MARK: What operators said

  func standing() throws(StoreError) -> StandingOrders {
    try content.withLock { (content) throws(StoreError) in
      try StandingTable.read(content.sqlite)
    }
  }

  func keep(_ standing: StandingOrders) throws(StoreError) {
    try content.withLock { (content) throws(StoreError) in
      try StandingTable.write(standing, to: content.sqlite)
    }
  }

  // MARK: One change of many

  /// Runs `body` as one change of the file: all of it counts, or nothing. Nobody else may use the database
  /// meanwhile.
  func install(_ body: () throws -> Void) throws {
    let former = try content.withLock { (content) throws(StoreError) in
      try content.sqlite.begin()
      return content.state
    }
    do {
      try body()
    } catch {
      content.withLock { content in
        content.sqlite.rollBack()
        content.state = former
        content.version += 1
      }
      throw error
    }
    try content.withLock { (content) throws(StoreError) in
      try content.sqlite.keep(1, as: "installed")
      try content.sqlite.commit()
    }
  }
}
