import Bytes
import Names
import Time

/// How much of the loop's time one peer has used beyond its share.
///
/// Who has used more than that waits behind everybody else, and loses nothing by it while nobody
/// else has work: a flood then delays the flood, not its neighbours.
struct Share {
  private var debt: Int64 = 0
  private var reckoned = Instant(nanoseconds: 0)

  /// The peer used the loop from one instant to another.
  mutating func charge(from start: Instant, to end: Instant) {
    pay(until: end)
    debt += Int64(clamping: end.nanoseconds) - Int64(clamping: start.nanoseconds)
  }

  /// Whether more was used than a peer's share and what it may be ahead of it.
  mutating func isSpent(at now: Instant) -> Bool {
    pay(until: now)
    return debt > PeerLimits.loopAhead
  }

  private mutating func pay(until now: Instant) {
    guard now > reckoned else { return }
    let elapsed = Int64(clamping: now.nanoseconds) - Int64(clamping: reckoned.nanoseconds)
    debt = max(0, debt - elapsed / PeerLimits.loopShare)
    reckoned = now
  }
}

/// How many keys a terminal may still press before somebody signs on at it: some at once, then a fixed
/// number a second.
struct KeyPace {
  private var left = PeerLimits.keysAtOnce
  private var reckoned: Instant?

  /// A key was pressed.
  mutating func press() { left = max(0, left - 1) }

  /// Nil where a key may be pressed now, else the instant from which on one may.
  mutating func wait(at now: Instant) -> Instant? {
    let last = reckoned ?? now
    reckoned = last
    let interval = 1_000_000_000 / UInt64(PeerLimits.keysPerSecond)
    if now > last {
      let earned = (now.nanoseconds - last.nanoseconds) / interval
      left = Int(clamping: min(UInt64(PeerLimits.keysAtOnce), UInt64(left) + earned))
      reckoned = Instant(nanoseconds: last.nanoseconds + earned * interval)
    }
    guard left == 0 else { return nil }
    return Instant(nanoseconds: (reckoned ?? now).nanoseconds + interval)
  }
}

extension Share: Freezable {
  /// Appends what was used and when that was reckoned.
  func freeze(into freezer: inout Freezer) {
    freezer.put(debt)
    freezer.put(reckoned)
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    debt = try thawer.take()
    reckoned = try thawer.take()
  }
}

extension KeyPace: Freezable {
  /// Appends how many keys are left and when that was reckoned.
  func freeze(into freezer: inout Freezer) {
    freezer.put(left)
    freezer.put(reckoned)
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    left = try thawer.take()
    reckoned = try thawer.take()
  }
}
