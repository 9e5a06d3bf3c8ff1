import ArgumentParser
import Crypto
import Names
import Platform
import RACF
import SAF
import Server
import Store

/// `turnstile racf`: the security database in RACF's commands.
struct RACFCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "racf",
    abstract: "RACF commands: one as arguments, a deck on standard input, or one after another.",
    discussion: """
      \(RACFParser.abbreviations.joined(separator: ", ")); classes are \
      \(ResourceClass.allCases.map(\.rawValue).joined(separator: " ")). HELP COMMAND \
      shows operands. A `-` or `+` at a line's end continues it. Keys and \
      passwords are taken from standard input only, and so is a command that is not understood. \
      Changes of profiles count after SETROPTS RACLIST(class) REFRESH. On a terminal it asks for \
      one command after another, until END. Exit code 1 if a command failed.
      """)

  @OptionGroup var state: StateOption
  @Argument(help: "One command; without it, a deck is read from standard input.")
  var command: [String] = []

  func run() throws {
    guard !command.isEmpty || !StandardInput.isTerminal else { return try converse() }
    var deck = Array(command.joined(separator: " ").utf8)
    if command.isEmpty {
      deck = try StandardInput.read()
    } else {
      try Self.refuseSecrets(command)
    }
    defer { Wipe.bytes(&deck) }
    try Administer.show(["racf"], body: deck, state: state.state)
  }

  /// One command after another, as at a TSO terminal; a command that fails changes nothing else.
  private func converse() throws {
    var hasFailed = false
    Output.error("RACF commands; END ends, a - at a line's end continues it.")
    while var statement = try StandardInput.statement(prompt: "READY") {
      defer { Wipe.bytes(&statement) }
      let word = statement.drop { $0 == 0x20 }.prefix { $0 != 0x20 }
      let verb = String(decoding: word.prefix(8), as: UTF8.self)
      if OperatorVerb.find(verb)?.name == .end { break }
      guard !word.isEmpty else { continue }
      let answer = try Administer.ask(["racf"], body: statement, state: state.state)
      hasFailed = !Administer.tell(answer) || hasFailed
    }
    if hasFailed { throw ExitCode(1) }
  }

  /// Keys and passwords have no place among arguments, where others can see them: only a command that is
  /// understood whole, and has none in it, is sent.
  static func refuseSecrets(_ words: [String]) throws {
    let deck = CommandDeck(Array(words.joined(separator: " ").utf8))
    for statement in deck.statements {
      let reading = RACFParser.read(statement)
      if case .failure(let fault) = reading.outcome {
        Output.error(fault.description)
        Output.error("a command that is not understood is taken from standard input only")
        throw ExitCode(1)
      }
      guard reading.hasSecret else { continue }
      Output.error("a key or a password has no place on the command line, where others can see it")
      Output.error("write the command to standard input: turnstile racf < FILE")
      throw ExitCode(1)
    }
  }
}

/// `turnstile kgup`: keys into the CKDS.
struct KeyGenerator: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kgup",
    abstract: "Put keys into the CKDS: a deck of statements on standard input.",
    discussion: """
      A comma or a hyphen at a line's end continues it. Without KEY a key is made at random. \
      TYPE(DATA) is a DES key of 8 bytes for KEYLABEL, TYPE(MAC) an HMAC key of 32 to 256 bytes \
      for EPTKEYLABEL; RENAME takes LABEL(old,new). Each key's check value is shown.

      \(KeyStatement.help.joined(separator: "\n"))
      """)

  @OptionGroup var state: StateOption

  func run() throws {
    var deck = try StandardInput.read(prompt: "KGUP")
    defer { Wipe.bytes(&deck) }
    try Administer.show(["kgup"], body: deck, state: state.state)
  }
}

/// `turnstile display`: operators' displays.
struct Display: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "display",
    abstract: "Show ICSF,CARDS  ICSF,LIST  ICSF,MKS  ICSF,KDS or SMF,O as z/OS does.")

  @OptionGroup var site: SiteOption
  @OptionGroup var state: StateOption
  @Argument(help: "What to show, such as ICSF,CARDS.")
  var what: String

  func run() throws {
    try Administer.show(["d", what], state: state.state, site: site.site)
  }
}

/// Asks the server, or works on its state directory where none runs; shows what came of it.
enum Administer {
  static func ask(
    _ words: [String], body: [UInt8] = [], state: String, site: String = SiteOption.defaultPath
  ) throws -> Administration.Answer {
    guard Files.exists(state) else {
      Output.error("there is no state directory \(state); name it with --state or TURNSTILE_STATE")
      throw ExitCode(1)
    }
    do {
      return try Administration.ask(words, body: body, state: state, site: site)
    } catch {
      Output.error(error.description)
      throw ExitCode(1)
    }
  }

  static func show(
    _ words: [String], body: [UInt8] = [], state: String, site: String = SiteOption.defaultPath
  ) throws {
    guard tell(try ask(words, body: body, state: state, site: site)) else { throw ExitCode(1) }
  }

  /// Shows an answer; false where it is a failure.
  static func tell(_ answer: Administration.Answer) -> Bool {
    for line in answer.lines { Output.line(line) }
    return !answer.isFailed
  }
}
