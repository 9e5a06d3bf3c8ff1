import Bytes
import DataStream

/// What a run remembers besides its variables.
struct RunMemory: Hashable, Sendable {
  /// &A1 to &A4.
  var accumulators = [0, 0, 0, 0]
  /// The user's last key.
  var key: AID?
  /// What went wrong last.
  var fault: RunFault?
  /// Whether the last SEARCH or WAIT FOR found its text.
  var isFound = false
}

/// Options that hold for the whole run.
struct RunOptions: Hashable, Sendable {
  var isTraced = false
  var takesErrors = false
  var showsSecrets = false
  /// Most statements; 0 for no limit.
  var maxi = ScriptLimits.maxi
  /// Seconds after which a wait goes on.
  var wait: Int?
}

/// Statements that a run has run.
struct RunCounts: Hashable, Sendable {
  /// In all.
  var executed = 0
  /// Since control was given up.
  var idle = 0
  /// OPTION FLOW: the next statement was told.
  var isTold = false
  var limit = RunawayLimit.standard

  /// Counts a statement; why it is one too many, where it is.
  mutating func add(_ maxi: Int) -> ScriptFailure? {
    isTold = false
    executed += 1
    idle += 1
    if maxi > 0, executed > maxi { return .maxi(maxi) }
    return idle > limit.statements ? .runaway(limit.statements) : nil
  }
}

/// A script that runs, or waits until the one that it called is done.
struct RunFrame: Sendable {
  let program: Program
  /// The statement that comes next.
  var next = 0
  /// What VDEFINE made in it.
  var variables = ScriptVariables()
  /// OPTION TIME: seconds, and the label to which a longer wait goes.
  var time: Time?

  struct Time: Hashable, Sendable {
    let seconds: Int
    let label: Int
  }

  init(_ program: Program) { self.program = program }
}

/// Finds out what values and conditions come to.
struct Evaluation<View: ScriptView> {
  let view: View
  let frames: [RunFrame]
  let memory: RunMemory

  /// A value's text.
  func text(_ value: ScriptValue) throws(RunFault) -> String {
    var text = ""
    for part in value.parts {
      switch part {
      case .text(let more): text += more
      case .variable(let variable): text += try self.text(variable)
      }
    }
    guard text.unicodeScalars.count <= ScriptLimits.textLength else { throw .tooLong }
    return text
  }

  /// A value that is a number.
  func number(_ value: ScriptValue) throws(RunFault) -> Int {
    guard let number = ScriptNumber.read(try text(value)) else { throw .noNumber }
    return number
  }

  /// What KEY types.
  func typing(_ parts: [TypedPart]) throws(RunFault) -> [RunTyping] {
    var typing: [RunTyping] = []
    for part in parts {
      switch part {
      case .secret: typing.append(.secret)
      case .value(let value): typing.append(.text(try text(value)))
      }
    }
    return typing
  }

  /// A place in numbers.
  func area(_ area: SearchArea) throws(RunFault) -> PlacedArea {
    switch area {
    case .screen: .screen
    case .row(let row): .row(try number(row))
    case .place(let row, let column): .place(row: try number(row), column: try number(column))
    }
  }

  /// Whether a condition holds.
  func holds(_ condition: Condition) throws(RunFault) -> Bool {
    for line in condition.lines {
      var isTrue = true
      for comparison in line where isTrue { isTrue = try holds(comparison) }
      if isTrue { return true }
    }
    return false
  }

  private func holds(_ comparison: Comparison) throws(RunFault) -> Bool {
    switch comparison.kind {
    case .found: return memory.isFound != comparison.isNegated
    case .compare(let left, let relation, let right):
      let (left, right) = (try text(left), try text(right))
      let isTrue =
        if let first = ScriptNumber.read(left), let second = ScriptNumber.read(right) {
          relation.holds(first, second)
        } else {
          relation.holds(left, right)
        }
      return isTrue != comparison.isNegated
    }
  }

  private func text(_ variable: ScriptVariable) throws(RunFault) -> String {
    switch variable {
    case .fact(let fact): return String(view.fact(fact).prefix(ScriptLimits.valueLength))
    case .run(let fact): return text(fact)
    case .accumulator(let index): return String(memory.accumulators[index])
    case .own(let name):
      guard let value = own(name) else { throw .undefined(name) }
      return value
    case .function(.application, let name):
      return String(view.state(ofApplication: name).prefix(ScriptLimits.valueLength))
    case .function(.session, let name):
      return String(view.state(ofSession: name).prefix(ScriptLimits.valueLength))
    case .function(.size, let name): return String(try value(name).unicodeScalars.count)
    case .function(.largestSize, let name):
      _ = try value(name)
      return String(ScriptLimits.valueLength)
    case .function(.type, let name):
      guard let value = try? value(name) else { return "UNDEFINED" }
      return ScriptNumber.read(value) == nil ? "TEXT" : "NUMBER"
    }
  }

  private func text(_ fact: RunFact) -> String {
    switch fact {
    case .key: memory.key?.description ?? ""
    case .cursorRow: String(view.cursor / view.columns + 1)
    case .cursorColumn: String(view.cursor % view.columns + 1)
    case .cursor: String(view.cursor + 1)
    case .errorMessage: memory.fault?.description ?? ""
    case .errorCode: String(memory.fault?.code ?? 0)
    }
  }

  /// A script's own variable: VDEFINE's before UDEFINE's, and that before GDEFINE's.
  func own(_ name: String) -> String? {
    for frame in frames.reversed() {
      if let value = frame.variables[name] { return value }
    }
    return view.variables(.user)[name] ?? view.variables(.global)[name]
  }

  /// The value of a variable of any kind, by its name; of &PSWD nothing is known.
  private func value(_ name: String) throws(RunFault) -> String {
    switch VariableRow.row(name)?.form {
    case nil:
      guard let value = own(name) else { throw .undefined(name) }
      return value
    case .fact(let fact): return try text(.fact(fact))
    case .run(let fact): return text(fact)
    case .accumulator(let index): return String(memory.accumulators[index])
    case .password, .function: throw .undefined(name)
    }
  }
}

extension Comparison.Relation {
  func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
    switch self {
    case .equal: left == right
    case .other: left != right
    case .less: left < right
    case .greater: left > right
    case .atMost: left <= right
    case .atLeast: left >= right
    }
  }
}

/// Numbers in texts.
enum ScriptNumber {
  /// A text of up to nine digits.
  static func read(_ text: String) -> Int? {
    guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return Int(text)
  }
}

extension Target {
  /// What it is now, to be read.
  var value: ScriptValue {
    switch self {
    case .accumulator(let index): ScriptValue(parts: [.variable(.accumulator(index))])
    case .own(let name): ScriptValue(parts: [.variable(.own(name))])
    }
  }
}
