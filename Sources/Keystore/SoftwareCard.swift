public import Crypto
public import Names
import Synchronization

/// The built-in crypto card: holds a master key, and works with keys that only it can open.
///
/// It can be taken away and brought back, as a real card is.
public final class SoftwareCard: CryptoCard {
  private let masterKey: Secret
  private let isPresent: Atomic<Bool>
  public let name = "SOFTWARE"
  public let pattern: [UInt8]?
  private let ownPattern: [UInt8]

  /// - Parameter masterKey: 32 bytes.
  public init(masterKey: consuming Secret, isOnline: Bool) {
    ownPattern = Array(SHA256.digest(of: masterKey).prefix(8))
    pattern = ownPattern
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
      return KeyToken(label: label, kind: kind, wrapped: wrapped, pattern: ownPattern)
    } catch {
      throw .notAvailable
    }
  }

  /// Lends the key of a token; the card must be there, and the key under its master key.
  private func open(_ token: KeyToken) throws(ServiceFailure) -> Secret {
    guard isOnline else { throw .notAvailable }
    guard token.pattern == ownPattern else { throw .otherMasterKey }
    do throws(CryptoError) {
      return try KeyWrap.unwrap(token.wrapped, under: masterKey)
    } catch {
      throw .otherMasterKey
    }
  }

  public func withDES<Result: ~Copyable>(
    _ token: KeyToken,
    _ body: (_ encipher: (UInt64) throws(ServiceFailure) -> UInt64) throws(ServiceFailure) -> Result
  ) throws(ServiceFailure) -> Result {
    let key = try open(token)
    guard token.kind == .des, key.count == 8 else { throw .wrongKeyType }
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

  public func withHMAC<Result: ~Copyable>(
    _ token: KeyToken,
    _ body: (_ authenticate: ([UInt8]) throws(ServiceFailure) -> [UInt8]) throws(ServiceFailure)
      -> Result
  ) throws(ServiceFailure) -> Result {
    let key = SharedSecret(try open(token))
    guard token.kind == .hmac else { throw .wrongKeyType }
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
