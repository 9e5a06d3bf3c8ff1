public import Names
import PassTicket

/// Gives each ticket of a user and profile a second of its own, so that none is a replay of another,
/// and none outside what a host accepts.
///
/// A ticket's second is now, or the nearest one within reach that nobody has: first ahead, then behind.
/// Where the clock stepped back, seconds that were given away before the step stay given away; what was
/// given for a future that did not come stands in the way of nobody else.
public struct TicketSlots: Sendable {
  /// How many seconds from now a ticket's second may lie.
  public struct Reach: Hashable, Sendable {
    /// Seconds ahead of now.
    public let ahead: Int64
    /// Seconds behind now.
    public let behind: Int64

    /// A reach of so many seconds each way.
    public init(ahead: Int64, behind: Int64) {
      self.ahead = ahead
      self.behind = behind
    }

    /// A legacy ticket: hosts take 600 s each way, so that this leaves 480 s for the difference between
    /// their clocks and ours.
    public static let legacy = Reach(ahead: LegacyPassTicket.window / 5, behind: 0)

    /// An enhanced ticket: five sixths of its TIMEOUT, so that a hundred tickets of one second fit into
    /// the standard of 60; the sixth that is left (10 s of 60) is for the difference between the clocks.
    public static func enhanced(timeout: Int64) -> Reach {
      let seconds = max(0, timeout * 5 / 6)
      return Reach(ahead: seconds, behind: seconds)
    }

    /// The reach where an ACT entry allows so many seconds ahead.
    public func limited(ahead limit: Int64?) -> Reach {
      limit.map { Reach(ahead: min(ahead, max(0, $0)), behind: behind) } ?? self
    }
  }

  /// Why there is no second now.
  public enum Shortage: Hashable, Sendable {
    /// All seconds within reach are taken: too many tickets at once.
    case tooMany
    /// The clock is behind a time that was seen, and the seconds around now were given away before.
    case clockSteppedBack
  }

  /// What came of a wish for a second.
  public enum Answer: Hashable, Sendable {
    case second(Int64)
    case none(Shortage)
  }

  private struct Key: Hashable, Sendable {
    let user: UserID
    let profile: TicketName
  }

  /// What this run gave to whom.
  private var given: [Key: SecondSet] = [:]
  /// What earlier runs may have given, to anybody.
  public private(set) var before: SecondSet
  /// The latest time that any run saw when it gave a second.
  public private(set) var latest: Int64

  /// Pairs of user and profile that are remembered one by one; of more the oldest are taken together.
  static let pairs = 100_000
  /// Ranges of one pair: a burst is one, and each step of the clock may add one.
  public static let ranges = 8

  /// Slots of a new run, which gave nothing itself yet.
  public init(before: SecondSet, latest: Int64) {
    self.before = before
    self.latest = latest
  }

  /// The next second, which is taken with it.
  public mutating func next(
    _ user: UserID, _ profile: TicketName, now: Int64, reach: Reach
  ) -> Answer {
    let key = Key(user: user, profile: profile)
    guard let second = free(given[key], now: now, reach: reach) else {
      return .none(shortage(now, reach))
    }
    if given[key] == nil, given.count >= Self.pairs { forgetOldest(now) }
    given[key, default: SecondSet(limit: Self.ranges)].insert(second...second)
    latest = max(latest, now)
    return .second(second)
  }

  /// Why even a user without tickets would get none now; nil where there would be one.
  public func outlook(now: Int64, reach: Reach) -> Shortage? {
    free(nil, now: now, reach: reach) == nil ? shortage(now, reach) : nil
  }

  /// Takes a second back that no ticket was made for.
  public mutating func giveBack(_ second: Int64, of user: UserID, for profile: TicketName) {
    given[Key(user: user, profile: profile)]?.remove(second)
  }

  /// The operator says that the clock is right: what earlier runs gave for later seconds is forgotten,
  /// what this run gave is not.
  public mutating func forget(at now: Int64) {
    before = SecondSet(limit: Self.ranges)
    before.insert(Int64.min / 2...now)
    latest = now
  }

  private func free(_ mine: SecondSet?, now: Int64, reach: Reach) -> Int64? {
    let isFree = { (second: Int64) in
      !before.contains(second) && mine?.contains(second) != true
    }
    if let ahead = (now...now + reach.ahead).first(where: isFree) { return ahead }
    guard reach.behind > 0 else { return nil }
    return (now - reach.behind...now - 1).last(where: isFree)
  }

  private func shortage(_ now: Int64, _ reach: Reach) -> Shortage {
    now < latest ? .clockSteppedBack : .tooMany
  }

  /// Makes room: pairs whose seconds are all in the past are taken together, for everybody.
  private mutating func forgetOldest(_ now: Int64) {
    var highest: Int64?
    for (key, set) in given {
      guard let last = set.ranges.last?.upperBound, last < now else { continue }
      highest = max(highest ?? last, last)
      given[key] = nil
    }
    if let highest { before.insert(Int64.min / 2...highest) }
  }
}
