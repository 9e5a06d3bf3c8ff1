public import Names
public import Script
public import Syntax

/// Brings scripts of other products over: members of TPX, and scripts of s3270 and x3270.
///
/// What comes out passes the checker. A line that cannot be carried over is a comment with the reason, and a
/// password that stood in a text is &PSWD.
public struct ScriptImport {
  /// What a script was written for.
  public enum Kind: String, Sendable, CaseIterable {
    /// A member of a TPX library.
    case tpx
    /// Actions of s3270 and x3270.
    case s3270
  }

  /// What came of one script.
  public struct Result: Sendable {
    /// Where it was read.
    public let path: String
    /// Its name here.
    public let name: ScriptName
    /// Its text.
    public fileprivate(set) var text: String
    /// What was not carried over, and what was taken out.
    public fileprivate(set) var notes: [ScriptToolNote]
  }

  /// A line of a script, and the line of what it was made from.
  fileprivate struct Line {
    var text: String
    let source: Int
  }

  fileprivate struct Script {
    let path: String
    let name: ScriptName
    var lines: [Line]
    var notes: [ScriptToolNote]

    var source: SourceText {
      SourceText(path: "\(name).acl", text: lines.map(\.text).joined(separator: "\n") + "\n")
    }
  }

  private init() {}

  /// Imports scripts, which may call each other and those that are there.
  /// - Parameters:
  ///   - sources: the scripts.
  ///   - kind: what they were written for; nil where each of them has to tell.
  ///   - user: whose id their texts may have.
  ///   - present: scripts that are there already.
  /// - Returns: what came of each, in their order.
  public static func run(
    _ sources: [SourceText], of kind: Kind?, user: UserID?, beside present: [SourceText] = []
  ) -> [Result] {
    var scripts: [Script] = []
    for source in sources {
      let name = freeName(source.name, taken: scripts.map(\.name))
      scripts.append(read(source, kind: kind, user: user, name: name))
    }
    // Each turn makes a comment of at least one line.
    while mend(&scripts, beside: present) {}
    return scripts.map {
      Result(path: $0.path, name: $0.name, text: $0.source.text, notes: $0.notes)
    }
  }

  /// A name for a script by that of its file.
  private static func freeName(_ file: String, taken: [ScriptName]) -> ScriptName {
    let letters = file.uppercased().filter {
      $0.isASCII && ($0.isLetter || $0.isNumber || "$#@".contains($0))
    }
    if let name = ScriptName(String(letters.prefix(8))), !taken.contains(name) { return name }
    let names = (1...max(1, taken.count + 1)).lazy.compactMap { ScriptName("IMPORT\($0)") }
    guard let name = names.first(where: { !taken.contains($0) }) else {
      preconditionFailure("there are more names than scripts")
    }
    return name
  }

  private static func read(
    _ source: SourceText, kind: Kind?, user: UserID?, name: ScriptName
  ) -> Script {
    let all = source.lines
    let lines = Array(all.prefix(ScriptLimits.importedLines))
    let isActions = kind == .s3270 || kind == nil && EmulatorReader.isLikely(lines)
    let draft: ScriptDraft
    var notes: [ScriptToolNote]
    if isActions {
      let reader = EmulatorReader(lines)
      (draft, notes) = (reader.draft, reader.notes)
    } else {
      let reader = MemberReader(lines)
      (draft, notes) = (reader.draft, reader.notes)
    }
    let resolved = draft.resolved(for: user)
    notes += resolved.notes
    if all.count > lines.count {
      notes.append(ScriptToolNote(lines.count + 1, "what follows is left out: a script is shorter"))
    }
    let head = "Imported from \(isActions ? "a script of s3270" : "a member of TPX")."
    return Script(
      path: source.path, name: name, lines: text(of: resolved, head: head), notes: notes)
  }

  private static func text(of resolved: ScriptDraft.Resolved, head: String) -> [Line] {
    var lines = resolved.head(head).map { Line(text: $0, source: 0) }
    for line in resolved.lines {
      lines += line.step.statements.map {
        Line(text: ScriptDraft.indented($0), source: line.source)
      }
    }
    return lines
  }

  /// Makes comments of lines that the checker refuses; false where it refuses none that can be.
  private static func mend(_ scripts: inout [Script], beside present: [SourceText]) -> Bool {
    let names = Set(scripts.map { "\($0.name)" })
    let others = present.filter { !names.contains($0.name.uppercased()) }
    let faults = ScriptLibrary.load(scripts.map(\.source) + others).faults
    var isMended = false
    for index in scripts.indices {
      let path = scripts[index].source.path
      for fault in faults where fault.path == path && fault.severity == .error {
        guard let span = fault.span, scripts[index].leaveOut(span.line - 1, fault) else { continue }
        isMended = true
      }
    }
    return isMended
  }
}

extension ScriptImport.Script {
  /// Makes a comment of a line; false where it is one.
  fileprivate mutating func leaveOut(_ index: Int, _ fault: Diagnostic) -> Bool {
    guard lines.indices.contains(index) else { return false }
    let statement = lines[index].text.trimmed
    guard !statement.hasPrefix("*"), !statement.isEmpty else { return false }
    let source = lines[index].source
    let reason = fault.note.map { "\(fault.message); \($0)" } ?? fault.message
    let told = ScriptWords.plain(MemberReader.withoutTexts(statement))
    lines[index].text = ScriptWords.comment("line \(source) not carried over, \(reason): \(told)")
    notes.append(ScriptToolNote(source, "not carried over: \(reason)"))
    return true
  }
}
