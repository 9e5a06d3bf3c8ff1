import Panels

/// The variables of all pages, one a line: each page's contract says which it has. Those that a page has
/// together have places of their own, as small as may be.
extension PanelSlot {
  // On most pages.
  static let terminal = PanelSlot(0, "TERMINAL")
  static let system = PanelSlot(1, "SYSTEM")
  static let user = PanelSlot(2, "USER")
  static let message = PanelSlot(3, "MESSAGE")
  static let more = PanelSlot(4, "MORE")
  static let rows = PanelSlot(5, "ROWS")
  static let what = PanelSlot(6, "WHAT")
  static let line = PanelSlot(7, "LINE")
  static let choice = PanelSlot(8, "CHOICE")

  // Logon and lock.
  static let userID = PanelSlot(6, "USERID")
  static let password = PanelSlot(7, "PASSWORD")
  static let newPassword = PanelSlot(8, "NEWPASS")
  static let verification = PanelSlot(9, "VERIFY")
  static let news1 = PanelSlot(10, "NEWS1")
  static let news2 = PanelSlot(11, "NEWS2")

  // The menu.
  static let status = PanelSlot(6, "STATUS")
  static let selection = PanelSlot(7, "SEL")
  static let sessionID = PanelSlot(8, "SESSID")
  static let sessionKey = PanelSlot(9, "SESSKEY")
  static let summary = PanelSlot(10, "DESC")
  static let model = PanelSlot(11, "MODEL")
  static let keys = PanelSlot(12, "KEYS")
  static let command = PanelSlot(13, "COMMAND")

  // Options.
  static let label = PanelSlot(6, "LABEL")
  static let own = PanelSlot(7, "OWN")
  static let profile = PanelSlot(8, "PROFILE")
  static let systems = PanelSlot(9, "SYSTEMS")

  // Help of a command.
  static let usage = PanelSlot(8, "USAGE")
}
