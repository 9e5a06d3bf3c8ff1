import Syntax

/// A command of the menu that a class may bar. Help, and what only moves the menu's lines, everybody has.
public enum ClassCommand: String, CaseIterable, Sendable {
  case activate = "Activate"
  case go = "Go"
  case inactivate = "Inactivate"
  case jump = "Jump"
  case print = "Print"
  case message = "Message"
  case edit = "Edit"
  case lock = "Lock"
  case signOff = "Sign off"
  case logOff = "Log off"
  case diagnose = "Diagnose"
  case password = "Password"

  /// The letter that users type.
  public var letter: String {
    switch self {
    case .activate: "A"
    case .go: "G"
    case .inactivate: "I"
    case .jump: "J"
    case .print: "P"
    case .message: "M"
    case .edit: "E"
    case .lock: "L"
    case .signOff: "F"
    case .logOff: "K"
    case .diagnose: "D"
    case .password: "W"
    }
  }

  fileprivate var meaning: String {
    switch self {
    case .activate:
      "/A: whether these users may start sessions, by command, key or line; what starts by itself, "
        + "and what lives already, they have"
    case .go: "/G: whether they may start one without its session data"
    case .inactivate: "/I, and I before a line: whether they may end one"
    case .jump: "/J, and the jump key; N: the key is the application's"
    case .print: "/P, and the print key; N: the key is the application's"
    case .message: "/M: whether they may send messages, and refuse those of others"
    case .edit: "/E: whether they may see, and change, their options"
    case .lock: "/L: whether they may lock the terminal"
    case .signOff: "/F, and PF3 on the menu: whether they may sign off"
    case .logOff:
      "/K: whether they may log off. A class that has neither this nor Sign off is refused"
    case .diagnose: "/D: whether they may see why tickets fail, where Operator says Y too"
    case .password:
      "/W: whether they may change the password from the menu; at the sign-on they may"
    }
  }
}

/// Which commands users have: one file of ACT/CommandClasses, named by `Command class`.
///
/// What it leaves out they have.
public struct CommandClass: Definition {
  /// Those that they have not.
  private var barred: Set<ClassCommand> = []

  /// A class that bars nothing.
  public init() {}

  /// Whether users of the class have a command.
  public func permits(_ command: ClassCommand) -> Bool { !barred.contains(command) }

  /// What is barred, for a list.
  var summary: String {
    let commands = ClassCommand.allCases.filter { barred.contains($0) }
    return commands.isEmpty
      ? "all commands" : "without " + commands.map(\.rawValue).joined(separator: ", ")
  }

  /// All labels of a class's file, in the manual's order.
  public static let fields: [Field<CommandClass>] = ClassCommand.allCases.map { command in
    Field(
      command.rawValue, .choice(["Y", "N"]), origin: command == .activate ? .documented : .ours,
      meaning: command.meaning, write: { $0.permits(command) ? "Y" : "N" }
    ) { record, text in
      if text.uppercased() == "N" {
        record.barred.insert(command)
      } else {
        record.barred.remove(command)
      }
      return true
    }
  }

  static let table = FieldTable(fields)

  /// What would keep users of the class at their terminals for ever.
  func faults(_ places: FilePlaces) -> [Diagnostic] {
    guard !permits(.signOff), !permits(.logOff) else { return [] }
    return [
      places.fault(
        ClassCommand.signOff.rawValue,
        "users of this class cannot leave: they may neither sign off nor log off",
        note: "say Y for \"\(ClassCommand.signOff.rawValue)\" or for "
          + "\"\(ClassCommand.logOff.rawValue)\"")
    ]
  }
}
