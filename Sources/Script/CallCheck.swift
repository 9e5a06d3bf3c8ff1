import Names
import Syntax

/// Looks at the scripts that scripts call.
struct CallCheck {
  /// The first CALL of each script that a program calls.
  private struct Call {
    let name: ScriptName
    let span: SourceSpan
    /// The program's number; nil for one that was not understood, or is not there.
    let program: Int?
  }

  private let programs: [Program]
  private var calls: [[Call]] = []
  private(set) var faults: [Diagnostic] = []

  /// - Parameters:
  ///   - programs: those that were understood.
  ///   - names: all that there are.
  init(_ programs: [Program], names: Set<ScriptName>) {
    self.programs = programs
    let numbers = Dictionary(programs.enumerated().map { ($1.name, $0) }) { first, _ in first }
    for program in programs {
      var told: Set<ScriptName> = []
      calls.append(
        program.statements.compactMap { statement in
          guard case .call(let name) = statement.operation, told.insert(name).inserted else {
            return nil
          }
          return Call(name: name, span: statement.span, program: numbers[name])
        })
    }
    let candidates = names.map(\.description).sorted()
    for number in programs.indices {
      for call in calls[number] where !names.contains(call.name) {
        let near = Suggestion.closest(to: "\(call.name)", among: candidates)
        note(
          number, call, says: "there is no script \(call.name)",
          note: near.map { "did you mean \($0)?" } ?? "its file would be \(call.name).acl")
      }
      if let way = way(back: number) {
        let names = ([number] + way.programs).map { programs[$0].name.description }
        note(
          number, way.call, says: "the CALL leads back to this script",
          note: names.joined(separator: " > "))
      }
    }
  }

  private mutating func note(_ number: Int, _ call: Call, says message: String, note: String) {
    faults.append(
      Diagnostic(programs[number].source.path, at: call.span, says: message, note: note))
  }

  /// The first call from which calls lead back to a program, and the programs on the way; nil where none
  /// does. Each call is looked at once.
  private func way(back start: Int) -> (call: Call, programs: [Int])? {
    var before = [Int?](repeating: nil, count: programs.count)
    for call in calls[start] {
      guard let first = call.program, before[first] == nil else { continue }
      before[first] = start
      var waiting = [first]
      while let number = waiting.popLast() {
        if number == start {
          var way = [start]
          while let last = way.first, let previous = before[last], previous != start {
            way.insert(previous, at: 0)
          }
          return (call, way)
        }
        for next in calls[number].compactMap(\.program) where before[next] == nil {
          before[next] = number
          waiting.append(next)
        }
      }
    }
    return nil
  }
}
