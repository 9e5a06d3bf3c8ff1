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
  /// To Read Modified; it is known by the AID of no key.
  case modified

  func matches(_ record: [UInt8]) -> Bool {
    switch self {
    case .buffer(let cells): PresentationSpace.cells(ofReadBuffer: record) == cells
    case .modified: record.first == AID.none.byte
    }
  }
}

/// Reads of applications: the terminal that shows the session answers, else the model does
/// (tn3270.md 3.4).
extension UserSession {
  /// Most answers that are looked for: a terminal that owes more does not answer at all.
  private static let lateLimit = 8

  /// Sends a read on to the terminal, which knows best what was typed; false where it is none.
  mutating func forwardsRead(
    _ record: [UInt8], _ index: Int, _ now: Moment, _ effects: inout [Effect]
  ) -> Bool {
    let partition = capabilities.isExtended ? StructuredField.partitionRead(record) : nil
    let command = partition ?? record.first.flatMap { Command(byte: $0) }
    guard let command, [.readBuffer, .readModified, .readModifiedAll].contains(command) else {
      return false
    }
    // One at a time: a host that does not wait for its answer gets the model's.
    settleRead(index, &effects)
    let until = now.instant.advanced(by: Self.readTimeout)
    sessions[index].readOutstanding = OutstandingRead(
      command: command, isPartition: partition != nil, until: until)
    effects.append(.sendTerminal(record))
    effects.append(.setTimer(.read(sessions[index].host), until))
    return true
  }

  /// Gives the terminal's answer to the application; false where the record is none.
  mutating func answersRead(
    _ record: [UInt8], _ index: Int, _ effects: inout [Effect]
  ) -> Bool {
    guard let read = sessions[index].readOutstanding else { return false }
    if read.command == .readBuffer,
      PresentationSpace.cells(ofReadBuffer: record) != sessions[index].space.size.cells
    {
      // A key that was on its way when the read came.
      return false
    }
    sessions[index].readOutstanding = nil
    effects.append(.sendHost(sessions[index].host, sessions[index].answer(record, to: read)))
    return true
  }

  /// The terminal took too long: the model answers.
  mutating func readTimer(_ host: HostID, _ now: Moment, _ effects: inout [Effect]) {
    guard let index = index(of: host), let read = sessions[index].readOutstanding,
      read.until <= now.instant
    else { return }
    settleRead(index, &effects)
  }

  /// Answers a read that the terminal has not answered from the model.
  mutating func settleRead(_ index: Int, _ effects: inout [Effect]) {
    guard let read = sessions[index].readOutstanding else { return }
    sessions[index].readOutstanding = nil
    let space = sessions[index].space
    let isBuffer = read.command == .readBuffer
    if isConnected { expectLate(isBuffer ? .buffer(cells: space.size.cells) : .modified) }
    let key = read.isPartition ? AID.readPartition : nil
    effects.append(
      .sendHost(
        sessions[index].host,
        isBuffer
          ? space.readBuffer(as: key)
          : space.readModified(all: read.command == .readModifiedAll, as: key)))
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
