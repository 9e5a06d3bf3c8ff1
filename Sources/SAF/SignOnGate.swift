public import Names
public import Time

/// What wrong passwords cost: time, by where they come from and for which name, whether or not anybody
/// has that name.
///
/// A wrong password is answered late, and after some of them the next one is looked at late: the same
/// for names that exist, that do not, that are revoked and that are PROTECTED. A right password is never
/// refused here, at the most it waits a few seconds.
public struct SignOnGate: Sendable {
  private var sources = FailureTable<PeerAddress>()
  private var names = FailureTable<UserID>()

  /// Nobody has failed yet.
  public init() {}

  /// Goes on with what an earlier run counted.
  ///
  /// - `counts`: as they were written down.
  /// - `wall`: the time of the day, in seconds since 1970. Where it is before a count's, the clock stepped
  ///   back, and the count is taken as if it came now: nobody gains by it.
  /// - `now`: the same moment by the clock that never steps.
  public init(_ counts: [FailureCount], wall: Int64, at now: Instant) {
    for count in counts {
      let age = Duration.seconds(max(0, wall - count.last))
      let at = now.advanced(by: .zero - age)
      switch count.owner {
      case .source(let source): sources.set(source, count.count, at: at)
      case .name(let name): names.set(name, count.count, at: at)
      }
    }
  }

  /// How long a try waits before its password is looked at.
  public func hold(of name: UserID, from source: PeerAddress, at now: Instant) -> Duration {
    Self.hold(max(sources.count(source, now), names.count(name, now)))
  }

  private static func hold(_ failures: Int) -> Duration {
    guard failures > PeerLimits.freeFailures else { return .zero }
    let over = failures - PeerLimits.freeFailures
    return .seconds(min(PeerLimits.longestHold, 1 << min(8, over - 1)))
  }

  /// Whether a wrong password from a source may revoke the user.
  public func mayRevoke(from source: PeerAddress, at now: Instant) -> Bool {
    sources.count(source, now) <= PeerLimits.revokingFailures
  }

  /// Counts a wrong password.
  ///
  /// `begun`: when the try came. Returns when the answer may be given; it tells nothing of how long
  /// the check took.
  public mutating func failed(
    _ name: UserID, from source: PeerAddress, begun: Instant, at now: Instant
  ) -> Instant {
    sources.add(source, now)
    names.add(name, now)
    let count = min(8, names.count(name, now))
    var answer = begun.advanced(by: .seconds(min(PeerLimits.longestDelay, 1 << max(0, count - 1))))
    while answer < now { answer = answer.advanced(by: .seconds(1)) }
    return answer
  }

  /// A user signed on: what was tried with the name before is forgotten, what the source did is not.
  public mutating func succeeded(_ name: UserID) { names.forget(name) }

  // MARK: For operators

  /// Sources and names that failed lately: how often, and how late the next try is looked at.
  public func failures(
    at now: Instant
  ) -> [(owner: FailureCount.Owner, count: Int, hold: Duration)] {
    sources.all(now).map { (.source($0), $1, Self.hold($1)) }
      + names.all(now).map { (.name($0), $1, Self.hold($1)) }
  }

  /// Forgets what a source did, or what was tried with a name; false where there was nothing.
  public mutating func forgive(_ owner: FailureCount.Owner, at now: Instant) -> Bool {
    switch owner {
    case .source(let source):
      defer { sources.forget(source) }
      return sources.count(source, now) > 0
    case .name(let name):
      defer { names.forget(name) }
      return names.count(name, now) > 0
    }
  }
}

/// Counts of failures that fade, of a bounded number of keys.
struct FailureTable<Key: Hashable & Sendable>: Sendable {
  private struct Entry: Sendable {
    var count: Int
    var at: Instant

    func left(_ now: Instant) -> Int {
      guard now > at else { return count }
      let faded = at.duration(to: now).components.seconds / PeerLimits.failureMemory
      return max(0, count - Int(clamping: faded))
    }
  }

  private var entries: [Key: Entry] = [:]
  private let limit: Int

  init(limit: Int = PeerLimits.failureEntries) { self.limit = limit }

  func count(_ key: Key, _ now: Instant) -> Int { entries[key]?.left(now) ?? 0 }

  mutating func add(_ key: Key, _ now: Instant) {
    if entries[key] == nil, entries.count >= limit { makeRoom(now) }
    // More than a hundred tell nothing more, and would take an hour to fade.
    entries[key] = Entry(count: min(100, count(key, now) + 1), at: now)
  }

  /// Goes on with a count of before.
  mutating func set(_ key: Key, _ count: Int, at: Instant) {
    if entries.count < limit { entries[key] = Entry(count: min(100, count), at: at) }
  }

  mutating func forget(_ key: Key) { entries[key] = nil }

  /// Whose failures count now, and how many.
  func all(_ now: Instant) -> [(Key, Int)] {
    entries.compactMap { key, entry in
      let left = entry.left(now)
      return left > 0 ? (key, left) : nil
    }
  }

  private mutating func makeRoom(_ now: Instant) {
    entries = entries.filter { $0.value.left(now) > 0 }
    guard entries.count >= limit else { return }
    let least = entries.min { $0.value.left(now) < $1.value.left(now) }
    if let least { entries[least.key] = nil }
  }
}
