import Bytes
import DataStream
import Names
import Terminal
import Time

/// Answers of the terminal that are still to come and that nobody waits for any more.
struct LateReplies: Sendable {
  /// One of them.
  private struct Reply: Hashable, Sendable {
    let kind: Kind
    /// Until when it is looked for: a terminal that lost it must not lose the next one too.
    let until: Instant
  }

  private enum Kind: Hashable, Sendable {
    /// An answer to Read Buffer, from a screen of this many cells.
    case buffer(cells: Int)
    /// An answer to Read Modified; it is known by the AID, which is no key's.
    case modified

    func matches(_ record: [UInt8]) -> Bool {
      switch self {
      case .buffer(let cells): PresentationSpace.cells(ofReadBuffer: record) == cells
      case .modified: record.first == AID.none.byte || record.first == AID.readPartition.byte
      }
    }
  }

  private var replies: [Reply] = []

  var count: Int { replies.count }

  /// The terminal owes what it was asked to read.
  ///
  /// `cells`: cells of the screen that it was asked to read of.
  mutating func expect(_ read: TerminalRead, cells: Int, at now: Instant) {
    expect(read.command == .readBuffer ? .buffer(cells: cells) : .modified, now)
  }

  /// The terminal owes a whole screen of this many cells.
  mutating func expectBuffer(cells: Int, _ now: Instant) { expect(.buffer(cells: cells), now) }

  private mutating func expect(_ kind: Kind, _ now: Instant) {
    replies.append(Reply(kind: kind, until: now.advanced(by: .seconds(PeerLimits.lateWait))))
    if replies.count > PeerLimits.lateAnswers { replies.removeFirst() }
  }

  /// Whether a record is an answer that comes too late; then it is owed no more.
  mutating func takes(_ record: [UInt8], _ now: Instant) -> Bool {
    guard !replies.isEmpty else { return false }
    replies.removeAll { $0.until <= now }
    guard let found = replies.firstIndex(where: { $0.kind.matches(record) }) else { return false }
    // Answers come in order: what was owed before it is not coming any more.
    replies.removeSubrange(...found)
    return true
  }
}

extension LateReplies: Freezable {
  func freeze(into freezer: inout Freezer) {
    freezer.put(number: UInt64(replies.count))
    for reply in replies {
      var cells: Int?
      if case .buffer(let count) = reply.kind { cells = count }
      freezer.put(cells)
      freezer.put(reply.until)
    }
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    for _ in 0..<(try thawer.count()) {
      let kind: Kind = try thawer.take(Int?.self).map { .buffer(cells: $0) } ?? .modified
      replies.append(Reply(kind: kind, until: try thawer.take()))
    }
  }
}
