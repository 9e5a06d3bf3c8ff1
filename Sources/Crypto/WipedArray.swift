/// Bytes that may hold secrets, on their way to who works with an array of them: wiped when the last holder
/// lets them go.
public final class WipedArray: @unchecked Sendable {
  private var stored: [UInt8]

  /// Takes an array over, which is empty then: its memory is wiped where it lies, and nobody else has it.
  public init(taking array: inout [UInt8]) {
    stored = []
    swap(&stored, &array)
  }

  deinit { Wipe.bytes(&stored) }

  /// The bytes. Who keeps them longer than this keeps them for ever.
  public var bytes: [UInt8] { stored }
}
