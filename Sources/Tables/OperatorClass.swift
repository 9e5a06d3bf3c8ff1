import Syntax

/// An operator's command that a class may give: its word, whole, as RACF's class OPERCMDS has it behind
/// `TURNSTILE.`. What is not here, as the security database's commands, no class gives.
public enum OperatorCommand: String, CaseIterable, Sendable {
  case status = "STATUS"
  case figures = "FIGURES"
  case users = "USERS"
  case show = "SHOW"
  case display = "DISPLAY"
  case penalties = "PENALTIES"
  case audit = "AUDIT"
  case rights = "RIGHTS"
  case message = "MESSAGE"
  case broadcast = "BROADCAST"
  case news = "NEWS"
  case cancel = "CANCEL"
  case quiesce = "QUIESCE"
  case deactivate = "DEACTIVATE"
  case activate = "ACTIVATE"
  case forgive = "FORGIVE"
  case trace = "TRACE"
  case reload = "RELOAD"
  case card = "CARD"
  case integratedCrypto = "SETICSF"
  case start = "START"
  case stop = "STOP"
  case clock = "CLOCK"
  case drain = "DRAIN"

  fileprivate var meaning: String {
    switch self {
    case .figures: "Whether these operators may have the figures, and so TOP at the machine"
    case .drain: "Whether these operators may give DRAIN, which ends the server"
    case .quiesce, .deactivate:
      "Whether these operators may give \(rawValue); who may needs ACTIVATE too"
    case .stop: "Whether these operators may give STOP; who may needs START too"
    default: "Whether these operators may give \(rawValue)"
    }
  }

  /// What takes back what this does; nil where the command does so itself, or where nothing need be taken back.
  fileprivate var counterpart: OperatorCommand? {
    switch self {
    case .quiesce, .deactivate: .activate
    case .stop: .start
    default: nil
    }
  }
}

/// Which operators' commands somebody has: one file of ACT/OperatorClasses, named by `Operator Cmd Cls`
/// and by `Control group class`.
///
/// What it leaves out they have not.
public struct OperatorClass: Definition {
  private var given: Set<OperatorCommand> = []

  /// A class that gives nothing.
  public init() {}

  private init(_ given: Set<OperatorCommand>) { self.given = given }

  /// What looks, and changes nothing: the class of a control group for which the system names none.
  public static let display = OperatorClass([.status, .figures, .users, .show, .display])

  /// Whether operators of the class have a command.
  public func permits(_ command: OperatorCommand) -> Bool { given.contains(command) }

  /// Whether all that it gives is for the machine: at a terminal one has none of it.
  var isForMachineAlone: Bool { given == [.figures] }

  /// What is given, for a list and for who is refused.
  public var summary: String {
    let commands = OperatorCommand.allCases.filter { given.contains($0) }
    return commands.isEmpty ? "nothing" : commands.map(\.rawValue).joined(separator: ", ")
  }

  /// All labels of a class's file, in the manual's order.
  public static let fields: [Field<OperatorClass>] = OperatorCommand.allCases.map { command in
    Field(
      command.rawValue, .choice(["Y", "N"]), origin: .ours, meaning: command.meaning,
      write: { $0.permits(command) ? "Y" : "N" }
    ) { record, text in
      if text.uppercased() == "Y" {
        record.given.insert(command)
      } else {
        record.given.remove(command)
      }
      return true
    }
  }

  static let table = FieldTable(fields)

  /// What would leave operators of the class without a way: no command at all, or one whose effect they
  /// could not take back.
  func faults(_ places: FilePlaces) -> [Diagnostic] {
    guard !given.isEmpty else {
      return [
        places.nameFault(
          "operators of this class have no command", note: "say Y for one at least, as DISPLAY: Y")
      ]
    }
    return OperatorCommand.allCases.compactMap { command in
      guard given.contains(command), let back = command.counterpart, !given.contains(back) else {
        return nil
      }
      return places.fault(
        command.rawValue,
        "operators of this class could not take back what \(command.rawValue) does",
        note: "say Y for \"\(back.rawValue)\" too, or N here")
    }
  }
}
