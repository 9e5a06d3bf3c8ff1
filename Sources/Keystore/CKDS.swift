public import Names

/// A key of the key data set: enciphered under a master key of the card, useless without it.
public struct KeyToken: Hashable, Sendable {
  /// What the key is for.
  public enum Kind: String, Sendable {
    /// 8 bytes, for legacy PassTickets.
    case des = "DATA"
    /// 32 to 256 bytes, for enhanced PassTickets.
    case hmac = "HMAC"
  }

  /// Its label.
  public let label: KeyLabel
  /// Its type.
  public let kind: Kind
  /// AES key wrap of the key (RFC 5649).
  public let wrapped: [UInt8]
  /// Verification pattern of the master key of its type.
  public let pattern: [UInt8]

  /// A token as the CKDS holds it.
  public init(label: KeyLabel, kind: Kind, wrapped: [UInt8], pattern: [UInt8]) {
    self.label = label
    self.kind = kind
    self.wrapped = wrapped
    self.pattern = pattern
  }
}
