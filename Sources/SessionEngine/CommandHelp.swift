public import Bytes

/// A command that users type: a row of the table from which the parser, the help panels, the manual
/// and README read.
///
/// What it does is the `UserCommand` that its operands make.
public struct CommandHelp: Sendable {
  /// What stands behind the letter, and the command that it makes.
  enum Operands: Sendable {
    case nothing(@Sendable () -> UserCommand)
    case one(@Sendable (String) -> UserCommand)
    /// One word, or none.
    case perhaps(@Sendable (String?) -> UserCommand)
    /// Words, or none.
    case words(@Sendable (String?) -> UserCommand)
    /// At least one word; nil where it is not what the usage says.
    case text(@Sendable (String) -> UserCommand?)
  }

  /// The letter, or the word, that follows the command character.
  public let letter: String
  /// Other words for it: what people type who do not know the letter.
  public let words: [String]
  /// What stands behind the letter.
  let operands: Operands
  /// How it is typed.
  public let usage: String
  /// What it does, in half a line.
  public let summary: String
  /// The text of its own help panel.
  public let text: String

  private init(
    _ letter: String, words: [String] = [], takes operands: Operands, usage: String,
    summary: String, text: String
  ) {
    self.letter = letter
    self.words = words
    self.operands = operands
    self.usage = usage
    self.summary = summary
    self.text = text
  }

  /// How it is typed where the site's command character is another.
  public func usage(_ character: Character) -> String {
    usage.first == "/" ? String(character) + usage.dropFirst() : usage
  }

  /// The row of a letter or word, in either case; nil where there is no such command.
  public static func of(_ word: String) -> CommandHelp? {
    byWord[word.uppercased()]
  }

  /// Whatever is typed on the menu is looked up.
  private static let byWord: [String: CommandHelp] = Dictionary(
    uniqueKeysWithValues: all.flatMap { row in ([row.letter] + row.words).map { ($0, row) } })

  /// The command that the row makes of what was typed behind its letter.
  func command(_ operand: String) -> UserCommand {
    let words = operand.uppercased().split(separator: " ").map(String.init)
    switch operands {
    case .nothing(let make): return words.isEmpty ? make() : .overlong(self)
    case .one(let make):
      guard let first = words.first else { return .incomplete(self) }
      return words.count == 1 ? make(first) : .overlong(self)
    case .words(let make): return make(words.isEmpty ? nil : words.joined(separator: " "))
    case .perhaps(let make): return words.count > 1 ? .overlong(self) : make(words.first)
    case .text(let make):
      return words.isEmpty ? .incomplete(self) : make(operand) ?? .incomplete(self)
    }
  }

  static let activate = CommandHelp(
    "A", takes: .one { .activate($0) }, usage: "/A id",
    summary: "start a session, or come back to it",
    text: """
      On the menu the session id alone does the same. A session that lives is shown as it was \
      left; one that does not is started.
      """)

  /// All commands, in the order of the help panel.
  public static let all: [CommandHelp] = [
    activate,
    CommandHelp(
      "G", takes: .one { .go($0) }, usage: "/G id",
      summary: "start a session without its session data",
      text: """
        As /A, but nothing is typed on the application's first screen: you sign on by hand. A \
        session that lives already is only shown.
        """),
    CommandHelp(
      "I", takes: .perhaps { .inactivate($0) }, usage: "/I id", summary: "end a session",
      text: """
        The connection to the application is closed at once, without a LOGOFF there. Without an \
        id it is the session that was shown last.
        """),
    CommandHelp(
      "J", takes: .nothing { .jump }, usage: "/J", summary: "jump to the next live session",
      text: "As the jump key does. Where sessions have a tag, only those are gone round."),
    CommandHelp(
      "P", takes: .perhaps { .printScreen($0) }, usage: "/P id",
      summary: "print the screen of a session",
      text: """
        The screen is added to your print file on the server. Without an id it is the session \
        that was shown last. Fields that are not displayed are not printed. The alarm sounds when \
        it is done; so does it for the print key, and for the tag key.
        """),
    CommandHelp(
      "LOCATE", words: ["LOC"], takes: .text { .locate($0.uppercased()) },
      usage: "LOCATE text", summary: "show the first line of the menu that has the text",
      text: """
        On the menu only. A line whose session id begins with the text comes first, then one that \
        has the text in its id or its description.
        """),
    CommandHelp(
      "FIND", words: ["RFIND"], takes: .words { .find($0) }, usage: "FIND text",
      summary: "go to the next line of the menu that has the text",
      text: """
        On the menu only. FIND alone, or RFIND, goes on behind the line that was found last, and \
        from the last line to the first.
        """),
    CommandHelp(
      "SORT", takes: .one { .sort($0) }, usage: "SORT order",
      summary: "put the menu's lines in another order",
      text: """
        On the menu only: SORT ID by session id, SORT DESC by description, SORT OFF as the tables \
        have them. It counts until you sign off. Keys and the jump key's round stay as they are.
        """),
    CommandHelp(
      "M", takes: .text { UserCommand.message($0) }, usage: "/M user text",
      summary: "send a message to a user",
      text: """
        The user sees it on every terminal where that user is signed on, and goes on after ENTER \
        where he was: at once, but nobody is interrupted twice in a minute; more messages wait \
        for the minute's end or for the menu, and come together. A user who is away sees it at the \
        next sign-on; you are told which. /M OFF refuses messages of other users, /M ON takes them \
        again; the operator's come always.
        """),
    CommandHelp(
      "E", takes: .nothing { .options }, usage: "/E",
      summary: "your options, and where they come from",
      text: """
        Your own values, those of your profile and those of the system; the leftmost that is \
        filled counts. Where your update class opens some, you change your own there; PF3 saves \
        them.
        """),
    CommandHelp(
      "L", takes: .nothing { .lock }, usage: "/L", summary: "lock this terminal",
      text: """
        The sessions go on. Your password unlocks the terminal and brings you back; PF3 signs you \
        off. A panel like this one may also be a host's picture of it: press SYSREQ before you \
        type a password. Ours stays and says that it is ours; a session's screen goes away, and \
        the menu comes.
        """),
    CommandHelp(
      "F", takes: .nothing { .signOff }, usage: "/F", summary: "sign off, back to the logon panel",
      text: """
        Your sessions stay, and come to the terminal at which you sign on next, unless Inactivate \
        on or the Transfer option MULT ends them.
        """),
    CommandHelp(
      "K", takes: .nothing { .logOff }, usage: "/K",
      summary: "log off: the terminal is disconnected",
      text: "As /F, and the connection is closed. With Inactivate on K your sessions end here."),
    CommandHelp(
      "D", takes: .perhaps { .diagnose($0) }, usage: "/D id",
      summary: "why a session's tickets fail (operators)",
      text: """
        Walks the checklist of turnstile diagnose for the session's application and for your user \
        id, and shows what is wrong and how to mend it.
        """),
    CommandHelp(
      "H", words: ["HELP"], takes: .words { .help($0) }, usage: "/H word",
      summary: "this help, or what a command, label or message means",
      text: """
        Inside a session a command is typed with its command character into any field and sent \
        with the command key; on the menu both may be left out. /H F tells what a command does, \
        /H Session timeout what a label of the definition files means, /H TPXL0921 a message of \
        the log, and /H 0C a reason code of tickets.
        """),
    CommandHelp(
      "W", words: ["PASSWORD", "PW", "PHRASE"], takes: .nothing { .password }, usage: "/W",
      summary: "change your password or phrase",
      text: """
        A panel asks for the current one, and for the new one twice; whichever you type as current \
        is changed. What the new one may be is the site's rule: where it breaks one you are told \
        which, and nothing is changed.
        """),
    CommandHelp(
      "V", words: ["VIEW"], takes: .words { .viewers($0) }, usage: "/V YES",
      summary: "let somebody view your screen; /V NO does not",
      text: """
        Whoever helps you may view your screen from a session of the own, where RACF allows it. \
        You are asked, and /V YES lets it; /V NO refuses, and at any time ends it. /V alone says \
        who views it. Fields that are not displayed are dark there, and so are passwords.
        """),
  ]
}

extension CommandHelp: Hashable, Freezable {
  /// A letter has one row.
  public static func == (left: CommandHelp, right: CommandHelp) -> Bool {
    left.letter == right.letter
  }

  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) { hasher.combine(letter) }

  /// Appends the letter.
  public func freeze(into freezer: inout Freezer) { freezer.put(bytes: letter.utf8.span) }

  /// Finds the row of a letter.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    let letter = String(decoding: try thawer.run(), as: UTF8.self)
    guard let row = Self.all.first(where: { $0.letter == letter }) else {
      throw .invalid("command")
    }
    self = row
  }
}
