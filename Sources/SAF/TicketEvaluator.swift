import Crypto
import Keystore
import Names
import PassTicket

/// Says whether a value is a ticket for a user and an application now.
///
/// A ticket counts once: it is redeemed, durably, before the answer is given. Which key of a profile fits
/// is not known before: both are tried, the enhanced one first.
struct TicketEvaluator {
  let state: SecurityState
  let keys: KeyService
  let decisions: any DecisionStore

  /// What came of an evaluation.
  struct Evaluation {
    let verdict: TicketVerdict
    /// Whether the value never was a ticket of a key that is known.
    var isGuess = false
    /// Whether there was a key at all that it could have been a ticket of.
    var wasLookedAt = true

    static func refused(_ reason: String, isGuess: Bool = false) -> Evaluation {
      Evaluation(verdict: .refused(reason: reason), isGuess: isGuess)
    }
  }

  func evaluate(
    _ user: UserID, _ application: TicketName, value: borrowing Secret, now: Int64
  ) -> Evaluation {
    let horizon = decisions.horizon(seeing: now)
    let profiles = state.evaluationProfiles(application, user)
    guard !profiles.isEmpty else {
      // For an application that takes passwords too it may be one.
      return Evaluation(
        verdict: .refused(
          reason: state.isClassActive
            ? "no PTKTDATA profile \(application)" : "the class PTKTDATA is not active"),
        isGuess: true, wasLookedAt: false)
    }
    var reason = "no ticket"
    var faults: [Fault.Kind] = []
    for profile in profiles {
      for candidate in candidates(
        profile, user, application: application, value: value, now: now)
      {
        switch candidate {
        case .failure(let fault):
          reason = fault.reason
          faults.append(fault.kind)
        case .success(let ticket):
          // Nobody knows any more whether it was used.
          guard ticket.expires >= horizon else {
            reason = "its time has run out on a clock that was seen before"
            faults.append(.late)
            continue
          }
          guard ticket.once else { return Evaluation(verdict: .accepted(kind: ticket.kind)) }
          do {
            let digest = Self.digest(user, application, value: value)
            guard try decisions.redeem(digest, expires: ticket.expires, now: now) else {
              // Whoever has a used ticket does not guess: only the ledger's answer counts.
              return .refused("replay of a used ticket")
            }
            return Evaluation(verdict: .accepted(kind: ticket.kind))
          } catch {
            reason = "the replay ledger does not answer: \(error)"
            faults.append(.late)
          }
        }
      }
    }
    // What was right at another time, was not looked at by any key, or may be of a key that was changed
    // in this moment, is no guess.
    let isGuess =
      !faults.contains(.late) && (faults.isEmpty || faults.contains(.wrong))
      && !state.hasNewKey(profiles, now: now)
    return .refused(reason, isGuess: isGuess)
  }

  /// What stands for a ticket in the ledger.
  private static func digest(
    _ user: UserID, _ application: TicketName, value: borrowing Secret
  ) -> [UInt8] {
    var text = (0..<value.count).map { value[$0] }
    var message = Array("\(application)|\(user)|".utf8) + text
    let digest = SHA256.digest(message)
    Wipe.bytes(&text)
    Wipe.bytes(&message)
    return digest
  }

  /// A ticket that is right, apart from its use before.
  private struct Redeemable {
    let kind: String
    let expires: Int64
    let once: Bool
  }

  private struct Fault: Error {
    enum Kind {
      /// A ticket, at another time than now.
      case late
      /// No ticket of this key.
      case wrong
      /// ICSF failed: nobody knows.
      case unseen
    }

    let reason: String
    let kind: Kind

    init(_ failure: TicketFailure.Cause) {
      reason = TicketFailure(failure).meaning
      kind = .unseen
    }

    /// A value whose second is within a day of now was hardly made with another key.
    init(second: Int64, now: Int64) {
      let off = second - now
      let side = off < 0 ? "before" : "after"
      kind = abs(off) > 86_400 ? .wrong : .late
      reason =
        kind == .late
        ? "outside its window: its second is \(abs(off)) s \(side) this clock"
        : "wrong key, or made for another user or application"
    }
  }

  /// Tries the value as each kind of ticket that the profile has a key for.
  private func candidates(
    _ profile: PTKTDATAProfile, _ user: UserID, application: TicketName,
    value: borrowing Secret, now: Int64
  ) -> [Result<Redeemable, Fault>] {
    var found: [Result<Redeemable, Fault>] = []
    if let enhanced = profile.enhanced {
      do throws(ServiceFailure) {
        if let time = try enhancedTime(
          enhanced, user, application: application, value: value)
        {
          found.append(
            abs(time - now) <= enhanced.timeout
              ? .success(
                Redeemable(
                  kind: "ENHANCED", expires: time + enhanced.timeout, once: !enhanced.allowsReplay))
              : .failure(Fault(second: time, now: now)))
        }
      } catch {
        found.append(.failure(Fault(.authenticate(error))))
      }
    }
    do throws(ServiceFailure) {
      if let time = try legacyTime(profile, user, application: application, value: value) {
        // The second nearest to now that the 32 bits can mean.
        let second = now + Int64(Int32(bitPattern: time &- UInt32(truncatingIfNeeded: now)))
        found.append(
          LegacyPassTicket.isInWindow(time, now: now)
            ? .success(
              Redeemable(
                kind: "LEGACY", expires: second + LegacyPassTicket.window,
                once: profile.protectsFromReplay))
            : .failure(Fault(second: second, now: now)))
      }
    } catch {
      found.append(.failure(Fault(.encipher(error))))
    }
    return found
  }

  /// The token of a label, where ICSF is there and RACF lets the server use it.
  private func token(
    _ label: KeyLabel, _ kind: KeyToken.Kind
  ) throws(ServiceFailure) -> KeyToken {
    if let failure = TicketPlan.failure(of: label, as: kind, on: state) { throw failure }
    guard let token = state.tokens[label] else { throw .labelNotFound }
    return token
  }

  private func enhancedTime(
    _ enhanced: PTKTDATAProfile.Enhanced, _ user: UserID, application: TicketName,
    value: borrowing Secret
  ) throws(ServiceFailure) -> Int64? {
    let token = try token(enhanced.label, .hmac)
    // The card may still work at it when nobody waits any more.
    let value = SharedSecret(value.copy())
    return try keys.withCard(for: token, state.icsf) { (card) throws(ServiceFailure) in
      try card.withHMAC(token) { (authenticate) throws(ServiceFailure) in
        try EnhancedPassTicket.time(
          of: value.secret, user: user, application: application, form: enhanced.form,
          authenticate: authenticate)
      }
    }
  }

  private func legacyTime(
    _ profile: PTKTDATAProfile, _ user: UserID, application: TicketName,
    value: borrowing Secret
  ) throws(ServiceFailure) -> UInt32? {
    switch profile.legacy {
    case .none: return nil
    case .masked(let wrapped):
      do throws(CryptoError) {
        let des = try DES(key: keys.unmask(wrapped))
        return try LegacyPassTicket.time(of: value, user: user, application: application) {
          (block) throws(CryptoError) in try des.encipher(block)
        }
      } catch {
        throw .otherMasterKey
      }
    case .encrypted(let label):
      let token = try token(label, .des)
      let value = SharedSecret(value.copy())
      return try keys.withCard(for: token, state.icsf) { (card) throws(ServiceFailure) in
        try card.withDES(token) { (encipher) throws(ServiceFailure) in
          try LegacyPassTicket.time(
            of: value.secret, user: user, application: application, encipher: encipher)
        }
      }
    }
  }
}
