/// What a terminal answers to a step of a file transfer that it is not in, or breaks off: error 0100
/// (IND$FILE by structured fields).
public struct FileTransferRefusal: Hashable, Sendable {
  /// First byte of the function that is refused.
  public let function: UInt8

  /// Marks an answer as an error, whatever the function.
  private static let error: UInt8 = 0x08
  /// "Not in a transfer", or "broken off".
  private static let reason: [UInt8] = [0x01, 0x00]

  /// - `function`: the first byte of the host's function.
  public init(function: UInt8) { self.function = function }

  /// Reads a terminal's record; nil where it is another answer.
  public init?(_ record: [UInt8]) {
    guard record.count >= 10, record[0] == AID.structuredField.byte,
      record[3] == StructuredFieldCode.fileTransfer, record[5] == Self.error,
      record[8...9].elementsEqual(Self.reason)
    else { return nil }
    function = record[4]
  }

  /// The terminal's record: a structured field of nine bytes with the error's type and length.
  public var record: [UInt8] {
    [
      AID.structuredField.byte, 0x00, 0x09, StructuredFieldCode.fileTransfer, function, Self.error,
      0x69, 0x04,
    ] + Self.reason
  }
}
