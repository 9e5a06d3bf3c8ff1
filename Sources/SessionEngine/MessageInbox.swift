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
    /// Of whose view of the screen it tells; nil for a message of somebody.
    var viewer: SessionHandle?
  }

  private var waiting: [Waiting] = []
  /// Whether the user takes none of other users (`/M OFF`); the operator's come all the same.
  var isClosed = false
  /// Until when nobody is interrupted again.
  private var quietUntil: Instant?
  private var timer: Instant?

  var count: Int { waiting.count }
  var isEmpty: Bool { waiting.isEmpty }
  var hasRoom: Bool { waiting.count { $0.viewer == nil } < PeerLimits.waitingMessages }

  /// Keeps a message, line by line, where there is room; a letter that is there already is no other one.
  mutating func append(_ lines: [String], letter: Int64?) {
    guard hasRoom, letter == nil || !waiting.contains(where: { $0.letter == letter }) else {
      return
    }
    waiting.append(Waiting(lines: lines, letter: letter))
  }

  /// Keeps what the server tells of a viewer, however many messages wait: nobody keeps it from the user by
  /// sending many. The last text of a viewer stands for those before it.
  ///
  /// `present`: who looks on, or asks to. Texts of others go, the oldest first, before there are more than
  /// can look on.
  mutating func append(
    _ lines: [String], ofViewer viewer: SessionHandle, present: [SessionHandle]
  ) {
    waiting.removeAll { $0.viewer == viewer }
    if waiting.count(where: { $0.viewer != nil }) >= PeerLimits.viewers,
      let past = waiting.firstIndex(where: { $0.viewer.map { !present.contains($0) } ?? false })
    {
      waiting.remove(at: past)
    }
    waiting.append(Waiting(lines: lines, letter: nil, viewer: viewer))
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
    freezer.put(viewer)
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    lines = try thawer.take()
    letter = try thawer.take()
    viewer = try thawer.take()
  }
}
