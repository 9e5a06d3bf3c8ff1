public import Crypto
public import Names

/// A card that is not there: what a recovery site without one has.
public struct AbsentCard: CryptoCard {
  public let name = "NONE"
  public let isOnline = false
  public let pattern: [UInt8]? = nil

  public init() {}

  public func protect(
    _ key: borrowing Secret, label: KeyLabel, kind: KeyToken.Kind
  ) throws(ServiceFailure) -> KeyToken {
    throw .notAvailable
  }

  public func withDES<Result: ~Copyable>(
    _ token: KeyToken,
    _ body: (_ encipher: (UInt64) throws(ServiceFailure) -> UInt64) throws(ServiceFailure) -> Result
  ) throws(ServiceFailure) -> Result {
    throw .notAvailable
  }

  public func withHMAC<Result: ~Copyable>(
    _ token: KeyToken,
    _ body: (_ authenticate: ([UInt8]) throws(ServiceFailure) -> [UInt8]) throws(ServiceFailure)
      -> Result
  ) throws(ServiceFailure) -> Result {
    throw .notAvailable
  }
}
