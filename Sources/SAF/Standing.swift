/// How a user stands with RACF when it is about to log on.
public enum Standing: String, Hashable, Sendable {
  case good = "GOOD"
  /// By ALTUSER REVOKE, or by wrong passwords.
  case revoked = "REVOKED"
  /// Without password and phrase: logs on nowhere by a password, phrase or PassTicket (RACF Security
  /// Administrator's Guide, Defining protected user IDs).
  case protected = "PROTECTED"
  /// No user has the name.
  case undefined = "UNDEFINED"

  /// Why a logon is refused though the ticket is right; nil where it is not.
  public var refusal: String? {
    switch self {
    case .good: nil
    case .revoked: "the user is revoked"
    case .protected: "the user is PROTECTED"
    case .undefined: "no user has this name"
    }
  }

  /// Whether `ID(*)` and UACC speak of the user, and its own entries.
  public var hasAccess: Bool { self == .good || self == .protected }
}
