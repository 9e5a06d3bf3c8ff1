import ArgumentParser
import Server

/// `turnstile card`: the crypto card of the running server.
struct Card: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take the running server's crypto card away, and bring it back.",
    subcommands: [Offline.self, Online.self])

  /// `turnstile card offline`.
  struct Offline: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Take the crypto card away.")
    @OptionGroup var state: StateOption
    func run() throws { try Ask.server(["card", "offline"], state.state) }
  }

  /// `turnstile card online`.
  struct Online: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Bring the crypto card back.")
    @OptionGroup var state: StateOption
    func run() throws { try Ask.server(["card", "online"], state.state) }
  }
}

/// `turnstile oper`: other requests of an operator.
struct Operator: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "oper",
    abstract: "Ask the running server: status, users, reload, cancel USER, message USER TEXT.")

  @OptionGroup var state: StateOption
  @Argument(help: "The request.")
  var words: [String]

  func run() throws { try Ask.server(words, state.state) }
}

/// Asks a running server and shows its answer.
enum Ask {
  static func server(_ words: [String], _ state: String) throws {
    do {
      for line in try ControlSocket.ask(words, state: state) { Output.line(line) }
    } catch {
      Output.error("\(error)")
      Output.error("no server runs with the state directory \(state); name it with --state")
      throw ExitCode(1)
    }
  }
}
