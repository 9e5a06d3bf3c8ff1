import ArgumentParser
import Crypto
import RACF
import Server

/// `turnstile oper`: the operator's console.
struct Operator: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "oper",
    abstract: "The operator's console: one command, or one after another from standard input.",
    discussion: """
      status, users, reload, cancel USER, message USER TEXT; clock forget, where the time that was \
      seen was wrong and is right now; D ICSF,CARDS and the other displays; \
      S CSF and P CSF start and stop ICSF; SETICSF ACTIVATE,CARD and DEACTIVATE,CARD; RACF's \
      commands, those with keys and passwords from standard input only. END ends.
      """)

  @OptionGroup var state: StateOption
  @Argument(help: "One command; without it, commands are read from standard input.")
  var words: [String] = []

  func run() throws {
    guard words.isEmpty else {
      try RACFCommands.refuseSecrets(words)
      var text = Array(words.joined(separator: " ").utf8)
      defer { Wipe.bytes(&text) }
      guard try isDone(text) else { throw ExitCode(1) }
      return
    }
    var hasFailed = false
    let prompt = StandardInput.isTerminal ? "COMMAND" : nil
    while var statement = StandardInput.statement(prompt: prompt) {
      defer { Wipe.bytes(&statement) }
      let word = Self.word(statement)
      if word == "END" { break }
      if !word.isEmpty { hasFailed = try !isDone(statement) || hasFailed }
    }
    if hasFailed { throw ExitCode(1) }
  }

  private static func word(_ text: [UInt8]) -> String {
    String(decoding: text.drop { $0 == 0x20 }.prefix { $0 != 0x20 && $0 != 0x0A }, as: UTF8.self)
      .uppercased()
  }

  /// Shows the answer to a command; false where it failed.
  private func isDone(_ text: [UInt8]) throws -> Bool {
    let verb = Self.word(text)
    let answer: Administration.Answer
    if RACFStatement.isVerb(verb) {
      answer = try Administer.ask(["racf"], body: text, state: state.state)
    } else {
      // One word in quotes is as good as several.
      let words = String(decoding: text, as: UTF8.self).split(separator: " ").map(String.init)
      answer =
        ["D", "DISPLAY", "SETICSF", "S", "START", "P", "STOP"].contains(verb)
        ? try Administer.ask(words, state: state.state) : try Ask.answer(words, state.state)
    }
    for line in answer.lines { Output.line(line) }
    return !answer.isFailed
  }
}
