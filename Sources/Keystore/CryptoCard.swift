public import Crypto
public import Names

/// Work with a card's DES: `encipher` takes and gives a block of 8 bytes, and fails with ICSF's codes.
public typealias DESUse<Result> =
  @Sendable (_ encipher: (UInt64) throws(ServiceFailure) -> UInt64) throws(ServiceFailure) -> Result

/// Work with a card's HMAC-SHA-512: `authenticate` takes a text and gives its code.
public typealias HMACUse<Result> =
  @Sendable (_ authenticate: ([UInt8]) throws(ServiceFailure) -> [UInt8]) throws(ServiceFailure) ->
  Result

/// A crypto card as ICSF sees it: it holds master keys, and works with keys that only it can open.
///
/// Every call fails with ICSF's codes where the card is away, hangs, or has another master key.
public protocol CryptoCard: Sendable {
  /// As operators see it, such as `SOFTWARE`.
  var name: String { get }
  /// Whether it answers.
  var isOnline: Bool { get }
  /// Verification patterns of its master keys; nil where the card is away and never told.
  var patterns: MasterKeyPatterns? { get }
  /// How it is, for operators.
  var health: CardHealth { get }

  /// Puts a key under the master key of its type (CSNBKRC and its kin).
  func protect(
    _ key: borrowing Secret, label: KeyLabel, kind: KeyToken.Kind
  ) throws(ServiceFailure) -> KeyToken

  /// A key of the CKDS in the clear, so that it can be put under a transport key; nil where the card lets
  /// none out.
  func reveal(_ token: KeyToken) throws(ServiceFailure) -> Secret?

  /// A key left the CKDS: a card that keeps it itself lets it go.
  func forget(_ token: KeyToken)

  /// CSNBENC: `body` gets DES with a token's key for as long as it runs; where it runs, and whether
  /// anybody still waits for it, is the card's matter.
  func withDES<Result: Sendable>(
    _ token: KeyToken, _ body: @escaping DESUse<Result>
  ) throws(ServiceFailure) -> Result

  /// CSNBHMG: `body` gets HMAC-SHA-512 with a token's key, likewise.
  func withHMAC<Result: Sendable>(
    _ token: KeyToken, _ body: @escaping HMACUse<Result>
  ) throws(ServiceFailure) -> Result
}

extension CryptoCard {
  /// No key leaves a card that does not say how.
  public func reveal(_ token: KeyToken) throws(ServiceFailure) -> Secret? { nil }

  /// Nothing to do where all that there is of a key is in the CKDS.
  public func forget(_ token: KeyToken) {}
}
