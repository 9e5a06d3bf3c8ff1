public import Time

/// Who did something, and from where.
public struct AuditAuthor: Hashable, Sendable {
  /// A user id, `uid 1000` of the machine, or a word of ours such as `(file)`.
  public let name: String
  /// Where it came from: a terminal and its address, the control socket, a command at the machine.
  public let origin: String

  /// Somebody, somewhere.
  public init(_ name: String, from origin: String) {
    self.name = name
    self.origin = origin
  }

  /// The server by itself: a day that has come, wrong passwords that were one too many.
  public static let server = AuditAuthor("(server)", from: "server")
}

/// What kind of thing was done; numbers are those of SMF type 80 records where RACF has such an event (z/OS
/// Security Server RACF Macros and Interfaces, SMF record type 80).
public enum AuditKind: String, CaseIterable, Hashable, Sendable {
  case signOn = "RACINIT"
  case access = "ACCESS"
  case addGroup = "ADDGROUP"
  case addUser = "ADDUSER"
  case alterGroup = "ALTGROUP"
  case alterUser = "ALTUSER"
  case deleteGroup = "DELGROUP"
  case deleteUser = "DELUSER"
  case password = "PASSWORD"
  case permit = "PERMIT"
  case alter = "RALTER"
  case define = "RDEFINE"
  case delete = "RDELETE"
  case options = "SETROPTS"
  /// A key of the CKDS.
  case key = "KEY"
  /// ICSF was started or stopped, or a card taken into use or out of it.
  case icsf = "ICSF"
  /// A command of an operator's.
  case command = "OPERATOR"
  /// Words to users by a member of the control group.
  case words = "MESSAGE"
  /// A file of the site.
  case file = "FILE"
  /// Somebody views a user's screen, or does no more.
  case view = "VIEW"

  /// The event code of SMF type 80; nil where RACF has none.
  public var event: Int? {
    switch self {
    case .signOn: 1
    case .access: 2
    case .addGroup: 9
    case .addUser: 10
    case .alterGroup: 12
    case .alterUser: 13
    case .deleteGroup: 16
    case .deleteUser: 17
    case .password: 18
    case .permit: 19
    case .alter: 20
    case .define: 21
    case .delete: 22
    case .options: 24
    case .key, .icsf, .command, .words, .file, .view: nil
    }
  }

  /// What it counts as: of some anybody can make as many as he likes.
  public var quota: AuditQuota {
    switch self {
    case .signOn, .access: .refusals
    case .words: .words
    default: .changes
    }
  }

  /// Whether whoever notes it writes a line of the log by itself.
  public var hasOwnLine: Bool { quota != .changes || self == .command || self == .view }
}

/// Entries that are counted together, and push none of another quota out. Their numbers are in databases.
public enum AuditQuota: Int64, CaseIterable, Sendable {
  case changes = 0
  /// What was refused.
  case refusals = 1
  /// Words of who may give no more than words.
  case words = 2

  /// How many there may be.
  public var limit: Int {
    switch self {
    case .changes: AuditLimits.changes
    case .refusals: AuditLimits.refusals
    case .words: AuditLimits.words
    }
  }
}

/// One line of the audit: what was done, or refused. Nothing in it is secret, and nothing breaks a line.
public struct AuditEntry: Hashable, Sendable {
  /// When.
  public let time: WallTime
  /// Who, and from where.
  public let author: AuditAuthor
  /// What kind of thing.
  public let kind: AuditKind
  /// What it was done to: a user, a group, a profile with its class, a label, a file.
  public let object: String
  /// What was changed, as `OWNER: IBMUSER -> SYS1`, or what was refused.
  public let detail: String

  /// An entry; a long detail is cut, and says so.
  public init(
    _ kind: AuditKind, of object: String, detail: String, by author: AuditAuthor, at time: WallTime
  ) {
    self.time = time
    self.author = AuditAuthor(
      Self.line(author.name, AuditLimits.name), from: Self.line(author.origin, AuditLimits.name))
    self.kind = kind
    self.object = Self.line(object, AuditLimits.name)
    self.detail = Self.line(detail, AuditLimits.detail)
  }

  /// A text as one line of so many characters that do nothing to whoever shows them: it may come from a file.
  private static func line(_ text: String, _ limit: Int) -> String {
    var line = String.UnicodeScalarView()
    for (place, scalar) in text.unicodeScalars.enumerated() {
      guard place < limit else { return String(line.prefix(limit - 3)) + "..." }
      line.append(isShown(scalar) ? scalar : " ")
    }
    return String(line)
  }

  private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      false
    default: true
    }
  }
}

/// How much the audit keeps.
public enum AuditLimits {
  /// Most changes; the oldest go then. One takes some 200 bytes of the database, so that all are 20 MB; the
  /// longest, with characters of four bytes each, takes 7,000.
  public static let changes = 100_000
  /// Most refusals, of which anybody can make as many as he likes.
  public static let refusals = 10_000
  /// Most words of members of the control group, of which each makes as many as he likes.
  public static let words = 10_000
  /// Days after which an entry goes: a year, and the time in which one asks about it.
  public static let days: Int64 = 400
  /// Longest detail of an entry, in characters: a user's record whole, or several labels of a file.
  public static let detail = 1000
  /// Longest name and origin of an author, and longest object: more than any name of ours has.
  public static let name = 250
  /// Most files that one reading of the site has entries for; of more, how many.
  public static let files = 1000
  /// Of how many entries one looks for what is too old or too much, so that writing one costs no look
  /// at all the others.
  public static let pruning: Int64 = 64
  /// Most entries that an answer has where nothing else is said.
  public static let answer = 100
}

/// Which entries are asked for; what is nil does not matter.
public struct AuditQuery: Hashable, Sendable {
  /// Who did it, or whom it was done to.
  public var user: String?
  /// The beginning of what it was done to.
  public var object: String?
  /// What kind.
  public var kind: AuditKind?
  /// From this second on.
  public var since: Int64?
  /// Until before this second.
  public var until: Int64?
  /// The latest so many.
  public var last = AuditLimits.answer

  /// The latest of all.
  public init() {}
}
