import Bytes
import Names
import Time

/// Messages that wait until their user can be spoken to.
///
/// Anybody may send them, so nobody is interrupted more than once in a while by however many, and who
/// does not want them refuses them.
struct MessageInbox: Hashable, Sendable {
  private var waiting: [[String]] = []
  /// Whether the user takes none of other users (`/M OFF`); the operator's come all the same.
  var isClosed = false
  /// Until when nobody is interrupted again.
  private var quietUntil: Instant?
  private var timer: Instant?

  var count: Int { waiting.count }
  var isEmpty: Bool { waiting.isEmpty }
  var hasRoom: Bool { waiting.count < PeerLimits.waitingMessages }

  /// Keeps a message, line by line; false where there is no room.
  mutating func append(_ lines: [String]) {
    if hasRoom { waiting.append(lines) }
  }

  /// Whether the user may be interrupted now.
  func mayInterrupt(_ now: Instant) -> Bool { quietUntil.map { $0 <= now } ?? true }

  /// All that waits, with a blank line between messages; the user has peace for a while.
  mutating func take(_ now: Instant) -> [String] {
    defer { waiting = [] }
    quietUntil = now.advanced(by: .seconds(PeerLimits.messageInterval))
    return Array(waiting.joined(separator: [""]))
  }

  /// When to look again at what waits; nil where nothing does, or a timer is set.
  mutating func nextLook(_ now: Instant) -> Instant? {
    guard !waiting.isEmpty, let quietUntil, quietUntil > now else { return nil }
    if let timer, timer > now { return nil }
    timer = quietUntil
    return quietUntil
  }
}

extension MessageInbox: Freezable {
  func freeze(into freezer: inout Freezer) {
    freezer.put(waiting)
    freezer.put(isClosed)
    freezer.put(quietUntil)
    freezer.put(timer)
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    waiting = try thawer.take()
    isClosed = try thawer.take()
    quietUntil = try thawer.take()
    timer = try thawer.take()
  }
}
