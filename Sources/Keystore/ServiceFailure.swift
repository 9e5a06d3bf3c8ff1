/// Why an ICSF service failed: its return code and reason code (ICSF Application Programmer's Guide,
/// ICSF and cryptographic coprocessor return and reason codes).
public struct ServiceFailure: Error, Hashable, Sendable {
  /// ICSF return code: 08 for a fault of the request, 0C for one of ICSF.
  public let returnCode: UInt8
  /// ICSF reason code.
  public let reasonCode: UInt16
  /// Tells two causes apart that ICSF gives the same codes.
  private let isStopped: Bool

  /// A failure with the codes that ICSF gives.
  public init(_ returnCode: UInt8, _ reasonCode: UInt16) {
    self.init(returnCode, reasonCode, isStopped: false)
  }

  private init(_ returnCode: UInt8, _ reasonCode: UInt16, isStopped: Bool) {
    self.returnCode = returnCode
    self.reasonCode = reasonCode
    self.isStopped = isStopped
  }

  /// ICSF is not available: no card is there that could do it ...
  public static let notAvailable = ServiceFailure(0x0C, 0x0000)
  /// ... or it is not started; the codes are the same.
  public static let notStarted = ServiceFailure(0x0C, 0x0000, isStopped: true)
  /// The key's label is not in the CKDS.
  public static let labelNotFound = ServiceFailure(0x08, 0x271C)
  /// The key is under a master key that is neither current nor old.
  public static let otherMasterKey = ServiceFailure(0x08, 0x2714)
  /// RACF refused the service (CSFSERV) ...
  public static let serviceRefused = ServiceFailure(0x08, 0x3E80)
  /// ... or the key's label (CSFKEYS).
  public static let labelRefused = ServiceFailure(0x08, 0x3E84)
  /// The key's control vector does not say DATA, which CSNBENC wants ...
  public static let notDataKey = ServiceFailure(0x08, 0x001F)
  /// ... or is violated: the key is none for HMAC.
  public static let notMACKey = ServiceFailure(0x08, 0x0027)

  /// The key of a label is of another type than a service wants.
  public static func wrongType(wanted kind: KeyToken.Kind) -> ServiceFailure {
    switch kind {
    case .des: .notDataKey
    case .hmac: .notMACKey
    }
  }
}
