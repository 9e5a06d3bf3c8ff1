public import Crypto
public import Names

/// A card that is not there: what a recovery site without one has.
public struct AbsentCard: CryptoCard {
  /// The name that the configuration gives it.
  public let name: String
  /// Never.
  public let isOnline = false
  /// None: no master key can be read.
  public let patterns: MasterKeyPatterns? = nil
  /// Why it is absent.
  public let health = CardHealth(level: "N/A", requests: 0, fault: "there is no card")

  /// A card that stands for `name` and is absent for a reason, in words.
  public init(name: String = "NONE") { self.name = name }

  /// Fails: no card is there.
  public func protect(
    _ key: borrowing Secret, label: KeyLabel, kind: KeyToken.Kind
  ) throws(ServiceFailure) -> KeyToken {
    throw .notAvailable
  }

  /// Fails: no card is there.
  public func withDES<Result: Sendable>(
    _ token: KeyToken, _ body: @escaping DESUse<Result>
  ) throws(ServiceFailure) -> Result {
    throw .notAvailable
  }

  /// Fails: no card is there.
  public func withHMAC<Result: Sendable>(
    _ token: KeyToken, _ body: @escaping HMACUse<Result>
  ) throws(ServiceFailure) -> Result {
    throw .notAvailable
  }
}
