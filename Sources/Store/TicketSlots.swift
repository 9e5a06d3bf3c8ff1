import Names

/// Gives each ticket of a user and profile a second of its own, so that none is a replay of another.
struct TicketSlots {
  private struct Key: Hashable {
    let user: UserID
    let profile: TicketProfile
  }

  private var last: [Key: Int64] = [:]
  /// No ticket is made for this second or one before it: an earlier run may have made it.
  private let floor: Int64

  /// Most pairs that are remembered before those of the past are forgotten.
  private static let limit = 100_000

  /// - Parameter floor: the last second that an earlier run may have given away.
  init(floor: Int64) { self.floor = floor }

  /// The next second: now, or the one after the last; nil where that is too far ahead.
  mutating func next(
    _ user: UserID, _ profile: TicketProfile, now: Int64, ahead: Int64
  ) -> Int64? {
    let key = Key(user: user, profile: profile)
    let second = max(now, (last[key] ?? floor) + 1)
    guard second <= now + ahead else { return nil }
    if last.count >= Self.limit { last = last.filter { $0.value >= now } }
    last[key] = second
    return second
  }
}

/// Stops guessing: after five wrong values for a user and profile, nothing is looked at for a while.
struct GuessLimiter {
  private var failures: [UserID: (count: Int, until: Int64)] = [:]

  static let allowed = 5
  /// Seconds.
  static let pause: Int64 = 900
  private static let limit = 100_000

  mutating func isBlocked(_ user: UserID, now: Int64) -> Bool {
    guard let entry = failures[user] else { return false }
    if entry.until <= now {
      failures[user] = nil
      return false
    }
    return entry.count >= Self.allowed
  }

  mutating func failed(_ user: UserID, now: Int64) {
    if failures.count >= Self.limit { failures = failures.filter { $0.value.until > now } }
    failures[user] = ((failures[user]?.count ?? 0) + 1, now + Self.pause)
  }

  mutating func succeeded(_ user: UserID) { failures[user] = nil }
}
