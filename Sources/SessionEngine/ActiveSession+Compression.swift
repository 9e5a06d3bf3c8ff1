import DataStream
import Tables
import Terminal

/// What the application hears of the terminal.
///
/// With inbound compression (TPX Programming Guide) the terminal was not told of fields that the
/// application sent as modified; what it answers is completed from the model, so that the application
/// sees no difference.
extension ActiveSession {
  /// What the application gets of a key's record, which the model has taken over already.
  func inbound(_ record: [UInt8], _ aid: AID) -> [UInt8] {
    guard definition.entry.compressesInbound, aid != .structuredField else { return record }
    return space.readModified(all: false)
  }

  /// Whether a terminal's record answers the oldest read, rather than being a key that was on its way
  /// when the read came: only a locked terminal has a key's AID to answer with.
  func answersRead(_ record: [UInt8]) -> Bool {
    guard let read = reads.oldest else { return false }
    if read.isPartition { return record.first == AID.readPartition.byte }
    if read.command == .readBuffer {
      return PresentationSpace.cells(ofReadBuffer: record) == space.size.cells
    }
    return space.lock == .waiting || record.first == AID.none.byte
  }

  /// What the application gets of the terminal's answer to a read of its own.
  ///
  /// After a jump the terminal still holds the key that led here; the application hears of the key
  /// that it knows.
  mutating func answer(_ record: [UInt8], to read: TerminalRead) -> [UInt8] {
    guard !read.isPartition, record.first != AID.structuredField.byte else { return record }
    let (key, lock) = (space.aid, space.lock)
    let isOwn = record.first == key.byte
    guard definition.entry.compressesInbound else {
      if isOwn { return record }
      return read.command == .readBuffer ? [key.byte] + record.dropFirst() : answer(to: read)
    }
    if read.command == .readBuffer {
      guard space.merge(readBuffer: record, keepsModified: true) != nil else { return record }
      return space.readBuffer(as: key)
    }
    guard let inbound = try? InboundRecord(record, in: space.size) else { return record }
    if inbound.cursor != nil { space.merge(inbound) }
    space.restore(aid: key, lock: lock)
    return answer(to: read)
  }

  /// What the application gets where no terminal can answer.
  func answer(to read: TerminalRead) -> [UInt8] {
    let key = read.isPartition ? AID.readPartition : nil
    return read.command == .readBuffer
      ? space.readBuffer(as: key)
      : space.readModified(all: read.command == .readModifiedAll, as: key)
  }
}
