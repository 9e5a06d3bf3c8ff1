import Crypto
import Keystore
import Names
import PassTicket
public import SAF
import Synchronization
public import Time

/// Making PassTickets.
extension SecurityDatabase {
  /// Makes a ticket for the signed-on user of a session.
  public func issueTicket(_ request: TicketRequest, at time: WallTime) -> TicketOutcome {
    let step = inside.withLock { inside in Self.step(&inside, request, time) }
    let outcome = carryOut(step, request)
    if case .failed = outcome, let second = step.second {
      // A ticket that was not made uses up no second.
      inside.withLock { $0.slots.giveBack(second, request.user, request.profile) }
    }
    return outcome
  }

  /// What is left to do for a request, by its plan: a key to use, for a second that was given away.
  private enum Step {
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

  private static func step(
    _ inside: inout Inside, _ request: TicketRequest, _ time: WallTime
  ) -> Step {
    let profile: PTKTDATAProfile
    let key: TicketPlan.Key
    switch TicketPlan(
      application: request.profile, user: request.user, form: request.form, on: inside)
    {
    case .failed(let cause): return .failed(cause)
    case .made(let found, let with): (profile, key) = (found, with)
    }
    let reach = profile.reach.limited(ahead: request.ahead)
    let second: Int64
    switch inside.slots.next(request.user, request.profile, now: time.seconds, reach: reach) {
    case .none(let shortage): return .failed(.init(shortage))
    case .second(let free): second = free
    }
    guard inside.promise(second, now: time.seconds) else {
      inside.slots.giveBack(second, request.user, request.profile)
      return .failed(.database)
    }
    switch key {
    case .masked(let wrapped): return .legacyMasked(wrapped, second)
    case .encrypted(let label):
      guard let token = inside.tokens[label] else { return .failed(.encipher(.labelNotFound)) }
      return .legacyToken(token, second)
    case .enhanced(let enhanced):
      guard let token = inside.tokens[enhanced.label] else {
        return .failed(.authenticate(.labelNotFound))
      }
      return .enhanced(token, enhanced, second)
    }
  }

  private func carryOut(_ step: Step, _ request: TicketRequest) -> TicketOutcome {
    switch step {
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

extension SecurityDatabase.Inside: TicketGround {
  var isClassActive: Bool { active.contains(.tickets) }
  var isICSFStarted: Bool { !isICSFStopped }
  func profileInForce(_ name: PTKTDATAName) -> PTKTDATAProfile? { profiles[name] }
  func defaultGroup(of user: UserID) -> GroupName? { users[user]?.group }
  func kind(of label: KeyLabel) -> KeyToken.Kind? { tokens[label]?.kind }
  /// Which card can use a key shows when it is tried.
  func cardFailure(of label: KeyLabel) -> ServiceFailure? { nil }
  /// The second is looked for, and taken, for the user who asks.
  func shortage(_ reach: TicketSlots.Reach) -> TicketSlots.Shortage? { nil }
}

extension SecurityDatabase.Inside {
  /// Least number of seconds that one write to the file promises, so that tickets one after the other
  /// cost few writes.
  private static let promisedAhead: Int64 = 10
  /// Most seconds that a write promises beyond the second that is given: a burst costs few writes too.
  private static let promisedBeyond: Int64 = 16
  /// Seconds between two promises that become one range: nobody asks for tickets for that long, and the
  /// seconds in between are past.
  private static let gap: Int64 = 600

  /// Writes down that a second is given away, so that the next run does not give it again, whatever the
  /// clock says then; some seconds beyond it are written with it.
  mutating func promise(_ second: Int64, now: Int64) -> Bool {
    guard !promised.contains(second) else { return true }
    // Not further than a server that is started again and again would run away from the clock.
    let beyond = second + min(Self.promisedBeyond, max(0, (second - now) / 4))
    let end = second >= now ? max(beyond, now + Self.promisedAhead) : second
    let former = promised
    promised.insert(second...end, closing: Self.gap)
    do {
      try sqlite.transaction { () throws(StoreError) in try writeSlots(now: now) }
    } catch {
      promised = former
      return false
    }
    return true
  }

  /// Writes the seconds that may be given away, and the time at which it is so.
  func writeSlots(now: Int64) throws(StoreError) {
    try sqlite.run("DELETE FROM slots")
    for range in promised.ranges {
      try sqlite.run(
        "INSERT INTO slots VALUES (?1, ?2)", .integer(range.lowerBound), .integer(range.upperBound))
    }
    try keep(max(now, slots.latest), as: "slot clock")
  }
}
