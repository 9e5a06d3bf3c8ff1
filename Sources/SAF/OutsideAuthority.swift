public import Names
public import Time

/// What an outside authority asks besides the password, such as a code.
public struct AuthorityQuestion: Hashable, Sendable {
  /// What it asks, on one line; blank where it says nothing.
  public let prompt: String
  /// What it told before that; blank for nothing.
  public let told: String

  /// A question in its words.
  public init(_ prompt: String, told: String = "") {
    self.prompt = prompt
    self.told = told
  }
}

/// What an outside authority, such as PAM, says of somebody who wants to be a user. Texts are one line each, of
/// characters that every terminal shows.
public enum AuthorityAnswer: Hashable, Sendable {
  /// It is the user; what the user is to read.
  case accepted(told: String)
  /// It is the user, and the new password counts from now on.
  case passwordChanged(told: String)
  /// It wants to know something more, and waits for it.
  case asks(AuthorityQuestion)
  /// The password is right and has expired.
  case expired
  /// The password or an answer is wrong, or nobody has the name; in its words.
  case wrong(String)
  /// It is the user, who may not come in now; in its words.
  case barred(String)
  /// The new password is refused: what is told, blank for nothing.
  case badNewPassword(String)
  /// It cannot say; why, for the log.
  case silent(String)
  /// Its question was left too long.
  case lapsed
}

/// Sign-ons that an outside authority decides, and what the security manager has to say all the same: a revoked
/// user stays out, a second factor is asked for, and wrong passwords count.
///
/// All methods may wait for the store, and may be called from any thread.
public struct AuthorityDesk: Sendable {
  private let manager: SecurityManager
  private let admitsStrangers: Bool

  /// The sign-ons of a security manager's users.
  ///
  /// - `admitsStrangers`: whether a user without an entry is let in where the authority lets in.
  public init(_ manager: SecurityManager, admitsStrangers: Bool = true) {
    self.manager = manager
    self.admitsStrangers = admitsStrangers
  }

  /// What an answer of the authority's comes to.
  ///
  /// Who has no entry is let in where the authority lets in and strangers are admitted: tickets, groups and a second
  /// factor need one.
  ///
  /// - `policy`: who needs a second factor; nil where the sign-on stands.
  /// - `mayRevoke`: whether a wrong password counts among those that revoke the user.
  /// - `withholds`: whether a new password was typed that the authority was not given yet (`mayChange`).
  public func signOn(
    _ user: UserID, _ answer: AuthorityAnswer, factor policy: FactorPolicy?, at time: WallTime,
    mayRevoke: Bool, withholds: Bool = false
  ) -> SignOnVerdict {
    let verdict: SignOnVerdict
    do {
      verdict = try look(
        user, answer, factor: policy, at: time, mayRevoke: mayRevoke, withholds: withholds)
    } catch {
      verdict = .refused(SignOnRefusal(.database(error.description)))
    }
    manager.noteRefusal(verdict, of: user, at: time)
    return verdict
  }

  /// Whether the authority may be given a new password along with the current one: it counts at once, so never
  /// where a second factor is lacking, or the user is to stay out all the same.
  public func mayChange(
    _ user: UserID, factor policy: FactorPolicy?, at time: WallTime
  ) throws(StoreError) -> Bool {
    try bringUpToDate(user, at: time)
    let state = manager.state
    guard let record = state.users[user] else {
      return admitsStrangers && policy?.asksEverybody != true
    }
    return !record.isRevoked && state.factorNeed(of: record, by: policy) == nil
  }

  /// REVOKE(date), RESUME(date) and INACTIVE count from their day on.
  private func bringUpToDate(_ user: UserID, at time: WallTime) throws(StoreError) {
    try manager.acting(.server).change(at: time) { state in ((), state.due(user, at: time)) }
  }

  private func look(
    _ user: UserID, _ answer: AuthorityAnswer, factor policy: FactorPolicy?, at time: WallTime,
    mayRevoke: Bool, withholds: Bool
  ) throws(StoreError) -> SignOnVerdict {
    try bringUpToDate(user, at: time)
    let before = manager.state
    let record = before.users[user]
    switch answer {
    case .silent(let fault): return .refused(SignOnRefusal(.authoritySilent(fault)))
    case .lapsed: return .refused(SignOnRefusal(.interrupted))
    case .wrong(let words):
      // What was typed as a name may be a password.
      guard let record else { return .refused(SignOnRefusal(.unknownUser)) }
      guard !record.isRevoked else { return .refused(SignOnRefusal(.revoked)) }
      // Wrong it is also where that cannot be written down.
      let isRevoked = mayRevoke && (try? manager.countFailure(of: user, at: time)) ?? false
      return .refused(SignOnRefusal(isRevoked ? .revokedNow : .authority(words)))
    case _ where record?.isRevoked == true: return .refused(SignOnRefusal(.revoked))
    // Whatever it says of the password: nobody hears here whether that was right.
    case _ where record == nil && !admitsStrangers:
      return .refused(
        SignOnRefusal(.authority("the user has no entry in RACF, which the site demands")))
    case .barred(let words): return .refused(SignOnRefusal(.authority(words)))
    case .badNewPassword(let words):
      return .refused(SignOnRefusal(.badNewPassword(.authority(words))))
    case .accepted where withholds, .expired where withholds:
      return lacking(user, record, factor: policy)
    case .expired: return .refused(SignOnRefusal(.expired, delay: .zero))
    case .asks(let question):
      guard policy != nil else {
        return .refused(SignOnRefusal(.answerWanted(question), delay: .zero))
      }
      return .factorNeeded(FactorStep(.answer(question), .authority))
    case .accepted(let told), .passwordChanged(let told):
      return try accept(
        user, record, last: before.lastAccess[user], told: told, changed: answer.isChange,
        factor: policy, at: time)
    }
  }

  /// The password is right, and the new one waits for a code.
  private func lacking(
    _ user: UserID, _ record: UserRecord?, factor policy: FactorPolicy?
  ) -> SignOnVerdict {
    guard let record else { return Self.needsEntry }
    // Somebody took the factor away since: the password is typed again, and goes to the authority then.
    guard let need = manager.state.factorNeed(of: record, by: policy) else {
      return .refused(SignOnRefusal(.outdated))
    }
    return .factorNeeded(FactorStep(need, .authority, changesPassword: true))
  }

  private static var needsEntry: SignOnVerdict {
    let words = "a second factor is wanted, and the user has no entry in RACF to enrol with"
    return .refused(SignOnRefusal(.authority(words)))
  }

  private func accept(
    _ user: UserID, _ record: UserRecord?, last: WallTime?, told: String, changed: Bool,
    factor policy: FactorPolicy?, at time: WallTime
  ) throws(StoreError) -> SignOnVerdict {
    if let record {
      if let need = manager.state.factorNeed(of: record, by: policy) {
        return .factorNeeded(FactorStep(need, .authority))
      }
      _ = try manager.store.apply([.signedOn(user, at: time)], at: time, ifStill: nil)
    } else if policy?.asksEverybody == true {
      return Self.needsEntry
    }
    let welcome = SignOnWelcome(lastAccess: last, told: told)
    return changed ? .passwordChanged(welcome) : .accepted(welcome)
  }
}

extension AuthorityAnswer {
  /// Whether a new password counts.
  fileprivate var isChange: Bool {
    if case .passwordChanged = self { true } else { false }
  }
}
