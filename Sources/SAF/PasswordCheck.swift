public import Crypto

/// Checks passwords and phrases against their hashes, and makes hashes.
public struct PasswordCheck: Sendable {
  /// What a user proved to know.
  enum Proof {
    case password, phrase

    /// Lengths of what may replace it, in bytes.
    var lengths: ClosedRange<Int> {
      self == .phrase ? PasswordRule.phraseLengths : PasswordRule.lengths
    }
  }

  /// Hash that is checked for a user who does not exist, so that the answer takes as long.
  private let dummy: String

  init() throws(CryptoError) {
    dummy = try PasswordHash.make(Random.secret(count: 16))
  }

  /// One hash is checked for what may only be a password, two for what may be a phrase, whoever has
  /// which.
  func prove(_ value: borrowing Secret, _ hashes: PasswordHashes) -> Proof? {
    let isPassword = PasswordHash.verify(
      value, against: hashes.password.isEmpty ? dummy : hashes.password)
    guard PasswordRule.phraseLengths.contains(value.count) else {
      return isPassword ? .password : nil
    }
    let isPhrase = PasswordHash.verify(
      value, against: hashes.phrase.isEmpty ? dummy : hashes.phrase)
    return isPassword ? .password : isPhrase ? .phrase : nil
  }

  /// A new hash of a password or phrase; it takes tens of milliseconds.
  public static func hash(_ password: borrowing Secret) throws(StoreError) -> String {
    do {
      return try PasswordHash.make(password)
    } catch {
      throw StoreError(path: "password", reason: error.description)
    }
  }
}
