import Bytes
import TN3270
import Time

/// When a host that talks is asked whether it is there.
struct HostPulse: Hashable, Sendable {
  private var heartbeat: Heartbeat
  /// When it is looked at next.
  private(set) var due: Instant

  /// Time after its first record: some hosts take nothing but answers before, and one that closes
  /// at once shall find nothing unread.
  private static let firstQuestion = Duration.milliseconds(500)

  /// The host has begun to talk: it is asked soon, so that it is known whether it answers.
  init(interval: Duration, at now: Instant) {
    heartbeat = Heartbeat(interval: interval, at: now)
    due = now.advanced(by: Self.firstQuestion)
  }

  /// Something came from the host.
  mutating func heard(at now: Instant) { heartbeat.heard(at: now) }

  /// The answer came; what is to be sent next.
  mutating func answered(at now: Instant) -> Heartbeat.Step? { heartbeat.answered(at: now) }

  /// What is due, and when to look again; nil before it is time, since timers of the negotiation may be
  /// left.
  mutating func check(at now: Instant) -> (step: Heartbeat.Step?, next: Instant)? {
    guard due <= now else { return nil }
    let found = heartbeat.check(at: now)
    due = found.next
    return found
  }
}

extension HostPulse: Freezable {
  /// Appends the heartbeat and when it is looked at.
  func freeze(into freezer: inout Freezer) {
    freezer.put(heartbeat)
    freezer.put(due)
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    heartbeat = try thawer.take()
    due = try thawer.take()
  }
}
