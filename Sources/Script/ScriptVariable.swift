/// A variable as a statement names it.
enum ScriptVariable: Hashable, Sendable {
  case fact(ScriptFact)
  case run(RunFact)
  /// &A1 to &A4, from 0.
  case accumulator(Int)
  case own(String)
  /// A function and the name that it is asked about.
  case function(ScriptFunction, of: String)
}

/// What a script can ask about its surroundings.
public enum ScriptFact: UInt8, Sendable, CaseIterable {
  /// Who is signed on, or `ACL Userid`.
  case userID
  /// The terminal's network name.
  case netName
  /// Where the terminal connects from.
  case address
  /// The session's application, as its entry names it.
  case application
  /// The application that the session is with now.
  case applicationID
  /// The session's id.
  case session
}

/// What a run tells of itself and of the cursor.
enum RunFact: UInt8, Sendable, CaseIterable {
  /// The key that the user pressed last.
  case key
  /// The cursor's row, counted from 1.
  case cursorRow
  /// The cursor's column, counted from 1.
  case cursorColumn
  /// The cursor's place, counted from 1.
  case cursor
  /// What went wrong last.
  case errorMessage
  /// The number of what went wrong last; 0 for nothing.
  case errorCode
}

/// A question about a name.
enum ScriptFunction: UInt8, Sendable, CaseIterable {
  /// How it is with an application.
  case application
  /// How it is with a session.
  case session
  /// How many characters a variable has.
  case size
  /// How many it may have.
  case largestSize
  /// NUMBER or TEXT.
  case type
}

/// Whose word something of the language is.
public enum ScriptOrigin: String, Sendable {
  /// Public pages about TPX have it so.
  case documented = "TPX"
  /// Public pages name it and say what it is for; the form of its operands is ours.
  case named = "TPX's name, our form"
  /// Of our own making.
  case ours
}

/// The variables that there always are: reader, checker and manual come from these rows.
struct VariableRow: Sendable {
  enum Form: Hashable, Sendable {
    case fact(ScriptFact)
    case run(RunFact)
    case accumulator(Int)
    case password
    case function(ScriptFunction)
  }

  /// In capitals, without `&`.
  let name: String
  let form: Form
  let meaning: String
  let origin: ScriptOrigin

  /// As a statement has it.
  var usage: String {
    switch form {
    case .function(.application): "&\(name)(applid)"
    case .function(.session): "&\(name)(session)"
    case .function: "&\(name)(name)"
    default: "&\(name)"
    }
  }

  private init(
    _ name: String, _ form: Form, origin: ScriptOrigin = .documented, does meaning: String
  ) {
    self.name = name
    self.form = form
    self.meaning = meaning
    self.origin = origin
  }

  static func row(_ name: String) -> VariableRow? { all.first { $0.name == name } }

  static let all: [VariableRow] =
    [
      VariableRow("USERID", .fact(.userID), does: "the user, or `ACL Userid`"),
      VariableRow(
        "PSWD", .password,
        does: "the pass ticket, made when it is typed, or the password; KEY alone takes it"),
      VariableRow("NETNAME", .fact(.netName), does: "the terminal's network name"),
      VariableRow("IPADDR", .fact(.address), does: "the address that the terminal connects from"),
      VariableRow("APPL", .fact(.application), does: "the session's application"),
      VariableRow(
        "APPLID", .fact(.applicationID), does: "the application that the session is with now"),
      VariableRow("SESSID", .fact(.session), origin: .ours, does: "the session's id"),
      VariableRow("AID", .run(.key), does: "the key that the user pressed at INPUT, such as PF3"),
      VariableRow("CSRROW", .run(.cursorRow), does: "the cursor's row, from 1"),
      VariableRow("CSRCOL", .run(.cursorColumn), does: "the cursor's column, from 1"),
      VariableRow(
        "CURSOR", .run(.cursor), does: "the cursor's place, from 1; SET moves it"),
      VariableRow("ERR_MSG", .run(.errorMessage), does: "with OPTION ERROR,ON: what went wrong"),
      VariableRow(
        "ERR_RC", .run(.errorCode), does: "with OPTION ERROR,ON: its number, 0 for nothing"),
    ]
    + (1...4).map {
      VariableRow("A\($0)", .accumulator($0 - 1), does: "an accumulator, 0 to 16777215; 0 at first")
    }
    + [
      VariableRow(
        "APPL_INF", .function(.application),
        does: "an application: ACTIVE INACT QUIESCED TYPE=TPX UNDEFINED"),
      VariableRow(
        "SESS_INF", .function(.session),
        does: "a session of the user: ACTIVE INACT NEVACT CURRENT UNDEFINED, ACL= and APPL="),
      VariableRow("SIZE_OF", .function(.size), does: "how many characters a variable has"),
      VariableRow("MSIZE_OF", .function(.largestSize), does: "how many characters it may have"),
      VariableRow(
        "TYPE_OF", .function(.type), does: "NUMBER, TEXT, or UNDEFINED where nobody defined it"),
    ]
}
