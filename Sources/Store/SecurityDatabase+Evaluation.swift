public import Crypto
import Keystore
public import Names
import PassTicket
public import SAF
import Synchronization
public import Time

/// Evaluating PassTickets.
extension SecurityDatabase {
  /// Whether a value is a ticket for a user and an application now, whatever the user may: what
  /// R_GenSec's evaluation answers (z/OS Security Server RACF Callable Services).
  ///
  /// A ticket counts once: it is written to the ledger, durably, before the answer is given. Which key
  /// of a profile fits is not known before: both are tried, the enhanced one first.
  /// - Parameter source: who asks; after wrong values nothing of a source is looked at for a while.
  public func evaluateTicket(
    user: UserID, application: TicketProfile, value: borrowing Secret, at time: WallTime,
    source: UserID? = nil
  ) -> TicketVerdict {
    let now = time.seconds
    if let source {
      let pause = inside.withLock { $0.guesses.pause(source.description, now: now) }
      if pause > 0 {
        return .refused(
          reason: "too many wrong values from \(source); nothing is looked at for \(pause) s")
      }
    }
    let evaluation = evaluate(user, application, value, now)
    if let source, evaluation.isGuess, evaluation.wasLookedAt {
      inside.withLock { $0.guessed(source, now: now) }
    }
    return evaluation.verdict
  }

  /// Whether an application lets a user in: by a ticket, or by the user's password or phrase.
  ///
  /// The ticket of a user who is revoked, PROTECTED or not defined is no good (CICS, REQUEST PASSTICKET), and
  /// nothing is where RACF keeps the user from the application (class APPL).
  /// - Parameter mayRevoke: whether a wrong password counts among those that revoke the user.
  public func logOn(
    user: UserID, application: TicketProfile, value: borrowing Secret, at time: WallTime,
    mayRevoke: Bool = true
  ) -> LogOnAnswer {
    let answer = prove(
      user: user, application: application, value: value, at: time, mayRevoke: mayRevoke)
    if case .refused = answer.verdict { return answer }
    // Only who has proved to be the user hears of what the user may.
    return applicationRefusal(user, application).map { LogOnAnswer(.refused(reason: $0)) } ?? answer
  }

  private func prove(
    user: UserID, application: TicketProfile, value: borrowing Secret, at time: WallTime,
    mayRevoke: Bool
  ) -> LogOnAnswer {
    let evaluation = evaluate(user, application, value, time.seconds)
    switch evaluation.verdict {
    case .accepted(let kind):
      let refusal = inside.withLock { inside in
        try? inside.settleDates(time)
        return inside.standing(of: user).refusal
      }
      return LogOnAnswer(refusal.map { .refused(reason: $0) } ?? .byTicket(kind: kind))
    case .refused(let reason):
      // A value that once was a ticket tells nothing of the user's password, and counts against nobody.
      switch signOn(
        user, password: value, newPassword: nil, mayRevoke: mayRevoke && evaluation.isGuess)
      {
      case .accepted, .passwordChanged: return LogOnAnswer(.byPassword)
      case .refused(let refusal):
        let why = refusal.reason == .revokedNow ? "; the user is revoked now" : ""
        return LogOnAnswer(.refused(reason: reason + why), isGuess: evaluation.isGuess)
      }
    }
  }

  /// What came of an evaluation.
  private struct Evaluation {
    let verdict: TicketVerdict
    /// Whether the value never was a ticket of a key that is known.
    var isGuess = false
    /// Whether there was a key at all that it could have been a ticket of.
    var wasLookedAt = true

    static func refused(_ reason: String, isGuess: Bool = false) -> Evaluation {
      Evaluation(verdict: .refused(reason: reason), isGuess: isGuess)
    }
  }

  private func evaluate(
    _ user: UserID, _ application: TicketProfile, _ value: borrowing Secret, _ now: Int64
  ) -> Evaluation {
    let (profiles, isActive, mark) = inside.withLock { inside in
      inside.timeMark = max(inside.timeMark, now)
      return (inside.keys(application, user), inside.active.contains(.tickets), inside.purgeMark)
    }
    guard !profiles.isEmpty else {
      // For an application that takes passwords too it may be one.
      return Evaluation(
        verdict: .refused(
          reason: isActive
            ? "no PTKTDATA profile \(application)" : "the class PTKTDATA is not active"),
        isGuess: true, wasLookedAt: false)
    }
    var reason = "no ticket"
    var faults: [Fault.Kind] = []
    for profile in profiles {
      for candidate in candidates(profile, user, application, value, now: now) {
        switch candidate {
        case .failure(let fault):
          reason = fault.reason
          faults.append(fault.kind)
        case .success(let ticket):
          // Nobody knows any more whether it was used.
          guard ticket.expires >= mark else {
            reason = "its time has run out on a clock that was seen before"
            faults.append(.late)
            continue
          }
          guard ticket.once else { return Evaluation(verdict: .accepted(kind: ticket.kind)) }
          do {
            guard try redeem(user, application, value, ticket.expires, now) else {
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
      && !inside.withLock { $0.hasNewKey(profiles, now: now) }
    return .refused(reason, isGuess: isGuess)
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
    _ profile: PTKTDATAProfile, _ user: UserID, _ application: TicketProfile,
    _ value: borrowing Secret, now: Int64
  ) -> [Result<Redeemable, Fault>] {
    var found: [Result<Redeemable, Fault>] = []
    if let enhanced = profile.enhanced {
      do throws(ServiceFailure) {
        if let time = try enhancedTime(enhanced, user, application, value) {
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
      if let time = try legacyTime(profile, user, application, value) {
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
    let (token, refusal, isStopped) = inside.withLock {
      ($0.tokens[label], $0.refusal(kind, label), $0.isICSFStopped)
    }
    if isStopped { throw .notStarted }
    guard let token else { throw .labelNotFound }
    if let refusal { throw refusal }
    return token
  }

  private func enhancedTime(
    _ enhanced: PTKTDATAProfile.Enhanced, _ user: UserID, _ application: TicketProfile,
    _ value: borrowing Secret
  ) throws(ServiceFailure) -> Int64? {
    let token = try token(enhanced.label, .hmac)
    // The card may still work at it when nobody waits any more.
    let value = SharedSecret(value.copy())
    return try withCard(for: token) { (card) throws(ServiceFailure) in
      try card.withHMAC(token) { (authenticate) throws(ServiceFailure) in
        try EnhancedPassTicket.time(
          of: value.secret, user: user, application: application, form: enhanced.form,
          authenticate: authenticate)
      }
    }
  }

  private func legacyTime(
    _ profile: PTKTDATAProfile, _ user: UserID, _ application: TicketProfile,
    _ value: borrowing Secret
  ) throws(ServiceFailure) -> UInt32? {
    switch profile.legacy {
    case .none: return nil
    case .masked(let wrapped):
      do throws(CryptoError) {
        let des = try DES(key: KeyWrap.unwrap(wrapped, under: localKey))
        return try LegacyPassTicket.time(of: value, user: user, application: application) {
          (block) throws(CryptoError) in try des.encipher(block)
        }
      } catch {
        throw .otherMasterKey
      }
    case .encrypted(let label):
      let token = try token(label, .des)
      let value = SharedSecret(value.copy())
      return try withCard(for: token) { (card) throws(ServiceFailure) in
        try card.withDES(token) { (encipher) throws(ServiceFailure) in
          try LegacyPassTicket.time(
            of: value.secret, user: user, application: application, encipher: encipher)
        }
      }
    }
  }

  /// Seconds for which the ledger remembers a ticket after its time: a clock that is wrong for less than a
  /// day makes it forget nothing that may come back.
  private static let memory: Int64 = 86_400

  /// Writes a ticket into the ledger: true for the first time, false for a replay.
  private func redeem(
    _ user: UserID, _ application: TicketProfile, _ value: borrowing Secret, _ expires: Int64,
    _ now: Int64
  ) throws(StoreError) -> Bool {
    var text = value.withBytes { Array($0) }
    var message = Array("\(application)|\(user)|".utf8) + text
    let digest = SHA256.digest(message)
    Wipe.bytes(&text)
    Wipe.bytes(&message)
    return try inside.withLock { (inside) throws(StoreError) in
      // Marks, purge and record in one transaction: one write to the disk.
      let (mark, purge) = (inside.timeMark, max(inside.purgeMark, now - Self.memory))
      let sqlite = inside.sqlite
      let isFirst = try sqlite.transaction { () throws(StoreError) in
        try sqlite.run("DELETE FROM replay WHERE expires < ?1", .integer(purge))
        for (name, value) in [("time mark", mark), ("purge mark", purge)] {
          try sqlite.run(
            "INSERT INTO facts VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2", .text(name),
            .integer(value))
        }
        return try sqlite.run(
          "INSERT OR IGNORE INTO replay VALUES (?1, ?2)", .blob(digest), .integer(expires)
        ).changes == 1
      }
      inside.purgeMark = purge
      return isFirst
    }
  }
}

extension SecurityDatabase.Inside {
  /// Profiles to evaluate with: the qualified one, then the application's.
  func keys(_ application: TicketProfile, _ user: UserID) -> [PTKTDATAProfile] {
    guard active.contains(.tickets) else { return [] }
    return [
      TicketPlan.qualified(application: application, user: user, on: self),
      profiles[PTKTDATAName(application)],
    ].compactMap(\.self)
  }

  /// Whether a key of some profiles was changed so lately that tickets of the former are on their way.
  mutating func hasNewKey(_ profiles: [PTKTDATAProfile], now: Int64) -> Bool {
    var isNew = false
    for profile in profiles {
      var labels = profile.enhanced.map { [$0.label] } ?? []
      if case .encrypted(let label) = profile.legacy { labels.append(label) }
      if keyChanges.isRecent(profile.name, labels, now: now) { isNew = true }
    }
    return isNew
  }

  /// Counts a wrong value, also beyond a restart.
  mutating func guessed(_ source: UserID, now: Int64) {
    let entry = guesses.failed(source.description, now: now)
    // A count that is not written down still counts as long as this process lives.
    _ = try? sqlite.run(
      "INSERT OR REPLACE INTO guesses VALUES (?1, ?2, ?3)", .text("by \(source)"),
      .integer(Int64(entry.count)), .integer(entry.last))
  }

  /// Wrong values that an earlier run counted.
  mutating func loadGuesses() throws(StoreError) {
    let prefix = "by "
    for row in try sqlite.run("SELECT name, count, until FROM guesses").rows {
      guard let name = row[0].text, name.hasPrefix(prefix), let count = row[1].integer,
        let last = row[2].integer
      else { continue }
      guesses.restore(
        String(name.dropFirst(prefix.count)),
        GuessLimiter.Entry(count: Int(clamping: count), last: last))
    }
  }
}
