import Names
import SAF
import Time

/// How long sources that did wrong are kept out (the idea of OpenSSH's PerSourcePenalties).
///
/// Each wrong adds time to its source; time passes. A source that has gathered more than a little is
/// refused until it is over. The table has an end: over it, those soonest forgiven are forgotten.
struct SourcePenalties {
  /// What a connection did wrong.
  enum Wrong: Hashable, Sendable {
    /// It broke the rules of telnet, TN3270E or TLS, or does not speak them.
    case violation
    /// It took too long for a step of the negotiation, or said nothing.
    case silence
    /// It was gone before it had said what it is: a port scanner, or a health check.
    case short

    var cost: Duration {
      switch self {
      case .violation: PeerLimits.violationPenalty
      case .silence: PeerLimits.silencePenalty
      case .short: PeerLimits.shortPenalty
      }
    }
  }

  /// When a source has nothing against it any more.
  private var until: [PeerAddress: Instant] = [:]
  /// Sources that are kept out and are not in the log yet.
  private var unwritten: Set<PeerAddress> = []

  /// Adds a wrong.
  mutating func add(_ wrong: Wrong, _ source: PeerAddress, at now: Instant) {
    let start = max(until[source] ?? now, now)
    let most = now.advanced(by: PeerLimits.longestPenalty)
    if until[source] == nil, until.count >= PeerLimits.penalties { forget(now) }
    until[source] = min(start.advanced(by: wrong.cost), most)
    if rest(source, at: now) != nil { unwritten.insert(source) }
  }

  /// Sources that are kept out and are not in the log yet; they count as logged from now on.
  mutating func takeUnwritten(at now: Moment) -> [KeptOut] {
    let sources = unwritten
    unwritten = []
    return sources.compactMap { source in
      until[source].map { KeptOut(source, until: now.wall.seconds + seconds(from: now, to: $0)) }
    }
  }

  /// Goes on with what an earlier run wrote down; where the clock stepped back, no longer than the longest
  /// penalty.
  mutating func resume(_ kept: [KeptOut], at now: Moment) {
    let longest = PeerLimits.longestPenalty.components.seconds
    for source in kept.prefix(PeerLimits.penalties) {
      let left = min(longest, source.until - now.wall.seconds)
      if left > 0 { until[source.source] = now.instant.advanced(by: .seconds(left)) }
    }
  }

  private func seconds(from now: Moment, to end: Instant) -> Int64 {
    max(0, now.instant.duration(to: end).components.seconds)
  }

  /// How long a source is kept out; nil where it is not.
  mutating func rest(_ source: PeerAddress, at now: Instant) -> Duration? {
    guard let end = until[source] else { return nil }
    let rest = now.duration(to: end)
    if rest <= .zero { until[source] = nil }
    return rest > PeerLimits.freePenalty ? rest - PeerLimits.freePenalty : nil
  }

  /// Sources that are kept out, and for how long.
  mutating func all(at now: Instant) -> [(source: PeerAddress, rest: Duration)] {
    until.keys.compactMap { source in rest(source, at: now).map { (source, $0) } }
  }

  /// Forgets what a source did; false where it is not kept out.
  mutating func forgive(_ source: PeerAddress, at now: Instant) -> Bool {
    defer {
      until[source] = nil
      unwritten.remove(source)
    }
    return rest(source, at: now) != nil
  }

  /// Makes room: those whose time is over, or else the half that is soonest forgiven.
  private mutating func forget(_ now: Instant) {
    until = until.filter { $0.value > now }
    guard until.count >= PeerLimits.penalties else { return }
    let middle = until.values.sorted()[until.count / 2]
    until = until.filter { $0.value > middle }
  }
}
