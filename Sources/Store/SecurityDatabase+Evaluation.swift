public import Crypto
import Keystore
public import Names
import PassTicket
public import SAF
import Synchronization
public import Time

/// Evaluating PassTickets.
extension SecurityDatabase {
  /// Decides whether a value lets a user into an application: a ticket, or the user's password.
  ///
  /// A ticket counts once: it is written to the ledger, durably, before the answer is given. Which key
  /// of a profile fits is not known before: both are tried, the enhanced one first.
  /// - Parameters:
  ///   - allowsPassword: whether the user's password is as good as a ticket.
  ///   - source: who asks, where guesses are counted for it too.
  public func evaluateTicket(
    user: UserID, application: TicketProfile, value: borrowing Secret, at time: WallTime,
    allowsPassword: Bool = true, source: UserID? = nil
  ) -> TicketVerdict {
    let now = time.seconds
    let names = GuessLimiter.names(user, source)
    let (profiles, isActive, isBlocked, mark) = inside.withLock { inside in
      inside.timeMark = max(inside.timeMark, now)
      return (
        inside.keys(application, user), inside.active.contains(.tickets),
        inside.guesses.isBlocked(names, now: now), inside.timeMark
      )
    }
    if isBlocked {
      spend(value, allowsPassword)
      return .refused(reason: "too many wrong values; nothing is looked at yet")
    }
    var reason =
      profiles.isEmpty
      ? (isActive ? "no PTKTDATA profile \(application)" : "the class PTKTDATA is not active")
      : "no ticket"
    var faults: [Fault.Kind] = []
    for profile in profiles {
      for candidate in candidates(profile, user, application, value, now: now) {
        switch candidate {
        case .failure(let fault):
          reason = fault.reason
          faults.append(fault.kind)
        case .success(let ticket):
          // A ticket whose time has run out on the latest clock stays dead on an earlier one.
          guard ticket.expires >= mark else {
            reason = "its time has run out on a clock that was seen before"
            faults.append(.late)
            continue
          }
          guard ticket.once else { return accepted(user, ticket.kind) }
          switch redeem(user, application, value, ticket.expires, mark) {
          case .some(true): return accepted(user, ticket.kind)
          case .some(false):
            // Whoever has a used ticket does not guess: only the ledger's answer counts.
            spend(value, allowsPassword)
            return .refused(reason: "replay of a used ticket")
          case .none:
            reason = "the replay ledger does not answer"
            faults.append(.late)
          }
        }
      }
    }
    if allowsPassword, case .accepted = signOn(user, password: value, newPassword: nil) {
      return accepted(user, "PASSWORD")
    }
    // What was right at another time, or was not looked at by any key, is no guess.
    let isGuess =
      !profiles.isEmpty && !faults.contains(.late)
      && (faults.isEmpty || faults.contains(.wrong))
    if isGuess { inside.withLock { $0.guessed(names, now: now) } }
    return .refused(reason: reason)
  }

  private func accepted(_ user: UserID, _ kind: String) -> TicketVerdict {
    inside.withLock { $0.succeeded(user) }
    return .accepted(kind: kind)
  }

  /// Takes the time of a password's check, so that the answer does not tell that there was none.
  private func spend(_ value: borrowing Secret, _ allowsPassword: Bool) {
    if allowsPassword { _ = PasswordHash.verify(value, against: dummyHash) }
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

  /// Writes a ticket into the ledger: true for the first time, false for a replay, nil for a fault.
  private func redeem(
    _ user: UserID, _ application: TicketProfile, _ value: borrowing Secret, _ expires: Int64,
    _ mark: Int64
  ) -> Bool? {
    var text = value.withBytes { Array($0) }
    var message = Array("\(application)|\(user)|".utf8) + text
    let digest = SHA256.digest(message)
    Wipe.bytes(&text)
    Wipe.bytes(&message)
    do {
      return try inside.withLock { (inside) throws(StoreError) in
        // Time mark, purge and record in one transaction: one write to the disk.
        try inside.sqlite.execute("BEGIN IMMEDIATE")
        do throws(StoreError) {
          _ = try inside.sqlite.run("DELETE FROM replay WHERE expires < ?1", .integer(mark))
          _ = try inside.sqlite.run(
            "INSERT INTO facts VALUES ('time mark', ?1) ON CONFLICT DO UPDATE SET value = ?1",
            .integer(mark))
          let changes = try inside.sqlite.run(
            "INSERT OR IGNORE INTO replay VALUES (?1, ?2)", .blob(digest), .integer(expires)
          ).changes
          try inside.sqlite.execute("COMMIT")
          return changes == 1
        } catch {
          try? inside.sqlite.execute("ROLLBACK")
          throw error
        }
      }
    } catch {
      return nil
    }
  }
}

extension SecurityDatabase.Inside {
  /// Profiles to evaluate with: the qualified one, then the application's.
  func keys(_ application: TicketProfile, _ user: UserID) -> [PTKTDATAProfile] {
    guard active.contains(.tickets) else { return [] }
    return [qualified(application, user), profiles[PTKTDATAName(application)]].compactMap(\.self)
  }

  /// Counts a wrong value, also beyond a restart.
  mutating func guessed(_ names: [String], now: Int64) {
    guesses.failed(names, now: now)
    for name in names {
      guard let entry = guesses.entry(name) else { continue }
      // A limit that is not written down still counts as long as this process lives.
      _ = try? sqlite.run(
        "INSERT OR REPLACE INTO guesses VALUES (?1, ?2, ?3)", .text(name),
        .integer(Int64(entry.count)), .integer(entry.until))
    }
  }

  /// Forgets the wrong values for a user, not those of a source: it may have a ticket of its own.
  mutating func succeeded(_ user: UserID) {
    guard guesses.succeeded(user) else { return }
    _ = try? sqlite.run(
      "DELETE FROM guesses WHERE name = ?1", .text(GuessLimiter.names(user, nil)[0]))
  }

  /// Guesses that an earlier run counted.
  mutating func loadGuesses() throws(StoreError) {
    for row in try sqlite.run("SELECT name, count, until FROM guesses").rows {
      guard let name = row[0].text, let count = row[1].integer, let until = row[2].integer else {
        continue
      }
      guesses.restore(name, count: Int(count), until: until)
    }
  }
}
