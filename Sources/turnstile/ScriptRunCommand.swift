import ArgumentParser
import EBCDIC
import Names
import Platform
import Replay
import Script
import Syntax

/// `turnstile script run`: a script against recorded screens.
struct ScriptRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a script against the screens of a recorded trace.",
    discussion: """
      The trace is one of x3270 -trace or of turnstile oper trace: each wait for the host is \
      given its next screen. Each statement is shown with what it does, beside the screens; \
      nothing is sent anywhere, and stars stand for the password. Exit code 1 where the \
      script has errors, or its run failed.
      """)

  @Argument(help: "The script's file; it may call those beside it.") var file: String
  @Option(help: "The trace.") var against: String
  @Option(help: "Who is signed on, for &USERID.") var user = "USER1"
  @Option(help: "Code page of the host.") var codePage = "bracket"

  func validate() throws {
    if UserID(user) == nil { throw ValidationError("'\(user)' is no user id.") }
    if CodePage.named(codePage) == nil {
      throw ValidationError("'\(codePage)' is none of \(CodePage.names.joined(separator: ", ")).")
    }
  }

  /// Longest trace that is read.
  private static let limit = 64 << 20

  func run() throws {
    let files = ScriptFiles([file])
    let loaded = ScriptLibrary.load(files.sources)
    let texts = Dictionary(files.sources.map { ($0.path, $0) }) { first, _ in first }
    let own = loaded.faults.filter { files.paths.contains($0.path) }
    let errors = (files.faults + own).filter { $0.severity == .error }
    for fault in errors { Output.error(fault.rendered(texts[fault.path])) }
    guard errors.isEmpty, let source = texts[file], let name = ScriptName(source.name),
      let page = CodePage.named(codePage)
    else { throw ExitCode(1) }
    let trace: TraceFile
    do {
      trace = try TraceFile(
        String(decoding: try Files.read(against, limit: Self.limit), as: UTF8.self))
    } catch {
      Output.error("\(against): \(error)")
      throw ExitCode(1)
    }
    let screens = TraceReplay.run(trace).screens.filter { $0.lineMode == nil }.map(\.space)
    let surroundings = ScriptSurroundings(facts: [.userID: user.uppercased()])
    let result = ScriptReplay.run(
      name, in: loaded.library, against: screens, page: page, as: surroundings)
    for line in result?.lines ?? [] { Output.line(line.trimmedEnd) }
    if result?.isDone != true { throw ExitCode(1) }
  }
}
