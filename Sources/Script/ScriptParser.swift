import Names
import Syntax

/// Reads a script.
struct ScriptParser {
  /// An IF whose ENDIF is not there yet.
  private struct Block {
    let span: SourceSpan
    /// Where its other half begins, or what follows it.
    let otherwise: Int
    /// What follows its other half, once ELSE was there.
    var end: Int?
  }

  private let source: SourceText
  private var statements: [Statement] = []
  private var labels = LabelTable()
  private var blocks: [Block] = []
  private var faults: [Diagnostic] = []
  /// An IF was not understood: whether its ELSE and ENDIF are right nobody knows.
  private var hasBrokenIf = false

  private init(_ source: SourceText) { self.source = source }

  /// A script and its faults; nil where there is one.
  static func parse(_ source: SourceText) -> (program: Program?, faults: [Diagnostic]) {
    var parser = ScriptParser(source)
    let name = parser.name()
    guard source.text.utf8.count <= ScriptLimits.fileSize else {
      parser.note(
        nil, "the script is too large", note: "expected at most \(ScriptLimits.fileSize >> 10) KiB")
      return (nil, parser.faults)
    }
    for (index, line) in source.lines.enumerated() {
      do throws(ScriptFault) {
        try parser.read(line, number: index + 1)
      } catch {
        parser.note(error)
      }
      guard parser.faults.count < ScriptLimits.faults else {
        parser.note(nil, "the script has more faults than are told", note: "mend these first")
        return (nil, parser.faults)
      }
      guard parser.statements.count <= ScriptLimits.statements else {
        parser.note(
          SourceSpan(line: index + 1, column: 1), "the script has too many statements",
          note: "expected at most \(ScriptLimits.statements); CALL another one")
        return (nil, parser.faults)
      }
    }
    for block in parser.blocks {
      parser.note(block.span, "the IF has no end", note: "expected ENDIF")
    }
    for fault in parser.labels.faults { parser.note(fault) }
    guard parser.faults.isEmpty, let name else { return (nil, parser.faults) }
    let program = Program(
      name: name, source: source, statements: parser.statements, places: parser.labels.places,
      unusedLabels: parser.labels.unused)
    return (program, [])
  }

  private mutating func name() -> ScriptName? {
    if let name = ScriptName(source.name) { return name }
    note(
      nil, "\(Diagnostic.quoted(source.name)) is no name of a script",
      note: "expected 1 to 8 of A-Z 0-9 $ # @, and .acl behind them")
    return nil
  }

  private mutating func note(_ span: SourceSpan?, _ message: String, note: String?) {
    faults.append(Diagnostic(source.path, at: span, says: message, note: note))
  }

  private mutating func note(_ fault: ScriptFault) {
    note(fault.span, fault.message, note: fault.note)
  }

  private mutating func read(_ line: String, number: Int) throws(ScriptFault) {
    var lexer = ScriptLexer(line, number: number)
    var tokens = try lexer.tokens()
    if tokens.count >= 2, tokens[1].kind == .sign(":") {
      guard case .word(let name) = tokens[0].kind else {
        throw ScriptFault(
          tokens[0].span, "no label", note: "expected a name that begins with a letter")
      }
      guard StatementRow.row(name) == nil else {
        throw ScriptFault(
          tokens[0].span, "\(name) is a statement, and no label", note: "expected another name")
      }
      try labels.define(name, at: tokens[0].span, before: statements.count)
      tokens.removeFirst(2)
    }
    guard !tokens.isEmpty else { return }
    var operands = StatementReader(Self.split(tokens), line: number, labels: labels)
    defer { labels = operands.labels }
    try statement(&operands, isInside: false)
  }

  /// PF3 and PA1 are two words.
  private static func split(_ tokens: [ScriptToken]) -> [ScriptToken] {
    tokens.flatMap { token in
      guard case .word(let word) = token.kind, word.hasPrefix("PF") || word.hasPrefix("PA"),
        word.utf8.count > 2, word.utf8.dropFirst(2).allSatisfy({ (0x30...0x39).contains($0) }),
        let number = Int(word.dropFirst(2))
      else { return [token] }
      let (line, column) = (token.span.line, token.span.column)
      return [
        ScriptToken(
          kind: .word(String(word.prefix(2))),
          span: SourceSpan(line: line, column: column, length: 2)),
        ScriptToken(
          kind: .number(number),
          span: SourceSpan(line: line, column: column + 2, length: token.span.length - 2)),
      ]
    }
  }

  /// Reads a statement; one inside an IF of the same line is none that opens or ends a block.
  private mutating func statement(
    _ operands: inout StatementReader, isInside: Bool
  ) throws(ScriptFault) {
    let start = operands.span
    let (word, _) = try operands.word("a statement")
    guard let row = StatementRow.row(word) else {
      let near = Suggestion.closest(to: word, among: StatementRow.all.map(\.word))
      throw ScriptFault(
        start, "\(word) is no statement",
        note: near.map { "did you mean \($0)?" } ?? "turnstile manual scripts lists them")
    }
    if case .operation(let read) = row.form {
      let operation = try read(&operands)
      try operands.expectEnd(after: row.usage)
      return add(operation, start)
    }
    guard !isInside else {
      throw ScriptFault(
        start, "\(word) cannot stand behind IF on a line", note: "write it on a line of its own")
    }
    switch row.form {
    case .ifBlock: return try open(&operands, start)
    case .elseBlock: try turn(&operands, start)
    default: try close(&operands, start)
    }
    try operands.expectEnd(after: row.usage)
  }

  private mutating func add(_ operation: Operation, _ span: SourceSpan) {
    statements.append(Statement(operation: operation, span: span))
  }

  private mutating func open(
    _ operands: inout StatementReader, _ start: SourceSpan
  ) throws(ScriptFault) {
    hasBrokenIf = true
    let condition = try operands.condition()
    hasBrokenIf = false
    let otherwise = operands.labels.make()
    add(.test(condition, otherwise: otherwise), start)
    guard operands.isAtEnd else {
      defer { operands.labels.put(otherwise, before: statements.count) }
      return try statement(&operands, isInside: true)
    }
    guard blocks.count < ScriptLimits.blocks else {
      throw ScriptFault(
        start, "too many IF inside each other", note: "expected at most \(ScriptLimits.blocks)")
    }
    blocks.append(Block(span: start, otherwise: otherwise, end: nil))
  }

  private mutating func turn(
    _ operands: inout StatementReader, _ start: SourceSpan
  ) throws(ScriptFault) {
    guard let block = blocks.last, block.end == nil else {
      if hasBrokenIf { return }
      throw ScriptFault(start, "ELSE without an IF", note: "IF and its condition stand above")
    }
    let end = operands.labels.make()
    add(.jump(end), start)
    operands.labels.put(block.otherwise, before: statements.count)
    blocks[blocks.count - 1].end = end
  }

  private mutating func close(
    _ operands: inout StatementReader, _ start: SourceSpan
  ) throws(ScriptFault) {
    guard let block = blocks.popLast() else {
      if hasBrokenIf { return }
      throw ScriptFault(start, "ENDIF without an IF", note: "IF and its condition stand above")
    }
    operands.labels.put(block.end ?? block.otherwise, before: statements.count)
  }
}
