import Names
public import Syntax

/// The scripts of a site: those that were understood, by their names.
public struct ScriptLibrary: Sendable {
  private let programs: [ScriptName: Program]

  /// No scripts.
  public init() { programs = [:] }

  private init(programs: [ScriptName: Program]) { self.programs = programs }

  /// The script of a name.
  public subscript(name: ScriptName) -> Program? { programs[name] }

  /// Whether a script types &PSWD, or one that it calls does; nil where one of them is not there.
  public func typesSecret(_ name: ScriptName) -> Bool? {
    var (waiting, seen) = ([name], Set([name]))
    var types = false
    while let name = waiting.popLast() {
      guard let program = programs[name] else { return nil }
      for statement in program.statements {
        switch statement.operation {
        case .key(let parts): types = types || parts.contains(.secret)
        case .call(let other): if seen.insert(other).inserted { waiting.append(other) }
        default: break
        }
      }
    }
    return types
  }

  /// Number of scripts.
  public var count: Int { programs.count }

  /// Reads and checks scripts, each of which may call the others.
  /// - Returns: those that were understood, and every fault: an error is what no server takes.
  public static func load(
    _ sources: [SourceText]
  ) -> (library: ScriptLibrary, faults: [Diagnostic]) {
    var programs: [ScriptName: Program] = [:]
    var faults: [Diagnostic] = []
    for source in sources {
      guard programs.count < ScriptLimits.scripts else {
        faults.append(
          Diagnostic(
            source.path, at: nil, says: "there are too many scripts",
            note: "expected at most \(ScriptLimits.scripts)"))
        break
      }
      let (program, found) = ScriptParser.parse(source)
      faults += found
      guard let program else { continue }
      if let other = programs[program.name] {
        faults.append(
          Diagnostic(
            source.path, at: nil, says: "the script \(program.name) is there twice",
            note: "the other is \(other.source.path)"))
        continue
      }
      programs[program.name] = program
    }
    let all = programs.values.sorted { $0.source.path < $1.source.path }
    // Names of scripts with faults are known, so that a CALL of one is no fault besides.
    let names = Set(sources.compactMap { ScriptName($0.name) })
    faults += all.flatMap { FlowCheck($0).faults + AvailabilityCheck($0).faults }
    faults += CallCheck(all, names: names).faults + VariableCheck(all, of: sources.count).faults
    let order = Dictionary(sources.enumerated().map { ($1.path, $0) }) { first, _ in first }
    let sorted = faults.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      let places = (order[a.path] ?? 0, a.span?.line ?? 0, a.span?.column ?? 0, left.offset)
      return places < (order[b.path] ?? 0, b.span?.line ?? 0, b.span?.column ?? 0, right.offset)
    }
    return (ScriptLibrary(programs: programs), sorted.map(\.element))
  }
}
