import ArgumentParser
import Bytes
import PKCS11
import RACF
import Server
import Tables

/// `turnstile card`: the crypto card of the running server.
struct Card: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take the running server's crypto card away, and bring it back.",
    subcommands: [Offline.self, Online.self, MasterKey.self])

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

extension Card {
  /// `turnstile card create-master-key`.
  struct MasterKey: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "create-master-key",
      abstract: "Make the master key inside a PKCS#11 token that has none.",
      discussion: """
        The card is named as in "Crypto card 1" of ACT/System.yaml: \
        pkcs11:token=LABEL?module-path=FILE&pin-source=file:FILE. The key (AES-256, label \
        TURNSTILE.MK) never leaves the token. Prints its verification pattern.
        """)

    @Argument(help: "The token, as a PKCS#11 URI.")
    var card: String

    func run() throws {
      guard let address = TokenAddress(card) else {
        throw ValidationError("'\(card)' is no card; expected \(CardTarget.expected).")
      }
      do {
        let pattern = try TokenCard.createMasterKey(
          module: address.module, label: address.label, pinFile: address.pinFile)
        Output.line("master key pattern \(Hex.encode(pattern))")
      } catch {
        Output.error("\(address.label): \(error)")
        throw ExitCode(1)
      }
    }
  }
}

/// `turnstile oper`: other requests of an operator.
struct Operator: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "oper",
    abstract: "The operator's console: ask the running server.",
    discussion: """
      status, users, reload, cancel USER, message USER TEXT; D ICSF,CARDS and the other displays; \
      SETICSF ACTIVATE,CARD and DEACTIVATE,CARD; RACF's commands.
      """)

  @OptionGroup var state: StateOption
  @Argument(help: "The request.")
  var words: [String]

  func run() throws {
    // One word in quotes is as good as several.
    let words = words.joined(separator: " ").split(separator: " ").map(String.init)
    let verb = words.first?.uppercased() ?? ""
    if RACFStatement.isVerb(verb) {
      try RACFCommands.refuseSecrets(words)
      try Administer.show(
        ["racf"], body: Array(words.joined(separator: " ").utf8), state: state.state)
    } else if ["D", "DISPLAY", "SETICSF"].contains(verb) {
      try Administer.show(words, state: state.state)
    } else {
      try Ask.server(words, state.state)
    }
  }
}

/// Asks a running server and shows its answer.
enum Ask {
  static func server(_ words: [String], _ state: String) throws {
    let answer: Administration.Answer
    do {
      answer = try ControlSocket.ask(words, state: state)
    } catch {
      Output.error("\(error)")
      Output.error("no server runs with the state directory \(state); name it with --state")
      throw ExitCode(1)
    }
    for line in answer.lines { Output.line(line) }
    if answer.isFailed { throw ExitCode(1) }
  }
}
