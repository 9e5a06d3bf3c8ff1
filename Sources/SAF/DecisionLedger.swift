public import Names
import PassTicket

/// The times, seconds and guesses that decisions go by, as a value: what a store of decisions keeps in
/// memory, and what a store in memory is.
public struct DecisionLedger: Sendable {
  /// Seconds that were given to tickets.
  public private(set) var slots: TicketSlots
  /// Latest time that was ever seen, in seconds since 1970.
  public private(set) var timeMark: Int64
  /// Tickets that run out before this second count no more: it is forgotten which were used.
  public private(set) var purgeMark: Int64
  private var guesses = GuessLimiter()
  /// Wrong passwords of sources and for names, by the time of the day: this outlives the process, where
  /// ``SignOnGate``'s clock does not.
  private var failures: [FailureCount.Owner: FailureCount] = [:]

  /// Seconds for which a used ticket is remembered after its time: a clock that is wrong for less than a
  /// day makes nobody forget anything that may come back.
  public static let memory: Int64 = 86_400

  /// `before`: seconds that earlier runs may have given to tickets. `latest`: the latest time at
  /// which any of them gave one.
  public init(
    before: SecondSet = SecondSet(limit: TicketSlots.ranges), latest: Int64 = 0,
    timeMark: Int64 = 0, purgeMark: Int64 = 0
  ) {
    slots = TicketSlots(before: before, latest: latest)
    self.timeMark = timeMark
    self.purgeMark = purgeMark
  }

  /// Takes the next second for a ticket.
  public mutating func takeSecond(
    _ user: UserID, _ application: TicketName, now: Int64, reach: TicketSlots.Reach
  ) -> TicketSlots.Answer {
    slots.next(user, application, now: now, reach: reach)
  }

  /// Gives a second back that no ticket was made for.
  public mutating func giveBack(
    _ second: Int64, of user: UserID, for application: TicketName
  ) { slots.giveBack(second, of: user, for: application) }

  /// The purge mark; `now` is noted as seen.
  public mutating func horizon(seeing now: Int64) -> Int64 {
    timeMark = max(timeMark, now)
    return purgeMark
  }

  /// The purge mark as it is when a ticket is redeemed now.
  public func purge(at now: Int64) -> Int64 { max(purgeMark, now - Self.memory) }

  /// What ran out before this second is forgotten.
  public mutating func purged(before mark: Int64) { purgeMark = mark }

  /// Seconds that a source waits.
  public func pause(of source: UserID, now: Int64) -> Int64 {
    guesses.pause(source.description, now: now)
  }

  /// Counts a wrong value.
  /// - Returns: what is remembered of the source.
  public mutating func countGuess(of source: UserID, now: Int64) -> GuessLimiter.Entry {
    guesses.failed(source.description, now: now)
  }

  /// What an earlier run counted of a source.
  public mutating func restore(_ source: String, _ entry: GuessLimiter.Entry) {
    guesses.restore(source, entry)
  }

  /// Counts a wrong password of a source and for a name.
  /// - Returns: what is remembered of both.
  public mutating func countWrongPassword(
    of source: PeerAddress, for name: UserID, now: Int64
  ) -> [FailureCount] {
    if failures.count >= 2 * PeerLimits.failureEntries {
      failures = failures.filter { Self.left($0.value, now) > 0 }
      if failures.count >= 2 * PeerLimits.failureEntries { failures = [:] }
    }
    let owners: [FailureCount.Owner] = [.source(source), .name(name)]
    return owners.map { owner in
      let before = failures[owner].map { Self.left($0, now) } ?? 0
      let count = FailureCount(of: owner, count: min(100, before + 1), last: now)
      failures[owner] = count
      return count
    }
  }

  /// What is left of failures now, by the rule of ``SignOnGate``; a clock that stepped back forgives nothing.
  private static func left(_ count: FailureCount, _ now: Int64) -> Int {
    let faded = max(0, now - count.last) / PeerLimits.failureMemory
    return max(0, count.count - Int(clamping: faded))
  }

  /// Somebody signed on with a name: what was tried with it before is forgotten.
  public mutating func signedOn(_ name: UserID) { failures[.name(name)] = nil }

  /// What is remembered of wrong passwords.
  public var wrongPasswords: [FailureCount] { Array(failures.values) }

  /// Forgets wrong passwords of a source or for a name.
  public mutating func forgive(_ owner: FailureCount.Owner) { failures[owner] = nil }

  /// What an earlier run counted.
  public mutating func restore(_ count: FailureCount) { failures[count.owner] = count }

  /// - Returns: the second from which on tickets count again.
  public mutating func forgetClock(now: Int64) -> Int64 {
    let mark = min(purgeMark, now + 2 * LegacyPassTicket.window + 120)
    slots.forget(at: now)
    timeMark = now
    purgeMark = mark
    return max(now, mark - LegacyPassTicket.window)
  }
}
