/// What a password or a password phrase may be.
public enum PasswordRule {
  /// Lengths, in bytes; 100 is the longest phrase of RACF (z/OS Security Server RACF Command Language
  /// Reference, PHRASE).
  public static let lengths = 8...100
  /// Lengths of a phrase, in bytes: what has no more than eight is a password.
  public static let phraseLengths = 9...100
}
