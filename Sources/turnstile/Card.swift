import ArgumentParser
import Bytes
import Crypto
import Keystore
import PKCS11
import Platform
import SAF
import Server
import Store
import Tables

/// `turnstile card`: the crypto card of the running server.
struct Card: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take the running server's crypto card away, bring it back, and load master keys.",
    subcommands: [
      Offline.self, Online.self, MasterKey.self, LoadMasterKey.self, SplitMasterKey.self,
    ])

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

extension Card {
  /// `turnstile card load-master-key`.
  struct LoadMasterKey: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "load-master-key",
      abstract: "Load master keys from parts on standard input.",
      discussion: """
        A part is a line: DES-MK or AES-MK and 64 hexadecimal digits; several parts of one \
        key make it by exclusive or, as ICSF's key parts do. Without a card it is the built-in one \
        of the state directory, at once where a server runs; a master key that the CKDS is not \
        under is refused. With a card, as in create-master-key, it is a PKCS#11 token that has no \
        master keys yet: two tokens with the same parts stand for each other. Prints the \
        verification patterns.
        """)

    @Argument(help: "A token, as a PKCS#11 URI; without it, the built-in card.")
    var card: String?
    @OptionGroup var state: StateOption

    func run() throws {
      var body = try StandardInput.read(prompt: "Key parts")
      defer { Wipe.bytes(&body) }
      guard let card else {
        return try Administer.show(["MASTERKEY", "LOAD"], body: body, state: state.state)
      }
      guard let address = TokenAddress(card) else {
        throw ValidationError("'\(card)' is no card; expected \(CardTarget.expected).")
      }
      do {
        let keys = try MasterKeyParts(WipedText(copying: body).slice).keys
        guard keys.count == Keystore.MasterKey.allCases.count else {
          Output.error("a token wants parts of both, DES-MK and AES-MK")
          throw ExitCode(1)
        }
        let patterns = try TokenCard.loadMasterKeys(
          module: address.module, label: address.label, pinFile: address.pinFile, keys: keys)
        Output.line("DES-MK verification pattern \(Hex.encode(patterns.des))")
        Output.line("AES-MK verification pattern \(Hex.encode(patterns.aes))")
      } catch let error as ExitCode {
        throw error
      } catch {
        Output.error("\(address.label): \(error)")
        throw ExitCode(1)
      }
    }
  }

  /// `turnstile card split-master-key`.
  struct SplitMasterKey: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "split-master-key",
      abstract: "Write the built-in card's master keys in parts, for several people to keep.",
      discussion: """
        Whoever has all parts has the keys; load-master-key takes them on another system. A \
        token's master keys never leave it: make them of parts from the beginning.
        """)

    @Option(help: "Number of parts, 1 to 9.")
    var parts = 2
    @OptionGroup var state: StateOption

    func validate() throws {
      guard (1...9).contains(parts) else { throw ValidationError("There are 1 to 9 parts.") }
    }

    func run() throws {
      do {
        for part in 1...parts {
          Output.line("# part \(part) of \(parts)")
          for key in Keystore.MasterKey.allCases { try write(key, part) }
        }
      } catch {
        Output.error("\(error)")
        throw ExitCode(1)
      }
    }

    /// The parts but the last are made of the key itself, so that each run of the loop knows all of them;
    /// they are of no use without the last.
    private func write(_ key: Keystore.MasterKey, _ part: Int) throws {
      let name = MasterKeyFile.name(key)
      let path = Files.credential(name) ?? state.state + "/" + name
      var bytes = try Files.read(path, limit: SoftwareCard.masterKeyLength)
      defer { Wipe.bytes(&bytes) }
      guard bytes.count == SoftwareCard.masterKeyLength else {
        throw SystemError("read \(path)", code: 22)
      }
      if part == parts {
        for other in 1..<parts {
          let mask = try mask(key, other, with: bytes)
          for index in bytes.indices { bytes[index] ^= mask[index] }
        }
      } else {
        let mask = try mask(key, part, with: bytes)
        for index in bytes.indices { bytes[index] = mask[index] }
      }
      Output.secretLine("\(key.rawValue)-MK ", hexadecimal: bytes)
    }

    /// A part that nobody can tell without the key.
    private func mask(
      _ key: Keystore.MasterKey, _ part: Int, with bytes: [UInt8]
    ) throws -> [UInt8] {
      let secret = Secret(copying: bytes)
      return try HMACSHA512.code(
        Array("TURNSTILE \(key.rawValue)-MK PART \(part) OF \(parts)".utf8), key: secret
      ).prefix(SoftwareCard.masterKeyLength).map { $0 }
    }
  }
}
