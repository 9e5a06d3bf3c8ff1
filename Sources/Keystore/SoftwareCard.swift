public import Crypto
public import Names
import Synchronization

/// The built-in crypto card: holds master keys, and works with keys that only it can open.
///
/// It can be taken away and brought back, as a real card is.
public final class SoftwareCard: CryptoCard {
  /// Master keys with their verification patterns.
  private struct MasterKeys: Sendable {
    let des: SharedSecret
    let aes: SharedSecret
    let patterns: MasterKeyPatterns

    init(des: SharedSecret, aes: SharedSecret) {
      self.des = des
      self.aes = aes
      patterns = MasterKeyPatterns(
        des: SoftwareCard.pattern(of: des.secret), aes: SoftwareCard.pattern(of: aes.secret))
    }

    subscript(_ key: MasterKey) -> SharedSecret {
      switch key {
      case .des: des
      case .aes: aes
      }
    }
  }

  private let masterKeys: Mutex<MasterKeys>
  private let isPresent: Atomic<Bool>
  /// Its name in displays and logs.
  public let name = "SOFTWARE"

  /// Bytes of a master key: keys are wrapped by AES here, those of DES as well.
  public static let masterKeyLength = 32

  /// A card with both master keys, 32 bytes each: `desKey` stands for the DES-MK, since keys are
  /// wrapped by AES here.
  public init(desKey: consuming Secret, aesKey: consuming Secret, isOnline: Bool) {
    masterKeys = Mutex(MasterKeys(des: SharedSecret(desKey), aes: SharedSecret(aesKey)))
    isPresent = Atomic(isOnline)
  }

  /// The verification pattern that a master key would have.
  public static func pattern(of key: borrowing Secret) -> [UInt8] {
    Array(SHA256.digest(of: key).prefix(8))
  }

  private var keys: MasterKeys { masterKeys.withLock { $0 } }

  /// Verification patterns of the master keys that it holds now.
  public var patterns: MasterKeyPatterns? { keys.patterns }

  /// Loads other master keys; nil leaves one as it is. Keys that are under the former ones cannot be opened
  /// any more.
  public func load(des: SharedSecret?, aes: SharedSecret?) {
    masterKeys.withLock { keys in
      keys = MasterKeys(des: des ?? keys.des, aes: aes ?? keys.aes)
    }
  }

  /// A key of the CKDS in the clear, on its way under a transport key.
  public func reveal(_ token: KeyToken) throws(ServiceFailure) -> Secret? { try open(token) }

  /// Whether it is there, for operators; it answers at once, so that no request waits.
  public var health: CardHealth {
    CardHealth(level: "1", requests: 0, fault: isOnline ? "" : "taken away by the operator")
  }

  /// Whether the card is there.
  public var isOnline: Bool { isPresent.load(ordering: .acquiring) }
  /// Takes the card away, or brings it back.
  public func set(isOnline: Bool) { isPresent.store(isOnline, ordering: .releasing) }

  /// Puts a key under the master key of its type.
  public func protect(
    _ key: borrowing Secret, label: KeyLabel, kind: KeyToken.Kind
  ) throws(ServiceFailure) -> KeyToken {
    guard isOnline else { throw .notAvailable }
    do throws(CryptoError) {
      let keys = keys
      return KeyToken(
        label: label, kind: kind,
        wrapped: try KeyWrap.wrap(key, under: keys[kind.masterKey].secret),
        pattern: keys.patterns[kind.masterKey])
    } catch {
      throw .notAvailable
    }
  }

  /// Lends the key of a token; the card must be there, and the key under its master key.
  private func open(_ token: KeyToken) throws(ServiceFailure) -> Secret {
    guard isOnline else { throw .notAvailable }
    let keys = keys
    guard token.pattern == keys.patterns[token.kind.masterKey] else { throw .otherMasterKey }
    do throws(CryptoError) {
      return try KeyWrap.unwrap(token.wrapped, under: keys[token.kind.masterKey].secret)
    } catch {
      throw .otherMasterKey
    }
  }

  /// Lends the cipher of a DES key for as long as `body` runs.
  public func withDES<Result: Sendable>(
    _ token: KeyToken, _ body: @escaping DESUse<Result>
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

  /// Lends the authentication code of an HMAC key for as long as `body` runs.
  public func withHMAC<Result: Sendable>(
    _ token: KeyToken, _ body: @escaping HMACUse<Result>
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
