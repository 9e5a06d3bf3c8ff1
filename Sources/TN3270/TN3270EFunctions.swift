public import Bytes

/// Functions of TN3270E that both sides agreed on (RFC 2355 7.2.1).
public struct TN3270EFunctions: OptionSet, Hashable, Sendable, CustomStringConvertible {
  /// Bit n is function n.
  public let rawValue: UInt8

  /// The set whose function n is bit n.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// BIND-IMAGE (00): the terminal hears of BIND and UNBIND.
  public static let bindImage = TN3270EFunctions(rawValue: 1 << 0)
  /// RESPONSES (02): definite and exception responses.
  public static let responses = TN3270EFunctions(rawValue: 1 << 2)
  /// SYSREQ (04): the SYSREQ key and SSCP-LU data.
  public static let systemRequest = TN3270EFunctions(rawValue: 1 << 4)

  /// What a display uses: 00, 02 and 04.
  ///
  /// CONTENTION-RESOLUTION (05) is left out: once agreed, a record without SEND-DATA locks the
  /// keyboard for good, and SNA-SENSE (06) is asked by no known client.
  public static let display: TN3270EFunctions = [.bindImage, .responses, .systemRequest]

  /// The functions of a list on the wire; every number above 6 is bit 7, which is never accepted.
  init(list: ArraySlice<UInt8>) {
    rawValue = list.reduce(0) { $0 | 1 << Swift.min($1, 7) }
  }

  /// The list on the wire, in ascending order.
  var list: [UInt8] { (0..<8).filter { rawValue & 1 << $0 != 0 } }

  /// The field's words, separated by commas.
  public var description: String {
    let names = [
      "BIND-IMAGE", "DATA-STREAM-CTL", "RESPONSES", "SCS-CTL-CODES", "SYSREQ",
      "CONTENTION-RESOLUTION", "SNA-SENSE", "unknown",
    ]
    return list.map { names[Int($0)] }.joined(separator: ",")
  }
}

extension TN3270EFunctions: Freezable {}
