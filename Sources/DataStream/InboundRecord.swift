/// What a terminal sent with a key: AID, cursor, and modified fields (GA23-0059 chapter 3).
public struct InboundRecord: Hashable, Sendable {
  /// A modified field: where its data begins, and the data as sent.
  public struct Field: Hashable, Sendable {
    /// Position of the first data cell; -1 where the terminal named none (unformatted screen).
    public let position: Int
    public let data: ArraySlice<UInt8>

    public init(position: Int, data: ArraySlice<UInt8>) {
      self.position = position
      self.data = data
    }
  }

  public let aid: AID
  /// Position of the cursor; nil in a short read, and before structured fields.
  public let cursor: Int?
  public let fields: [Field]

  /// Reads a record; addresses are checked against the size in force.
  public init(_ record: [UInt8], in geometry: Geometry) throws(DataStreamError) {
    guard let first = record.first else { throw .empty }
    aid = AID(byte: first)
    // Structured fields are no fields of the screen.
    guard record.count >= 3, aid != .structuredField else {
      cursor = nil
      fields = []
      return
    }
    let position = BufferAddress.decode(record[1], record[2])
    guard position < geometry.cells else { throw .addressOutOfRange(position, offset: 1) }
    cursor = position
    var found: [Field] = []
    var index = 3
    var start = -1
    var from = index
    while index < record.count {
      switch record[index] {
      case Order.setBufferAddress:
        if index > from || start >= 0 {
          found.append(Field(position: start, data: record[from..<index]))
        }
        // No screen holds more fields than cells.
        guard found.count < geometry.cells else { throw .tooManyFields(offset: index) }
        guard index + 2 < record.count else { throw .truncated(offset: index) }
        start = BufferAddress.decode(record[index + 1], record[index + 2])
        guard start < geometry.cells else { throw .addressOutOfRange(start, offset: index) }
        index += 3
        from = index
      case Order.graphicEscape: index += 2
      case Order.setAttribute: index += 3
      default: index += 1
      }
    }
    guard index == record.count else { throw .truncated(offset: from) }
    if index > from || start >= 0 {
      found.append(Field(position: start, data: record[from..<index]))
    }
    fields = found
  }
}
