import CSodium

/// Argon2id of a password, in the text form that carries its salt and cost (19 MiB, two passes).
public enum PasswordHash {
  /// OWASP's figures for Argon2id.
  static let memory = 19_456 * 1024
  static let passes: UInt64 = 2

  /// The hash of a password; takes some tens of milliseconds, on a thread that may wait.
  public static func make(_ password: borrowing Secret) throws(CryptoError) -> String {
    var text = [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
    let done = password.withCharacters { characters, count in
      crypto_pwhash_str(&text, characters, UInt64(count), passes, memory)
    }
    guard done == 0 else { throw CryptoError(call: "crypto_pwhash_str") }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Whether a password has this hash; the same time for either answer.
  public static func verify(_ password: borrowing Secret, against hash: String) -> Bool {
    password.withCharacters { characters, count in
      hash.withCString { crypto_pwhash_str_verify($0, characters, UInt64(count)) == 0 }
    }
  }
}
