import ArgumentParser
import Crypto
import Keystore
import Platform
import Server

/// `turnstile keys`: keys of the CKDS on their way to another system.
struct Keys: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Carry keys of the CKDS to another system.",
    discussion: """
      export and import put keys under a transport key, which is made of a passphrase on standard \
      input; copy takes them as they are, under the card's master keys, for a system whose card \
      has the same ones. Each file is a text: a line of it has a key's label, type and check value.
      """,
    subcommands: [Export.self, Copy.self, Import.self])

  /// Writes what the server answers into a new file.
  static func write(_ words: [String], _ body: [UInt8], to file: String, state: String) throws {
    guard !Files.exists(file) else {
      Output.error("\(file) is there already")
      throw ExitCode(1)
    }
    let answer = try Administer.ask(words, body: body, state: state)
    guard !answer.isFailed else {
      _ = Administer.tell(answer)
      throw ExitCode(1)
    }
    do {
      try Files.write(Array(answer.lines.map { $0 + "\n" }.joined().utf8), to: file)
    } catch {
      Output.error("\(error)")
      throw ExitCode(1)
    }
    let keys = answer.lines.filter { $0.hasPrefix("KEY ") }
    for key in keys {
      let words = key.split(separator: " ")
      Output.line(words.dropFirst().prefix(2).joined(separator: " "))
    }
    Output.line("\(keys.count) of the CKDS's keys are in \(file)")
  }
}

extension Keys {
  /// `turnstile keys export`.
  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write keys into a file, under a passphrase from standard input.",
      discussion: """
        The passphrase has at least 12 characters; take a long one, since whoever has the file may \
        try as many as he likes. A PKCS#11 token lets no key out; see keys copy.
        """)

    @Argument(help: "File to write.")
    var file: String
    @Argument(help: "Labels; without them all keys.")
    var labels: [String] = []
    @OptionGroup var state: StateOption

    func run() throws {
      var body = try StandardInput.read(prompt: "Passphrase")
      defer { Wipe.bytes(&body) }
      try Keys.write(["KEYS", "EXPORT"] + labels, body, to: file, state: state.state)
    }
  }

  /// `turnstile keys copy`.
  struct Copy: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write keys into a file as they are, under the card's master keys.")

    @Argument(help: "File to write.")
    var file: String
    @Argument(help: "Labels; without them all keys.")
    var labels: [String] = []
    @OptionGroup var state: StateOption

    func run() throws {
      try Keys.write(["KEYS", "COPY"] + labels, [], to: file, state: state.state)
    }
  }

  /// `turnstile keys import`.
  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Put the keys of a file into the CKDS; the passphrase is on standard input.",
      discussion: """
        All keys of the file come, or none. Each is shown with its check value, as the system \
        shows it that it comes from. A copy (keys copy) wants no passphrase.
        """)

    @Argument(help: "File of keys export or keys copy.")
    var file: String
    @Flag(help: "Replace keys that have these labels.")
    var replace = false
    @OptionGroup var state: StateOption

    func run() throws {
      let text: [UInt8]
      do {
        text = try Files.read(file, limit: 1 << 19)
      } catch {
        Output.error("\(error)")
        throw ExitCode(1)
      }
      let isCopy = KeyBundle.isCopy(
        [String(decoding: text.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)])
      var passphrase: [UInt8] = []
      if !isCopy { passphrase = try StandardInput.read(prompt: "Passphrase") }
      defer { Wipe.bytes(&passphrase) }
      let line = passphrase.prefix { $0 != 0x0A }
      var body: [UInt8] = []
      body.reserveCapacity(line.count + 1 + text.count)
      body += line
      body.append(0x0A)
      body += text
      defer { Wipe.bytes(&body) }
      try Administer.show(["KEYS", replace ? "REPLACE" : "IMPORT"], body: body, state: state.state)
    }
  }
}
