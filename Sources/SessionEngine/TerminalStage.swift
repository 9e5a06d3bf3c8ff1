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

extension UserSession {
  /// How far the terminal and its user are.
  public var stage: TerminalStage {
    switch desk.place.state {
    case .querying: .negotiating
    case .signingOn: .signingOn
    case .closing: .leaving
    case .away: .away
    case .present(let surface):
      switch surface {
      case .menu: .menu
      case .session, .saving, .switching: .session
      case .locating, .transfer, .confirm, .reading: .panel
      case .locked: .locked
      }
    }
  }
}
