import Names
import Syntax

/// Looks at the scripts that scripts call.
struct CallCheck {
  private var calls: [ScriptName: [(name: ScriptName, span: SourceSpan)]] = [:]
  private(set) var faults: [Diagnostic] = []

  /// - Parameters:
  ///   - programs: those that were understood.
  ///   - names: all that there are.
  init(_ programs: [Program], names: Set<ScriptName>) {
    for program in programs {
      calls[program.name] = program.statements.compactMap { statement in
        if case .call(let name) = statement.operation { (name, statement.span) } else { nil }
      }
    }
    for program in programs {
      for (name, span) in calls[program.name] ?? [] {
        if !names.contains(name) {
          let near = Suggestion.closest(to: "\(name)", among: names.map(\.description).sorted())
          note(
            program, span, says: "there is no script \(name)",
            note: near.map { "did you mean \($0)?" } ?? "its file would be \(name).acl")
        } else if let way = way(from: name, to: program.name) {
          let names = ([program.name] + way).map(\.description).joined(separator: " > ")
          note(program, span, says: "the CALL leads back to this script", note: names)
        }
      }
    }
  }

  private mutating func note(
    _ program: Program, _ span: SourceSpan, says message: String, note: String
  ) {
    faults.append(Diagnostic(program.source.path, at: span, says: message, note: note))
  }

  /// Scripts from one to another, over calls; nil where none leads there.
  private func way(from start: ScriptName, to end: ScriptName) -> [ScriptName]? {
    var before: [ScriptName: ScriptName] = [:]
    var seen: Set = [start]
    var waiting = [start]
    while let name = waiting.popLast() {
      if name == end {
        var way = [name]
        while let last = way.first, let previous = before[last] { way.insert(previous, at: 0) }
        return way
      }
      for (next, _) in calls[name] ?? [] where seen.insert(next).inserted {
        before[next] = name
        waiting.append(next)
      }
    }
    return nil
  }
}
