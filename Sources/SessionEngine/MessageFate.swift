import Messages

/// A message of another user or of the operator.
public struct UserText: Hashable, Sendable {
  /// Who sent it, and when where it waited.
  public let from: String
  /// What it says.
  public let text: String
  /// The number of a letter that waited in the store, and is to be forgotten once it is shown; nil for
  /// what was sent while the user was here.
  public let letter: Int64?

  /// A message.
  public init(from: String, text: String, letter: Int64? = nil) {
    self.from = from
    self.text = text
    self.letter = letter
  }
}

/// What became of a message to a user.
public enum MessageFate: Hashable, Sendable {
  /// So many terminals show it, or will.
  case shown(terminals: Int)
  /// The user is at a terminal, and takes none now; or too many wait for one who is away.
  case refused
  /// The user is away, and sees it at the next sign-on.
  case kept
  /// Nobody of that name is signed on, and it is not kept.
  case absent

  /// What the sender sees.
  func notice(_ user: String) -> Notice {
    switch self {
    case .shown(let terminals): .messageSent(user, terminals)
    case .refused: .messageNotTaken(user)
    case .kept: .messageKept(user)
    case .absent: .messageSent(user, 0)
    }
  }
}
