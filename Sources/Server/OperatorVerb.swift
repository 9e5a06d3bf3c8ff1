import SAF
import Time

/// One thing that an operator may ask: a row of the table from which the console, the control socket,
/// the audit, the help and the manual all read.
public struct OperatorVerb: Sendable {
  /// Which row it is.
  public enum Name: String, CaseIterable, Sendable {
    case status, top, figures, users, cancel, message, show, trace, drain, reload, card, upgrade
    case display, seticsf, start, stop, clock
    case quiesce, deactivate, activate, news, broadcast, penalties, forgive
    case racf, kgup, keys, masterkey, factor, ticket, snapshot, rights, backup, audit
    case load, extract
    case help, end
  }

  /// Who answers.
  public enum Place: Sendable {
    /// The thread that has the terminals, of a running server.
    case shard
    /// A running server's other threads.
    case server
    /// A running server's keeper.
    case keeper
    /// A running server, or the command itself on a state directory that nobody uses.
    case database
    /// The console itself.
    case console
  }

  /// Which row it is.
  public let name: Name
  /// How it may be written, in capitals; the first is the one that is told.
  public let words: [String]
  /// What stands behind the word, as the help shows it.
  public let operands: String
  /// How many words may stand there.
  public let count: ClosedRange<Int>
  /// What it does, in half a line.
  public let what: String
  /// Who answers.
  public let place: Place
  /// Whether the log tells who asked: it changes something, or makes or tries tickets.
  public let isAudited: Bool
  /// Whether people type it at the console; the others are commands of their own.
  public let isTyped: Bool
  /// Whether a deck, a passphrase or a ticket follows the words.
  let hasBody: Bool

  private init(
    _ name: Name, _ words: [String], takes operands: String = "",
    count: ClosedRange<Int> = 0...0, does what: String, at place: Place, isAudited: Bool,
    isTyped: Bool = true, hasBody: Bool = false
  ) {
    self.name = name
    self.words = words
    self.operands = operands
    self.count = count
    self.what = what
    self.place = place
    self.isAudited = isAudited
    self.isTyped = isTyped
    self.hasBody = hasBody
  }

  /// Most words of a request: a message's text is the longest.
  static let wordLimit = 500

  /// The table.
  public static let all: [OperatorVerb] = [
    OperatorVerb(
      .status, ["STATUS"], does: "how many terminals, users and sessions there are", at: .shard,
      isAudited: false),
    OperatorVerb(
      .top, ["TOP"], does: "terminals, sessions, tickets, turns and queues on one screen",
      at: .console,
      isAudited: false),
    OperatorVerb(
      .figures, ["FIGURES"], does: "the same for programs, as Prometheus reads it", at: .server,
      isAudited: false, isTyped: false),
    OperatorVerb(
      .users, ["USERS"], does: "who is signed on, and what he left behind", at: .shard,
      isAudited: false),
    OperatorVerb(
      .cancel, ["CANCEL"], takes: "USER | U=USER[,S=SESSION][,MUT=TERMINAL] [REASON]",
      count: 1...wordLimit,
      does: "ends one session, or all and the sign-on; the user reads the reason",
      at: .shard,
      isAudited: true),
    OperatorVerb(
      .message, ["MESSAGE"], takes: "USER TEXT", count: 2...wordLimit,
      does: "shows a text to a user",
      at: .shard,
      isAudited: true),
    OperatorVerb(
      .show, ["SHOW"], takes: "TERMINAL", count: 1...1,
      does: "a terminal: what it agreed to, who sits there, sessions, what waits", at: .shard,
      isAudited: false),
    OperatorVerb(
      .trace, ["TRACE"], takes: "TERMINAL ON|OFF [FILE]", count: 2...3,
      does: "writes what a terminal says and hears below traces/, passwords dark", at: .shard,
      isAudited: true),
    OperatorVerb(
      .drain, ["DRAIN"], takes: "[TIME [TEXT] | OFF]", count: 0...wordLimit,
      does: "no sign-ons; users are told, sessions end in time (10m), then the server stops",
      at: .shard,
      isAudited: true),
    OperatorVerb(
      .quiesce, ["QUIESCE"], takes: "NAME [REASON]", count: 1...wordLimit,
      does: "a session, application or host takes no new sessions; those that live go on",
      at: .shard, isAudited: true),
    OperatorVerb(
      .deactivate, ["DEACT", "DEACTIVATE"], takes: "NAME [REASON]", count: 1...wordLimit,
      does: "the same, and the sessions that live end; the users read the reason", at: .shard,
      isAudited: true),
    OperatorVerb(
      .activate, ["ACT", "ACTIVATE"], takes: "NAME", count: 1...1,
      does: "what was quiesced or deactivated takes sessions again", at: .shard, isAudited: true),
    OperatorVerb(
      .news, ["NEWS"], takes: "[1|2 [TEXT] | OFF]", count: 0...wordLimit,
      does: "lines of news on the logon panel and the menu", at: .shard, isAudited: true),
    OperatorVerb(
      .broadcast, ["BC", "BROADCAST"], takes: "[A=NAME] TEXT", count: 1...wordLimit,
      does: "shows a text to all users, or to those who have a session with NAME", at: .shard,
      isAudited: true),
    OperatorVerb(
      .penalties, ["PENALTIES"],
      does: "addresses that are kept out, wrong passwords, and what they cost", at: .server,
      isAudited: false),
    OperatorVerb(
      .forgive, ["FORGIVE"], takes: "ADDRESS|USER", count: 1...1,
      does: "forgets what it did wrong; ALTUSER RESUME is for revoked users", at: .server,
      isAudited: true),
    OperatorVerb(
      .reload, ["RELOAD"], does: "reads ACT/, Screens/ and certificates again", at: .server,
      isAudited: true),
    OperatorVerb(
      .card, ["CARD"], takes: "OFFLINE|ONLINE", count: 1...1,
      does: "takes the crypto card away, or brings it back",
      at: .server, isAudited: true),
    OperatorVerb(
      .upgrade, ["UPGRADE"], takes: "[PROGRAM]", count: 0...1,
      does: "gives all sessions to a program, or to the file of this one as it is now", at: .keeper,
      isAudited: true),
    OperatorVerb(
      .display, ["D", "DISPLAY"], takes: "WHAT", count: 1...wordLimit,
      does: "\(LiveDisplay.expected), each AS CSV or AS JSON too; ICSF,CARDS  ICSF,LIST  "
        + "ICSF,MKS  ICSF,KDS  SMF,O", at: .database, isAudited: false),
    OperatorVerb(
      .seticsf, ["SETICSF"], takes: "ACTIVATE,CARD | DEACTIVATE,CARD", count: 1...wordLimit,
      does: "takes a card into use, or out of it", at: .database, isAudited: true),
    OperatorVerb(
      .start, ["S", "START"], takes: "CSF", count: 1...1, does: "starts ICSF", at: .database,
      isAudited: true),
    OperatorVerb(
      .stop, ["P", "STOP"], takes: "CSF", count: 1...1, does: "stops ICSF", at: .database,
      isAudited: true
    ),
    OperatorVerb(
      .clock, ["CLOCK"], takes: "FORGET", count: 1...1,
      does: "the clock ran ahead, and is right now",
      at: .database,
      isAudited: true),
    OperatorVerb(
      .racf, ["RACF"], does: "a deck of RACF's commands", at: .database, isAudited: true,
      isTyped: false, hasBody: true),
    OperatorVerb(
      .kgup, ["KGUP"], does: "a deck of KGUP's statements", at: .database, isAudited: true,
      isTyped: false, hasBody: true),
    OperatorVerb(
      .keys, ["KEYS"], takes: "EXPORT|COPY|IMPORT|REPLACE [LABEL ...]", count: 1...wordLimit,
      does: "carries keys of the CKDS to another system, and back", at: .database, isAudited: true,
      isTyped: false, hasBody: true),
    OperatorVerb(
      .masterkey, ["MASTERKEY"], takes: "LOAD", count: 1...1,
      does: "loads master keys into the built-in crypto card", at: .database, isAudited: true,
      isTyped: false, hasBody: true),
    OperatorVerb(
      .factor, ["FACTOR"], takes: "SHOW|ENROL|REMOVE USER", count: 2...2,
      does: "a user's second factor: gives one, or takes it away", at: .database, isAudited: true,
      isTyped: false, hasBody: true),
    OperatorVerb(
      .ticket, ["TICKET"], takes: "GENERATE|EVALUATE WHO USER APPL", count: 4...4,
      does: "makes or tries a ticket",
      at: .database, isAudited: true, isTyped: false, hasBody: true),
    OperatorVerb(
      .snapshot, ["SNAPSHOT"], does: "what diagnose reads", at: .database, isAudited: false,
      isTyped: false),
    OperatorVerb(
      .rights, ["RIGHTS"], takes: "[USER]", count: 0...1,
      does: "groups and permissions that open something to a user, or that nobody can have",
      at: .database, isAudited: false, hasBody: true),
    OperatorVerb(
      .backup, ["BACKUP"], takes: "FILE", count: 1...1, does: "copies the security database",
      at: .database,
      isAudited: true, isTyped: false),
    OperatorVerb(
      .load, ["LOAD"], takes: "USERS [TRIAL]", count: 1...2,
      does: "many users at once, from CSV: all of them or none", at: .database, isAudited: true,
      isTyped: false, hasBody: true),
    OperatorVerb(
      .extract, ["EXTRACT"], takes: "USERS [MASK] [AS=CSV|JSON|TABLE]", count: 1...3,
      does: "users as LOAD takes them, without passwords", at: .database, isAudited: false,
      isTyped: false),
    OperatorVerb(
      .audit, ["AUDIT"],
      takes: "[USER=WHO] [WHAT=TEXT] [KIND=K] [SINCE=DAY] [UNTIL=DAY] [LAST=N] [AS=CSV|JSON]",
      count: 0...7, does: "who changed what, and who was refused",
      at: .database, isAudited: false),
    OperatorVerb(
      .help, ["HELP", "?"], takes: "[COMMAND]", count: 0...1, does: "this list, or one line of it",
      at: .console,
      isAudited: false),
    OperatorVerb(
      .end, ["END", "QUIT", "EXIT"], does: "leaves the console", at: .console, isAudited: false),
  ]

  /// The row of a word, in any case; nil where there is none.
  public static func find(_ word: String) -> OperatorVerb? {
    let word = word.uppercased()
    return all.first { $0.words.contains(word) }
  }

  /// The words that people can type, whole.
  public static var typed: [String] { all.filter(\.isTyped).map { $0.words.last ?? "" } }

  /// The word behind `TURNSTILE.` that guards it in the class OPERCMDS: the command whole.
  var resource: String { words.last ?? "" }

  /// The access that it takes at a terminal: READ to look, UPDATE to change something, CONTROL for what
  /// ends everybody's sessions.
  var wantedAccess: AccessLevel {
    switch name {
    case .drain, .upgrade: .control
    default: isAudited ? .update : .read
    }
  }

  /// Whether the audit has it already by what it changes; a ticket changes nothing, and the log has it.
  var isToldByChanges: Bool {
    switch name {
    case .racf, .kgup, .keys, .masterkey, .factor, .load, .ticket, .card, .seticsf, .start, .stop:
      true
    default: false
    }
  }

  /// As `CANCEL USER`.
  public var usage: String { operands.isEmpty ? words[0] : "\(words[0]) \(operands)" }

  /// What people can type at the console, a line or two each; of one command where a word is given.
  ///
  /// `isShown`: which rows are told.
  public static func help(
    _ word: String? = nil, where isShown: (OperatorVerb) -> Bool = { _ in true }
  ) -> [String] {
    let wanted = word?.uppercased()
    let rows = all.filter { row in
      row.isTyped && (wanted.map { row.words.contains($0) } ?? true) && isShown(row)
    }
    let width = rows.map(\.usage.count).filter { $0 <= usageWidth }.max() ?? usageWidth
    var lines: [String] = []
    for row in rows {
      var head = row.usage
      // What is longer stands alone, so that a screen of 80 columns has room for the rest.
      if head.count > width {
        lines.append(head)
        head = ""
      }
      let others = row.words.dropFirst().joined(separator: ", ")
      let gap = String(repeating: " ", count: width - head.count + 2)
      lines.append(head + gap + row.what + (others.isEmpty ? "" : "; also \(others)"))
    }
    return lines
  }

  /// Columns that a help has for usages.
  private static let usageWidth = 28
}

/// A request with the row that it belongs to, and as many words as that row wants.
public struct OperatorRequest: Sendable {
  /// Why words are no request: what was expected, and how it is written.
  public struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The sentence.
    public let description: String
  }

  /// The row of the first word.
  public let verb: OperatorVerb
  /// The words behind it, as many as the row wants.
  public let operands: [String]

  /// Finds the row of words.
  /// - Throws: where there is none, or where it takes another number of words.
  public init(_ words: [String]) throws(Fault) {
    guard let first = words.first else { throw Fault(description: "no command; HELP shows them") }
    guard let verb = OperatorVerb.find(first) else {
      throw Fault(description: "\(first) is no command; HELP shows them")
    }
    guard verb.count.contains(words.count - 1) else {
      throw Fault(description: "say \(verb.usage)  (\(verb.what))")
    }
    self.verb = verb
    operands = Array(words.dropFirst())
  }

  /// Writes it to the audit, where what it changes does not tell of it; waits for the disk.
  ///
  /// `manager`: acts in the name of who gave it.
  /// `kind`: what it counts as.
  func note(by manager: SecurityManager, as kind: AuditKind = .command, at time: WallTime) {
    guard !verb.isToldByChanges else { return }
    manager.note(kind, of: verb.words[0], detail: shown, at: time)
  }

  /// The words as the log shows them.
  var shown: String { ([verb.words[0]] + operands).joined(separator: " ") }

  /// As the control socket takes it.
  var words: [String] { [verb.words[0]] + operands }
}
