/// What is wrong with a record of a peer; `offset` counts from the record's first byte.
public enum DataStreamError: Error, Hashable, Sendable, CustomStringConvertible {
  case empty
  case unknownCommand(UInt8)
  case unknownStructuredField(UInt8, offset: Int)
  case truncated(offset: Int)
  case addressOutOfRange(Int, offset: Int)
  case badLength(Int, offset: Int)
  case badPartition(UInt8, offset: Int)
  /// Orders or reads touch more cells than one record may (`PeerLimits.cellsPerRecord`).
  case tooMuchWork(offset: Int)
  /// An inbound record names more fields than the screen has cells.
  case tooManyFields(offset: Int)

  /// What is wrong and where, in words.
  public var description: String {
    switch self {
    case .empty: "the record is empty"
    case .unknownCommand(let byte): "X'\(Self.hex(byte))' is no 3270 command"
    case .unknownStructuredField(let id, let offset):
      "structured field X'\(Self.hex(id))' at offset \(offset) is not supported"
    case .truncated(let offset): "the record ends inside what begins at offset \(offset)"
    case .addressOutOfRange(let address, let offset):
      "buffer address \(address) at offset \(offset) lies outside the screen"
    case .badLength(let length, let offset):
      "length \(length) of the structured field at offset \(offset) does not fit the record"
    case .badPartition(let id, let offset):
      "partition \(id) at offset \(offset) does not exist"
    case .tooMuchWork(let offset):
      "what stands up to offset \(offset) goes over the screen more often than one record may"
    case .tooManyFields(let offset):
      "at offset \(offset) it names more fields than the screen has cells"
    }
  }

  /// Sense for a negative TN3270E response: 0 command reject, 2 operation check (RFC 2355 10.4.1).
  public var responseCode: UInt8 {
    switch self {
    case .empty, .unknownCommand, .unknownStructuredField: 0
    case .truncated, .addressOutOfRange, .badLength, .badPartition, .tooMuchWork,
      .tooManyFields:
      2
    }
  }

  private static func hex(_ byte: UInt8) -> String {
    let text = String(byte, radix: 16, uppercase: true)
    return text.count < 2 ? "0" + text : text
  }
}
