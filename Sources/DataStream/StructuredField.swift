/// The first bytes of structured fields (GA23-0059 chapter 5).
public enum StructuredFieldCode {
  /// Read Partition: a query, or a read.
  public static let readPartition: UInt8 = 0x01
  /// Erase/Reset.
  public static let eraseReset: UInt8 = 0x03
  /// Set Reply Mode.
  public static let setReplyMode: UInt8 = 0x09
  /// Create Partition.
  public static let createPartition: UInt8 = 0x0C
  /// Activate Partition.
  public static let activatePartition: UInt8 = 0x0E
  /// Outbound 3270DS: a command with its data.
  public static let outboundDataStream: UInt8 = 0x40
  /// Query Reply, from the terminal.
  public static let queryReply: UInt8 = 0x81
  /// File transfer (IND$FILE, distributed function terminal), in both directions.
  public static let fileTransfer: UInt8 = 0xD0
}

/// A structured field of a host (GA23-0059 chapter 5).
public enum StructuredField: Hashable, Sendable {
  /// Read Partition.
  case readPartition(PartitionRead)
  /// Erase/Reset to the default or the alternate size.
  case eraseReset(isAlternate: Bool)
  /// Set Reply Mode of partition 0.
  case setReplyMode(ReplyMode)
  /// Create Partition 0, which is the screen.
  case createPartition
  /// Activate Partition 0.
  case activatePartition
  /// Outbound 3270DS for partition 0: a command, and positions of it and its data in the record.
  case outbound(Command, Range<Int>)
  /// A step of a file transfer, with the first byte of its function.
  case fileTransfer(function: UInt8)

  /// What Read Partition asks for.
  public enum PartitionRead: Hashable, Sendable {
    /// All replies to a query.
    case query
    /// Replies of these codes; nil for all of them.
    case queryList([UInt8]?)
    /// A read of partition 0.
    case read(Command)
  }

  /// Write Structured Field: Read Partition (Query).
  public static let readPartitionQuery: [UInt8] = record(
    StructuredFieldCode.readPartition, [noPartition, ReadCode.query])

  /// Write Structured Field: Set Reply Mode.
  public static func replyModeRecord(_ mode: ReplyMode) -> [UInt8] {
    var types: [UInt8] = []
    if case .character(let told) = mode { types = told }
    return record(StructuredFieldCode.setReplyMode, [0x00, mode.code] + types)
  }

  private static func record(_ code: UInt8, _ body: [UInt8]) -> [UInt8] {
    [Command.writeStructuredField.rawValue, 0x00, UInt8(body.count + 3), code] + body
  }

  /// The read that a record asks for by a Read Partition and nothing else: Read Buffer, Read Modified
  /// or Read Modified All of partition 0 (GA23-0059, Read Partition); nil where it is another record.
  public static func partitionRead(_ record: [UInt8]) -> Command? {
    guard record.count == 6, Command(byte: record[0]) == .writeStructuredField else { return nil }
    var reader = StructuredFieldReader(record.dropFirst())
    guard case .readPartition(.read(let command)) = try? reader.next() else { return nil }
    return command
  }

  /// The partition of a query: none.
  static let noPartition: UInt8 = 0xFF

  /// What Read Partition asks for, in its code.
  enum ReadCode {
    static let query: UInt8 = 0x02
    static let queryList: UInt8 = 0x03
  }

  /// How Query List names what it wants, in the top two bits: these codes, or more than them.
  enum ListCode {
    static let mask: UInt8 = 0xC0
    static let listed: UInt8 = 0x00
  }
}

/// Reads a host's structured fields, one after the other: nothing else decodes them.
public struct StructuredFieldReader: Sendable {
  private let record: ArraySlice<UInt8>
  /// Where the next field begins.
  public private(set) var position: Int
  /// Position of the code of the field that was read last, for what is said of it.
  public private(set) var offset: Int

  /// - `fields`: a record behind its Write Structured Field.
  public init(_ fields: ArraySlice<UInt8>) {
    record = fields
    position = fields.startIndex
    offset = position
  }

  /// The next field; nil after the last. One of length 0 takes all that is left.
  /// - Throws: where a length does not fit, or the field is none that a display without partitions
  ///   has.
  public mutating func next() throws(DataStreamError) -> StructuredField? {
    let start = position
    let left = record.endIndex - start
    guard left > 0 else { return nil }
    guard left >= 3 else { throw .truncated(offset: start) }
    var length = Int(record[start]) << 8 | Int(record[start + 1])
    if length == 0 { length = left }
    guard length >= 3, length <= left else { throw .badLength(length, offset: start) }
    position = start + length
    offset = start + 2
    return try field(record[offset], record[(start + 3)..<position])
  }

  private func field(
    _ code: UInt8, _ body: ArraySlice<UInt8>
  ) throws(DataStreamError) -> StructuredField {
    switch code {
    case StructuredFieldCode.readPartition: return .readPartition(try read(body))
    case StructuredFieldCode.eraseReset:
      return .eraseReset(isAlternate: try byte(body, 0) & 0x80 != 0)
    case StructuredFieldCode.setReplyMode:
      try checkPartition(body)
      let types = Array(body.dropFirst(2).prefix(ReplyMode.typeLimit))
      guard let mode = ReplyMode(code: try byte(body, 1), types: types) else {
        throw .unknownStructuredField(code, offset: offset)
      }
      return .setReplyMode(mode)
    case StructuredFieldCode.createPartition:
      try checkPartition(body)
      return .createPartition
    case StructuredFieldCode.activatePartition:
      try checkPartition(body)
      return .activatePartition
    case StructuredFieldCode.outboundDataStream:
      try checkPartition(body)
      guard let command = Command(byte: try byte(body, 1)), command != .writeStructuredField else {
        throw .unknownStructuredField(code, offset: offset)
      }
      return .outbound(command, (body.startIndex + 1)..<body.endIndex)
    case StructuredFieldCode.fileTransfer: return .fileTransfer(function: try byte(body, 0))
    default: throw .unknownStructuredField(code, offset: offset)
    }
  }

  private func read(
    _ body: ArraySlice<UInt8>
  ) throws(DataStreamError) -> StructuredField.PartitionRead {
    let partition = try byte(body, 0)
    let wanted = try byte(body, 1)
    switch (partition, wanted) {
    case (StructuredField.noPartition, StructuredField.ReadCode.query): return .query
    case (StructuredField.noPartition, StructuredField.ReadCode.queryList):
      let list = body.dropFirst(2)
      guard let kind = list.first,
        kind & StructuredField.ListCode.mask == StructuredField.ListCode.listed
      else { return .queryList(nil) }
      return .queryList(Array(list.dropFirst()))
    case (0x00, Command.readBuffer.rawValue): return .read(.readBuffer)
    case (0x00, Command.readModified.rawValue): return .read(.readModified)
    case (0x00, Command.readModifiedAll.rawValue): return .read(.readModifiedAll)
    default: throw .badPartition(partition, offset: offset)
    }
  }

  private func checkPartition(_ body: ArraySlice<UInt8>) throws(DataStreamError) {
    let partition = try byte(body, 0)
    guard partition == 0 else { throw .badPartition(partition, offset: offset) }
  }

  private func byte(
    _ body: ArraySlice<UInt8>, _ number: Int
  ) throws(DataStreamError) -> UInt8 {
    guard number < body.count else { throw .truncated(offset: offset) }
    return body[body.startIndex + number]
  }
}
