import ArgumentParser
import Crypto
import Names
import Platform
import QR
import SAF
import Server
import SessionEngine
import Tables

/// `turnstile user`: second factors of users.
struct User: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Second factors of users.", subcommands: [Enrol.self, Unenrol.self])

  /// `turnstile user enrol`.
  struct Enrol: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give a user a key for time-based codes, as text and as a QR code.",
      discussion: """
        The key counts when a code of it was typed: standard input has a code, or several, a line \
        each. A key of before counts no more then. Exit code 1 if none was right.
        """)

    @Argument(help: "User id.")
    var user: String
    @OptionGroup var state: StateOption
    @OptionGroup var site: SiteOption

    /// Codes that are tried: a person makes slips.
    private static let tries = 3

    func run() throws {
      try Administer.show(["factor", "show", user], state: state.state)
      let system = SiteLoader.load(site.site).site?.tables.system.systemName ?? ""
      let secret: Secret
      do {
        secret = try OneTimeCode.newSecret()
      } catch {
        Output.error("no random numbers: \(error)")
        throw ExitCode(1)
      }
      let key = Base32.encode(secret)
      let link = KeyLink(user: user, system: system).text(key)
      if let symbol = QREncoder.symbol(link) { Output.secret(symbol.picture) }
      Output.secret(Base32.encode(secret, isGrouped: true))
      Output.line("")
      for _ in 0..<Self.tries {
        guard var code = StandardInput.line(prompt: StandardInput.isTerminal ? "Code:" : nil)
        else { break }
        defer { Wipe.bytes(&code) }
        if try confirm(key, code) { return }
      }
      Output.error("\(user) is as before: no code of the key was typed")
      throw ExitCode(1)
    }

    private func confirm(_ key: borrowing Secret, _ code: [UInt8]) throws -> Bool {
      var body: [UInt8] = []
      body.reserveCapacity(key.count + code.count + 2)
      defer { Wipe.bytes(&body) }
      key.withBytes { body.append(contentsOf: $0) }
      body.append(0x0A)
      body.append(contentsOf: code)
      return Administer.tell(
        try Administer.ask(["factor", "enrol", user], body: body, state: state.state))
    }
  }

  /// `turnstile user unenrol`.
  struct Unenrol: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take a user's second factor away, as ALTUSER NOMFA does.",
      discussion: "Who needs one all the same is given another at the next sign-on.")

    @Argument(help: "User id.")
    var user: String
    @OptionGroup var state: StateOption

    func run() throws { try Administer.show(["factor", "remove", user], state: state.state) }
  }
}

/// What programs that make codes read from a QR code (Key Uri Format of Google Authenticator).
struct KeyLink {
  /// Whose key it is.
  let user: String
  /// The system's name; may be blank.
  let system: String

  /// The link with a key in base32.
  func text(_ key: borrowing Secret) -> Secret {
    let issuer = Self.escaped(system)
    let label = (issuer.isEmpty ? "" : issuer + ":") + Self.escaped(user)
    let (head, tail) = (
      Array("otpauth://totp/\(label)?secret=".utf8),
      Array((issuer.isEmpty ? "" : "&issuer=\(issuer)").utf8)
    )
    return Secret(count: head.count + key.count + tail.count) { index in
      if index < head.count { return head[index] }
      let place = index - head.count
      return place < key.count ? key[place] : tail[place - key.count]
    }
  }

  /// RFC 3986 2.1.
  private static func escaped(_ text: String) -> String {
    text.utf8.map { byte in
      let isPlain =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || byte == 0x2D || byte == 0x2E || byte == 0x5F
      return isPlain
        ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }
}
