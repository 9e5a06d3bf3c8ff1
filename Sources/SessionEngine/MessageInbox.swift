import Bytes
import Names
import Time

/// Messages that wait until their user can be spoken to.
///
/// Anybody may send them, so nobody is interrupted more than once in a while by however many, and who
/// does not want them refuses them.
struct MessageInbox: Hashable, Sendable {
  fileprivate struct Waiting: Hashable {
    let lines: [String]
    let letter: Int64?
  }

  private var waiting: [Waiting] = []
  /// Whether the user takes none of other users (`/M OFF`); the operator's come all the same.
  var isClosed = false
  /// Until when nobody is interrupted again.
  private var quietUntil: Instant?
  private var timer: Instant?

  var count: Int { waiting.count }
  var isEmpty: Bool { waiting.isEmpty }
  var hasRoom: Bool { waiting.count < PeerLimits.waitingMessages }

  /// Keeps a message, line by line, where there is room; a letter that is there already is no other one.
  mutating func append(_ lines: [String], letter: Int64?) {
    guard hasRoom, letter == nil || !waiting.contains(where: { $0.letter == letter }) else {
      return
    }
    waiting.append(Waiting(lines: lines, letter: letter))
  }

  /// What waits is shown as soon as the user can be spoken to, however lately messages came.
  mutating func hurry() { quietUntil = nil }

  /// Whether the user may be interrupted now.
  func mayInterrupt(_ now: Instant) -> Bool { quietUntil.map { $0 <= now } ?? true }

  /// All that waits, with a blank line between messages, and the letters among it; the user has peace for
  /// a while.
  mutating func take(_ now: Instant) -> (lines: [String], letters: [Int64]) {
    defer { waiting = [] }
    quietUntil = now.advanced(by: .seconds(PeerLimits.messageInterval))
    return (Array(waiting.map(\.lines).joined(separator: [""])), waiting.compactMap(\.letter))
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

extension MessageInbox.Waiting: Freezable {
  func freeze(into freezer: inout Freezer) {
    freezer.put(lines)
    freezer.put(letter)
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    lines = try thawer.take()
    letter = try thawer.take()
  }
}
