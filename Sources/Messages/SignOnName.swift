public import Names

/// Who tried to sign on, for the log: only names of users stand there.
///
/// What else was typed as user id may be a part of a password, so it is never written down (as
/// login(1) has it with LOG_UNKFAIL_ENAB off).
public enum SignOnName: Hashable, Sendable, CustomStringConvertible {
  case user(UserID)
  /// A name that follows the rule, and that no user has.
  case unknown
  /// What was typed breaks the rule of user ids.
  case notAUserID

  /// The user; nil where what was typed is nobody's id.
  public var user: UserID? { if case .user(let id) = self { id } else { nil } }

  /// The name for the log.
  public var description: String {
    switch self {
    case .user(let id): id.description
    case .unknown: "(unknown)"
    case .notAUserID: "(not a user id)"
    }
  }
}
