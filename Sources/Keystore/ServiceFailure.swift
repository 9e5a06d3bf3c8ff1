/// Why an ICSF service failed: its return code and reason code (passticket.md 7.3).
public struct ServiceFailure: Error, Hashable, Sendable {
  public let returnCode: UInt8
  public let reasonCode: UInt16

  public init(_ returnCode: UInt8, _ reasonCode: UInt16) {
    self.returnCode = returnCode
    self.reasonCode = reasonCode
  }

  /// ICSF is not available: not started, or the hardware is not installed.
  public static let notAvailable = ServiceFailure(0x0C, 0x0000)
  /// The key's label is not in the CKDS.
  public static let labelNotFound = ServiceFailure(0x08, 0x271C)
  /// The key is under a master key that is neither current nor old.
  public static let otherMasterKey = ServiceFailure(0x08, 0x2714)
  /// The key token does not hold a key of the kind that the service wants.
  public static let wrongKeyType = ServiceFailure(0x08, 0x000C)
  /// RACF refused the service (CSFSERV) ...
  public static let serviceRefused = ServiceFailure(0x08, 0x3E80)
  /// ... or the key's label (CSFKEYS).
  public static let labelRefused = ServiceFailure(0x08, 0x3E84)
}
