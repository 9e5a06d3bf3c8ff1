/// Writes one outbound record: a write command, its WCC, and orders.
///
/// Keeps track of the buffer address, so that a Set Buffer Address which says where we are is not sent.
public struct OutboundEncoder {
  public private(set) var bytes: [UInt8]
  private let geometry: Geometry
  /// Where the next byte goes; nil where only the terminal knows (after a Write begins).
  private var address: Int?

  /// - Parameter command: `write`, `eraseWrite` or `eraseWriteAlternate`.
  public init(_ command: Command, _ wcc: WCC, in geometry: Geometry) {
    bytes = [command.rawValue, wcc.byte]
    self.geometry = geometry
    address = command == .write ? nil : 0
  }

  /// Set Buffer Address.
  public mutating func move(to position: Int) {
    guard address != position else { return }
    bytes.append(Order.setBufferAddress)
    BufferAddress.append(position, in: geometry, to: &bytes)
    address = position
  }

  /// Start Field; the attribute takes one position.
  public mutating func startField(_ attribute: FieldAttribute) {
    bytes.append(Order.startField)
    bytes.append(attribute.graphicCode)
    advance(1)
  }

  /// Start Field Extended with the pairs (type, value) besides the field attribute.
  public mutating func startField(
    _ attribute: FieldAttribute, extended pairs: [(type: UInt8, value: UInt8)]
  ) {
    guard !pairs.isEmpty else {
      startField(attribute)
      return
    }
    bytes.append(Order.startFieldExtended)
    bytes.append(UInt8(pairs.count + 1))
    bytes.append(ExtendedType.fieldAttribute)
    bytes.append(attribute.graphicCode)
    for pair in pairs {
      bytes.append(pair.type)
      bytes.append(pair.value)
    }
    advance(1)
  }

  /// Set Attribute, for the characters that follow in this record.
  public mutating func setAttribute(_ type: UInt8, _ value: UInt8) {
    bytes += [Order.setAttribute, type, value]
  }

  /// Insert Cursor at the current address.
  public mutating func insertCursor() {
    bytes.append(Order.insertCursor)
  }

  /// Characters, as EBCDIC code points.
  public mutating func characters(_ codes: some Collection<UInt8>) {
    bytes.append(contentsOf: codes)
    advance(codes.count)
  }

  /// One character, so many times over.
  public mutating func characters(repeating code: UInt8, count: Int) {
    for _ in 0..<count { bytes.append(code) }
    advance(count)
  }

  /// One character of the alternate set.
  public mutating func graphicEscape(_ code: UInt8) {
    bytes.append(Order.graphicEscape)
    bytes.append(code)
    advance(1)
  }

  /// Repeat to Address: `code` up to the position before `stop`, which may be 0 for the end.
  public mutating func fill(to stop: Int, with code: UInt8, isGraphic: Bool = false) {
    bytes.append(Order.repeatToAddress)
    BufferAddress.append(stop, in: geometry, to: &bytes)
    if isGraphic { bytes.append(Order.graphicEscape) }
    bytes.append(code)
    address = stop
  }

  private mutating func advance(_ count: Int) {
    guard let now = address else { return }
    let next = now + count
    address = next < geometry.cells ? next : next % geometry.cells
  }
}

/// Records and fields that are not a plain write (GA23-0059 chapter 5).
public enum StructuredField {
  /// Write Structured Field: Read Partition (Query).
  public static let readPartitionQuery: [UInt8] = [0xF3, 0x00, 0x05, 0x01, 0xFF, 0x02]

  /// Write Structured Field: Set Reply Mode.
  public static func setReplyMode(_ mode: ReplyMode) -> [UInt8] {
    var types: [UInt8] = []
    if case .character(let told) = mode { types = told }
    return [0xF3, 0x00, UInt8(5 + types.count), 0x09, 0x00, mode.code] + types
  }

  /// The read that a record asks for by a Read Partition and nothing else: Read Buffer, Read Modified
  /// or Read Modified All of partition 0 (GA23-0059, Read Partition); nil where it is another record.
  public static func partitionRead(_ record: [UInt8]) -> Command? {
    guard record.count == 6, Command(byte: record[0]) == .writeStructuredField,
      record[1] == 0, record[2] == 0 || record[2] == 5, record[3] == 0x01, record[4] == 0x00
    else { return nil }
    switch record[5] {
    case 0xF2: return .readBuffer
    case 0xF6: return .readModified
    case 0x6E: return .readModifiedAll
    default: return nil
    }
  }
}
