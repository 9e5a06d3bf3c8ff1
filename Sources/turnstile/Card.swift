import ArgumentParser
import Bytes
import Keystore
import PKCS11
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
    func run() throws { try Administer.show(["card", "offline"], state: state.state) }
  }

  /// `turnstile card online`.
  struct Online: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Bring the crypto card back.")
    @OptionGroup var state: StateOption
    func run() throws { try Administer.show(["card", "online"], state: state.state) }
  }
}

extension Card {
  /// `turnstile card create-master-key`.
  struct MasterKey: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "create-master-key",
      abstract: "Make the master keys inside a PKCS#11 token that has none.",
      discussion: """
        The card is named as in "Crypto card 1" of ACT/System.yaml: \
        pkcs11:token=LABEL?module-path=FILE&pin-source=file:FILE. The keys (AES-256, labels \
        TURNSTILE.DES-MK and TURNSTILE.AES-MK) never leave the token. Prints their verification \
        patterns.
        """)

    @Argument(help: "The token, as a PKCS#11 URI.")
    var card: String

    func run() throws {
      guard let address = TokenAddress(card) else {
        throw ValidationError("'\(card)' is no card; expected \(CardTarget.expected).")
      }
      do {
        let patterns = try TokenCard.createMasterKey(
          module: address.module, label: address.label, pinFile: address.pinFile)
        Output.line("DES-MK verification pattern \(Hex.encode(patterns.des))")
        Output.line("AES-MK verification pattern \(Hex.encode(patterns.aes))")
      } catch {
        Output.error("\(address.label): \(error)")
        throw ExitCode(1)
      }
    }
  }
}
