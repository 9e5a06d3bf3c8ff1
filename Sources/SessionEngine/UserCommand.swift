public import Names
import Tables

/// What a user may say on the command line of the menu, or with the command character in a session.
public enum UserCommand: Hashable, Sendable {
  /// A bare session id: start it, or switch to it.
  case select(String)
  /// `/A id`: start or switch to.
  case activate(String)
  /// `/G id`: start without the startup script.
  case go(String)
  /// `/I id`: end this session; without a name, the one shown last.
  case inactivate(String?)
  /// `/F`: sign off; sessions stay unless `Inactivate on` says otherwise.
  case signOff
  /// `/K`: log off.
  case logOff
  /// `/L`: lock the terminal.
  case lock
  /// `/W`: another password.
  case password
  /// `/J`: to the next live session.
  case jump
  /// `/H`: help; `/H F`: of one command; `/H Session timeout`: of a label, a message or a reason.
  case help(String?)
  /// `/E`: the user's own options.
  case options
  /// `/D id`: why tickets of a session fail; without a name, of the one shown last.
  case diagnose(String?)
  /// `/P id`: print the screen of a session; without a name, of the one shown last.
  case printScreen(String?)
  /// `/M user text`: a message to a user.
  case message(to: UserID, text: String)
  /// `/M OFF` and `/M ON`: whether messages of other users are taken.
  case messages(isOn: Bool)
  /// `/V`: who views this screen; `/V YES` lets who asks, `/V NO` ends it, each also with one name.
  case viewers(String?)
  /// `LOCATE text`: to the first line of the menu that has it.
  case locate(String)
  /// `FIND text`: to the next line of the menu that has it; `FIND`: to the one after.
  case find(String?)
  /// `SORT ID`, `SORT DESC`, `SORT OFF`: the order of the menu's lines.
  case sort(String)
  /// A command of ours without the operand that it needs.
  case incomplete(CommandHelp)
  /// A command of ours with a word too many.
  case overlong(CommandHelp)
  /// Nothing was typed.
  case blank
  /// A word with the command character that is none of ours.
  case unknown(String)

  /// What a command class calls it; nil for what everybody has. Whether a session may be started shows when
  /// it is not alive.
  var inClass: ClassCommand? {
    switch self {
    case .go: .go
    case .inactivate: .inactivate
    case .signOff: .signOff
    case .logOff: .logOff
    case .lock: .lock
    case .password: .password
    case .jump: .jump
    case .options: .edit
    case .diagnose: .diagnose
    case .printScreen: .print
    case .message, .messages: .message
    // Whoever is viewed can always end it.
    case .select, .activate, .help, .locate, .find, .sort, .viewers, .incomplete, .overlong, .blank,
      .unknown:
      nil
    }
  }

  /// Longest command line that is looked at, in characters: a whole line of the widest terminal.
  public static let maximumLength = 132

  /// Reads a command line.
  ///
  /// On the menu the command character may be left out before a letter that is a command and no
  /// session id (TPX User Guide: inside a session the full form is required).
  /// - Parameters:
  ///   - text: what was typed.
  ///   - character: the site's command character.
  ///   - onMenu: whether the short form counts.
  ///   - isSession: whether a word is a session id of this user; it wins over a command letter.
  public init(
    _ text: String, character: Character, onMenu: Bool, isSession: (String) -> Bool
  ) {
    let line = text.prefix(Self.maximumLength)
    let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
    guard let first = words.first else {
      self = .blank
      return
    }
    let operand = words.count > 1 ? Self.trimmed(words[1]) : ""
    if first.first == character {
      let word = first.dropFirst().uppercased()
      self = word.isEmpty ? .blank : Self.command(word, operand) ?? .unknown(String(first))
      return
    }
    guard onMenu else {
      self = .blank
      return
    }
    let word = first.uppercased()
    if isSession(word) {
      self = operand.isEmpty ? .select(word) : .overlong(CommandHelp.activate)
    } else {
      self = Self.command(word, operand) ?? .select(word)
    }
  }

  /// The command of a letter or word; nil where there is none.
  private static func command(_ word: String, _ operand: String) -> UserCommand? {
    CommandHelp.of(word)?.command(operand)
  }

  /// `/M user text`, `/M ON` and `/M OFF`; nil where the operand is none of these.
  static func message(_ operand: String) -> UserCommand? {
    let parts = operand.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
    if parts.count == 1, ["ON", "OFF"].contains(parts[0].uppercased()) {
      return .messages(isOn: parts[0].uppercased() == "ON")
    }
    guard parts.count > 1, let user = UserID(parts[0]) else { return nil }
    return .message(to: user, text: trimmed(parts[1]))
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    var rest = Substring(text)
    while rest.last == " " { rest.removeLast() }
    while rest.first == " " { rest.removeFirst() }
    return String(rest)
  }
}
