import ArgumentParser
import Messages
import Script
import ScriptTools
import Server
import Syntax

/// `turnstile script`: scripts of sessions.
struct ScriptCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "script", abstract: "Scripts that type what a person would.",
    subcommands: [
      ScriptCheck.self, ScriptRunCommand.self, ScriptRecordCommand.self, ScriptImportCommand.self,
      ScriptList.self, ScriptShow.self,
    ])
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

/// `turnstile script list`: the scripts that come with the program.
struct ScriptList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the scripts that come with the program.",
    discussion: "turnstile script show TSO > ACT/Scripts/TSO.acl gives a site one of its own.")

  func run() {
    for entry in ReadyScripts.all {
      let name = entry.source.name
      Output.line(name + String(repeating: " ", count: max(1, 9 - name.count)) + entry.meaning)
    }
  }
}

/// `turnstile script show`: one of them.
struct ScriptShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a script that comes with the program.")

  @Argument(help: "Its name, as script list has it.") var name: String

  func run() throws {
    guard let entry = ReadyScripts.named(name) else {
      let names = ReadyScripts.all.map(\.source.name)
      throw ValidationError("'\(name)' is none of \(names.joined(separator: ", ")).")
    }
    Output.text(entry.source.text)
  }
}
