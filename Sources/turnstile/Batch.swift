import ArgumentParser
import Crypto
import Platform
import RACF
import Server

/// `turnstile load`: many users at once.
struct Load: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "load",
    abstract: "Define and change users from a CSV file: all of them, or none.",
    discussion: """
      The first line has headings, in any order and case: \
      \(UserSheet.headings.joined(separator: ", ")). USER must be among them. Who is not there is \
      added as ADDUSER does, who is there is changed as ALTUSER does; a blank cell says nothing. \
      GROUPS has groups to connect to, with blanks between; EXPIRED, REVOKED and SPECIAL are YES \
      or NO.

      All rows are one change of the database: with a fault in any row, or an end of the machine \
      meanwhile, nothing is changed. --dry-run says what would be. Without a running server the \
      command works on the state directory itself.

      Each password takes some 45 ms of a core, and all cores hash: 500 take some 12 s on two.
      """)

  @OptionGroup var state: StateOption
  @Flag(help: "Say what would be changed, and change nothing.")
  var dryRun = false
  @Argument(help: "The file; without it, standard input is read.")
  var file: String?

  func run() throws {
    var bytes = try read()
    defer { Wipe.bytes(&bytes) }
    let progress = try? Progress("loading, passwords are hashed")
    let answer: Administration.Answer
    do {
      defer { progress?.end() }
      answer = try Administer.ask(
        ["load", "USERS"] + (dryRun ? ["TRIAL"] : []), body: bytes, state: state.state)
    }
    guard Administer.tell(answer) else { throw ExitCode(1) }
  }

  private func read() throws -> [UInt8] {
    guard let file else { return try StandardInput.read(prompt: "CSV") }
    do {
      return try Files.read(file, limit: StandardInput.limit)
    } catch {
      Output.error("\(file): \(error.reason)")
      throw ExitCode(1)
    }
  }
}

/// `turnstile extract`: users as `turnstile load` takes them.
struct Extract: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extract",
    abstract: "Write users as CSV that load takes, without passwords.",
    discussion: "In a mask * stands for any characters, and - for one or none: SALES---, A*.")

  @OptionGroup var state: StateOption
  @Option(help: "Which users.")
  var mask: String?
  @Flag(help: "As JSON.")
  var json = false
  @Flag(help: "As a table.")
  var table = false

  func validate() throws {
    guard !(json && table) else { throw ValidationError("say --json or --table, not both") }
  }

  func run() throws {
    let format = json ? "AS=JSON" : table ? "AS=TABLE" : "AS=CSV"
    try Administer.show(
      ["extract", "USERS"] + (mask.map { [$0] } ?? []) + [format], state: state.state)
  }
}

/// Seconds that a long command has taken so far, on a terminal; after the first.
private final class Progress: Sendable {
  private let over: Signal
  private let isOver: Signal

  /// Begins to tell.
  init(_ what: String) throws(SystemError) {
    let (over, isOver) = (try Signal(), try Signal())
    (self.over, self.isOver) = (over, isOver)
    try Threads.start {
      var seconds = 0
      while !over.wait(milliseconds: 1000) {
        seconds += 1
        Output.progress("\(what): \(seconds) s")
      }
      Output.endProgress()
      isOver.set()
    }
  }

  /// Ends to tell, once.
  func end() {
    over.set()
    _ = isOver.wait(milliseconds: 100)
  }
}
