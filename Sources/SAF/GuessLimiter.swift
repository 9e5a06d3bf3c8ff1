/// Makes whoever sends wrong values to evaluate wait: after five of them, a while that doubles with each
/// further one. It looks at who asks, never at the user asked about, so that nobody locks a user out.
public struct GuessLimiter: Sendable {
  /// What is remembered of a source.
  public struct Entry: Hashable, Sendable {
    /// Wrong values, as long as they came in time.
    public var count: Int
    /// When the last of them came.
    public var last: Int64

    /// A count, and when the last of it came.
    public init(count: Int, last: Int64) {
      self.count = count
      self.last = last
    }
  }

  /// Wrong values before anything happens.
  public static let allowed = 5
  /// The longest wait, in seconds.
  public static let longest: Int64 = 60
  /// Seconds without a wrong value after which all are forgotten.
  public static let memory: Int64 = 900
  /// Sources that are remembered; they are user ids that an administrator gave access.
  private static let limit = 10_000

  private var entries: [String: Entry] = [:]

  /// Nobody has guessed yet.
  public init() {}

  /// Seconds for which nothing of a source is looked at; 0 where it need not wait.
  public func pause(_ source: String, now: Int64) -> Int64 {
    guard let entry = entries[source], entry.count >= Self.allowed else { return 0 }
    let pause = min(Self.longest, 1 << min(16, Int64(entry.count - Self.allowed)))
    let spent = now - entry.last
    // A clock that stepped back makes nobody wait.
    return (0..<pause).contains(spent) ? pause - spent : 0
  }

  /// Counts a wrong value.
  /// - Returns: what is remembered of the source.
  public mutating func failed(_ source: String, now: Int64) -> Entry {
    if entries[source] == nil, entries.count >= Self.limit {
      entries = entries.filter { now - $0.value.last < Self.memory }
    }
    var entry = entries[source] ?? Entry(count: 0, last: now)
    if now - entry.last >= Self.memory { entry.count = 0 }
    entry.count += 1
    entry.last = now
    entries[source] = entry
    return entry
  }

  /// What an earlier run counted.
  public mutating func restore(_ source: String, _ entry: Entry) { entries[source] = entry }
}
