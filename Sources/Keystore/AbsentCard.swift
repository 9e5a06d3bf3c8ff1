public import Crypto
public import Names

/// A card that is not there: what a recovery site without one has.
public struct AbsentCard: CryptoCard {
  public let name: String
  public let isOnline = false
  public let patterns: MasterKeyPatterns? = nil
  public let health = CardHealth(level: "N/A", requests: 0, fault: "there is no card")

  public init(name: String = "NONE") { self.name = name }

  public func protect(
    _ key: borrowing Secret, label: KeyLabel, kind: KeyToken.Kind
  ) throws(ServiceFailure) -> KeyToken {
    throw .notAvailable
  }

  public func withDES<Result: Sendable>(
    _ token: KeyToken,
    _ body:
      @escaping @Sendable (
        _ encipher: (UInt64) throws(ServiceFailure) -> UInt64
      ) throws(ServiceFailure) -> Result
  ) throws(ServiceFailure) -> Result {
    throw .notAvailable
  }

  public func withHMAC<Result: Sendable>(
    _ token: KeyToken,
    _ body:
      @escaping @Sendable (
        _ authenticate: ([UInt8]) throws(ServiceFailure) -> [UInt8]
      ) throws(ServiceFailure) -> Result
  ) throws(ServiceFailure) -> Result {
    throw .notAvailable
  }
}
