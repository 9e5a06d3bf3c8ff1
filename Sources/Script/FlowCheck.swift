import Syntax

/// Looks at the ways through one script.
struct FlowCheck {
  private let program: Program
  private(set) var faults: [Diagnostic] = []

  init(_ program: Program) {
    self.program = program
    checkReach()
    checkKeys()
    checkLoops()
    checkSecrets()
    checkLength()
    for (name, span) in program.unusedLabels {
      warn(span, "no statement goes to the label \(name)", note: "take it out, or BRANCH \(name)")
    }
  }

  private var operations: [Operation] { program.statements.map(\.operation) }

  private mutating func warn(_ span: SourceSpan, _ message: String, note: String) {
    faults.append(
      Diagnostic(program.source.path, at: span, says: message, note: note, severity: .warning))
  }

  /// Statements that may come next; none behind the last.
  private func successors(_ index: Int) -> [Int] {
    let operation = program.statements[index].operation
    let next = operation.goesOn ? [index + 1] : []
    let target = operation.target.map { program.places[$0] }
    return (next + [target].compactMap { $0 }).filter { $0 < program.statements.count }
  }

  private mutating func checkReach() {
    var reached = [Bool](repeating: false, count: program.statements.count)
    var waiting = program.statements.isEmpty ? [] : [0]
    while let index = waiting.popLast() {
      guard !reached[index] else { continue }
      reached[index] = true
      waiting += successors(index)
    }
    for (index, statement) in program.statements.enumerated() where !reached[index] {
      if case .jump = statement.operation { continue }
      guard index == 0 || reached[index - 1] else { continue }
      warn(
        statement.span, "this statement is never reached",
        note: "a label before it and a BRANCH would lead here")
    }
  }

  /// A key waits for the host's answer: WINP behind it waits for a second one (TPX's rule).
  private mutating func checkKeys() {
    for (index, statement) in program.statements.enumerated() {
      guard case .press(let key) = statement.operation else { continue }
      var next = index + 1
      var steps = 0
      while next < program.statements.count, steps < program.statements.count {
        guard let target = jump(program.statements[next].operation) else { break }
        next = target
        steps += 1
      }
      guard next < program.statements.count,
        program.statements[next].operation == .waitForHost
      else { continue }
      faults.append(
        Diagnostic(
          program.source.path, at: program.statements[next].span,
          says: "\(key) on line \(statement.span.line) has waited already, so WINP waits in vain",
          note: "take WINP out; WAIT waits for a second screen"))
    }
  }

  private func jump(_ operation: Operation) -> Int? {
    switch operation {
    case .jump(let label), .branch(let label): program.places[label]
    default: nil
    }
  }

  /// A loop in which nothing waits and nothing changes comes to the runaway limit.
  private mutating func checkLoops() {
    enum Mark { case unseen, open, done }
    let operations = operations
    var marks = [Mark](repeating: .unseen, count: operations.count)
    var told: Set<Int> = []
    for start in operations.indices where marks[start] == .unseen {
      var stack: [(index: Int, left: [Int])] = [(start, idle(start, operations))]
      marks[start] = .open
      while let top = stack.last {
        guard let next = top.left.last else {
          marks[top.index] = .done
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].left.removeLast()
        switch marks[next] {
        case .unseen:
          marks[next] = .open
          stack.append((next, idle(next, operations)))
        case .open: told.insert(top.index)
        case .done: break
        }
      }
    }
    for index in told.sorted() {
      warn(
        program.statements[index].span, "this loop waits for nothing and changes nothing",
        note: "WAIT in it, or count with ADD and leave it")
    }
  }

  /// Successors of a statement that neither waits nor changes anything.
  private func idle(_ index: Int, _ operations: [Operation]) -> [Int] {
    operations[index].yields || operations[index].changes ? [] : successors(index)
  }

  private mutating func checkSecrets() {
    let allows = operations.contains { $0 == .option(.visible(true)) }
    var last: Operation?
    for statement in program.statements {
      defer { last = statement.operation }
      guard !allows, case .key(let parts) = statement.operation, parts.contains(.secret) else {
        continue
      }
      let follows = if case .key? = last { true } else { false }
      guard parts.count > 1 || follows else { continue }
      warn(
        statement.span, "&PSWD would be typed beside other text, in a field that shows it",
        note: "TABF to a field of its own, or OPTION VISIBLE,ON where the application has none")
    }
  }

  private mutating func checkLength() {
    let limits = operations.compactMap {
      if case .option(.maxi(let limit)) = $0 { limit } else { nil }
    }
    let counted = program.statements.filter {
      if case .jump = $0.operation { false } else { true }
    }
    guard limits.isEmpty, counted.count > ScriptLimits.maxi else { return }
    warn(
      counted[ScriptLimits.maxi].span,
      "a run ends after \(ScriptLimits.maxi) statements, and the script has \(counted.count)",
      note: "OPTION MAXI,n says another number")
  }
}
