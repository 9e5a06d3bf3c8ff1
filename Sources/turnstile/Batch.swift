import ArgumentParser
import Crypto
import Platform
import RACF
import Server
import Syntax

/// `turnstile load`: many users, or files of ACT, at once.
struct Load: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "load",
    abstract: "Define and change users from CSV, or tables from statements: all or none.",
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

      With --tables the file changes ACT: statements such as UPDATE USER (SALES--- (Menu \
      key(PF3))), COPY ACT (TSOA TSOB (Application-ID(TSOB))) and DELETE PROFILE (OLD), as \
      `extract --tables --statements` writes them, or whole files, each behind a line `--- # \
      ACT/Users/BOB.yaml`. What the site's check would refuse is refused; a server takes the \
      files over at once.
      """)

  @OptionGroup var state: StateOption
  @OptionGroup var site: SiteOption
  @Flag(help: "Change files of ACT, by statements or by files.")
  var tables = false
  @Flag(help: "Say what would be changed, and change nothing.")
  var dryRun = false
  @Argument(help: "The file; without it, standard input is read.")
  var file: String?

  func run() throws {
    var bytes = try read()
    defer { Wipe.bytes(&bytes) }
    if tables {
      let deck = SourceText(path: file ?? "(input)", bytes: bytes)
      return try Tables.show(TableLoad(site.site).load(deck, isTrial: dryRun))
    }
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

private enum Tables {
  static func show(_ answer: TableLoad.Answer) throws {
    for line in answer.lines {
      if answer.isFailed { Output.error(line) } else { Output.line(line) }
    }
    if answer.isFailed { throw ExitCode(1) }
  }
}

/// `turnstile extract`: users, or files of ACT, as `turnstile load` takes them.
struct Extract: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extract",
    abstract: "Write users as CSV, or tables, as load takes them, without passwords.",
    discussion: "In a mask * stands for any characters, and - for one or none: SALES---, A*.")

  @OptionGroup var state: StateOption
  @OptionGroup var site: SiteOption
  @Flag(help: "Files of ACT, each behind a line with its path.")
  var tables = false
  @Flag(help: "With --tables: as statements, without comments.")
  var statements = false
  @Option(help: "Which users or files.")
  var mask: String?
  @Flag(help: "As JSON.")
  var json = false
  @Flag(help: "As a table.")
  var table = false

  func validate() throws {
    guard !(json && table) else { throw ValidationError("say --json or --table, not both") }
    guard tables || !statements else { throw ValidationError("--statements goes with --tables") }
    guard !(tables && (json || table)) else {
      throw ValidationError("--tables has one form beside --statements")
    }
  }

  func run() throws {
    if tables {
      return try Tables.show(TableLoad(site.site).extract(mask: mask, isDeck: statements))
    }
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
