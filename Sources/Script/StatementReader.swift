import Syntax

/// Reads a statement's operands from its tokens.
struct StatementReader {
  private let tokens: [ScriptToken]
  private var at = 0
  private let line: Int
  /// Labels that the statement names are noted here.
  var labels: LabelTable

  init(_ tokens: [ScriptToken], line: Int, labels: LabelTable) {
    self.tokens = tokens
    self.line = line
    self.labels = labels
  }

  /// The next token.
  var next: ScriptToken? { at < tokens.count ? tokens[at] : nil }
  /// Whether nothing is left of the line.
  var isAtEnd: Bool { at == tokens.count }

  /// The place of the next token, or behind the last one.
  var span: SourceSpan {
    if let next { return next.span }
    let last = tokens.last?.span
    return SourceSpan(line: line, column: last.map { $0.column + $0.length } ?? 1)
  }

  mutating func skip() { at = min(at + 1, tokens.count) }

  /// A fault at the next token.
  func fault(_ message: String, _ note: String? = nil) -> ScriptFault {
    ScriptFault(span, message, note: note)
  }

  /// Refuses what is left of the line.
  func expectEnd(after usage: String) throws(ScriptFault) {
    guard isAtEnd else { throw fault("nothing may follow here", "expected \(usage)") }
  }

  /// Takes a sign if it is next.
  mutating func takes(_ sign: String) -> Bool {
    guard next?.kind == .sign(sign) else { return false }
    skip()
    return true
  }

  /// Takes a word if it is next.
  mutating func takes(word: String) -> Bool {
    guard next?.kind == .word(word) else { return false }
    skip()
    return true
  }

  /// Takes a word.
  mutating func word(_ expected: String) throws(ScriptFault) -> (text: String, span: SourceSpan) {
    guard case .word(let text)? = next?.kind else {
      throw fault(isAtEnd ? "something is missing here" : "no word", "expected \(expected)")
    }
    defer { skip() }
    return (text, span)
  }

  /// Takes a number of a range.
  mutating func number(
    _ range: ClosedRange<Int>, _ what: String
  ) throws(ScriptFault) -> Int {
    guard case .number(let number)? = next?.kind, range.contains(number) else {
      throw fault(
        isAtEnd ? "a number is missing here" : "no \(what)",
        "expected \(range.lowerBound) to \(range.upperBound)")
    }
    skip()
    return number
  }

  /// Takes a label that the statement goes to.
  mutating func label() throws(ScriptFault) -> Int {
    let (name, span) = try word("a label")
    return labels.use(name, at: span)
  }

  /// Takes ON or OFF.
  mutating func isOn() throws(ScriptFault) -> Bool {
    if takes(word: "ON") { return true }
    if takes(word: "OFF") { return false }
    throw fault(isAtEnd ? "something is missing here" : "neither ON nor OFF", "expected ON or OFF")
  }

  /// Whether a value begins here.
  var isAtValue: Bool {
    switch next?.kind {
    case .text, .number, .variable: true
    default: false
    }
  }

  /// Takes texts, numbers and variables up to anything else; they stand together.
  mutating func value(_ expected: String) throws(ScriptFault) -> ScriptValue {
    guard isAtValue else { throw missing(expected) }
    var parts: [ScriptValue.Part] = []
    while isAtValue { parts.append(try part()) }
    return ScriptValue(parts: parts)
  }

  /// Takes one text, number or variable.
  mutating func operand(_ expected: String) throws(ScriptFault) -> ScriptValue {
    guard isAtValue else { throw missing(expected) }
    return ScriptValue(parts: [try part()])
  }

  private func missing(_ expected: String) -> ScriptFault {
    if case .word(let word)? = next?.kind {
      return fault(
        "\(word) is no value", "texts stand in quotes, variables begin with &")
    }
    return fault(isAtEnd ? "a value is missing here" : "no value", "expected \(expected)")
  }

  /// Takes what KEY types, in which alone &PSWD may stand.
  mutating func typed() throws(ScriptFault) -> [TypedPart] {
    guard isAtValue else { throw missing("a text in quotes, a variable, &PSWD") }
    var typed: [TypedPart] = []
    var parts: [ScriptValue.Part] = []
    while isAtValue {
      if case .variable(let name)? = next?.kind, VariableRow.row(name)?.form == .password {
        skip()
        if !parts.isEmpty { typed.append(.value(ScriptValue(parts: parts))) }
        parts = []
        typed.append(.secret)
      } else {
        parts.append(try part())
      }
    }
    if !parts.isEmpty { typed.append(.value(ScriptValue(parts: parts))) }
    return typed
  }

  private mutating func part() throws(ScriptFault) -> ScriptValue.Part {
    switch next?.kind {
    case .text(let text):
      skip()
      return .text(text)
    case .number(let number):
      skip()
      return .text(String(number))
    default: return .variable(try variable())
    }
  }

  private mutating func variable() throws(ScriptFault) -> ScriptVariable {
    guard case .variable(let name)? = next?.kind else { throw fault("no variable") }
    guard let row = VariableRow.row(name) else {
      skip()
      return .own(name)
    }
    switch row.form {
    case .fact(let fact):
      skip()
      return .fact(fact)
    case .run(let fact):
      skip()
      return .run(fact)
    case .accumulator(let index):
      skip()
      return .accumulator(index)
    case .password:
      throw fault("&PSWD can only be typed", "expected KEY &PSWD; nothing else is told it")
    case .function(let function):
      skip()
      guard takes("(") else { throw fault("a name is missing here", "expected \(row.usage)") }
      let argument = try argument(row.usage)
      guard takes(")") else { throw fault("no )", "expected \(row.usage)") }
      return .function(function, of: argument)
    }
  }

  /// A function's name in parentheses, with or without `&`.
  private mutating func argument(_ usage: String) throws(ScriptFault) -> String {
    switch next?.kind {
    case .word(let name), .variable(let name):
      skip()
      return name
    default: throw fault("a name is missing here", "expected \(usage)")
    }
  }

  /// Takes a variable that can be changed, and the comma or equals sign behind it.
  mutating func target() throws(ScriptFault) -> Target {
    guard case .variable(let name)? = next?.kind else {
      throw fault(
        isAtEnd ? "a variable is missing here" : "no variable", "expected a variable, such as &A1")
    }
    switch VariableRow.row(name)?.form {
    case .accumulator(let index):
      skip()
      return .accumulator(index)
    case nil:
      skip()
      return .own(name)
    default: throw fault("&\(name) cannot be changed", "expected &A1 to &A4 or a variable of yours")
    }
  }

  /// Takes the name of a variable of the script's own, with or without `&`.
  mutating func ownName() throws(ScriptFault) -> String {
    switch next?.kind {
    case .word(let name), .variable(let name):
      guard VariableRow.row(name) == nil else {
        throw fault("&\(name) is there always", "expected another name")
      }
      skip()
      return name
    default: throw fault(isAtEnd ? "a variable is missing here" : "no name", "expected &NAME")
    }
  }

  /// Takes a condition: AND binds more tightly than OR.
  mutating func condition() throws(ScriptFault) -> Condition {
    var lines = [[try comparison()]]
    while true {
      if takes(word: "AND") {
        lines[lines.count - 1].append(try comparison())
      } else if takes(word: "OR") {
        lines.append([try comparison()])
      } else {
        return Condition(lines: lines)
      }
    }
  }

  private mutating func comparison() throws(ScriptFault) -> Comparison {
    let isNegated = takes(word: "NOT")
    if takes(word: "FOUND") { return Comparison(isNegated: isNegated, kind: .found) }
    let left = try operand("FOUND, or a comparison such as &A1 > 3")
    let relation = try relation()
    let right = try operand("a text in quotes, a number or a variable")
    return Comparison(isNegated: isNegated, kind: .compare(left, relation, right))
  }

  private mutating func relation() throws(ScriptFault) -> Comparison.Relation {
    let found = Comparison.Relation.allCases.first {
      next?.kind == .sign($0.rawValue) || next?.kind == .word($0.word)
    }
    guard let found else { throw fault("no comparison", "expected = <> < > <= >=") }
    skip()
    return found
  }
}
