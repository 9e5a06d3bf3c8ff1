import Names

/// Gives each ticket of a user and profile a second of its own, so that none is a replay of another.
struct TicketSlots {
  /// How many seconds from now a ticket's second may lie.
  struct Reach {
    let ahead: Int64
    let behind: Int64
  }

  private struct Key: Hashable {
    let user: UserID
    let profile: TicketProfile
  }

  /// Seconds that were given away one beside the other.
  private struct Run {
    /// The last second that was given away before the run, or may have been.
    let floor: Int64
    var low: Int64
    var high: Int64
  }

  private var runs: [Key: Run] = [:]
  /// No ticket is made for this second or one before it: an earlier process may have made it.
  private let floor: Int64

  /// Most pairs that are remembered before those of the past are forgotten.
  private static let limit = 100_000
  /// Seconds after which nothing that was given away can be valid any more.
  private static let memory: Int64 = 1200

  /// - Parameter floor: the last second that an earlier process may have given away.
  init(floor: Int64) { self.floor = floor }

  /// Takes a second back that no ticket was made for, where it is at an end of what was given away.
  mutating func giveBack(_ second: Int64, _ user: UserID, _ profile: TicketProfile) {
    let key = Key(user: user, profile: profile)
    guard var run = runs[key] else { return }
    if run.high == second {
      run.high -= 1
    } else if run.low == second {
      run.low += 1
    }
    runs[key] = run
  }

  /// The next second: now, or the one after the last; where that is too far ahead, one before now
  /// that nobody has; nil where there is none within reach.
  mutating func next(
    _ user: UserID, _ profile: TicketProfile, now: Int64, reach: Reach
  ) -> Int64? {
    let key = Key(user: user, profile: profile)
    let last = runs[key]?.high ?? floor
    if now > last {
      if runs.count >= Self.limit { runs = runs.filter { $0.value.high >= now - Self.memory } }
      runs[key] = Run(floor: last, low: now, high: now)
      return now
    }
    var run = runs[key] ?? Run(floor: floor, low: floor + 1, high: floor)
    if run.high + 1 <= now + reach.ahead {
      run.high += 1
      runs[key] = run
      return run.high
    }
    guard run.low - 1 > run.floor, run.low - 1 >= now - reach.behind else { return nil }
    run.low -= 1
    runs[key] = run
    return run.low
  }
}

/// Stops guessing: after five wrong values for a user, or from a source, nothing is looked at for a
/// while.
struct GuessLimiter {
  typealias Entry = (count: Int, until: Int64)

  private var failures: [String: Entry] = [:]

  static let allowed = 5
  /// Seconds.
  static let pause: Int64 = 900
  private static let limit = 100_000

  /// What wrong values are counted under.
  static func names(_ user: UserID, _ source: UserID?) -> [String] {
    ["for \(user)"] + (source.map { ["by \($0)"] } ?? [])
  }

  mutating func isBlocked(_ names: [String], now: Int64) -> Bool {
    for name in names {
      guard let entry = failures[name] else { continue }
      if entry.until <= now { failures[name] = nil }
    }
    return names.contains { (failures[$0]?.count ?? 0) >= Self.allowed }
  }

  mutating func failed(_ names: [String], now: Int64) {
    if failures.count >= Self.limit { failures = failures.filter { $0.value.until > now } }
    for name in names {
      failures[name] = ((failures[name]?.count ?? 0) + 1, now + Self.pause)
    }
  }

  func entry(_ name: String) -> Entry? { failures[name] }

  mutating func restore(_ name: String, count: Int, until: Int64) {
    failures[name] = (count, until)
  }

  /// Whether there was something to forget.
  mutating func succeeded(_ user: UserID) -> Bool {
    failures.removeValue(forKey: Self.names(user, nil)[0]) != nil
  }
}
