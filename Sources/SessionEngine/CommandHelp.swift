/// What a command is, for the help panels: one line in the list of all, and a text of its own.
public struct CommandHelp: Hashable, Sendable {
  /// How many words a command takes.
  enum Operands: Hashable, Sendable {
    case none, one
    /// One, or none.
    case perhaps
    /// At least one.
    case text
  }

  /// The letter, or the word, that follows the command character.
  public let letter: String
  /// What stands behind the letter.
  let operands: Operands
  /// How it is typed.
  public let usage: String
  public let summary: String
  public let text: String

  /// How it is typed where the site's command character is another.
  public func usage(_ character: Character) -> String {
    usage.first == "/" ? String(character) + usage.dropFirst() : usage
  }

  /// The help of a command, by its letter in either case; nil where there is no such command.
  public static func of(_ letter: String) -> CommandHelp? {
    all.first { $0.letter == letter.uppercased() }
  }

  static let activate = CommandHelp(
    "A", .one, "/A id", "start a session, or come back to it",
    "On the menu the session id alone does the same. A session that lives is shown as it was "
      + "left; one that does not is started.")

  /// All commands, in the order of the help panel.
  public static let all: [CommandHelp] = [
    activate,
    CommandHelp(
      "G", .one, "/G id", "start a session without its session data",
      "As /A, but nothing is typed on the application's first screen: you sign on by hand. A "
        + "session that lives already is only shown."),
    CommandHelp(
      "I", .perhaps, "/I id", "end a session",
      "The connection to the application is closed at once, without a LOGOFF there. Without an id "
        + "it is the session that was shown last."),
    CommandHelp(
      "J", .none, "/J", "jump to the next live session",
      "As the jump key does. Where sessions have a tag, only those are gone round."),
    CommandHelp(
      "P", .perhaps, "/P id", "print the screen of a session",
      "The screen is added to your print file on the server. Without an id it is the session that "
        + "was shown last. Fields that are not displayed are not printed. The alarm sounds when it "
        + "is done; so does it for the print key, and for the tag key."),
    CommandHelp(
      "LOCATE", .text, "LOCATE text", "show the first line of the menu that has the text",
      "On the menu only. A line whose session id begins with the text comes first, then one that "
        + "has the text in its id or its description."),
    CommandHelp(
      "M", .text, "/M user text", "send a message to a user",
      "The user sees it on every terminal where that user is signed on, and goes on after ENTER "
        + "where he was: at once, but nobody is interrupted twice in a minute; more messages wait "
        + "for the minute's end or for the menu, and come together. You are told whether the user "
        + "is signed on. /M OFF refuses messages of other users, /M ON takes them again; the "
        + "operator's come always."),
    CommandHelp(
      "E", .none, "/E", "your options, and where they come from",
      "Your own values, those of your profile and those of the system; the leftmost that is filled "
        + "counts."),
    CommandHelp(
      "L", .none, "/L", "lock this terminal",
      "The sessions go on. Your password unlocks the terminal and brings you back; PF3 signs you "
        + "off. A panel like this one may also be a host's picture of it: press SYSREQ before you "
        + "type a password. Ours stays and says that it is ours; a session's screen goes away, and "
        + "the menu comes."),
    CommandHelp(
      "F", .none, "/F", "sign off, back to the logon panel",
      "Your sessions stay, and come to the terminal at which you sign on next, unless Inactivate "
        + "on or the Transfer option MULT ends them."),
    CommandHelp(
      "K", .none, "/K", "log off: the terminal is disconnected",
      "As /F, and the connection is closed. With Inactivate on K your sessions end here."),
    CommandHelp(
      "D", .perhaps, "/D id", "why a session's tickets fail (operators)",
      "Walks the checklist of turnstile diagnose for the session's application and for your user "
        + "id, and shows what is wrong and how to mend it."),
    CommandHelp(
      "H", .perhaps, "/H letter", "this help, or that of one command",
      "Inside a session a command is typed with its command character into any field and sent with "
        + "the command key; on the menu both may be left out."),
  ]

  private init(
    _ letter: String, _ operands: Operands, _ usage: String, _ summary: String, _ text: String
  ) {
    self.letter = letter
    self.operands = operands
    self.usage = usage
    self.summary = summary
    self.text = text
  }
}
