import ArgumentParser
import Crypto
import RACF
import Server
import Syntax

/// `turnstile oper`: the operator's console.
struct Operator: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "oper",
    abstract: "The operator's console: one command, or one after another from standard input.",
    discussion: "In any case:\n"
      + OperatorVerb.help().map { "  \($0)" }.joined(separator: "\n")
        + """

        And RACF's commands, those with keys and passwords from standard input only. Exit code 1 \
        if a command failed.
        """)

  @OptionGroup var state: StateOption
  @Option(help: "Seconds between two looks of TOP, 1 to 3600; on a terminal q ends it.")
  var interval = 2
  @Flag(help: "TOP looks once and ends.")
  var once = false
  @Flag(help: "TOP tells all figures as JSON, once.")
  var json = false
  @Argument(help: "One command; without it, commands are read from standard input.")
  var words: [String] = []

  func validate() throws {
    guard (1...3600).contains(interval) else {
      throw ValidationError("'\(interval)' seconds; expected 1 to 3600.")
    }
  }

  func run() throws {
    if words.count == 1, OperatorVerb.find(words[0])?.name == .top {
      return try Top(state: state.state, interval: interval, once: once, json: json).run()
    }
    guard words.isEmpty else {
      let lines = OperatorLines(state: state.state)
      let verb = words.first.map { OperatorLines.word(Array($0.utf8)) } ?? ""
      if OperatorLines.isRACF(verb) { try RACFCommands.refuseSecrets(words) }
      var text = Array(words.joined(separator: " ").utf8)
      defer { Wipe.bytes(&text) }
      guard try lines.isDone(text) else { throw ExitCode(1) }
      return
    }
    try OperatorLines(state: state.state)
      .readAll(prompt: StandardInput.isTerminal ? "COMMAND" : nil)
  }
}

/// An operator's commands, one after another, and what they are answered.
struct OperatorLines {
  /// The server's state directory.
  let state: String

  /// Takes commands from standard input until its end, or END.
  /// - Throws: exit code 1 where one failed.
  func readAll(prompt: String?) throws {
    var hasFailed = false
    while var statement = try StandardInput.statement(prompt: prompt) {
      defer { Wipe.bytes(&statement) }
      let word = Self.word(statement)
      if OperatorVerb.find(word)?.name == .end { break }
      if !word.isEmpty { hasFailed = try !isDone(statement) || hasFailed }
    }
    if hasFailed { throw ExitCode(1) }
  }

  /// Whether a word is the verb of a RACF command; an operator's command of the same name goes first.
  static func isRACF(_ verb: String) -> Bool {
    OperatorVerb.find(verb) == nil && RACFParser.isVerb(verb)
  }

  /// The first word, in capitals.
  static func word(_ text: [UInt8]) -> String {
    String(decoding: text.drop { $0 == 0x20 }.prefix { $0 != 0x20 && $0 != 0x0A }, as: UTF8.self)
      .uppercased()
  }

  /// Shows the answer to a command; false where it failed.
  func isDone(_ text: [UInt8]) throws -> Bool {
    let verb = Self.word(text)
    guard !Self.isRACF(verb) else {
      return Administer.tell(try Administer.ask(["racf"], body: text, state: state))
    }
    // One word in quotes is as good as several.
    let words = String(decoding: text, as: UTF8.self)
      .split { $0 == " " || $0 == "\r" }.map(String.init)
    guard let row = OperatorVerb.find(verb), row.isTyped else {
      let near = Suggestion.closest(to: verb, among: OperatorVerb.typed)
      Output.error(
        "\(words.first ?? verb) is no command; "
          + (near.map { "did you mean \($0)? HELP shows all" } ?? "HELP shows them"))
      return false
    }
    switch row.name {
    case .help where ControlClient.isOthers(state: state):
      return Administer.tell(try Administer.ask(words, state: state))
    case .help:
      let word = words.dropFirst().first
      let operators = OperatorVerb.help(word)
      let lines = operators.isEmpty ? word.map { RACFParser.help($0) } ?? [] : operators
      for line in lines { Output.line(line) }
      if lines.isEmpty { Output.error("\(words[1]) is no command; HELP shows them") }
      return !lines.isEmpty
    case .top:
      try Top.show(state)
      return true
    default: return Administer.tell(try Administer.ask(words, state: state))
    }
  }
}
