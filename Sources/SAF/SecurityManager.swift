public import Crypto
import Keystore
public import Names
public import Time

/// The security manager: makes and evaluates tickets, checks passwords, and changes its state, over any
/// store and any cards.
///
/// All methods may wait (for the store, a card or a password's hash) and may be called from any thread.
public struct SecurityManager: Sendable {
  /// Where the state and the decisions lie.
  public let store: any SecurityStore
  /// Cards and masked keys.
  public let keys: KeyService
  private let passwords: PasswordCheck
  /// Who makes the changes, for the audit.
  private(set) var author = AuditAuthor.server

  /// - Throws: where there is no random number for the hash that nobody's password has.
  public init(_ store: any SecurityStore, keys: KeyService) throws(CryptoError) {
    self.store = store
    self.keys = keys
    passwords = try PasswordCheck()
  }

  /// The state as it is now.
  public var state: SecurityState { store.state }

  /// The same, in the name of somebody: the audit tells who changed something, and who was refused.
  public func acting(_ author: AuditAuthor) -> SecurityManager {
    var manager = self
    manager.author = author
    return manager
  }

  // MARK: Tickets

  /// Makes a ticket for the signed-on user of a session.
  public func issueTicket(_ request: TicketRequest, at time: WallTime) -> TicketOutcome {
    TicketMaker(state: state, keys: keys, decisions: store).issue(request, at: time)
  }

  /// Whether a value is a ticket for a user and an application now, whatever the user may: what
  /// R_GenSec's evaluation answers (z/OS Security Server RACF Callable Services).
  ///
  /// `source`: who asks; after wrong values nothing of a source is looked at for a while.
  public func evaluateTicket(
    user: UserID, application: TicketName, value: borrowing Secret, at time: WallTime,
    source: UserID? = nil
  ) -> TicketVerdict {
    let now = time.seconds
    if let source {
      let pause = store.pause(of: source, now: now)
      if pause > 0 {
        return .refused(
          reason: "too many wrong values from \(source); nothing is looked at for \(pause) s")
      }
    }
    let evaluation = evaluator.evaluate(user, application, value: value, now: now)
    if let source, evaluation.isGuess, evaluation.wasLookedAt {
      store.countGuess(of: source, now: now)
    }
    return evaluation.verdict
  }

  private var evaluator: TicketEvaluator {
    TicketEvaluator(state: state, keys: keys, decisions: store)
  }

  /// Whether an application lets a user in: by a ticket, or by the user's password or phrase.
  ///
  /// The ticket of a user who is revoked, PROTECTED or not defined is no good (CICS, REQUEST
  /// PASSTICKET), and nothing is where RACF keeps the user from the application (class APPL).
  ///
  /// `policy`: who needs a second factor; for them a ticket alone is good. `mayRevoke`: whether a wrong
  /// password counts among those that revoke the user. `takesPassword`: whether passwords are RACF's; where
  /// an outside authority has them, a ticket alone is good.
  public func logOn(
    user: UserID, application: TicketName, value: borrowing Secret,
    factor policy: FactorPolicy = FactorPolicy(), at time: WallTime, mayRevoke: Bool = true,
    takesPassword: Bool = true
  ) -> LogOnAnswer {
    let answer =
      takesPassword
      ? prove(
        user: user, application: application, value: value, factor: policy, at: time,
        mayRevoke: mayRevoke)
      : prove(user: user, application: application, ticket: value, at: time)
    if case .refused = answer.verdict { return answer }
    // Only who has proved to be the user hears of what the user may.
    guard let reason = state.refusal(of: user, to: application, at: time) else { return answer }
    noteRefusal(of: user, to: "\(application)", in: .applications, wanted: .read, at: time)
    return LogOnAnswer(.refused(reason: reason))
  }

  /// Whether a value is a ticket of the user's, where nothing else is good.
  private func prove(
    user: UserID, application: TicketName, ticket value: borrowing Secret, at time: WallTime
  ) -> LogOnAnswer {
    let evaluation = evaluator.evaluate(user, application, value: value, now: time.seconds)
    switch evaluation.verdict {
    case .accepted(let kind):
      // Who has no password here is not PROTECTED by that: the authority has it.
      let standing = state.standing(of: user, at: time)
      let refusal = standing.hasAccess ? nil : standing.refusal
      return LogOnAnswer(refusal.map { .refused(reason: $0) } ?? .byTicket(kind: kind))
    case .refused(let reason):
      return LogOnAnswer(
        .refused(reason: reason + "; an outside authority has the passwords"),
        isGuess: evaluation.isGuess)
    }
  }

  private func prove(
    user: UserID, application: TicketName, value: borrowing Secret, factor policy: FactorPolicy,
    at time: WallTime, mayRevoke: Bool
  ) -> LogOnAnswer {
    let evaluation = evaluator.evaluate(user, application, value: value, now: time.seconds)
    switch evaluation.verdict {
    case .accepted(let kind):
      let refusal = state.standing(of: user, at: time).refusal
      return LogOnAnswer(refusal.map { .refused(reason: $0) } ?? .byTicket(kind: kind))
    case .refused(let reason):
      // A value that once was a ticket tells nothing of the user's password, and counts against nobody.
      let verdict = signOn(
        user, password: value, newPassword: nil, factor: policy, at: time,
        mayRevoke: mayRevoke && evaluation.isGuess)
      switch verdict {
      // A password alone is no way in for who needs a code: applications get tickets.
      case .factorNeeded:
        return LogOnAnswer(
          .refused(reason: "the user has a second factor, and no password alone signs on"),
          isGuess: evaluation.isGuess)
      case .accepted, .passwordChanged: return LogOnAnswer(.byPassword)
      case .refused(let refusal):
        // Right, and nobody's guess; a new one is said at the logon panel.
        if refusal.reason == .expired { return LogOnAnswer(.refused(reason: refusal.reason.text)) }
        let why = refusal.reason == .revokedNow ? "; the user is revoked now" : ""
        return LogOnAnswer(.refused(reason: reason + why), isGuess: evaluation.isGuess)
      }
    }
  }

  // MARK: Passwords

  /// Checks a password or phrase: either is good. It takes the same way and time for a user who
  /// does not exist, or who has neither.
  ///
  /// `newPassword`: replaces what was right, the password or the phrase. `policy`: who needs a second
  /// factor; nil where a password is enough, since the sign-on stands. `mayRevoke`: whether this try counts
  /// among those that revoke the user.
  public func signOn(
    _ user: UserID, password: borrowing Secret, newPassword: SharedSecret?,
    factor policy: FactorPolicy? = nil, at time: WallTime, mayRevoke: Bool = true
  ) -> SignOnVerdict {
    let verdict = look(
      user, password: password, newPassword: newPassword, factor: policy, at: time,
      mayRevoke: mayRevoke)
    noteRefusal(verdict, of: user, at: time)
    return verdict
  }

  private func look(
    _ user: UserID, password: borrowing Secret, newPassword: SharedSecret?,
    factor policy: FactorPolicy?, at time: WallTime, mayRevoke: Bool
  ) -> SignOnVerdict {
    do {
      // REVOKE(date), RESUME(date) and INACTIVE count from their day on.
      try acting(.server).change(at: time) { state in ((), state.due(user, at: time)) }
      let hashes = try store.hashes(of: user)
      let before = state
      let kind = passwords.prove(password, hashes ?? PasswordHashes(), options: before.passwords)
      guard let hashes, let record = before.users[user] else {
        return .refused(SignOnRefusal(.unknownUser))
      }
      guard !record.isRevoked else { return .refused(SignOnRefusal(.revoked)) }
      guard let kind else {
        // Wrong it is also where that cannot be written down: the gate counts it, and whoever guesses
        // hears nothing of the disk.
        let isRevoked = mayRevoke && (try? countFailure(of: user, at: time)) ?? false
        return .refused(SignOnRefusal(isRevoked ? .revokedNow : .wrongPassword))
      }
      let need = before.factorNeed(of: record, by: policy)
      if let newPassword {
        let replacing = Replacing(
          user: user, kind: kind, hashes: hashes, lastAccess: before.lastAccess[user])
        return replace(replacing, password, with: newPassword.secret, lacking: need, at: time)
      }
      if before.passwords.age(of: kind, of: record, on: time.day) == .expired {
        // Who lacks a code as well has proved little: what was guessed goes on counting.
        if need == nil { _ = try store.apply([.forgetFailures(user)], at: time, ifStill: nil) }
        return .refused(SignOnRefusal(.expired, delay: .zero))
      }
      if let need { return .factorNeeded(FactorStep(need, record.proof(kind))) }
      _ = try store.apply([.signedOn(user, at: time)], at: time, ifStill: nil)
      return .accepted(before.welcome(record, by: kind, at: time))
    } catch {
      return .refused(SignOnRefusal(.database(error.description)))
    }
  }

  /// A password that was right, and is to be another one.
  private struct Replacing {
    let user: UserID
    let kind: PasswordKind
    /// What proved it.
    let hashes: PasswordHashes
    let lastAccess: WallTime?
  }

  /// Gives a user another password or phrase, where the rules allow it.
  ///
  /// Of two changes at once the second is one of a password that counts no more.
  ///
  /// `need`: what is lacking besides the password; a new one that the rules allow is then asked for a code
  /// before it counts.
  private func replace(
    _ old: Replacing, _ current: borrowing Secret, with new: borrowing Secret,
    lacking need: FactorStep.Need?, at time: WallTime
  ) -> SignOnVerdict {
    do {
      let options = state.passwords
      if let fault = fault(of: new, replacing: current, as: old, on: state, at: time) {
        return .refused(SignOnRefusal(.badNewPassword(fault)))
      }
      if options.history > 0 {
        let former = try store.formerHashes(of: old.user, old.kind).prefix(options.history)
        if PasswordCheck.isFormer(options.folded(new, old.kind), Array(former)) {
          let fault = PasswordFault.former(old.kind, options.history)
          return .refused(SignOnRefusal(.badNewPassword(fault)))
        }
      }
      if let need, let record = state.users[old.user] {
        return .factorNeeded(FactorStep(need, record.proof(old.kind), changesPassword: true))
      }
      let hash = try PasswordCheck.hash(new, old.kind, options: options)
      let refusal = try change(at: time) {
        (state) throws(StoreError) -> (SignOnRefusal?, [SecurityChange]) in
        guard try store.hashes(of: old.user) == old.hashes, var record = state.users[old.user]
        else {
          return (SignOnRefusal(.wrongPassword), [])
        }
        guard !record.isRevoked else { return (SignOnRefusal(.revoked), []) }
        let secret = state.newSecret(of: &record, old.kind, hash: hash, isExpired: false, at: time)
        return (nil, [.user(record)] + secret + [.signedOn(old.user, at: time)])
      }
      return refusal.map { .refused($0) }
        ?? .passwordChanged(SignOnWelcome(lastAccess: old.lastAccess))
    } catch {
      return .refused(SignOnRefusal(.notSaved(error.description)))
    }
  }

  private func fault(
    of new: borrowing Secret, replacing current: borrowing Secret, as old: Replacing,
    on state: SecurityState, at time: WallTime
  ) -> PasswordFault? {
    guard let record = state.users[old.user] else { return nil }
    return NewPasswordRule(record, old.kind, options: state.passwords, at: time)
      .fault(of: new, replacing: current)
  }

  /// Signs a user on whom a certificate vouches for, which others have verified; the user is defined,
  /// and not revoked.
  ///
  /// `policy`: who needs a second factor besides.
  public func signOn(
    certified user: UserID, factor policy: FactorPolicy? = nil, at time: WallTime
  ) -> SignOnVerdict {
    let verdict = look(certified: user, factor: policy, at: time)
    noteRefusal(verdict, of: user, at: time)
    return verdict
  }

  private func look(
    certified user: UserID, factor policy: FactorPolicy?, at time: WallTime
  ) -> SignOnVerdict {
    do {
      // REVOKE(date) and RESUME(date) count from their day on.
      try acting(.server).change(at: time) { state in ((), state.due(user, at: time)) }
      guard let record = state.users[user] else {
        return .refused(SignOnRefusal(.unknownUser))
      }
      guard !record.isRevoked else { return .refused(SignOnRefusal(.revoked)) }
      if let need = state.factorNeed(of: record, by: policy) {
        return .factorNeeded(FactorStep(need, .certificate))
      }
      let last = state.lastAccess[user]
      _ = try store.apply([.signedOn(user, at: time)], at: time, ifStill: nil)
      return .accepted(SignOnWelcome(lastAccess: last))
    } catch {
      return .refused(SignOnRefusal(.database(error.description)))
    }
  }

  /// Counts a wrong password or code; true where it revokes the user.
  func countFailure(of user: UserID, at time: WallTime) throws(StoreError) -> Bool {
    let failures = try store.countFailure(of: user)
    // Who typed it is not known to be the user.
    let server = acting(AuditAuthor(AuditAuthor.server.name, from: author.origin))
    return try server.change(at: time) { state in
      guard state.revokes(user, after: failures), var record = state.users[user],
        !record.isRevoked
      else { return (false, []) }
      record.isRevoked = true
      return (true, [.user(record)])
    }
  }

  /// Defines a user with the attribute SPECIAL, or gives one that is defined another password and
  /// resumes it.
  public func define(
    _ user: UserID, name: String, password: borrowing Secret, at time: WallTime
  ) throws(StoreError) {
    if let fault = PasswordRule.fault(of: password) {
      throw StoreError(path: user.description, reason: fault)
    }
    let hash = try PasswordCheck.hash(password, .password, options: state.passwords)
    try change(at: time) { state in
      var record = state.users[user] ?? UserRecord(id: user)
      if state.users[user] == nil {
        record.name = name
        record.created = time
        record.defaultGroup = GroupName("SYS1")
      }
      if let group = GroupName("SYS1"), record.connections[group] == nil {
        record.connections[group] = UserRecord.Connection(made: time)
      }
      record.isRevoked = false
      record.listed["SPECIAL"] = "YES"
      let secret = state.newSecret(of: &record, .password, hash: hash, isExpired: false, at: time)
      return ((), [.user(record)] + secret + [.forgetFailures(user)])
    }
  }

  // MARK: Changes

  /// Changes the state: works a list of changes out and has the store make them, once more where
  /// somebody else changed the state meanwhile. Each further try means that another's change was
  /// made.
  ///
  /// `body`: gives a result and the changes; it may be called more than once.
  @discardableResult
  public func change<Result>(
    at time: WallTime,
    _ body: (SecurityState) throws(StoreError) -> (Result, [SecurityChange])
  ) throws(StoreError) -> Result {
    while true {
      let current = store.read()
      let (result, changes) = try body(current.state)
      if changes.isEmpty { return result }
      do throws(StoreError) {
        if try store.apply(changes, at: time, ifStill: current.version, by: author) {
          forgetReplaced(changes, current.state, at: time)
          return result
        }
      } catch {
        forgetMade(changes, current.state)
        throw error
      }
      forgetMade(changes, current.state)
    }
  }

  /// Cards that keep keys themselves let those go that are in the CKDS no more.
  private func forgetReplaced(
    _ changes: [SecurityChange], _ former: SecurityState, at time: WallTime
  ) {
    guard changes.contains(where: \.isAboutKeys) else { return }
    var now = former
    for change in changes { now.apply(change, at: time) }
    let kept = Set(now.tokens.values.map(\.wrapped))
    var gone = former.tokens.values.filter { !kept.contains($0.wrapped) }
    // A key that came and went within the list.
    for case .key(let token, _) in changes where !kept.contains(token.wrapped) {
      gone.append(token)
    }
    keys.forget(gone)
  }

  /// Keys that cards made for changes that were not made.
  private func forgetMade(_ changes: [SecurityChange], _ state: SecurityState) {
    let known = Set(state.tokens.values.map(\.wrapped))
    keys.forget(
      changes.compactMap { change in
        guard case .key(let token, _) = change, !known.contains(token.wrapped) else { return nil }
        return token
      })
  }
}
