public import Crypto
import Keystore
public import Names
import PassTicket
public import SAF
import Synchronization
public import Time

/// Making and evaluating PassTickets.
extension SecurityDatabase {
  /// Seconds ahead of now that a legacy ticket's slot may lie; well inside the window of 600.
  static let legacyAhead: Int64 = 120

  /// Makes a ticket for the signed-on user of a session.
  ///
  /// An enhanced key wins over a legacy one, as RACF has it (passticket.md 4.5).
  public func issueTicket(_ request: TicketRequest, at time: WallTime) -> TicketOutcome {
    enum Plan {
      case legacyMasked([UInt8], Int64)
      case legacyToken(KeyToken, Int64)
      case enhanced(KeyToken, PTKTDATAProfile.Enhanced, Int64)
      case failed(TicketFailure.Cause)
    }
    let plan: Plan = inside.withLock { inside in
      guard inside.active.contains(.tickets) else { return .failed(.classInactive) }
      let qualified =
        request.form == .plain ? nil : inside.qualified(request.profile, request.user)
      if request.form == .qualified, qualified == nil { return .failed(.noQualifiedProfile) }
      guard let profile = qualified ?? inside.profiles[PTKTDATAName(request.profile)]
      else { return .failed(.noProfile) }
      let ahead = profile.enhanced.map { $0.timeout / 2 } ?? Self.legacyAhead
      guard
        let second = inside.slots.next(
          request.user, request.profile, now: time.seconds, ahead: ahead)
      else { return .failed(.tooManyTickets) }
      guard inside.promise(second, now: time.seconds) else { return .failed(.database) }
      if let enhanced = profile.enhanced {
        guard let token = inside.tokens[enhanced.label] else {
          return .failed(.authenticate(.labelNotFound))
        }
        if let refusal = inside.refusal(.hmac, enhanced.label) {
          return .failed(.authenticate(refusal))
        }
        return .enhanced(token, enhanced, second)
      }
      switch profile.legacy {
      case .none: return .failed(.noKey)
      case .masked(let wrapped): return .legacyMasked(wrapped, second)
      case .encrypted(let label):
        guard let token = inside.tokens[label] else {
          return .failed(.encipher(.labelNotFound))
        }
        if let refusal = inside.refusal(.des, label) { return .failed(.encipher(refusal)) }
        return .legacyToken(token, second)
      }
    }
    switch plan {
    case .failed(let cause): return .failed(TicketFailure(cause))
    case .legacyMasked(let wrapped, let second):
      do throws(CryptoError) {
        let des = try DES(key: KeyWrap.unwrap(wrapped, under: localKey))
        let ticket = try legacy(request, second) { (block) throws(CryptoError) in
          try des.encipher(block)
        }
        return .issued(SharedSecret(ticket), kind: "LEGACY")
      } catch {
        return .failed(TicketFailure(.database))
      }
    case .legacyToken(let token, let second):
      do throws(ServiceFailure) {
        let ticket = try withCard(for: token) { (card) throws(ServiceFailure) in
          try card.withDES(token) { (encipher) throws(ServiceFailure) in
            try legacy(request, second, encipher)
          }
        }
        return .issued(SharedSecret(ticket), kind: "LEGACY")
      } catch {
        return .failed(TicketFailure(.encipher(error)))
      }
    case .enhanced(let token, let enhanced, let second):
      do throws(ServiceFailure) {
        let ticket = try withCard(for: token) { (card) throws(ServiceFailure) in
          try card.withHMAC(token) { (authenticate) throws(ServiceFailure) in
            try EnhancedPassTicket.generate(
              user: request.user, application: request.profile, time: second,
              form: enhanced.form, authenticate: authenticate)
          }
        }
        return .issued(SharedSecret(ticket), kind: "ENHANCED")
      } catch {
        return .failed(TicketFailure(.authenticate(error)))
      }
    }
  }

  private func legacy<Failure: Error>(
    _ request: TicketRequest, _ second: Int64, _ encipher: (UInt64) throws(Failure) -> UInt64
  ) throws(Failure) -> Secret {
    try LegacyPassTicket.generate(
      user: request.user, application: request.profile,
      time: UInt32(truncatingIfNeeded: second), encipher: encipher)
  }

  /// Decides whether a value lets a user into an application: a ticket, or the user's password.
  ///
  /// A ticket counts once: it is written to the ledger, durably, before the answer is given.
  /// - Parameter allowsPassword: whether the user's password is as good as a ticket.
  public func evaluateTicket(
    user: UserID, application: TicketProfile, value: borrowing Secret, at time: WallTime,
    allowsPassword: Bool = true
  ) -> TicketVerdict {
    let now = time.seconds
    let (profiles, isBlocked, mark): ([PTKTDATAProfile], Bool, Int64) = inside.withLock { inside in
      inside.timeMark = max(inside.timeMark, now)
      return (
        inside.keys(application, user), inside.guesses.isBlocked(user, now: now), inside.timeMark
      )
    }
    if isBlocked { return .refused(reason: "too many wrong values; nothing is looked at yet") }
    var reason = profiles.isEmpty ? "no PTKTDATA profile \(application)" : "wrong key or no ticket"
    for profile in profiles {
      for candidate in candidates(profile, user, application, value, now: now) {
        switch candidate {
        case .failure(let fault): reason = fault.reason
        case .success(let ticket):
          // A ticket whose time has run out on the latest clock stays dead on an earlier one.
          guard ticket.expires >= mark else {
            reason = "its time has run out on a clock that was seen before"
            continue
          }
          guard ticket.once else {
            accepted(user)
            return .accepted(kind: ticket.kind)
          }
          switch redeem(user, application, value, ticket.expires, mark) {
          case .some(true):
            accepted(user)
            return .accepted(kind: ticket.kind)
          case .some(false):
            // Whoever has a used ticket does not guess: only the ledger's answer counts.
            return .refused(reason: "replay of a used ticket")
          case .none: reason = "the replay ledger does not answer"
          }
        }
      }
    }
    if allowsPassword, case .accepted = signOn(user, password: value, newPassword: nil) {
      accepted(user)
      return .accepted(kind: "PASSWORD")
    }
    inside.withLock { $0.guesses.failed(user, now: now) }
    return .refused(reason: reason)
  }

  private func accepted(_ user: UserID) {
    inside.withLock { $0.guesses.succeeded(user) }
  }

  /// A ticket that is right, apart from its use before.
  private struct Redeemable {
    let kind: String
    let expires: Int64
    let once: Bool
  }

  private struct Fault: Error {
    let reason: String
  }

  /// Tries the value as each kind of ticket that the profile has a key for.
  private func candidates(
    _ profile: PTKTDATAProfile, _ user: UserID, _ application: TicketProfile,
    _ value: borrowing Secret, now: Int64
  ) -> [Result<Redeemable, Fault>] {
    var found: [Result<Redeemable, Fault>] = []
    if let enhanced = profile.enhanced, let token = token(enhanced.label) {
      do throws(ServiceFailure) {
        if let refusal = refusal(.hmac, enhanced.label) { throw refusal }
        let time = try withCard(for: token) { (card) throws(ServiceFailure) in
          try card.withHMAC(token) { (authenticate) throws(ServiceFailure) in
            try EnhancedPassTicket.time(
              of: value, user: user, application: application, form: enhanced.form,
              authenticate: authenticate)
          }
        }
        if let time {
          found.append(
            abs(time - now) <= enhanced.timeout
              ? .success(
                Redeemable(
                  kind: "ENHANCED", expires: time + enhanced.timeout, once: !enhanced.allowsReplay))
              : .failure(Fault(reason: "wrong key, or outside the window of the enhanced ticket")))
        }
      } catch {
        found.append(.failure(Fault(reason: TicketFailure(.authenticate(error)).meaning)))
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
            : .failure(Fault(reason: "wrong key, or outside the window of the legacy ticket")))
      }
    } catch {
      found.append(.failure(Fault(reason: TicketFailure(.encipher(error)).meaning)))
    }
    return found
  }

  private func refusal(_ kind: KeyToken.Kind, _ label: KeyLabel) -> ServiceFailure? {
    inside.withLock { $0.refusal(kind, label) }
  }

  private func token(_ label: KeyLabel) -> KeyToken? { inside.withLock { $0.tokens[label] } }

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
      guard let token = token(label) else { throw .labelNotFound }
      if let refusal = refusal(.des, label) { throw refusal }
      return try withCard(for: token) { (card) throws(ServiceFailure) in
        try card.withDES(token) { (encipher) throws(ServiceFailure) in
          try LegacyPassTicket.time(
            of: value, user: user, application: application, encipher: encipher)
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
  /// Seconds that one write to the file promises, so that a burst of tickets costs few writes.
  private static let promised: Int64 = 16

  /// Writes down that slots ahead of the clock are given away, so that the next run does not give
  /// them again; a slot of now needs no writing, since the clock will have passed it.
  mutating func promise(_ second: Int64, now: Int64) -> Bool {
    guard second > now, second > slotMark else { return true }
    let mark = second + Self.promised
    do {
      _ = try sqlite.run(
        "INSERT INTO facts VALUES ('slot mark', ?1) ON CONFLICT DO UPDATE SET value = ?1",
        .integer(mark))
    } catch {
      return false
    }
    slotMark = mark
    return true
  }

  /// The qualified profile that counts for a user: the first of RACF's order (passticket.md 5.1).
  func qualified(_ application: TicketProfile, _ user: UserID) -> PTKTDATAProfile? {
    for name in PTKTDATAName.search(application, group: groups[user], user: user) {
      if let profile = profiles[name] { return profile }
    }
    return nil
  }

  /// Profiles to evaluate with: the qualified one, then the application's.
  func keys(_ application: TicketProfile, _ user: UserID) -> [PTKTDATAProfile] {
    guard active.contains(.tickets) else { return [] }
    return [qualified(application, user), profiles[PTKTDATAName(application)]].compactMap(\.self)
  }
}
