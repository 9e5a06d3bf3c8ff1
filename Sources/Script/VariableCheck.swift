import Names
import Syntax

/// Looks at the variables of all scripts together: one script may make what another one reads.
struct VariableCheck {
  private(set) var faults: [Diagnostic] = []

  /// - Parameters:
  ///   - programs: those that were understood.
  ///   - count: of all scripts; where some were not understood, what they define is not known.
  init(_ programs: [Program], of count: Int) {
    guard programs.count == count else { return }
    let all = programs.flatMap { $0.statements.map(\.operation) }
    let defined = Set(all.compactMap { if case .define(_, let name) = $0 { name } else { nil } })
    let changed = Set(all.compactMap(Self.changed))
    for program in programs {
      var told: Set<String> = []
      for statement in program.statements {
        let read = statement.operation.values.flatMap(Self.read)
        for name in read + [Self.changed(statement.operation)].compactMap({ $0 })
        where told.insert(name).inserted {
          if !defined.contains(name) {
            let near = Suggestion.closest(
              to: name, among: defined.sorted() + VariableRow.all.map(\.name))
            note(
              program, statement.span, says: "no script defines &\(name)",
              note: near.map { "did you mean &\($0)?" } ?? "VDEFINE &\(name) before it is used")
          } else if !changed.contains(name) {
            note(
              program, statement.span, says: "&\(name) is empty always",
              note: "SET or ADD would give it a value")
          }
        }
      }
    }
  }

  private mutating func note(
    _ program: Program, _ span: SourceSpan, says message: String, note: String
  ) {
    faults.append(
      Diagnostic(program.source.path, at: span, says: message, note: note, severity: .warning))
  }

  private static func changed(_ operation: Operation) -> String? {
    switch operation {
    case .set(.own(let name), _), .add(.own(let name), _, _): name
    default: nil
    }
  }

  private static func read(_ value: ScriptValue) -> [String] {
    value.parts.compactMap { if case .variable(.own(let name)) = $0 { name } else { nil } }
  }
}
