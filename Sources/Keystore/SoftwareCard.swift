public import Crypto
public import Names
import Synchronization

/// The built-in crypto card: holds a master key, and works with keys that only it can open.
///
/// It can be taken away and brought back, as a real card is.
public final class SoftwareCard: Sendable {
  private let masterKey: Secret
  private let isPresent: Atomic<Bool>
  /// Verification pattern of its master key.
  public let pattern: [UInt8]

  /// - Parameter masterKey: 32 bytes.
  public init(masterKey: consuming Secret, isOnline: Bool) {
    pattern = Array(SHA256.digest(of: masterKey).prefix(8))
    self.masterKey = masterKey
    isPresent = Atomic(isOnline)
  }

  /// Whether the card is there.
  public var isOnline: Bool { isPresent.load(ordering: .acquiring) }
  public func set(isOnline: Bool) { isPresent.store(isOnline, ordering: .releasing) }

  /// Puts a key under the master key.
  public func protect(
    _ key: borrowing Secret, label: KeyLabel, kind: KeyToken.Kind
  ) throws(ServiceFailure) -> KeyToken {
    guard isOnline else { throw .notAvailable }
    do throws(CryptoError) {
      let wrapped = try KeyWrap.wrap(key, under: masterKey)
      return KeyToken(label: label, kind: kind, wrapped: wrapped, pattern: pattern)
    } catch {
      throw .notAvailable
    }
  }

  /// Lends the key of a token; the card must be there, and the key under its master key.
  private func open(_ token: KeyToken) throws(ServiceFailure) -> Secret {
    guard isOnline else { throw .notAvailable }
    guard token.pattern == pattern else { throw .otherMasterKey }
    do throws(CryptoError) {
      return try KeyWrap.unwrap(token.wrapped, under: masterKey)
    } catch {
      throw .otherMasterKey
    }
  }

  /// CSNBENC: DES of blocks with a token's key; `body` gets the cipher for as long as it runs.
  public func withDES<Result: ~Copyable>(
    _ token: KeyToken, _ body: (borrowing DES) throws(CryptoError) -> Result
  ) throws(ServiceFailure) -> Result {
    let key = try open(token)
    guard token.kind == .des, key.count == 8 else { throw ServiceFailure(0x08, 0x000C) }
    do throws(CryptoError) {
      return try body(DES(key: key))
    } catch {
      throw .notAvailable
    }
  }

  /// CSNBHMG: HMAC-SHA-512 of messages with a token's key.
  public func withHMAC<Result: ~Copyable>(
    _ token: KeyToken, _ body: (borrowing Secret) throws(CryptoError) -> Result
  ) throws(ServiceFailure) -> Result {
    let key = try open(token)
    guard token.kind == .hmac else { throw ServiceFailure(0x08, 0x000C) }
    do throws(CryptoError) {
      return try body(key)
    } catch {
      throw .notAvailable
    }
  }
}
