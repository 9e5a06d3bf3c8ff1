import DataStream
import Names
import Tables
import Terminal
import Time

/// A read that an application asked of the terminal, which has not answered yet.
struct OutstandingRead: Hashable, Sendable {
  let command: Command
  /// Whether it came as Read Partition, whose answer has an AID of its own.
  let isPartition: Bool
  let until: Instant
}

/// An answer of the terminal that nobody waits for any more.
enum LateReply: Hashable, Sendable {
  /// To Read Buffer, of a screen of so many cells.
  case buffer(cells: Int)
  /// To Read Modified; it is known by the AID, which is no key's.
  case modified

  func matches(_ record: [UInt8]) -> Bool {
    switch self {
    case .buffer(let cells): PresentationSpace.cells(ofReadBuffer: record) == cells
    case .modified: record.first == AID.none.byte || record.first == AID.readPartition.byte
    }
  }
}

/// Reads of applications: the terminal that shows the session answers, else the model does.
extension UserSession {
  /// Most answers that are looked for: a terminal that owes more does not answer at all.
  private static let lateLimit = 8

  /// Most reads of one application that are on their way to the terminal; no host sends so many.
  private static let readLimit = 8

  /// Sends a read on to the terminal, which knows best what was typed; false where it is none.
  mutating func forwardsRead(
    _ record: [UInt8], _ reply: ReplyWanted, _ index: Int, _ now: Moment,
    _ effects: inout [Effect]
  ) -> Bool {
    let partition = capabilities.isExtended ? StructuredField.partitionRead(record) : nil
    let command = partition ?? record.first.flatMap { Command(byte: $0) }
    guard let command, [.readBuffer, .readModified, .readModifiedAll].contains(command),
      sessions[index].readsOutstanding.count < Self.readLimit
    else { return false }
    let host = sessions[index].host
    answer(host, reply, nil, &effects)
    let until = now.instant.advanced(by: Self.readTimeout)
    sessions[index].readsOutstanding.append(
      OutstandingRead(command: command, isPartition: partition != nil, until: until))
    effects.append(.sendTerminal(record))
    effects.append(.setTimer(.read(host), until))
    return true
  }

  /// Gives the terminal's answer to the application; false where the record is none.
  mutating func answersRead(
    _ record: [UInt8], _ index: Int, _ effects: inout [Effect]
  ) -> Bool {
    guard sessions[index].answersRead(record) else { return false }
    let read = sessions[index].readsOutstanding.removeFirst()
    effects.append(.sendHost(sessions[index].host, sessions[index].answer(record, to: read)))
    return true
  }

  /// The terminal took too long: the model answers.
  mutating func readTimer(_ host: HostID, _ now: Moment, _ effects: inout [Effect]) {
    guard let index = index(of: host) else { return }
    while let read = sessions[index].readsOutstanding.first, read.until <= now.instant {
      sessions[index].readsOutstanding.removeFirst()
      expectLate(read, index)
      effects.append(.sendHost(host, sessions[index].answer(to: read)))
    }
  }

  /// Answers the reads of an application whose terminal shows something else now.
  mutating func answerReads(_ index: Int, _ effects: inout [Effect]) {
    let reads = sessions[index].readsOutstanding
    sessions[index].readsOutstanding = []
    for read in reads {
      effects.append(.sendHost(sessions[index].host, sessions[index].answer(to: read)))
    }
  }

  private mutating func expectLate(_ read: OutstandingRead, _ index: Int) {
    expectLate(
      read.command == .readBuffer ? .buffer(cells: sessions[index].space.size.cells) : .modified)
  }

  mutating func expectLate(_ reply: LateReply) {
    lateReplies.append(reply)
    if lateReplies.count > Self.lateLimit { lateReplies.removeFirst() }
  }

  /// Whether a record is an answer that comes too late; it is dropped.
  mutating func isLateReply(_ record: [UInt8]) -> Bool {
    guard let found = lateReplies.firstIndex(where: { $0.matches(record) }) else { return false }
    // Answers come in order: what was owed before it is not coming any more.
    lateReplies.removeSubrange(...found)
    return true
  }
}
