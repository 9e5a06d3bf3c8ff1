public import Bytes
import EBCDIC
public import Names
public import Script

/// An application and its session on the menu: one file of ACT/Applications.
public struct ACTEntry: Definition {
  /// Name of the application in the network; nil where the file lacks it.
  public internal(set) var application: APPLID?
  /// Where the application is reached; nil where the file lacks it.
  public internal(set) var host: HostTarget?
  /// What the user types for it; nil for the application's name.
  public internal(set) var sessionID: SessionID?
  /// What the menu says of it.
  public internal(set) var summary = ""
  /// Name of the PF or PA key, as `PF13`.
  public internal(set) var sessionKey: String?
  /// What the application gets at the start, with its variables.
  public internal(set) var sessionData = "&USERID/&PSWD"
  /// Whether the menu leaves it out.
  public internal(set) var isInvisible = false
  /// Whether it starts when the user signs on.
  public internal(set) var startsAtSignOn = false
  /// Its place on the menu: the lowest stands first.
  public internal(set) var menuPosition = 100
  /// Name of the sub-menu that has its line; nil for the main menu.
  public internal(set) var menu: String?
  /// Whether its start makes a PassTicket.
  public internal(set) var generatesTicket = false
  /// Whether a profile qualified by group or user is looked for first.
  public internal(set) var generatesQualifiedTicket = false
  /// Application name of its tickets; nil for the application's own.
  public internal(set) var ticketProfile: TicketName?
  /// The script that runs when a session with it is there; nil for none.
  public internal(set) var startScript: ScriptName?
  /// User id that stands for `&USERID` in its session data; nil for the user's.
  public internal(set) var aclUser: UserID?
  /// Most seconds that a ticket's second may lie ahead; nil for what its kind allows.
  public internal(set) var ticketAhead: Int?
  /// SMF ID of the system whose TSO evaluates the tickets.
  public internal(set) var tsoSystem: SystemID?
  /// VTAM generic resource name of that TSO.
  public internal(set) var tsoGenericName: TicketName?
  /// LUs that are asked of the host, as they are listed.
  var luList = LUMaskList()
  /// The same one by one.
  public var luMasks: [LUMask] { luList.masks }
  /// Whether stars of the masks stand for a name that the terminal's user chose.
  public internal(set) var takesClientName = false
  /// Name of a set of masking rules.
  public internal(set) var maskName: String?
  /// Whether the session data is typed on the host's first screen.
  public internal(set) var typesSessionData = false
  /// Who may share one of its LU names.
  public internal(set) var pool = LUPoolType.unique
  /// Whether it starts again after the host ended it.
  public internal(set) var restarts = false
  /// Whether records to the terminal are shortened.
  public internal(set) var compressesOutbound = false
  /// Whether records to the host are shortened.
  public internal(set) var compressesInbound = false
  /// Terminal type that the host is told; blank for the terminal's.
  public internal(set) var deviceType = ""
  /// Whether the host is told of colours and the like, where the terminal has them.
  public internal(set) var isExtended = true
  /// Whether the host is told of the terminal's own model.
  public internal(set) var isModelSensitive = true
  /// Code page of the host's text, for what is typed there and read from its screen.
  public internal(set) var codePage = "bracket"
  /// Seconds that connecting may take.
  public internal(set) var connectTimeout = 15
  /// Seconds of silence after which the host is asked whether it is there; 0 for never.
  public internal(set) var keepalive = 60
  /// Minutes without a key after which the session ends; 0 for never.
  public internal(set) var sessionTimeout = 0
  /// What follows a broken record of the host's.
  public internal(set) var dataStreamErrors = DataStreamErrors.report
  /// Whether the host's output leaves the session time-out as it is.
  public internal(set) var ignoresOutputForTimeout = false
  /// Whether the application may transfer files with the terminal (IND$FILE).
  public internal(set) var transfersFiles = true
  /// Whether nobody may view its screens.
  public internal(set) var refusesViewers = false
  /// Whether the host's certificate must be right.
  public internal(set) var verifiesCertificate = true
  /// File of authorities that are trusted; blank for the machine's.
  public internal(set) var authorityFile = ""
  /// Oldest version of TLS, as `1.2`.
  public internal(set) var tlsMinimum = TLSMinimum.version12
  /// What is done with START_TLS on a `tn3270` host.
  public internal(set) var negotiatedTLS = NegotiatedTLS.accepted
  /// Files of the certificate and key that we show to the host; blank for none.
  public internal(set) var clientCertificate = ""
  /// File of the key to `clientCertificate`; blank for none.
  public internal(set) var clientKey = ""
  /// Groups whose users alone have it.
  var groups: NameList?
  /// A resource whose READ gives it.
  var permission: Permission?
  /// Whom it is opened to; nil for everybody.
  var gate: Gate? { Gate(groups, permission) }
  /// What says something and has no effect here, by label.
  public internal(set) var kept: [String: String] = [:]

  /// The defaults.
  public init() {}

  /// All labels of the file, in the manual's order.
  public static let fields: [Field<ACTEntry>] = identity + tickets + behaviour + keptFields

  /// The label's row, of a label that is one.
  static func field(_ label: String) -> Field<ACTEntry> {
    guard let field = table[label] else { preconditionFailure("\(label) is a label") }
    return field
  }

  static let table = FieldTable(fields)

  static let menuLabel = "Menu"

  private static let identity: [Field<ACTEntry>] = [
    .value(
      "Application-ID", \.application, as: .name(limit: 8), isNeeded: true, origin: .documented,
      meaning: """
        Network name (APPLID) of the application; the key of the entry, and always needed
        """
    ) { APPLID($0) },
    .value(
      "Host", \.host, as: .pattern(HostTarget.pattern), expected: HostTarget.expected,
      isNeeded: true,
      origin: .ours,
      meaning: """
        Where the application is: a demonstration application of the server, or a TN3270 host
        """
    ) { HostTarget($0) },
    .value(
      "Session id", \.sessionID, as: .name(limit: 8), origin: .documented,
      meaning: "What is typed on the menu; left out, it is the Application-ID"
    ) { SessionID($0) },
    .text(
      "Session description", \.summary, limit: 40, origin: .documented,
      meaning: "Text of the session on the menu"),
    .value(
      "Session key", \.sessionKey, as: .key, origin: .documented,
      meaning: "Key that goes straight to the session"
    ) { KeyName($0)?.text },
    .number(
      "Menu position", \.menuPosition, in: 0...9999, origin: .ours,
      meaning: "Order on the menu; equal positions are in order of session id"),
    .value(
      menuLabel, \.menu, as: .name(limit: 8), origin: .ours,
      meaning: """
        The sub-menu that has its line: all that name the same one are on it, and the main menu \
        has one line for them, at the place of the first; blank: the main menu
        """
    ) { PackedName($0)?.text },
    .flag(
      "Invisible", \.isInvisible, origin: .documented,
      meaning: "Not shown on the menu; may still be started by its name"),
    .flag(
      "Start at signon", \.startsAtSignOn, origin: .documented,
      meaning: "Starts by itself when the user signs on"),
    .value(
      "Groups", \.groups, as: .pattern(NameList.pattern, isNumeric: true),
      expected: NameList.expected, origin: .ours,
      meaning: """
        Groups of the security manager whose users alone have it on the menu; blank, and \
        Permission too: everybody
        """
    ) { NameList($0) },
    .value(
      "Permission", \.permission, as: .pattern(Permission.pattern, isNumeric: true),
      expected: Permission.expected, origin: .ours,
      meaning: """
        A resource whose READ puts it on a user's menu, as a group does; it needs an active class \
        and a profile that covers it
        """
    ) { Permission($0) },
  ]

  private static let tickets: [Field<ACTEntry>] = [
    .flag(
      "Generate Pass Ticket", \.generatesTicket, origin: .documented,
      meaning: "Makes a PassTicket at session start; &PSWD then stands for it"),
    .flag(
      "Gen Qualified Pass Ticket", \.generatesQualifiedTicket, origin: .documented,
      meaning: "Makes the ticket with a key qualified by user or group where one is defined"),
    .value(
      "Pass Ticket prof name", \.ticketProfile, as: .name(limit: 8), origin: .documented,
      meaning: """
        Application name that the ticket is made for; blank: the Application-ID. TSO wants TSO \
        and the SMF ID of its own system, or its generic name where it has one
        """
    ) { TicketName($0) },
    .value(
      "Pass Ticket seconds ahead", \.ticketAhead, as: .number(0...120), origin: .ours,
      meaning: """
        Most seconds that tickets may be made ahead of the clock, where many are wanted in one \
        moment and each needs a second of its own; blank: 120 for a legacy ticket, five sixths of \
        its TIMEOUT for an enhanced one. Less leaves room for a host whose clock is behind
        """
    ) { FieldShape.number($0) },
    .value(
      "TSO SMF id", \.tsoSystem, as: .name(limit: 4), origin: .ours,
      meaning: """
        SMF ID of the system that the session goes to, as D SMF,O tells it there: TSO on it \
        evaluates tickets for TSO and this. Blank: not known here, and so not checked. It belongs \
        to the entry, since each system has its own
        """
    ) { SystemID($0) },
    .value(
      "TSO generic name", \.tsoGenericName, as: .name(limit: 8), origin: .ours,
      meaning: """
        VTAM generic resource name (GNAME of TSOKEYxx) of the TSO that the session goes to, which \
        then evaluates tickets for this name, whatever the SMF ID. Blank: it has none
        """
    ) { TicketName($0) },
    .text(
      "Session data", \.sessionData, limit: 60, origin: .documented,
      meaning: """
        Logon data for the application; &USERID, &PSWD, &APPLID, &NETNAME (the terminal's LU; \
        also &TERMID) and &IPADDR (where it connects from) are replaced; in quotes, since & means \
        something to YAML
        """),
    .flag(
      "Type session data", \.typesSessionData, origin: .ours,
      meaning: """
        Types the session data on the host's first screen and presses ENTER: for TN3270 hosts, \
        which take no logon data, and where no script runs. &TAB goes to the next field
        """),
    .value(
      "Start ACLPGM", \.startScript, as: .name(limit: 8), origin: .documented,
      meaning: """
        Script of ACT/Scripts that runs when a session is there, before its user sees it, such as \
        a logon; with one a pass ticket is made when the script types &PSWD
        """
    ) { ScriptName($0) },
    .value(
      "ACL Userid", \.aclUser, as: .name(limit: 8), origin: .documented,
      meaning: "User id for &USERID; with a ticket it must be the signed-on user's own"
    ) { UserID($0) },
  ]

  private static let behaviour: [Field<ACTEntry>] = [
    Field(
      "LU name", .pattern(LUMask.listPattern, isNumeric: true), allowsBlank: true,
      expected: "names with commas between; * stands for a character of the terminal's name, and "
        + "TSO001-TSO050 for all from one to the other",
      origin: .ours,
      meaning: """
        LUs that are asked of a TN3270 host, the first free one first; blank: whatever it gives
        """, write: \.luList.text
    ) { record, text in
      guard let list = LUMaskList(text) else { return false }
      record.luList = list
      return true
    },
    .flag(
      "Client LU name", \.takesClientName, origin: .ours,
      meaning: """
        Whether a * of `LU name` takes the character of a name that the terminal itself asked \
        for, which may be anybody's; N: of the one that the server gives
        """),
    .value(
      "Mask entry name", \.maskName, as: .name(limit: 8), origin: .documented,
      meaning: """
        Set of masking rules, a file of ACT/Masks, that makes the LU name from the terminal's; it \
        is asked for before those of LU name
        """
    ) { PackedName($0)?.text },
    .choice(
      "Type", \.pool, origin: .documented,
      meaning: """
        Who may have an LU of `LU name` at the same time. UNQ: one session; GRP: sessions to \
        different applications; SHR: any
        """),
    .flag(
      "Auto restart", \.restarts, origin: .documented,
      meaning: """
        Starts the session again when the application or its host ends it; not where it had lived \
        for less than ten seconds
        """),
    .flag(
      "Outbound compression", \.compressesOutbound, origin: .documented,
      meaning: """
        Shortens what goes to the terminal: runs as Repeat to Address, needless addresses dropped
        """),
    .flag(
      "Inbound compression", \.compressesInbound, origin: .documented,
      meaning: """
        Fields that the application sends as modified come back to it without crossing the \
        network
        """),
    .word(
      "Code page", \.codePage, of: ["37"] + CodePage.names, origin: .ours,
      meaning: "The host's code page, for session data that is typed and commands that are read"),
    .text(
      "Device type", \.deviceType, limit: 20, origin: .ours,
      meaning: """
        Terminal type towards a TN3270 host, such as IBM-3278-2-E; blank: by the user's terminal
        """),
    .flag(
      "Extended data stream", \.isExtended, origin: .documented,
      meaning: """
        Whether the host may use colours, highlighting and queries where the terminal has them
        """),
    .flag(
      "Model sensitive", \.isModelSensitive, origin: .documented,
      meaning: """
        Whether the host has the screen size of the user's terminal; N: 24 by 80, model 2
        """),
    .number(
      "Connect timeout", \.connectTimeout, in: 1...300, origin: .ours,
      meaning: "Seconds that a TN3270 host may take to answer and to negotiate"),
    .number(
      "Keepalive", \.keepalive, in: 5...7200, origin: .ours,
      meaning: """
        Seconds of silence after which a TN3270 host is asked whether it is there; after as long \
        again without an answer the session ends
        """),
    .number(
      "Session timeout", \.sessionTimeout, in: 0...999_999, origin: .documented,
      meaning: "Minutes without activity after which the session is ended; 0: never"),
    .flag(
      "File transfer", \.transfersFiles, origin: .ours,
      meaning: """
        Whether the application may transfer files with the terminal (IND$FILE); N: it is told \
        that the terminal cannot, and a frame on the screen is a screen like others
        """),
    .flag(
      "Disallow VIEWing on this appl", \.refusesViewers, origin: .documented,
      meaning: "Who views a user's screen (TPXVIEW) sees no session with this application"),
    .flag(
      "Ignore appl output for timeout", \.ignoresOutputForTimeout, origin: .documented,
      meaning: "Output alone does not count as activity"),
    .choice(
      "Data stream errors", \.dataStreamErrors, origin: .ours,
      meaning: "Whether a broken 3270 data stream is only logged, or ends the session"),
    .flag(
      "Verify certificate", \.verifiesCertificate, origin: .ours,
      meaning: "Whether the certificate of a tn3270s host must prove the host's name"),
    .text(
      "Certificate authorities", \.authorityFile, limit: 255, origin: .ours,
      meaning: "File of certificates that are trusted for this host; blank: the system's"),
    .choice(
      "Negotiated TLS", \.negotiatedTLS, origin: .ours,
      meaning: """
        Of a tn3270 host that offers TLS inside telnet (START_TLS; CONNTYPE NEGTSECURE of z/OS). \
        ACCEPT: the certificate is then verified as that of a tn3270s host; REFUSE: goes on in \
        clear; REQUIRE: a host that does not offer it gets no session, and no ticket
        """),
    .choice(
      "TLS minimum version", \.tlsMinimum, origin: .ours,
      meaning: """
        Oldest version of TLS that is spoken with this host. 1.0 and 1.1 are for hosts that know \
        nothing newer: they allow its old ciphers and signatures too, for this host alone
        """),
    .text(
      "Client certificate", \.clientCertificate, limit: 255, origin: .ours,
      meaning: "File (PEM) of the certificate that this server shows to the host, with its chain"),
    .text(
      "Client key", \.clientKey, limit: 255, origin: .ours,
      meaning: """
        File (PEM, without a pass phrase) of its private key; blank: in the certificate's file
        """),
  ]
}

extension ACTEntry: Freezable {
  /// Appends what is not the default: the field's place in the table and its text.
  public func freeze(into freezer: inout Freezer) {
    let said = Self.fields.enumerated().map { ($0.offset, $0.element.text(of: self), $0.element) }
      .filter { $0.1 != $0.2.defaultText }
    freezer.put(number: UInt64(said.count))
    for (place, text, _) in said {
      freezer.put(number: UInt64(place))
      freezer.put(bytes: text.utf8.span)
    }
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    self.init()
    for _ in 0..<(try thawer.count()) {
      let place = try thawer.number()
      let text = String(decoding: try thawer.run(), as: UTF8.self)
      guard place < UInt64(Self.fields.count), Self.fields[Int(place)].assign(&self, text) else {
        throw .invalid("ACT entry")
      }
    }
  }
}
