public import Names

/// Options of the whole system (what TPX keeps in the SMRT): ACT/System.yaml.
public struct SystemOptions: Hashable, Sendable {
  public internal(set) var systemName = "TURNSTIL"
  public internal(set) var systemID: SystemID?
  public internal(set) var news1 = ""
  public internal(set) var news2 = ""
  public internal(set) var menuKey: String? = "PF24"
  public internal(set) var jumpKey: String? = "PF23"
  public internal(set) var commandKey: String? = "PF12"
  public internal(set) var tagKey: String?
  public internal(set) var printKey: String?
  public internal(set) var commandCharacter = "/"
  public internal(set) var stage1Timeout = 0
  public internal(set) var stage1Option = "L"
  public internal(set) var stage2Timeout = 0
  public internal(set) var stage2Option = "F"
  public internal(set) var logoTimeout = 120
  public internal(set) var keepalive = 60
  public internal(set) var transfer = TransferOption.ask
  public internal(set) var inactivateOn = InactivateOn.never
  /// Minutes that sessions stay without a terminal; 0: as long as their hosts keep them.
  public internal(set) var disconnectTimeout = 0
  public internal(set) var confirmsSignOff = false
  public internal(set) var refusesSignOff = false
  public internal(set) var allowsClearPasswords = true
  public internal(set) var serverUser = UserID("TURNSTIL")
  var card1: CardTarget?
  var card2: CardTarget?
  var card3: CardTarget?
  /// Crypto cards, the first choice first; empty for the built-in one alone.
  public var cards: [CardTarget] { [card1, card2, card3].compactMap(\.self) }
  public internal(set) var certificateFile = ""
  public internal(set) var keyFile = ""
  public internal(set) var perAddress = 32
  public internal(set) var exemptsLoopback = true

  /// The defaults.
  public init() {}

  /// All labels of the file, in the manual's order.
  public static let fields: [Field<SystemOptions>] = [
    .text(
      "System name", \.systemName, limit: 8, standard: "TURNSTIL", .documented,
      "Name at the upper right of the panels"),
    .value(
      "SMF id", \.systemID, .name(limit: 4), .documented,
      "SMF ID of this system, as D SMF,O shows it here. That of a host is the entry's: TSO SMF id"
    ) { SystemID($0) },
    .text("Logo news 1", \.news1, limit: 79, .documented, "First news line of the logon panel"),
    .text("Logo news 2", \.news2, limit: 79, .documented, "Second news line of the logon panel"),
    key("Menu key", \.menuKey, "PF24", "Key that comes back to the menu from a session"),
    key("Jump key", \.jumpKey, "PF23", "Key that goes to the next live session"),
    key("Command key", \.commandKey, "PF12", "Key that ends a command typed in a session"),
    key(
      "Tag key", \.tagKey, "",
      "Key that tags a session, or takes the tag away; the jump key goes round those with it"
    ),
    key("Print key", \.printKey, "", "Key that prints the session's screen, as /P does"),
    .text(
      "Command character", \.commandCharacter, limit: 1, standard: "/", .documented,
      "Character before a command"),
    .number(
      "Stage 1 Timeout", \.stage1Timeout, 0...999_999, standard: 0, .documented,
      "Minutes without a key before stage 1; 0: never"),
    .choice(
      "Stage 1 Option", \.stage1Option, timeoutOptions, standard: "L", .documented,
      "What stage 1 does: L lock, F sign off, K log off, FI and KI end the sessions too"),
    .number(
      "Stage 2 Timeout", \.stage2Timeout, 0...999_999, standard: 0, .documented,
      "Minutes after stage 1 before stage 2; 0: never"),
    .choice(
      "Stage 2 Option", \.stage2Option, timeoutOptions, standard: "F", .documented,
      "What stage 2 does, in the words of stage 1"),
    .number(
      "LOGO Timeout", \.logoTimeout, 10...999_999, standard: 120, .ours,
      "Seconds that a terminal may stay without a sign-on"),
    .number(
      "Keepalive", \.keepalive, 5...7200, standard: 60, .ours,
      "Seconds of silence after which a terminal is asked whether it is there; after as long again "
        + "without an answer it counts as lost, and its sessions are kept"),
    Field(
      "Transfer option", .choice(TransferOption.words), allowsBlank: true, standard: "",
      .documented,
      "What becomes of sessions behind another terminal where the user has not signed off: ANY "
        + "moves them and ends those that do not fit, HOLD keeps those, MULT moves none and ends "
        + "them at sign-off, NONE moves none; blank asks, and so does ASK, which is ours. What was "
        + "left at a sign-off comes always, and so does what a terminal of the same name had. With "
        + "NONE and MULT sessions end with a lost line, unless the terminal has a name of its own"
    ) { record, text in
      guard let option = text.isEmpty ? .ask : TransferOption(rawValue: text.uppercased()) else {
        return false
      }
      record.transfer = option
      return true
    },
    Field(
      "Inactivate on", .choice(InactivateOn.words), allowsBlank: true, standard: "", .documented,
      "F: sessions end at /F and /K; K: at /K; blank: they stay, and so with NEVER, which is ours"
    ) { record, text in
      guard let option = text.isEmpty ? .never : InactivateOn(rawValue: text.uppercased()) else {
        return false
      }
      record.inactivateOn = option
      return true
    },
    .number(
      "Disconnect timeout", \.disconnectTimeout, 0...999_999, standard: 0, .ours,
      "Minutes that sessions stay without a terminal, after a sign-off or a lost connection; 0: as "
        + "long as their hosts keep them"),
    .flag(
      "Confirm signoff with sessions", \.confirmsSignOff, .documented,
      "Asks before a sign-off ends sessions (SMRT option 34); for users whose Inactivate on says "
        + "F, and at /K also K"),
    .flag(
      "Refuse signoff with sessions", \.refusesSignOff, .documented,
      "Nobody signs off before the sessions are ended (SMRT option 35); for users whose Inactivate "
        + "on says F, and at /K also K"),
    .flag(
      "Allow cleartext passwords", \.allowsClearPasswords, standard: true, .ours,
      "Whether a password may come over a connection without TLS"),
    .value(
      "Server user id", \.serverUser, .name(limit: 8), standard: "TURNSTIL", .ours,
      "Who the server is to RACF when it uses ICSF's services and key labels (CSFSERV, CSFKEYS); "
        + "counts from the next start"
    ) { UserID($0) },
    card("Crypto card 1", \.card1, "The crypto card that is used first; blank: the built-in one"),
    card("Crypto card 2", \.card2, "Used where the first is away, such as the recovery site's"),
    card("Crypto card 3", \.card3, "Used where both are away"),
    .text(
      "TLS certificate", \.certificateFile, limit: 255, .ours,
      "PEM file of the server's certificate chain, from the site's directory; blank: no TLS"),
    .text(
      "TLS key", \.keyFile, limit: 255, .ours,
      "PEM file of its private key, without a pass phrase"),
    .number(
      "Unsigned terminals per address", \.perAddress, 1...100_000, standard: 32, .ours,
      "Terminals that one address may hold before they sign on"),
    .flag(
      "Loopback is exempt", \.exemptsLoopback, standard: true, .ours,
      "Whether that limit leaves out this machine itself"),
  ]

  private static func card(
    _ label: String, _ path: any WritableKeyPath<SystemOptions, CardTarget?> & Sendable,
    _ meaning: String
  ) -> Field<SystemOptions> {
    .value(
      label, path, .pattern(CardTarget.pattern), expected: CardTarget.expected, .ours, meaning
    ) { CardTarget($0) }
  }

  static let timeoutOptions = ["L", "F", "FI", "K", "KI"]

  private static func key(
    _ label: String, _ path: any WritableKeyPath<SystemOptions, String?> & Sendable,
    _ standard: String,
    _ meaning: String
  ) -> Field<SystemOptions> {
    .value(
      label, path, .key, standard: standard, .documented, meaning
    ) { KeyName($0)?.text }
  }
}
