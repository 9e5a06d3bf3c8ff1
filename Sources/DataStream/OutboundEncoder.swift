/// Writes one outbound record: a write command, its WCC, and orders.
///
/// Keeps track of the buffer address, so that a Set Buffer Address which says where we are is not sent.
public struct OutboundEncoder {
  /// The record so far.
  public private(set) var bytes: [UInt8]
  private let geometry: Geometry
  /// Where the next byte goes; nil where only the terminal knows (after a Write begins).
  private var address: Int?

  /// `command`: `write`, `eraseWrite` or `eraseWriteAlternate`.
  public init(_ command: Command, _ wcc: WCC, in geometry: Geometry) {
    bytes = [command.rawValue, wcc.byte]
    self.geometry = geometry
    address = command == .write ? nil : 0
  }

  /// Set Buffer Address.
  public mutating func move(to position: Int) {
    guard address != position else { return }
    bytes.append(OrderCode.setBufferAddress)
    BufferAddress.append(position, in: geometry, to: &bytes)
    address = position
  }

  /// Start Field; the attribute takes one position.
  public mutating func startField(_ attribute: FieldAttribute) {
    bytes.append(OrderCode.startField)
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
    bytes.append(OrderCode.startFieldExtended)
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
    bytes += [OrderCode.setAttribute, type, value]
  }

  /// Insert Cursor at the current address.
  public mutating func insertCursor() {
    bytes.append(OrderCode.insertCursor)
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
    bytes.append(OrderCode.graphicEscape)
    bytes.append(code)
    advance(1)
  }

  /// Repeat to Address: `code` up to the position before `stop`, which may be 0 for the end.
  public mutating func fill(to stop: Int, with code: UInt8, isGraphic: Bool = false) {
    bytes.append(OrderCode.repeatToAddress)
    BufferAddress.append(stop, in: geometry, to: &bytes)
    if isGraphic { bytes.append(OrderCode.graphicEscape) }
    bytes.append(code)
    address = stop
  }

  private mutating func advance(_ count: Int) {
    guard let now = address else { return }
    let next = now + count
    address = next < geometry.cells ? next : next % geometry.cells
  }
}
