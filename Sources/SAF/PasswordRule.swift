public import Crypto

/// What a password or a password phrase may be.
public enum PasswordRule {
  /// Lengths, in bytes; 100 is the longest phrase of RACF (z/OS Security Server RACF Command Language
  /// Reference, PHRASE).
  public static let lengths = 8...100
  /// Lengths of a phrase, in bytes: what has no more than eight is a password.
  public static let phraseLengths = 9...100
  /// What is wrong with a text that is to be a first user's password; nil where it may be one.
  public static func fault(of password: borrowing Secret) -> String? {
    lengths.contains(password.count)
      ? nil : "a password has 8 to 100 characters, not \(password.count)"
  }
}
