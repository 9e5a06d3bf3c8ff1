import ArgumentParser
import Messages
import Script
import Server
import Syntax

/// `turnstile script`: scripts of sessions.
struct ScriptCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "script", abstract: "Scripts that type what a person would.",
    subcommands: [ScriptCheck.self, ScriptRunCommand.self])
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
