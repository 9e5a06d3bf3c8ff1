/// How far a terminal and its user are, in one word, for figures.
public enum TerminalStage: String, CaseIterable, Sendable {
  /// Telnet, or the question what the terminal can do.
  case negotiating
  /// Nobody is signed on.
  case signingOn = "signing_on"
  /// The menu is shown.
  case menu
  /// A session is shown, or about to be.
  case session
  /// Another panel is shown.
  case panel
  /// The terminal is locked.
  case locked
  /// The terminal was told to go.
  case leaving
  /// The terminal is gone, and what it had lives on.
  case away
}
