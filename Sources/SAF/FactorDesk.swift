public import Crypto
public import Names
public import Time

/// A password that its user wants instead of the current one, kept while a code is asked for.
public struct WantedPassword: Sendable {
  /// The current one, which was right.
  public let current: SharedSecret
  /// The new one.
  public let new: SharedSecret

  /// A current and a new one.
  public init(current: SharedSecret, new: SharedSecret) {
    self.current = current
    self.new = new
  }
}

/// What somebody typed where a code is asked for, with all that it is asked for.
public struct TypedCode: Sendable {
  /// What was typed.
  public let code: SharedSecret
  /// What was right before, and what is lacking.
  public let step: FactorStep
  /// The new password that was typed before.
  public let wanted: WantedPassword?
  /// The secret that the user was given to enrol with.
  public let offered: SharedSecret?

  /// A code and what it is for.
  public init(
    _ code: SharedSecret, for step: FactorStep, wanted: WantedPassword? = nil,
    offered: SharedSecret? = nil
  ) {
    self.code = code
    self.step = step
    self.wanted = wanted
    self.offered = offered
  }
}

/// Second factors: checks codes at sign-ons, and enrols users.
///
/// All methods may wait for the store, and may be called from any thread.
public struct FactorDesk: Sendable {
  private let manager: SecurityManager

  /// The second factors of a security manager's users.
  public init(_ manager: SecurityManager) { self.manager = manager }

  /// Whether a code completes a sign-on whose password was right.
  ///
  /// A wrong code counts as a wrong password does, and revokes wherever it comes from: there are few codes, and
  /// who types one has the password. A code that confirms an enrolment is nobody's guess.
  ///
  /// - `changeOutside`: has an outside authority change a password that is its own, and says what came of it; it is
  ///   called once the code was right.
  public func signOn(
    _ user: UserID, _ typed: TypedCode, at time: WallTime,
    changeOutside: (WantedPassword) -> SignOnVerdict = { _ in
      .refused(SignOnRefusal(.interrupted))
    }
  ) -> SignOnVerdict {
    do {
      // REVOKE(date), RESUME(date) and INACTIVE count from their day on.
      try manager.acting(.server).change(at: time) { state in ((), state.due(user, at: time)) }
      let before = manager.state
      guard let record = before.users[user], before.isStill(typed.step.proof, of: record) else {
        return .refused(SignOnRefusal(.outdated))
      }
      guard !record.isRevoked else { return refused(.revoked, user, at: time) }
      // EXPIRED may have been said meanwhile, or the day have changed.
      if case .password(let kind, _) = typed.step.proof, !typed.step.changesPassword,
        before.passwords.age(of: kind, of: record, on: time.day) == .expired
      {
        return refused(.expired, user, at: time)
      }
      let refusal =
        switch typed.step.need {
        case .code: try check(typed.code, of: user, on: before, at: time)
        case .enrolment: try confirm(typed, of: user, on: before, at: time)
        // That is the authority's to look at.
        case .answer: SignOnRefusal.Reason.outdated
        }
      if let refusal {
        guard refusal == .wrongCode else { return refused(refusal, user, at: time) }
        // Wrong it is also where that cannot be written down, as with a password.
        let isRevoked = (try? manager.countFailure(of: user, at: time)) ?? false
        return refused(isRevoked ? .revokedNow : .wrongCode, user, at: time)
      }
      if typed.step.changesPassword {
        guard let wanted = typed.wanted else { return .refused(SignOnRefusal(.interrupted)) }
        return typed.step.proof == .authority
          ? changeOutside(wanted) : change(wanted, of: user, at: time)
      }
      _ = try manager.store.apply([.signedOn(user, at: time)], at: time, ifStill: nil)
      switch typed.step.proof {
      case .certificate, .authority:
        return .accepted(SignOnWelcome(lastAccess: before.lastAccess[user]))
      case .password(let kind, _): return .accepted(before.welcome(record, by: kind, at: time))
      }
    } catch {
      return .refused(SignOnRefusal(.database(error.description)))
    }
  }

  /// A refusal, which the audit has.
  private func refused(
    _ reason: SignOnRefusal.Reason, _ user: UserID, at time: WallTime
  ) -> SignOnVerdict {
    let verdict = SignOnVerdict.refused(SignOnRefusal(reason))
    manager.noteRefusal(verdict, of: user, at: time)
    return verdict
  }

  /// The new password counts now that the code was right.
  private func change(
    _ wanted: WantedPassword, of user: UserID, at time: WallTime
  ) -> SignOnVerdict {
    manager.signOn(user, password: wanted.current.secret, newPassword: wanted.new, at: time)
  }

  /// Why a code of a user who has enrolled is refused; nil where it is right.
  private func check(
    _ code: SharedSecret, of user: UserID, on state: SecurityState, at time: WallTime
  ) throws(StoreError) -> SignOnRefusal.Reason? {
    guard let wrapped = state.factors[user]?.wrapped else { return .outdated }
    guard let secret = try? manager.keys.unmask(wrapped) else {
      throw StoreError(path: "second factor of \(user)", reason: "local.key does not open it")
    }
    guard let step = try Self.step(of: code, from: secret, at: time) else { return .wrongCode }
    return try manager.store.useStep(step, of: user, with: wrapped) ? nil : .usedCode
  }

  /// The step of a code; where OpenSSL fails, nobody can say that it is wrong.
  private static func step(
    of code: SharedSecret, from secret: borrowing Secret, at time: WallTime
  ) throws(StoreError) -> Int64? {
    do {
      return try OneTimeCode.step(of: code.secret, from: secret, at: time)
    } catch {
      throw StoreError(path: "code", reason: error.description)
    }
  }

  /// Why a code confirms no enrolment; nil where it does, and the secret counts.
  private func confirm(
    _ typed: TypedCode, of user: UserID, on state: SecurityState, at time: WallTime
  ) throws(StoreError) -> SignOnRefusal.Reason? {
    guard let offered = typed.offered else { return .interrupted }
    // Somebody else with the password, or an administrator, was faster.
    guard state.factors[user]?.wrapped == nil else { return .outdated }
    switch try enrol(user, secret: offered, code: typed.code, replaces: false, at: time) {
    case .enrolled: return nil
    case .wrongCode: return .unconfirmed
    case .notDefined, .enrolledBefore: return .outdated
    }
  }

  // MARK: Enrolment

  /// What an enrolment came to.
  public enum Enrolment: Hashable, Sendable {
    /// The secret counts from now on, and the user needs a code.
    case enrolled
    /// The code is none that the secret makes now.
    case wrongCode
    /// No user has the name.
    case notDefined
    /// The user has a secret, which is not to be replaced.
    case enrolledBefore
  }

  /// Has a secret count for a user from now on, where a code shows that the user's device has it.
  ///
  /// `replaces`: whether it may take the place of another secret.
  public func enrol(
    _ user: UserID, secret: SharedSecret, code: SharedSecret, replaces: Bool, at time: WallTime
  ) throws(StoreError) -> Enrolment {
    guard let step = try Self.step(of: code, from: secret.secret, at: time) else {
      return .wrongCode
    }
    let wrapped = try manager.keys.mask(secret.secret)
    return try manager.change(at: time) { state in
      guard state.users[user] != nil else { return (.notDefined, []) }
      guard replaces || state.factors[user]?.wrapped == nil else { return (.enrolledBefore, []) }
      let factor = SecondFactor(isActive: true, wrapped: wrapped, since: step)
      return (.enrolled, [.factor(user, factor)])
    }
  }

  /// Takes a user's second factor away; false where there is none.
  public func remove(_ user: UserID, at time: WallTime) throws(StoreError) -> Bool {
    try manager.change(at: time) { state in
      state.factors[user] == nil ? (false, []) : (true, [.factor(user, nil)])
    }
  }
}

extension UserRecord {
  /// What a right password or phrase of the user's proves, as long as it is the same.
  func proof(_ kind: PasswordKind) -> FactorStep.Proof {
    .password(kind, set: kind == .password ? passwordChanged : phraseChanged)
  }
}
