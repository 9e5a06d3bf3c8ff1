public import Names
import Synchronization
public import Time

/// A store in memory: for a rehearsal, which changes nothing, and for tests.
public final class MemoryStore: SecurityStore {
  private struct Content {
    var state: SecurityState
    var version = 0
    var ledger: DecisionLedger
    var hashes: [UserID: PasswordHashes] = [:]
    /// The latest first.
    var former: [UserID: [PasswordKind: [String]]] = [:]
    var failures: [UserID: Int] = [:]
    var audit: [AuditEntry] = []
    var keptOut: [PeerAddress: KeptOut] = [:]
    /// Used tickets, and when each runs out.
    var used: [[UInt8]: Int64] = [:]
    /// Steps of codes that were used last.
    var steps: [UserID: Int64] = [:]
    var letters: [(user: UserID, letter: Letter)] = []
    var lastLetter: Int64 = 0
    var standing = StandingOrders()
  }

  private let content: Mutex<Content>

  /// `ledger`: what decisions of before left.
  public init(_ state: SecurityState, _ ledger: DecisionLedger = DecisionLedger()) {
    content = Mutex(Content(state: state, ledger: ledger))
  }

  /// The state as it is now, and its version.
  public func read() -> VersionedState {
    content.withLock { VersionedState(state: $0.state, version: $0.version) }
  }

  /// Makes changes, all of them or none.
  public func apply(
    _ changes: [SecurityChange], at time: WallTime, ifStill version: Int?, by author: AuditAuthor
  ) -> Bool {
    content.withLock { content in
      if let version, version != content.version { return false }
      content.audit += AuditTrail.entries(changes, from: content.state, by: author, at: time)
      for change in changes {
        if case .factor(let user, let factor) = change,
          factor?.wrapped != content.state.factors[user]?.wrapped
        {
          content.steps[user] = factor?.since
        }
        content.state.apply(change, at: time)
        switch change {
        case .retire(let user, let kind, let keep):
          let hash =
            kind == .password ? content.hashes[user]?.password : content.hashes[user]?.phrase
          let all = [hash ?? ""] + (content.former[user]?[kind] ?? [])
          content.former[user, default: [:]][kind] = Array(all.filter { !$0.isEmpty }.prefix(keep))
        case .password(let user, let hash):
          content.hashes[user, default: PasswordHashes()].password = hash
        case .phrase(let user, let hash):
          content.hashes[user, default: PasswordHashes()].phrase = hash
        case .forgetFailures(let user): content.failures[user] = nil
        case .signedOn(let user, _):
          content.failures[user] = nil
          content.ledger.signedOn(user)
        case .removeUser(let user):
          content.hashes[user] = nil
          content.former[user] = nil
          content.failures[user] = nil
          content.steps[user] = nil
          content.letters.removeAll { $0.user == user }
        default: break
        }
      }
      if !changes.allSatisfy(\.isHarmless) { content.version += 1 }
      return true
    }
  }

  /// What was changed and refused, from the beginning.
  public var audit: [AuditEntry] { content.withLock { $0.audit } }

  /// Adds something to the audit.
  public func note(_ entries: [AuditEntry]) { content.withLock { $0.audit += entries } }

  /// Hashes of a user's password and phrase.
  public func hashes(of user: UserID) -> PasswordHashes? {
    content.withLock { content in
      content.state.users[user] == nil ? nil : content.hashes[user] ?? PasswordHashes()
    }
  }

  /// Hashes of a user's former passwords or phrases, the latest first.
  public func formerHashes(of user: UserID, _ kind: PasswordKind) -> [String] {
    content.withLock { $0.former[user]?[kind] ?? [] }
  }

  /// Takes the next second for a ticket.
  public func takeSecond(
    _ user: UserID, _ application: TicketName, now: Int64, reach: TicketSlots.Reach
  ) -> TicketSlots.Answer {
    content.withLock { $0.ledger.takeSecond(user, application, now: now, reach: reach) }
  }

  /// Gives a second back that no ticket was made for.
  public func giveBack(_ second: Int64, of user: UserID, for application: TicketName) {
    content.withLock { $0.ledger.giveBack(second, of: user, for: application) }
  }

  /// The time before which tickets count no more.
  public func horizon(seeing now: Int64) -> Int64 {
    content.withLock { $0.ledger.horizon(seeing: now) }
  }

  /// Notes a ticket as used: true for the first.
  public func redeem(_ digest: [UInt8], expires: Int64, now: Int64) -> Bool {
    content.withLock { content in
      let mark = content.ledger.purge(at: now)
      content.ledger.purged(before: mark)
      content.used = content.used.filter { $0.value >= mark }
      guard content.used[digest] == nil else { return false }
      content.used[digest] = expires
      return true
    }
  }

  /// Notes a code's step as used: true where it is later than all before.
  public func useStep(_ step: Int64, of user: UserID, with wrapped: [UInt8]) -> Bool {
    content.withLock { content in
      guard content.state.factors[user]?.wrapped == wrapped, let last = content.steps[user],
        last < step
      else { return false }
      content.steps[user] = step
      return true
    }
  }

  /// Seconds that a source waits.
  public func pause(of source: UserID, now: Int64) -> Int64 {
    content.withLock { $0.ledger.pause(of: source, now: now) }
  }

  /// Counts a wrong value of a source.
  public func countGuess(of source: UserID, now: Int64) {
    content.withLock { _ = $0.ledger.countGuess(of: source, now: now) }
  }

  /// Counts a wrong password for a user.
  public func countFailure(of user: UserID) -> Int {
    content.withLock { content in
      guard content.state.users[user] != nil else { return 0 }
      content.failures[user, default: 0] += 1
      return content.failures[user] ?? 0
    }
  }

  /// Counts a wrong password of a source and for a name.
  public func countWrongPassword(of source: PeerAddress, for name: UserID, now: Int64) {
    content.withLock { _ = $0.ledger.countWrongPassword(of: source, for: name, now: now) }
  }

  /// What was counted of wrong passwords lately.
  public func wrongPasswords() -> [FailureCount] { content.withLock { $0.ledger.wrongPasswords } }

  /// Forgets what a source did, or what was tried with a name; whether there was anything.
  public func forgive(_ owner: FailureCount.Owner) -> Bool {
    content.withLock { content in
      let hadFailed = content.ledger.wrongPasswords.contains { $0.owner == owner }
      content.ledger.forgive(owner)
      return switch owner {
      case .source(let source): content.keptOut.removeValue(forKey: source) != nil || hadFailed
      case .name(let name): content.failures.removeValue(forKey: name) != nil || hadFailed
      }
    }
  }

  /// Notes which sources are kept out.
  public func keepOut(_ sources: [KeptOut], now: Int64) {
    content.withLock { content in
      content.keptOut = content.keptOut.filter { $0.value.until > now }
      for source in sources { content.keptOut[source.source] = source }
    }
  }

  /// Sources that are kept out.
  public func keptOut() -> [KeptOut] { content.withLock { Array($0.keptOut.values) } }

  /// Keeps a letter for a user.
  public func keepLetter(
    from: String, text: String, for user: UserID, now: Int64
  ) -> LetterAnswer {
    content.withLock { content in
      guard content.state.users[user] != nil else { return .nobody }
      guard content.letters.count(where: { $0.user == user }) < PeerLimits.waitingMessages else {
        return .full
      }
      content.lastLetter += 1
      let text = String(text.prefix(PeerLimits.letterText))
      content.letters.append(
        (user, Letter(id: content.lastLetter, from: from, text: text, written: now)))
      return .kept
    }
  }

  /// Letters that wait for a user.
  public func letters(for user: UserID) -> [Letter] {
    content.withLock { $0.letters.filter { $0.user == user }.map(\.letter) }
  }

  /// Forgets letters.
  public func forgetLetters(_ ids: [Int64]) {
    content.withLock { content in content.letters.removeAll { ids.contains($0.letter.id) } }
  }

  /// What operators have said.
  public func standing() -> StandingOrders { content.withLock { $0.standing } }

  /// What stands from now on.
  public func keep(_ standing: StandingOrders) { content.withLock { $0.standing = standing } }

  /// Takes the clock as right.
  public func forgetClock(now: Int64) -> Int64 {
    content.withLock { $0.ledger.forgetClock(now: now) }
  }
}
