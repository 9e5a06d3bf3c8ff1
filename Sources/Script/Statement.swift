import DataStream
import Syntax

/// A statement, and where it stands.
struct Statement: Sendable {
  let operation: Operation
  /// Its first word.
  let span: SourceSpan
}

/// What a statement does. Labels are numbers of `Program.places`.
enum Operation: Hashable, Sendable {
  /// WINP
  case waitForHost
  /// ENTER, PF, PA, CLEAR
  case press(AID)
  case key([TypedPart])
  /// TABF, TABB: so many fields on, or back where the number is negative.
  case tab(Int)
  case home
  case search(ScriptValue, SearchArea)
  case branch(Int)
  /// IF: goes on where it holds, else to the label.
  case test(Condition, otherwise: Int)
  /// The end of an IF's first half: no statement of its own.
  case jump(Int)
  case set(Target, ScriptValue)
  /// SET &CURSOR: a place counted from 1, or a row and a column.
  case setCursor(ScriptValue, column: ScriptValue?)
  /// ADD, SUB
  case add(Target, ScriptValue, isNegative: Bool)
  case define(VariableScope, String)
  case delete(VariableScope, String)
  /// Shows the user the screen, with a line of words.
  case send(ScriptValue)
  /// Shows the user the screen, and takes a key.
  case input
  case pause(Int)
  /// Waits for the host's next screen, or until the screen shows a text.
  case wait(seconds: Int?, text: ScriptValue?)
  case command(ScriptValue)
  case log(ScriptValue)
  case logOff
  case call(ScriptName)
  case goBack
  case end
  case fail(ScriptValue)
  case option(ScriptOption)
}

/// A part of what KEY types.
enum TypedPart: Hashable, Sendable {
  case value(ScriptValue)
  /// &PSWD: the ticket or the password, which no other statement can name.
  case secret
}

/// Parts that stand together without a blank between them.
struct ScriptValue: Hashable, Sendable {
  enum Part: Hashable, Sendable {
    case text(String)
    case variable(ScriptVariable)
  }

  let parts: [Part]
}

/// Where SEARCH looks.
enum SearchArea: Hashable, Sendable {
  case screen
  case row(ScriptValue)
  /// The text begins there.
  case place(row: ScriptValue, column: ScriptValue)
}

/// What SET, ADD and SUB change.
enum Target: Hashable, Sendable {
  /// &A1 to &A4, from 0.
  case accumulator(Int)
  case own(String)
}

/// How long a variable lives, and who sees it.
enum VariableScope: Hashable, Sendable {
  /// This script and those that it calls.
  case program
  case shared(SharedScope)
}

/// Comparisons of which one line holds where all of it hold.
struct Condition: Hashable, Sendable {
  /// Lines of which one is enough.
  let lines: [[Comparison]]
}

/// One comparison.
struct Comparison: Hashable, Sendable {
  enum Relation: String, CaseIterable, Sendable {
    case equal = "="
    case other = "<>"
    case less = "<"
    case greater = ">"
    case atMost = "<="
    case atLeast = ">="

    /// The relation's other spelling.
    var word: String {
      switch self {
      case .equal: "EQ"
      case .other: "NE"
      case .less: "LT"
      case .greater: "GT"
      case .atMost: "LE"
      case .atLeast: "GE"
      }
    }
  }

  enum Kind: Hashable, Sendable {
    /// Whether the last SEARCH or WAIT FOR found its text.
    case found
    case compare(ScriptValue, Relation, ScriptValue)
  }

  let isNegated: Bool
  let kind: Kind
}

/// What OPTION sets.
enum ScriptOption: Hashable, Sendable {
  case flow(Bool)
  case terminal(Bool)
  case error(Bool)
  case visible(Bool)
  case maxi(Int)
  /// Seconds after which a wait goes to a label.
  case time(Int, label: Int)
  case noTime
  /// Seconds after which a wait goes on; nil for the standard, which ends the script.
  case wait(Int?)
}

extension Operation {
  /// Whether the next statement may follow it.
  var goesOn: Bool {
    switch self {
    case .branch, .jump, .logOff, .goBack, .end, .fail: false
    default: true
    }
  }

  /// The label to which it may go.
  var target: Int? {
    switch self {
    case .branch(let label), .jump(let label), .test(_, let label): label
    case .option(.time(_, let label)): label
    default: nil
    }
  }

  /// Whether it gives up control, so that the screen may be another one afterwards; a command is given at
  /// once.
  var yields: Bool {
    switch self {
    case .waitForHost, .press, .input, .pause, .wait, .call, .send: true
    case .key(let parts): parts.contains(.secret)
    default: false
    }
  }

  /// Whether something is another thing after it, so that a comparison may turn out otherwise.
  var changes: Bool {
    switch self {
    case .key, .tab, .home, .search, .set, .setCursor, .add, .define, .delete, .option: true
    default: false
    }
  }

  /// Values that it reads.
  var values: [ScriptValue] {
    switch self {
    case .key(let parts):
      parts.compactMap { if case .value(let value) = $0 { value } else { nil } }
    case .search(let value, let area): [value] + area.values
    case .test(let condition, _): condition.lines.flatMap { $0.flatMap(\.values) }
    case .set(_, let value), .add(_, let value, _): [value]
    case .setCursor(let row, let column): [row] + [column].compactMap { $0 }
    case .wait(_, let text): [text].compactMap { $0 }
    case .send(let value), .command(let value), .log(let value), .fail(let value): [value]
    default: []
    }
  }
}

extension SearchArea {
  var values: [ScriptValue] {
    switch self {
    case .screen: []
    case .row(let row): [row]
    case .place(let row, let column): [row, column]
    }
  }
}

extension Comparison {
  var values: [ScriptValue] {
    if case .compare(let left, _, let right) = kind { [left, right] } else { [] }
  }
}
