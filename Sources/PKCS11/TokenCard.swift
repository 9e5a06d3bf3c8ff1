public import Crypto
public import Keystore
public import Names
import Platform

/// A crypto card that is a PKCS#11 token: SoftHSM behind p11-kit, openCryptoki, an HSM.
///
/// The token holds two master keys (AES-256, labels `TURNSTILE.DES-MK` and `TURNSTILE.AES-MK`) that
/// never leave it. Keys of the CKDS are wrapped under them, and unwrapped inside the token for one
/// ticket at a time; where the way to the token has no key wrap, they are objects of the token and the
/// CKDS names them.
public final class TokenCard: CryptoCard {
  /// Its name in displays and logs.
  public let name: String
  private let thread: CardThread

  /// A card on the token with a label, behind the PKCS#11 module at a path; `pinFile` holds the user's
  /// PIN, and `changed` hears when the token comes or goes, and why.
  public init(
    module: String, label: String, pinFile: String,
    changed: @escaping @Sendable (Bool, String) -> Void
  ) throws(TokenFault) {
    name = "PKCS11 \(label)"
    let library = try TokenLibrary(path: module)
    do {
      thread = try CardThread(
        open: { () throws(TokenFault) in
          try TokenSession(library, label: label, pin: try Self.pin(pinFile))
        }, drop: { library.finalize() }, stamp: { FileStamp(pinFile) }, changed: changed)
    } catch {
      throw TokenFault("thread", error.description)
    }
    thread.waitForFirst()
  }

  /// Makes the master keys on a token that has none; their verification patterns.
  public static func createMasterKey(
    module: String, label: String, pinFile: String
  ) throws(TokenFault) -> MasterKeyPatterns {
    let library = try TokenLibrary(path: module)
    let session = try TokenSession(
      library, label: label, pin: try pin(pinFile), createsMaster: true)
    defer { library.finalize() }
    return session.patterns
  }

  /// Loads master keys into a token that has none, so that it can do what another card does.
  public static func loadMasterKeys(
    module: String, label: String, pinFile: String, keys: [MasterKey: SharedSecret]
  ) throws(TokenFault) -> MasterKeyPatterns {
    let library = try TokenLibrary(path: module)
    let session = try TokenSession(
      library, label: label, pin: try pin(pinFile), masterKeys: keys)
    defer { library.finalize() }
    return session.patterns
  }

  /// The PIN, read anew for each login, so that no copy of it stays. A file that others may read is
  /// refused.
  private static func pin(_ path: String) throws(TokenFault) -> Secret {
    do {
      try FileRights.check(path, .seenByOwnerAlone)
    } catch {
      throw TokenFault("PIN", "\(error.path): \(error.reason)")
    }
    do {
      var bytes = try Files.read(path, limit: 256)
      defer { Wipe.bytes(&bytes) }
      while bytes.last == 0x0A || bytes.last == 0x0D { bytes.removeLast() }
      return Secret(copying: bytes)
    } catch {
      throw TokenFault("PIN", error.description)
    }
  }

  /// Whether the token answers, with both master keys in it.
  public var isOnline: Bool { thread.isOnline }
  /// Verification patterns of its master keys; nil until they were read.
  public var patterns: MasterKeyPatterns? { thread.patterns }
  /// How the token is, for operators.
  public var health: CardHealth { thread.health }

  /// Puts a key under the master key of its type, or into the token where that cannot wrap.
  public func protect(
    _ key: borrowing Secret, label: KeyLabel, kind: KeyToken.Kind
  ) throws(ServiceFailure) -> KeyToken {
    let copy = SharedSecret(key.copy())
    let wrapped = try thread.perform { session in
      try session.protect(copy.secret, label, kind: kind)
    }
    return KeyToken(
      label: label, kind: kind, wrapped: wrapped, pattern: patterns?[kind.masterKey] ?? [])
  }

  /// Deletes the object of a key that is kept in the token.
  public func forget(_ token: KeyToken) {
    guard token.pattern == patterns?[token.kind.masterKey] else { return }
    _ = try? thread.perform { session in try session.forget(token) }
  }

  /// Lends the cipher of a DES key for as long as `body` runs, on the thread of the token.
  public func withDES<Result: Sendable>(
    _ token: KeyToken, _ body: @escaping DESUse<Result>
  ) throws(ServiceFailure) -> Result {
    try use(token, .des) { session, key, keeper throws(ServiceFailure) in
      try body { (block) throws(ServiceFailure) in
        try keeper.keeping { () throws(TokenFault) in try session.encipher(key, block) }
      }
    }
  }

  /// Lends the authentication code of an HMAC key for as long as `body` runs, on the thread of the token.
  public func withHMAC<Result: Sendable>(
    _ token: KeyToken, _ body: @escaping HMACUse<Result>
  ) throws(ServiceFailure) -> Result {
    try use(token, .hmac) { session, key, keeper throws(ServiceFailure) in
      try body { (message) throws(ServiceFailure) in
        try keeper.keeping { () throws(TokenFault) in try session.authenticate(key, message) }
      }
    }
  }

  /// Keeps the token's fault behind a service's failure, for the card's thread to hear of.
  private final class FaultKeeper {
    var fault: TokenFault?

    func keeping<Value>(_ call: () throws(TokenFault) -> Value) throws(ServiceFailure) -> Value {
      do throws(TokenFault) {
        return try call()
      } catch {
        fault = error
        throw error.failure
      }
    }
  }

  /// Works with a key on the card's thread, in one go: a ticket waits for the thread once.
  private func use<Result: Sendable>(
    _ token: KeyToken, _ kind: KeyToken.Kind,
    work:
      @escaping @Sendable (TokenSession, KeyHandle, FaultKeeper) throws(ServiceFailure) -> Result
  ) throws(ServiceFailure) -> Result {
    guard isOnline else { throw .notAvailable }
    guard token.kind == kind else { throw .wrongType(wanted: kind) }
    guard token.pattern == patterns?[kind.masterKey] else { throw .otherMasterKey }
    return try thread.perform { session in
      let key = try session.open(token)
      defer { session.destroy(key) }
      let keeper = FaultKeeper()
      do throws(ServiceFailure) {
        return try work(session, key, keeper)
      } catch {
        if let fault = keeper.fault { throw fault }
        throw error
      }
    }
  }
}
