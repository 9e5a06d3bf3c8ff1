/// What a user may say on the command line of the menu, or with the command character in a session.
public enum UserCommand: Hashable, Sendable {
  /// A bare session id: start it, or switch to it.
  case select(String)
  /// `/A id`: start or switch to.
  case activate(String?)
  /// `/G id`: start without the startup script.
  case go(String?)
  /// `/I id`: end this session.
  case inactivate(String?)
  /// `/F`: sign off; sessions stay unless `Inactivate on` says otherwise.
  case signOff
  /// `/K`: log off.
  case logOff
  /// `/L`: lock the terminal.
  case lock
  /// `/J`: to the next live session.
  case jump
  /// `/H`: help; `/H F`: of one command.
  case help(String?)
  /// `/E`: the user's own options.
  case options
  /// `/D id`: why tickets of a session fail; without a name, of the one shown last.
  case diagnose(String?)
  /// `/P id`: print the screen of a session; without a name, of the one shown last.
  case printScreen(String?)
  /// `/M user text`: a message to a user.
  case message(to: String, text: String)
  /// Nothing was typed.
  case none
  /// A word with the command character that is none of ours.
  case unknown(String)

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
      self = .none
      return
    }
    let operand = words.count > 1 ? Self.trimmed(words[1]) : ""
    if first.first == character {
      let letter = first.dropFirst().uppercased()
      self =
        Self.command(letter, operand) ?? (letter.isEmpty ? .none : .unknown(String(first)))
      return
    }
    guard onMenu else {
      self = .none
      return
    }
    let word = first.uppercased()
    if !isSession(word), let short = Self.command(word, operand) {
      self = short
    } else {
      self = .select(word)
    }
  }

  private static func command(_ letter: String, _ operand: String) -> UserCommand? {
    let session = operand.isEmpty ? nil : operand.uppercased()
    return switch letter {
    case "A": .activate(session)
    case "G": .go(session)
    case "I": .inactivate(session)
    case "F": .signOff
    case "K": .logOff
    case "L": .lock
    case "J": .jump
    case "H": .help(session)
    case "E": .options
    case "D": .diagnose(session)
    case "P": .printScreen(session)
    case "M": message(operand)
    default: nil
    }
  }

  private static func message(_ operand: String) -> UserCommand {
    let parts = operand.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
    guard let user = parts.first else { return .message(to: "", text: "") }
    return .message(
      to: user.uppercased(), text: parts.count > 1 ? trimmed(parts[1]) : "")
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    var rest = Substring(text)
    while rest.last == " " { rest.removeLast() }
    while rest.first == " " { rest.removeFirst() }
    return String(rest)
  }
}
