import DataStream
import Names
import Tables
import Terminal
import Time

/// An answer of the terminal that nobody waits for any more.
struct LateReply: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    /// To Read Buffer, of a screen of so many cells.
    case buffer(cells: Int)
    /// To Read Modified; it is known by the AID, which is no key's.
    case modified
  }

  let kind: Kind
  /// Until when it is looked for: a terminal that lost it must not lose the next one too.
  let until: Instant

  func matches(_ record: [UInt8]) -> Bool {
    switch kind {
    case .buffer(let cells): PresentationSpace.cells(ofReadBuffer: record) == cells
    case .modified: record.first == AID.none.byte || record.first == AID.readPartition.byte
    }
  }
}

/// Reads of applications: the terminal that shows the session answers, else the model does.
extension UserSession {
  /// Sends a read on to the terminal, which knows best what was typed; false where it is none.
  mutating func forwardsRead(
    _ record: [UInt8], _ reply: ReplyWanted, _ host: HostID, _ turn: inout Turn
  ) -> Bool {
    let partition = capabilities.isExtended ? StructuredField.partitionRead(record) : nil
    let command = partition ?? record.first.flatMap { Command(byte: $0) }
    guard let command, [.readBuffer, .readModified, .readModifiedAll].contains(command),
      let waiting = sessions[host]?.reads.count, waiting < PeerLimits.readsAwaited
    else { return false }
    answer(host, reply, nil, &turn)
    let until = turn.now.instant.advanced(by: Self.readTimeout)
    sessions[host]?.reads.ask(
      TerminalRead(command: command, isPartition: partition != nil, until: until))
    turn.show(record)
    turn.wake(.read(host), until)
    return true
  }

  /// Gives the model's answers to the application, behind those of the terminal that it asked for
  /// before; a host that asks for more than can wait gets all of them from the model.
  mutating func reply(
    _ records: [[UInt8]], to host: HostID, _ turn: inout Turn
  ) {
    for record in records {
      if let waiting = sessions[host]?.reads.count, waiting >= PeerLimits.readsAwaited {
        settleReads(host, isOwed: true, &turn)
      }
      if sessions[host]?.reads.passes(record) ?? false {
        turn.add(.sendHost(host, record))
      }
    }
  }

  /// Gives the terminal's answer to the application; false where the record is none.
  mutating func answersRead(
    _ record: [UInt8], _ host: HostID, _ turn: inout Turn
  ) -> Bool {
    guard let read = sessions[host]?.reads.oldest else { return false }
    if sessions[host]?.answersRead(record) ?? false {
      guard let answer = sessions[host]?.answer(record, to: read) else { return false }
      passOn(answer, host, &turn)
      return true
    }
    guard read.command == .readBuffer, isOfOtherSize(record, host) else { return false }
    // The terminal is not as its host believes: the model answers, and is drawn whole again.
    if let answer = sessions[host]?.answer(to: read) { passOn(answer, host, &turn) }
    reportSize(host, &turn)
    showWhole(host, alarm: false, &turn)
    return true
  }

  private mutating func passOn(_ answer: [UInt8], _ host: HostID, _ turn: inout Turn) {
    turn.add(.sendHost(host, answer))
    for record in sessions[host]?.reads.answered() ?? [] {
      turn.add(.sendHost(host, record))
    }
  }

  /// The terminal took too long: the model answers.
  mutating func readTimer(_ host: HostID, _ turn: inout Turn) {
    while let read = sessions[host]?.reads.oldest, read.until <= turn.now.instant,
      let answer = sessions[host]?.answer(to: read)
    {
      expectLate(read, host, turn.now)
      passOn(answer, host, &turn)
    }
  }

  /// Answers the reads of an application whose terminal shows something else now.
  ///
  /// - Parameter isOwed: whether the terminal's own answers are still to come.
  mutating func settleReads(
    _ host: HostID, isOwed: Bool, _ turn: inout Turn
  ) {
    guard let session = sessions[host], !session.reads.isEmpty else { return }
    guard let settled = sessions[host]?.reads.settle({ session.answer(to: $0) }) else { return }
    for record in settled.records { turn.add(.sendHost(host, record)) }
    if isOwed { for read in settled.owed { expectLate(read, host, turn.now) } }
  }

  /// Drops the questions of an application that is gone.
  mutating func forgetReads(_ host: HostID, _ now: Moment) {
    guard let settled = sessions[host]?.reads.settle({ _ in [] }) else { return }
    for read in settled.owed { expectLate(read, host, now) }
  }

  private mutating func expectLate(_ read: TerminalRead, _ host: HostID, _ now: Moment) {
    if read.command == .readBuffer {
      expectLateBuffer(host, now)
    } else {
      expectLate(.modified, now)
    }
  }

  /// The terminal still owes what it was asked to read of a session's screen.
  mutating func expectLateBuffer(_ host: HostID, _ now: Moment) {
    guard let cells = sessions[host]?.space.size.cells else { return }
    expectLate(.buffer(cells: cells), now)
  }

  private mutating func expectLate(_ kind: LateReply.Kind, _ now: Moment) {
    lateReplies.append(
      LateReply(kind: kind, until: now.instant.advanced(by: .seconds(PeerLimits.lateWait))))
    if lateReplies.count > PeerLimits.lateAnswers { lateReplies.removeFirst() }
  }

  /// Whether a record is an answer that comes too late; it is dropped.
  mutating func isLateReply(_ record: [UInt8], _ now: Moment) -> Bool {
    lateReplies.removeAll { $0.until <= now.instant }
    guard let found = lateReplies.firstIndex(where: { $0.matches(record) }) else { return false }
    // Answers come in order: what was owed before it is not coming any more.
    lateReplies.removeSubrange(...found)
    return true
  }
}
