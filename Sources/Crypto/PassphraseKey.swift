import CSodium

/// Keys made from a passphrase by Argon2id with 64 MiB and three passes: as OWASP and RFC 9106 advise
/// against an attacker who has the file and time.
public enum PassphraseKey {
  /// Bytes of a salt.
  public static let saltCount = 16
  private static let memory = 64 << 20
  private static let passes: UInt64 = 3

  /// Makes `count` bytes from a passphrase, in some tenths of a second. The salt has 16 bytes, and is
  /// no secret.
  public static func derive(
    _ passphrase: borrowing Secret, salt: [UInt8], count: Int
  ) throws(CryptoError) -> Secret {
    precondition(salt.count == saltCount, "a salt has 16 bytes")
    var done: Int32 = -1
    let key = Secret(count: count) { target in
      guard let base = target.bindMemory(to: UInt8.self).baseAddress else { return }
      done = passphrase.withCharacters { characters, length in
        crypto_pwhash(
          base, UInt64(count), characters, UInt64(length), salt, passes, memory,
          crypto_pwhash_alg_argon2id13())
      }
    }
    guard done == 0 else { throw CryptoError(call: "crypto_pwhash") }
    return key
  }
}
