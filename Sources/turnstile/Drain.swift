import ArgumentParser
import Server

/// `turnstile drain`: empties the running server, and stops it.
struct Drain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Empty the running server, and stop it.",
    discussion: """
      Nobody signs on any more, and the logon panel says why and until when. Users are told \
      now, and again five minutes and one minute before the end. At the time, or before when \
      nobody is signed on and no session lives, the server stops as at SIGTERM. Given \
      again, it changes the time.
      """)

  @Option(name: .customLong("in"), help: "When it stops: a number and s, m or h; at most 24h.")
  var time = DrainTime.standard
  @Option(help: "What users are told besides.")
  var message = ""
  @Flag(help: "Take sign-ons again, and stop not.")
  var cancel = false
  @OptionGroup var state: StateOption

  func validate() throws {
    guard DrainTime(time) != nil else {
      throw ValidationError("'\(time)' is no time; expected \(DrainTime.expected).")
    }
    guard !cancel || message.isEmpty else {
      throw ValidationError("--cancel stands alone.")
    }
  }

  func run() throws {
    let words = cancel ? ["drain", "off"] : ["drain", time] + (message.isEmpty ? [] : [message])
    try Administer.show(words, state: state.state)
  }
}
