/// Takes the records out of one direction of a recorded conversation; nothing is answered.
public struct RecordedRecords: Sendable {
  private var decoder = TelnetDecoder()
  /// Most bytes of a record that is looked at.
  private static let limit = 64 * 1024

  public init() { decoder.collects = true }

  /// Records of 3270 data that end in these bytes.
  ///
  /// - Parameter isTN3270E: whether a header of five bytes stands before the data; records of
  ///   other types than 3270 data are left out then.
  public mutating func receive(_ bytes: [UInt8], isTN3270E: Bool) -> [[UInt8]] {
    var records: [[UInt8]] = []
    var position = 0
    while let item = decoder.next(
      bytes[...], &position, recordLimit: Self.limit, subnegotiationLimit: Self.limit)
    {
      guard case .record(var record) = item else { continue }
      if isTN3270E {
        guard let header = RecordHeader(record), header.dataType == DataType.data3270.rawValue
        else { continue }
        record.removeFirst(RecordHeader.size)
      }
      if !record.isEmpty { records.append(record) }
    }
    return records
  }
}
