/// What a terminal sent with a key: AID, cursor, and modified fields (GA23-0059 chapter 3).
public struct InboundRecord: Hashable, Sendable {
  /// A modified field: where its data begins, and the data as sent.
  public struct Field: Hashable, Sendable {
    /// Position of the first data cell; -1 where the terminal named none (unformatted screen).
    public let position: Int
    /// Its data as sent.
    public let data: ArraySlice<UInt8>

    /// A field with its data.
    public init(position: Int, data: ArraySlice<UInt8>) {
      self.position = position
      self.data = data
    }
  }

  /// The key.
  public let aid: AID
  /// Position of the cursor; nil in a short read, and before structured fields.
  public let cursor: Int?
  /// Modified fields in the order in which they came.
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
    fields = try Self.fields(record[3...], geometry.cells)
  }

  /// The fields behind the cursor's address: data from one Set Buffer Address to the next.
  private static func fields(
    _ data: ArraySlice<UInt8>, _ cells: Int
  ) throws(DataStreamError) -> [Field] {
    var reader = OrderReader(data, .readModified, cells: cells)
    var found: [Field] = []
    // Where the field that is read begins: on the screen, and in the record.
    var (position, start) = (-1, data.startIndex)
    var end = start
    while let order = try reader.next() {
      if case .setBufferAddress(let next) = order {
        if end > start || position >= 0 {
          found.append(Field(position: position, data: data[start..<end]))
        }
        // No screen holds more fields than cells.
        guard found.count < cells else { throw .tooManyFields(offset: end) }
        (position, start) = (next, reader.position)
      }
      end = reader.position
    }
    if end > start || position >= 0 {
      found.append(Field(position: position, data: data[start..<end]))
    }
    return found
  }
}
