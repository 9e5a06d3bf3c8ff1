import Crypto
import Keystore
import Names
import PassTicket
public import SAF
import Synchronization
public import Time

/// Making PassTickets.
extension SecurityDatabase {
  /// How far from now a ticket's second may lie: for a legacy ticket well inside the window of 600,
  /// for an enhanced one inside five sixths of its TIMEOUT, so that a hundred tickets of one second
  /// fit into the standard of 60.
  private static func reach(_ profile: PTKTDATAProfile) -> TicketSlots.Reach {
    guard let enhanced = profile.enhanced else { return .init(ahead: 120, behind: 0) }
    let seconds = enhanced.timeout * 5 / 6
    return .init(ahead: seconds, behind: seconds)
  }

  /// Makes a ticket for the signed-on user of a session.
  ///
  /// An enhanced key wins over a legacy one (z/OS V2.5 IBM Education Assistant: RACF enhanced
  /// PassTicket), and where ICSF fails for it there is no ticket: nothing falls back to the legacy key.
  public func issueTicket(_ request: TicketRequest, at time: WallTime) -> TicketOutcome {
    let plan = plan(request, time)
    let outcome = carryOut(plan, request)
    if case .failed = outcome, let second = plan.second {
      // A ticket that was not made uses up no second.
      inside.withLock { $0.slots.giveBack(second, request.user, request.profile) }
    }
    return outcome
  }

  /// What a request comes to, before a key is used.
  private enum Plan {
    case legacyMasked([UInt8], Int64)
    case legacyToken(KeyToken, Int64)
    case enhanced(KeyToken, PTKTDATAProfile.Enhanced, Int64)
    case failed(TicketFailure.Cause)

    /// The second that was given away for the ticket.
    var second: Int64? {
      switch self {
      case .legacyMasked(_, let second), .legacyToken(_, let second), .enhanced(_, _, let second):
        second
      case .failed: nil
      }
    }
  }

  private func plan(_ request: TicketRequest, _ time: WallTime) -> Plan {
    inside.withLock { inside in
      guard inside.active.contains(.tickets) else { return .failed(.classInactive) }
      let qualified =
        request.form == .plain ? nil : inside.qualified(request.profile, request.user)
      if request.form == .qualified, qualified == nil { return .failed(.noQualifiedProfile) }
      guard let profile = qualified ?? inside.profiles[PTKTDATAName(request.profile)]
      else { return .failed(.noProfile) }
      let needsICSF = if case .encrypted = profile.legacy { true } else { profile.enhanced != nil }
      if needsICSF, inside.isICSFStopped {
        return .failed(
          profile.enhanced == nil ? .encipher(.notStarted) : .authenticate(.notStarted))
      }
      if let enhanced = profile.enhanced {
        guard let token = inside.tokens[enhanced.label] else {
          return .failed(.authenticate(.labelNotFound))
        }
        if let refusal = inside.refusal(.hmac, enhanced.label) {
          return .failed(.authenticate(refusal))
        }
        return Self.second(&inside, request, profile, time) { .enhanced(token, enhanced, $0) }
      }
      switch profile.legacy {
      case .none: return .failed(.noKey)
      case .masked(let wrapped):
        return Self.second(&inside, request, profile, time) { .legacyMasked(wrapped, $0) }
      case .encrypted(let label):
        guard let token = inside.tokens[label] else {
          return .failed(.encipher(.labelNotFound))
        }
        if let refusal = inside.refusal(.des, label) { return .failed(.encipher(refusal)) }
        return Self.second(&inside, request, profile, time) { .legacyToken(token, $0) }
      }
    }
  }

  /// Gives a second away, durably where a later run could give it again.
  private static func second(
    _ inside: inout Inside, _ request: TicketRequest, _ profile: PTKTDATAProfile, _ time: WallTime,
    _ plan: (Int64) -> Plan
  ) -> Plan {
    guard
      let second = inside.slots.next(
        request.user, request.profile, now: time.seconds, reach: reach(profile))
    else { return .failed(.tooManyTickets) }
    return inside.promise(second, now: time.seconds) ? plan(second) : .failed(.database)
  }

  private func carryOut(_ plan: Plan, _ request: TicketRequest) -> TicketOutcome {
    switch plan {
    case .failed(let cause): return .failed(TicketFailure(cause))
    case .legacyMasked(let wrapped, let second):
      do throws(CryptoError) {
        let des = try DES(key: KeyWrap.unwrap(wrapped, under: localKey))
        let ticket = try Self.legacy(request, second) { (block) throws(CryptoError) in
          try des.encipher(block)
        }
        return .issued(ticket, kind: "LEGACY")
      } catch {
        return .failed(TicketFailure(.database))
      }
    case .legacyToken(let token, let second):
      do throws(ServiceFailure) {
        let ticket = try withCard(for: token) { (card) throws(ServiceFailure) in
          try card.withDES(token) { (encipher) throws(ServiceFailure) in
            try Self.legacy(request, second, encipher)
          }
        }
        return .issued(ticket, kind: "LEGACY")
      } catch {
        return .failed(TicketFailure(.encipher(error)))
      }
    case .enhanced(let token, let enhanced, let second):
      do throws(ServiceFailure) {
        let ticket = try withCard(for: token) { (card) throws(ServiceFailure) in
          try card.withHMAC(token) { (authenticate) throws(ServiceFailure) in
            SharedSecret(
              try EnhancedPassTicket.generate(
                user: request.user, application: request.profile, time: second,
                form: enhanced.form, authenticate: authenticate))
          }
        }
        return .issued(ticket, kind: "ENHANCED")
      } catch {
        return .failed(TicketFailure(.authenticate(error)))
      }
    }
  }

  private static func legacy<Failure: Error>(
    _ request: TicketRequest, _ second: Int64, _ encipher: (UInt64) throws(Failure) -> UInt64
  ) throws(Failure) -> SharedSecret {
    SharedSecret(
      try LegacyPassTicket.generate(
        user: request.user, application: request.profile,
        time: UInt32(truncatingIfNeeded: second), encipher: encipher))
  }
}

extension SecurityDatabase.Inside {
  /// Most seconds that one write to the file promises, so that a burst of tickets costs few writes.
  private static let promised: Int64 = 16

  /// Writes down that slots ahead of the clock are given away, so that the next run does not give
  /// them again; a slot of now needs no writing, since the clock will have passed it.
  mutating func promise(_ second: Int64, now: Int64) -> Bool {
    guard second > now, second > slotMark else { return true }
    // The further ahead, the longer the burst is; a first ticket promises nothing more, so that a
    // server that is started again and again does not run away from the clock.
    let mark = second + min(Self.promised, (second - now) / 4)
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

  /// The qualified profile that counts for a user: the first of RACF's order (Determining
  /// PTKTDATA profile names, z/OS 2.3).
  func qualified(_ application: TicketProfile, _ user: UserID) -> PTKTDATAProfile? {
    for name in PTKTDATAName.search(application, group: groups[user], user: user) {
      if let profile = profiles[name] { return profile }
    }
    return nil
  }
}
