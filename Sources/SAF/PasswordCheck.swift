public import Crypto

/// Checks passwords and phrases against their hashes, and makes hashes.
public struct PasswordCheck: Sendable {
  /// Hash that is checked for a user who does not exist, so that the answer takes as long.
  private let dummy: String

  init() throws(CryptoError) {
    dummy = try PasswordHash.make(Random.secret(count: 16))
  }

  /// One hash is checked for what may only be a password, two for what may be a phrase, whoever has
  /// which; with NOMIXEDCASE one more where small letters were typed, since the password may be older.
  func prove(
    _ value: borrowing Secret, _ hashes: PasswordHashes, options: PasswordOptions
  ) -> PasswordKind? {
    let stored = hashes.password.isEmpty ? dummy : hashes.password
    let folded = options.folded(value, .password)
    let isPassword =
      PasswordHash.verify(folded, against: stored)
      || (!folded.isEqual(to: value) && PasswordHash.verify(value, against: stored))
    guard PasswordRule.phraseLengths.contains(value.count) else {
      return isPassword ? .password : nil
    }
    let isPhrase = PasswordHash.verify(
      value, against: hashes.phrase.isEmpty ? dummy : hashes.phrase)
    return isPassword ? .password : isPhrase ? .phrase : nil
  }

  /// Whether a new password or phrase is one of the former ones, of which hashes are there; each takes tens of
  /// milliseconds.
  static func isFormer(_ value: borrowing Secret, _ hashes: [String]) -> Bool {
    for hash in hashes where PasswordHash.verify(value, against: hash) { return true }
    return false
  }

  /// A new hash of a password or phrase; it takes tens of milliseconds.
  public static func hash(
    _ secret: borrowing Secret, _ kind: PasswordKind, options: PasswordOptions
  ) throws(StoreError) -> String {
    do {
      return try PasswordHash.make(options.folded(secret, kind))
    } catch {
      throw StoreError(path: "password", reason: error.description)
    }
  }
}
