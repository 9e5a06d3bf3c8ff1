import DataStream
import Tables
import Terminal

/// Inbound compression (tpx.md 2.8): the terminal was not told of fields that the application sent as
/// modified; what it answers is completed from the model, so that the application sees no difference.
extension ActiveSession {
  /// What the application gets of a key's record, which the model has taken over already.
  func inbound(_ record: [UInt8], _ aid: AID) -> [UInt8] {
    guard definition.entry.compressesInbound, aid != .structuredField else { return record }
    return space.readModified(all: false)
  }

  /// What the application gets of the terminal's answer to a read of its own.
  mutating func answer(_ record: [UInt8], to command: Command) -> [UInt8] {
    guard definition.entry.compressesInbound else { return record }
    let (key, lock) = (space.aid, space.lock)
    if command == .readBuffer {
      guard space.merge(readBuffer: record, keepsModified: true) != nil else { return record }
      return space.readBuffer(as: record.first.map(AID.init(byte:)))
    }
    guard let inbound = try? InboundRecord(record, in: space.size) else { return record }
    space.merge(inbound)
    space.restore(aid: key, lock: lock)
    return space.readModified(all: command == .readModifiedAll, as: inbound.aid)
  }
}
