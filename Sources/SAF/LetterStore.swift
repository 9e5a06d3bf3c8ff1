public import Names

/// A message for a user who was at no terminal.
public struct Letter: Hashable, Sendable {
  /// Its number in the store, which no other letter ever has.
  public let id: Int64
  /// Who wrote it: a user id, or OPERATOR.
  public let from: String
  /// What it says.
  public let text: String
  /// When it was written, in seconds since 1970.
  public let written: Int64

  /// A letter as the store has it.
  public init(id: Int64, from: String, text: String, written: Int64) {
    self.id = id
    self.from = from
    self.text = text
    self.written = written
  }
}

/// What became of a letter.
public enum LetterAnswer: Hashable, Sendable {
  /// It waits for the user, and outlives the server.
  case kept
  /// As many wait for the user as may.
  case full
  /// No user has the name.
  case nobody
}

/// Letters that wait for users who are at no terminal.
///
/// A letter is durable before it is told as kept. It is forgotten only after it was shown: one whose server
/// dies between the two is shown twice rather than never.
public protocol LetterStore: Sendable {
  /// Keeps a letter for a user; of its text the first `PeerLimits.letterText` characters.
  ///
  /// `now`: in seconds since 1970. Throws where it cannot be written down.
  func keepLetter(
    from: String, text: String, for user: UserID, now: Int64
  ) throws(StoreError) -> LetterAnswer

  /// Letters that wait for a user, the oldest first.
  func letters(for user: UserID) throws(StoreError) -> [Letter]

  /// Forgets letters that were shown, by their numbers.
  func forgetLetters(_ ids: [Int64]) throws(StoreError)
}
