import DataStream
import Tables
import Terminal

/// What the application hears of the terminal. Inbound compression (tpx.md 2.8): the terminal was not told of fields that the application sent as
/// modified; what it answers is completed from the model, so that the application sees no difference.
extension ActiveSession {
  /// What the application gets of a key's record, which the model has taken over already.
  func inbound(_ record: [UInt8], _ aid: AID) -> [UInt8] {
    guard definition.entry.compressesInbound, aid != .structuredField else { return record }
    return space.readModified(all: false)
  }

  /// What the application gets of the terminal's answer to a read of its own.
  ///
  /// After a jump the terminal still holds the key that led here; the application hears of the key
  /// that it knows (tn3270.md 3.2).
  mutating func answer(_ record: [UInt8], to read: OutstandingRead) -> [UInt8] {
    let key = record.first.map { AID(byte: $0) } ?? .none
    let isOwn = key == space.aid || key == .structuredField || key == .readPartition
    let compresses = definition.entry.compressesInbound
    guard compresses || !isOwn else { return record }
    let told = isOwn ? key : space.aid
    let (aid, lock) = (space.aid, space.lock)
    if read.command == .readBuffer {
      guard compresses else { return [told.byte] + record.dropFirst() }
      guard space.merge(readBuffer: record, keepsModified: true) != nil else { return record }
      return space.readBuffer(as: told)
    }
    guard let inbound = try? InboundRecord(record, in: space.size) else { return record }
    if inbound.cursor != nil { space.merge(inbound) }
    space.restore(aid: aid, lock: lock)
    return space.readModified(all: read.command == .readModifiedAll, as: told)
  }
}
