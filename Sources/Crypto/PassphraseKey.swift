import CSodium

/// Keys that a passphrase stands for: Argon2id with 64 MiB and three passes, OWASP's and RFC 9106's
/// measure for what an attacker may try at home.
public enum PassphraseKey {
  /// Bytes of a salt.
  public static let saltCount = 16
  private static let memory = 64 << 20
  private static let passes: UInt64 = 3

  /// Bytes made of a passphrase; takes some tenths of a second.
  /// - Parameter salt: 16 bytes that are said openly.
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
