/// A master key of a card (ICSF Administrator's Guide, Master keys).
public enum MasterKey: String, CaseIterable, Hashable, Sendable {
  /// DES-MK: keys of legacy PassTickets are under it.
  case des = "DES"
  /// AES-MK: HMAC keys, and so keys of enhanced PassTickets, are under it.
  case aes = "AES"
}

extension KeyToken.Kind {
  /// The master key that keys of this type are under.
  public var masterKey: MasterKey {
    switch self {
    case .des: .des
    case .hmac: .aes
    }
  }
}

/// Verification patterns (MKVP) of a card's master keys.
public struct MasterKeyPatterns: Hashable, Sendable {
  /// Pattern of the DES-MK, 8 bytes.
  public let des: [UInt8]
  /// Pattern of the AES-MK, 8 bytes.
  public let aes: [UInt8]

  /// The patterns of a card with both master keys.
  public init(des: [UInt8], aes: [UInt8]) {
    self.des = des
    self.aes = aes
  }

  /// The pattern of one of them.
  public subscript(_ key: MasterKey) -> [UInt8] {
    switch key {
    case .des: des
    case .aes: aes
    }
  }
}

/// How a card is, for operators.
public struct CardHealth: Hashable, Sendable {
  /// Level of its firmware, or of what stands for it.
  public var level: String
  /// Requests that it is working at, and that wait for it.
  public var requests: Int
  /// Why it is away; empty while it is there.
  public var fault: String

  /// The state that a card tells.
  public init(level: String, requests: Int, fault: String) {
    self.level = level
    self.requests = requests
    self.fault = fault
  }
}
