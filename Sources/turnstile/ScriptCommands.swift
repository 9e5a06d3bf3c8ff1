import ArgumentParser
import Messages
import Platform
import Script
import Server
import Syntax

/// `turnstile script`: scripts of sessions.
struct ScriptCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "script", abstract: "Scripts that type what a person would.",
    subcommands: [ScriptCheck.self])
}

/// `turnstile script check`: every fault of scripts.
struct ScriptCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check scripts, and show every fault.",
    discussion: """
      A folder stands for all its .acl files. A script may call those beside it, and read what \
      they define. An error is what no server takes; a warning, what will hardly do what was \
      meant. Exit code 1 if there is an error; warnings alone give 0. turnstile manual scripts \
      lists the words.
      """)

  @Argument(help: "Files, and folders of files.") var files: [String]

  func run() throws {
    let asked = ScriptFiles(files)
    let checked = ScriptLibrary.load(asked.sources)
    let faults = asked.faults + checked.faults.filter { asked.paths.contains($0.path) }
    let texts = Dictionary(asked.sources.map { ($0.path, $0) }) { first, _ in first }
    for fault in faults { Output.line(fault.rendered(texts[fault.path])) }
    let errors = faults.count { $0.severity == .error }
    let count = counted(asked.paths.count, "script")
    guard !faults.isEmpty else {
      Output.line("\(count) \(asked.paths.count == 1 ? "is" : "are") in order")
      return
    }
    let warnings = faults.count - errors
    Output.line("\(counted(errors, "error")) and \(counted(warnings, "warning")) in \(count)")
    if errors > 0 { throw ExitCode(1) }
  }
}

/// Scripts that a person names, and those beside them.
private struct ScriptFiles {
  private(set) var sources: [SourceText] = []
  /// Those that were named, themselves or by their folder.
  private(set) var paths: Set<String> = []
  private(set) var faults: [Diagnostic] = []

  private static let suffix = ".acl"

  init(_ names: [String]) {
    for name in names {
      if let found = try? Files.list(name, suffix: Self.suffix) {
        let folder = name.hasSuffix("/") ? String(name.dropLast()) : name
        if found.isEmpty {
          note(name, "no script is here", note: "expected files NAME\(Self.suffix)")
        }
        for file in found.sorted() { take("\(folder)/\(file)", isNamed: true) }
      } else {
        take(name, isNamed: true)
      }
    }
    for path in paths.sorted() {
      let cut = path.lastIndex(of: "/")
      let folder = cut.map { String(path[..<$0]) } ?? "."
      let beside = (try? Files.list(folder.isEmpty ? "/" : folder, suffix: Self.suffix)) ?? []
      for file in beside.sorted() { take(cut == nil ? file : "\(folder)/\(file)", isNamed: false) }
    }
  }

  private mutating func take(_ path: String, isNamed: Bool) {
    guard !sources.contains(where: { $0.path == path }) else { return }
    do {
      let bytes = try Files.read(path, limit: ScriptLimits.fileSize)
      sources.append(SourceText(path: path, bytes: bytes))
      if isNamed { paths.insert(path) }
    } catch {
      if isNamed { note(path, "the script cannot be read: \(error.reason)") }
    }
  }

  private mutating func note(_ path: String, _ message: String, note: String? = nil) {
    faults.append(Diagnostic(path, at: nil, says: message, note: note))
  }
}
