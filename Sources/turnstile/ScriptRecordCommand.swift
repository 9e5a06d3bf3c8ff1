import ArgumentParser
import EBCDIC
import Names
import Platform
import ScriptTools

/// `turnstile script record`: a first script from a traced logon.
struct ScriptRecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record", abstract: "Make a first script of a logon that was traced.",
    discussion: """
      The trace is one of turnstile oper trace or of x3270 -trace. Each screen is awaited by a \
      text that stands still, what was typed into a hidden field is &PSWD, and the user's id is \
      &USERID. The script is run against the trace, and what it does otherwise is told; exit \
      code 1 then.
      """)

  @Argument(help: "The trace.") var trace: String
  @Option(help: "The session, where the trace has several.") var session: String?
  @Option(help: "Who logged on, for &USERID; found in the trace where nobody says so.")
  var user: String?
  @Option(name: .shortAndLong, help: "The script's file, which must not be there yet.")
  var output: String?
  @Option(help: "Code page of the host.") var codePage = "bracket"

  func validate() throws {
    if let user, UserID(user) == nil { throw ValidationError("'\(user)' is no user id.") }
    if CodePage.named(codePage) == nil {
      throw ValidationError("'\(codePage)' is none of \(CodePage.names.joined(separator: ", ")).")
    }
  }

  func run() throws {
    guard let page = CodePage.named(codePage) else { throw ExitCode(1) }
    let result = ScriptRecorder.record(
      try ScriptTrace(trace, session: session).replay, user: user.flatMap { UserID($0) },
      page: page)
    if let output {
      try ScriptOutput.write(result.text, to: output)
    } else {
      Output.text(result.text)
    }
    for note in result.notes { Output.error("\(trace): \(note.message)") }
    if !result.isSame { throw ExitCode(1) }
  }
}

/// Scripts that a tool writes: never over one that a person may have changed.
enum ScriptOutput {
  static func write(_ text: String, to path: String) throws {
    guard !Files.exists(path) else {
      Output.error("\(path): the file is there already; move it away, or name another one")
      throw ExitCode(1)
    }
    do {
      try Files.write(Array(text.utf8), to: path)
    } catch {
      Output.error("\(path): \(error)")
      throw ExitCode(1)
    }
  }
}
