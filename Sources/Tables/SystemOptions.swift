public import Names
import Script

/// Options of the whole system (what TPX keeps in the SMRT): ACT/System.yaml.
public struct SystemOptions: Definition {
  /// Name of the system, for panels and messages.
  public internal(set) var systemName = "TURNSTIL"
  /// SMF ID of the system.
  public internal(set) var systemID: SystemID?
  /// First line of news on the logon panel.
  public internal(set) var news1 = ""
  /// Second line of news on the logon panel.
  public internal(set) var news2 = ""
  /// What holds for users where neither they nor their profiles say anything.
  public internal(set) var users = UserOptions.defaults
  /// Seconds that a terminal may stay without a sign-on.
  public internal(set) var logoTimeout = 120
  /// Seconds of silence after which a terminal is asked whether it is there; 0 for never.
  public internal(set) var keepalive = 60
  /// Minutes that sessions stay without a terminal; 0: as long as their hosts keep them.
  public internal(set) var disconnectTimeout = 0
  /// Most statements in a row that a script may run without a wait.
  public internal(set) var runawayLimit = RunawayLimit.standard.rawValue
  /// Whether leaving with live sessions is asked about.
  public internal(set) var confirmsSignOff = false
  /// Whether leaving with live sessions is refused.
  public internal(set) var refusesSignOff = false
  /// Whether passwords may come without TLS.
  public internal(set) var allowsClearPasswords = true
  /// Who the server is to RACF.
  public internal(set) var serverUser = UserID("TURNSTIL")
  var card1: CardTarget?
  var card2: CardTarget?
  var card3: CardTarget?
  /// Crypto cards, the first choice first; empty for the built-in one alone.
  public var cards: [CardTarget] { [card1, card2, card3].compactMap(\.self) }
  /// File of the server's certificate; blank for none.
  public internal(set) var certificateFile = ""
  /// File of the key to the certificate; blank for none.
  public internal(set) var keyFile = ""
  /// Threads that serve terminals; 0 for as many as there are cores.
  public internal(set) var shards = 0
  /// File of the authorities that vouch for certificates of terminals; blank for none.
  public internal(set) var clientAuthorities = ""
  /// What certificates of terminals are for.
  public internal(set) var clientCertificates = ClientCertificates.none
  /// Whose sign-ons need a second factor.
  public internal(set) var secondFactor = SecondFactorDemand.users
  var secondFactorGroupList: NameList?
  /// Groups whose users need a second factor.
  public var secondFactorGroups: Set<GroupName> {
    Set(secondFactorGroupList?.names.map { GroupName(packed: $0) } ?? [])
  }
  /// Who says whether a password is right.
  public internal(set) var securitySystem = SecuritySystem.racf
  /// The PAM service that does, where PAM does.
  public internal(set) var pamService = PAMServiceName("turnstile")
  /// Whether users whom RACF does not know come in, where PAM decides.
  public internal(set) var usersWithoutEntry = UsersWithoutEntry.allowed
  /// Most terminals of one address that are not signed on.
  public internal(set) var perAddress = 32
  /// Whether this machine's own addresses are exempt from that limit.
  public internal(set) var exemptsLoopback = true
  /// In which forms the log is written.
  public internal(set) var logFormat = LogFormat.tpx
  /// The machine's group whose members may use the control socket; nil for none.
  public internal(set) var controlGroup: MachineGroupName?
  /// The operator class that says what they may; nil for what only looks.
  var controlGroupClass: String?
  /// Where figures are told; nil for nowhere.
  public internal(set) var metricsAddress: ListenAddress?

  /// The defaults.
  public init() {}

  /// All labels of the file, in the manual's order.
  public static let fields: [Field<SystemOptions>] =
    site + UserOptions.rows.compactMap(\.systemField) + connections

  static let table = FieldTable(fields)

  /// The label of the control group.
  public static let controlGroupLabel = "Control group"
  static let controlGroupClassLabel = "Control group class"

  private static let site: [Field<SystemOptions>] = [
    .text(
      "System name", \.systemName, limit: 8, origin: .documented,
      meaning: "Name at the upper right of the panels"),
    .value(
      "SMF id", \.systemID, as: .name(limit: 4), origin: .documented,
      meaning: """
        SMF ID of this system, as D SMF,O shows it here. That of a host is the entry's: TSO SMF \
        id
        """
    ) { SystemID($0) },
    .text(
      "Logo news 1", \.news1, limit: 79, origin: .documented,
      meaning: "First news line of the logon panel"),
    .text(
      "Logo news 2", \.news2, limit: 79, origin: .documented,
      meaning: "Second news line of the logon panel"),
  ]

  private static let connections: [Field<SystemOptions>] = [
    .number(
      "LOGO Timeout", \.logoTimeout, in: 10...999_999, origin: .ours,
      meaning: "Seconds that a terminal may stay without a sign-on"),
    .number(
      "Keepalive", \.keepalive, in: 5...7200, origin: .ours,
      meaning: """
        Seconds of silence after which a terminal is asked whether it is there; after as long \
        again without an answer it counts as lost, and its sessions are kept
        """),
    .number(
      "Disconnect timeout", \.disconnectTimeout, in: 0...999_999, origin: .ours,
      meaning: """
        Minutes that sessions stay without a terminal, after a sign-off or a lost connection; 0: \
        as long as their hosts keep them
        """),
    .number(
      "ACL/E runaway limit", \.runawayLimit, in: RunawayLimit.range, origin: .documented,
      meaning: """
        Most statements that a script may run in a row without a wait that lasted; one more ends \
        it, and the start of its session
        """),
    .flag(
      "Confirm signoff with sessions", \.confirmsSignOff, origin: .documented,
      meaning: """
        Asks before a sign-off ends sessions (SMRT option 34); for users whose Inactivate on says \
        F, and at /K also K
        """),
    .flag(
      "Refuse signoff with sessions", \.refusesSignOff, origin: .documented,
      meaning: """
        Nobody signs off before the sessions are ended (SMRT option 35); for users whose \
        Inactivate on says F, and at /K also K
        """),
    .flag(
      "Allow cleartext passwords", \.allowsClearPasswords, origin: .ours,
      meaning: "Whether a password may come over a connection without TLS"),
    .value(
      "Server user id", \.serverUser, as: .name(limit: 8), origin: .ours,
      meaning: """
        Who the server is to RACF when it uses ICSF's services and key labels (CSFSERV, CSFKEYS); \
        counts from the next start
        """
    ) { UserID($0) },
    card(
      "Crypto card 1", \.card1,
      meaning: "The crypto card that is used first; blank: the built-in one"),
    card(
      "Crypto card 2", \.card2, meaning: "Used where the first is away, such as the recovery site's"
    ),
    card("Crypto card 3", \.card3, meaning: "Used where both are away"),
    .text(
      "TLS certificate", \.certificateFile, limit: 255, origin: .ours,
      meaning: """
        PEM file of the server's certificate chain, from the site's directory; blank: no TLS
        """),
    .text(
      "TLS key", \.keyFile, limit: 255, origin: .ours,
      meaning: "PEM file of its private key, without a pass phrase"),
    .choice(
      "Client certificates", \.clientCertificates, origin: .ours,
      meaning: """
        What a terminal's own certificate is for, whose common name (CN) is the user id: NONE: \
        terminals are asked for none; FACTOR: who signs on needs the certificate of that user \
        besides the password; SIGNON: with it Enter without a password signs the user on
        """),
    .text(
      "TLS client authorities", \.clientAuthorities, limit: 255, origin: .ours,
      meaning: """
        PEM file of the authorities (CA) that vouch for those certificates, and for no others
        """),
    .choice(
      "Security system", \.securitySystem, origin: .ours,
      meaning: """
        Who says whether a password is right: RACF: the security database; PAM: the modules of \
        PAM service, and so a directory such as LDAP, Kerberos or RADIUS. Tickets, groups, \
        revocation and second factors stay RACF's
        """),
    .value(
      "PAM service", \.pamService, as: .pattern(PAMServiceName.pattern, isNumeric: true),
      expected: PAMServiceName.expected, origin: .ours,
      meaning: """
        Name of the file that says which modules: in pam.d of the site's directory where that is \
        there, else in /etc/pam.d
        """
    ) { PAMServiceName($0) },
    .choice(
      "Users without RACF entry", \.usersWithoutEntry, origin: .ours,
      meaning: """
        Whom PAM lets in and RACF does not know: ALLOWED: has sessions that need no ticket, group \
        or permission; REFUSED: stays out, so that DELUSER bars a user whom the directory still has
        """),
    .choice(
      "Second factor", \.secondFactor, origin: .ours,
      meaning: """
        Whose sign-ons need a time-based code besides the password: USERS: those whom ALTUSER \
        MFA(FACTOR(AZFTOTP1) ACTIVE) or Second factor groups name; CLEAR: also everybody at the \
        port in clear; TLS: also everybody at the port for TLS; ALL: everybody. Who has no key \
        yet is given one at the sign-on, in clear too where cleartext passwords are allowed
        """),
    .value(
      "Second factor groups", \.secondFactorGroupList,
      as: .pattern(NameList.pattern, isNumeric: true), expected: NameList.expected, origin: .ours,
      meaning: "Groups of the security manager whose users need a code besides the password"
    ) { NameList($0) },
    .number(
      "Shards", \.shards, in: 0...PeerLimits.shards, origin: .ours,
      meaning: """
        Threads that serve terminals; 0: as many as there are cores. Counts from the next start; \
        serve --shards goes before it
        """),
    .number(
      "Unsigned terminals per address", \.perAddress, in: 1...100_000, origin: .ours,
      meaning: "Terminals that one address may hold before they sign on"),
    .flag(
      "Loopback is exempt", \.exemptsLoopback, origin: .ours,
      meaning: "Whether that limit leaves out this machine itself"),
    .choice(
      "Log format", \.logFormat, origin: .ours,
      meaning: """
        TPX: turnstile.log alone. JSON: beside it turnstile.jsonl, a line of JSON for each \
        message. JOURNALD: beside it systemd's journal, with fields. ALL: all three
        """),
    .value(
      controlGroupLabel, \.controlGroup,
      as: .pattern(MachineGroupName.pattern, isNumeric: true),
      expected: MachineGroupName.expected, origin: .ours,
      meaning: """
        Members of this group of the machine may ask the server at its control socket (turnstile \
        oper, console) what Control group class gives; each of their commands is audited with \
        their user. Blank: only the user who runs the server, and root
        """
    ) { MachineGroupName($0) },
    .value(
      controlGroupClassLabel, \.controlGroupClass, as: .name(limit: 8), origin: .ours,
      meaning: """
        What the control group may: a file of ACT/OperatorClasses; blank: what looks and changes \
        nothing (\(OperatorClass.display.summary))
        """
    ) { PackedName($0)?.text },
    .value(
      "Metrics address", \.metricsAddress, as: .pattern(ListenAddress.pattern),
      expected: ListenAddress.expected, origin: .ours,
      meaning: """
        :PORT of this machine alone, or ADDRESS:PORT, where GET /metrics and /health tell figures; \
        blank: nowhere. Counts from the next start
        """
    ) { ListenAddress($0) },
  ]

  private static func card(
    _ label: String, _ path: any WritableKeyPath<SystemOptions, CardTarget?> & Sendable,
    meaning: String
  ) -> Field<SystemOptions> {
    .value(
      label, path, as: .pattern(CardTarget.pattern), expected: CardTarget.expected, origin: .ours,
      meaning: meaning
    ) { CardTarget($0) }
  }
}
