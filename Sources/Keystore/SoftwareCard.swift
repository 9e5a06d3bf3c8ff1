public import Crypto
public import Names
import Synchronization

/// The built-in crypto card: holds master keys, and works with keys that only it can open.
///
/// It can be taken away and brought back, as a real card is.
public final class SoftwareCard: CryptoCard {
  private let desKey: Secret
  private let aesKey: Secret
  private let isPresent: Atomic<Bool>
  public let name = "SOFTWARE"
  public let patterns: MasterKeyPatterns?
  private let ownPatterns: MasterKeyPatterns

  /// - Parameters:
  ///   - desKey: what stands for the DES-MK; 32 bytes, since keys are wrapped by AES here.
  ///   - aesKey: the AES-MK, 32 bytes.
  public init(desKey: consuming Secret, aesKey: consuming Secret, isOnline: Bool) {
    ownPatterns = MasterKeyPatterns(
      des: Array(SHA256.digest(of: desKey).prefix(8)),
      aes: Array(SHA256.digest(of: aesKey).prefix(8)))
    patterns = ownPatterns
    self.desKey = desKey
    self.aesKey = aesKey
    isPresent = Atomic(isOnline)
  }

  public var health: CardHealth {
    CardHealth(level: "1", requests: 0, fault: isOnline ? "" : "taken away by the operator")
  }

  /// Whether the card is there.
  public var isOnline: Bool { isPresent.load(ordering: .acquiring) }
  public func set(isOnline: Bool) { isPresent.store(isOnline, ordering: .releasing) }

  /// Puts a key under the master key of its type.
  public func protect(
    _ key: borrowing Secret, label: KeyLabel, kind: KeyToken.Kind
  ) throws(ServiceFailure) -> KeyToken {
    guard isOnline else { throw .notAvailable }
    do throws(CryptoError) {
      let wrapped: [UInt8]
      switch kind.masterKey {
      case .des: wrapped = try KeyWrap.wrap(key, under: desKey)
      case .aes: wrapped = try KeyWrap.wrap(key, under: aesKey)
      }
      return KeyToken(
        label: label, kind: kind, wrapped: wrapped, pattern: ownPatterns[kind.masterKey])
    } catch {
      throw .notAvailable
    }
  }

  /// Lends the key of a token; the card must be there, and the key under its master key.
  private func open(_ token: KeyToken) throws(ServiceFailure) -> Secret {
    guard isOnline else { throw .notAvailable }
    guard token.pattern == ownPatterns[token.kind.masterKey] else { throw .otherMasterKey }
    do throws(CryptoError) {
      switch token.kind.masterKey {
      case .des: return try KeyWrap.unwrap(token.wrapped, under: desKey)
      case .aes: return try KeyWrap.unwrap(token.wrapped, under: aesKey)
      }
    } catch {
      throw .otherMasterKey
    }
  }

  public func withDES<Result: Sendable>(
    _ token: KeyToken,
    _ body:
      @escaping @Sendable (
        _ encipher: (UInt64) throws(ServiceFailure) -> UInt64
      ) throws(ServiceFailure) -> Result
  ) throws(ServiceFailure) -> Result {
    let key = try open(token)
    guard token.kind == .des, key.count == 8 else { throw .notDataKey }
    let cipher: Cipher
    do throws(CryptoError) {
      cipher = Cipher(try DES(key: key))
    } catch {
      throw .notAvailable
    }
    return try body { (block) throws(ServiceFailure) in
      do throws(CryptoError) {
        return try cipher.des.encipher(block)
      } catch {
        throw .notAvailable
      }
    }
  }

  public func withHMAC<Result: Sendable>(
    _ token: KeyToken,
    _ body:
      @escaping @Sendable (
        _ authenticate: ([UInt8]) throws(ServiceFailure) -> [UInt8]
      ) throws(ServiceFailure) -> Result
  ) throws(ServiceFailure) -> Result {
    let key = SharedSecret(try open(token))
    guard token.kind == .hmac else { throw .notMACKey }
    return try body { (message) throws(ServiceFailure) in
      do throws(CryptoError) {
        return try HMACSHA512.code(message, key: key.secret)
      } catch {
        throw .notAvailable
      }
    }
  }

  /// A cipher that a closure can hold.
  private final class Cipher {
    let des: DES
    init(_ des: consuming DES) { self.des = des }
  }
}
