import Keystore

/// What a PKCS#11 call came to, other than CKR_OK.
public struct TokenFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// The function, such as `C_Login`.
  public let call: String
  /// CKR code; 0 where the fault is not the module's.
  public let code: UInt
  private let words: String

  init(_ call: String, code: UInt) {
    self.call = call
    self.code = code
    words = Self.names[code] ?? "CKR 0x" + String(code, radix: 16)
  }

  init(_ call: String, _ words: String) {
    self.call = call
    code = 0
    self.words = words
  }

  /// The token answers, and has no key of this identifier.
  static let keyMissing = TokenFault("C_FindObjects", "the token has no such key")

  /// Codes that operators meet (PKCS#11 2.40, 5.1).
  private static let names: [UInt: String] = [
    0x05: "the module's general error", 0x30: "device error: the token is gone",
    0x32: "the token was removed", 0x60: "the key handle is not valid",
    0x62: "the key's size is not allowed", 0x70: "the token lacks this mechanism",
    0x82: "the object is gone", 0xA0: "the PIN is wrong", 0xA4: "the PIN is locked",
    0xE0: "no token in the slot", 0xE1: "the token is not recognised",
    0x110: "the wrapped key is not valid",
  ]

  /// Whether another try with the same PIN would bring the token nearer to its lock.
  var isPIN: Bool { call == "C_Login" && (0xA0...0xA4).contains(code) }

  /// Whether a key could not be unwrapped since it is under another master key: the wrapped key is
  /// invalid, or has a length that no key has (PKCS#11 2.40, C_UnwrapKey).
  var isForeignKey: Bool {
    call == "C_UnwrapKey" && [0x20, 0x21, 0x40, 0x41, 0x110, 0x112].contains(code)
  }

  /// What ICSF says of it.
  var failure: ServiceFailure {
    if self == .keyMissing { return .labelNotFound }
    return isForeignKey ? .otherMasterKey : .notAvailable
  }

  /// The call and what its return value means.
  public var description: String { "\(call): \(words)" }
}
