public import DataStream
import Names

/// What a host's record did to a presentation space.
public struct WriteOutcome: Hashable, Sendable {
  /// The record may have changed the screen.
  public var wroteScreen = false
  public var alarm = false
  /// The keyboard was restored.
  public var restored = false
  /// Inbound records that the host asked for, in order, from the model.
  public var replies: [[UInt8]] = []
  /// The record belongs to a file transfer.
  public var transfer: FileTransferStep?
  /// Where it went wrong; what came before stays (GA23-0059 chapter 4).
  public var error: DataStreamError?
  /// Cells that its orders and reads have touched.
  var cells = 0
}

/// What a host's record of IND$FILE is.
public enum FileTransferStep: Hashable, Sendable {
  /// A structured field D0, with the first byte of its function.
  case structuredField(function: UInt8)
  /// A frame on the screen.
  case frame
}

extension PresentationSpace {
  /// Applies one outbound record, commands in SNA or local codes.
  public mutating func apply(_ record: [UInt8]) -> WriteOutcome {
    var outcome = WriteOutcome()
    do throws(DataStreamError) {
      try perform(record[...], offset: 0, &outcome)
    } catch {
      outcome.error = error
    }
    if isTransferFrame { outcome.transfer = .frame }
    return outcome
  }

  /// Whether the screen is a frame of IND$FILE through the screen (CUT): 24 by 80, an attribute that
  /// skips in the last position, and a frame's type in the first.
  private var isTransferFrame: Bool {
    guard size.cells == Geometry.model2.cells, marks[size.cells - 1] == Self.fieldMark | 0x30 else {
      return false
    }
    return marks[0] == 0 && (0xC1...0xC3).contains(codes[0])
  }

  private mutating func perform(
    _ record: ArraySlice<UInt8>, offset: Int, _ outcome: inout WriteOutcome
  ) throws(DataStreamError) {
    guard let first = record.first else { throw .empty }
    guard let command = Command(byte: first) else { throw .unknownCommand(first) }
    let rest = record.dropFirst()
    switch command {
    case .write: try write(rest, erase: nil, &outcome)
    case .eraseWrite: try write(rest, erase: defaultSize, &outcome)
    case .eraseWriteAlternate: try write(rest, erase: alternateSize, &outcome)
    case .eraseAllUnprotected:
      try spend(size.cells, offset, &outcome)
      eraseAllUnprotected()
      outcome.wroteScreen = true
      outcome.restored = true
    case .readBuffer, .readModified, .readModifiedAll:
      try answer(command, as: nil, offset, &outcome)
    case .writeStructuredField: try structuredFields(rest, &outcome)
    case .noOperation: break
    }
  }

  /// Reckons cells that are touched; a record that goes over the screen again and again ends there.
  func spend(
    _ cells: Int, _ offset: Int, _ outcome: inout WriteOutcome
  ) throws(DataStreamError) {
    outcome.cells += cells
    guard outcome.cells <= max(PeerLimits.cellsPerRecord, 4 * size.cells) else {
      throw .tooMuchWork(offset: offset)
    }
  }

  private func answer(
    _ read: Command, as identifier: AID?, _ offset: Int, _ outcome: inout WriteOutcome
  ) throws(DataStreamError) {
    try spend(size.cells, offset, &outcome)
    outcome.replies.append(
      read == .readBuffer
        ? readBuffer(as: identifier)
        : readModified(all: read == .readModifiedAll, as: identifier))
  }

  private mutating func structuredFields(
    _ fields: ArraySlice<UInt8>, _ outcome: inout WriteOutcome
  ) throws(DataStreamError) {
    var rest = fields
    while !rest.isEmpty {
      let offset = rest.startIndex
      guard rest.count >= 3 else { throw .truncated(offset: offset) }
      var length = Int(rest[offset]) << 8 | Int(rest[offset + 1])
      if length == 0 { length = rest.count }
      guard length >= 3, length <= rest.count else {
        throw .badLength(length, offset: offset)
      }
      let body = rest[(offset + 3)..<(offset + length)]
      try structuredField(rest[offset + 2], body, &outcome)
      rest = rest[(offset + length)...]
    }
  }

  private mutating func structuredField(
    _ id: UInt8, _ body: ArraySlice<UInt8>, _ outcome: inout WriteOutcome
  ) throws(DataStreamError) {
    let offset = body.startIndex - 1
    func byte(_ index: Int) throws(DataStreamError) -> UInt8 {
      guard body.startIndex + index < body.endIndex else { throw .truncated(offset: offset) }
      return body[body.startIndex + index]
    }
    switch id {
    case 0x01:
      let partition = try byte(0)
      let type = try byte(1)
      if partition == 0xFF { try spend(Self.queryCells, offset, &outcome) }
      switch (partition, type) {
      case (0xFF, 0x02): outcome.replies.append(capabilities.queryReplyForHost())
      case (0xFF, 0x03): outcome.replies.append(queryList(body.dropFirst(2)))
      case (0x00, 0xF2): try answer(.readBuffer, as: .readPartition, offset, &outcome)
      case (0x00, 0xF6): try answer(.readModified, as: .readPartition, offset, &outcome)
      case (0x00, 0x6E): try answer(.readModifiedAll, as: .readPartition, offset, &outcome)
      default: throw .badPartition(partition, offset: offset)
      }
      if partition == 0xFF { lock = .waiting }
    case 0x03:
      try spend(size.cells / Self.cellsPerErased, offset, &outcome)
      erase(try byte(0) & 0x80 == 0 ? defaultSize : alternateSize)
      outcome.wroteScreen = true
    case 0x09:
      guard try byte(0) == 0 else { throw .badPartition(try byte(0), offset: offset) }
      switch try byte(1) {
      case 0: replyMode = .field
      case 1: replyMode = .extendedField
      case 2: replyMode = .character(Array(body.dropFirst(2).prefix(ReplyMode.typeLimit)))
      default: throw .unknownStructuredField(id, offset: offset)
      }
    case 0x0C, 0x0E:
      guard try byte(0) == 0 else { throw .badPartition(try byte(0), offset: offset) }
    case 0x40:
      guard try byte(0) == 0 else { throw .badPartition(try byte(0), offset: offset) }
      guard let command = Command(byte: try byte(1)), command != .writeStructuredField else {
        throw .unknownStructuredField(id, offset: offset)
      }
      try perform(body.dropFirst(1), offset: offset, &outcome)
    case 0xD0: outcome.transfer = .structuredField(function: try byte(0))
    default: throw .unknownStructuredField(id, offset: offset)
    }
  }

  /// What a Query Reply costs, in cells.
  private static let queryCells = 256
  /// Cells that are erased in the time in which one is looked at.
  static let cellsPerErased = 16

  /// Query List: the replies that were asked for; Null where none applies (GA23-0059 5.3).
  private func queryList(_ request: ArraySlice<UInt8>) -> [UInt8] {
    guard let kind = request.first, kind & 0xC0 == 0 else {
      return capabilities.queryReplyForHost()
    }
    let whole = capabilities.queryReplyForHost()
    var record: [UInt8] = [AID.structuredField.byte]
    var index = 1
    while index + 4 <= whole.count {
      let length = Int(whole[index]) << 8 | Int(whole[index + 1])
      if request.dropFirst().contains(whole[index + 3]) {
        record += whole[index..<(index + length)]
      }
      index += length
    }
    return record.count > 1 ? record : record + [0x00, 0x04, 0x81, 0xFF]
  }

  private mutating func eraseAllUnprotected() {
    var first: Int?
    var open = !isFormatted
    if let last = field(at: size.cells - 1) { open = !fieldAttribute(last).isProtected }
    for position in 0..<size.cells {
      if isField(position) {
        open = !fieldAttribute(position).isProtected
        if open {
          setModified(position, false)
          first = first ?? (position + 1) % size.cells
        }
      } else if open {
        set(position, 0, 0, .default)
      }
    }
    cursor = first ?? 0
    aid = .none
    lock = .unlocked
  }
}
