public import Names

/// A line for the log: what happened, with its facts. Nothing secret has a place here.
public enum Message: Hashable, Sendable {
  case logon(terminal: LUName, address: String, type: String)
  case signOn(terminal: LUName, user: UserID)
  case lostTerminal(terminal: LUName, user: UserID?)
  case dataStreamError(session: SessionID, application: APPLID, user: UserID, fault: String)
  case ticketFailed(
    user: UserID, session: SessionID, profile: TicketProfile, code: UInt8, additional: UInt32,
    meaning: String)
  case aclUserInvalid(user: UserID, session: SessionID, aclUser: UserID)
  case serverStarted(version: String, address: String)
  case serverStopped
  case tablesLoaded(applications: Int, panels: Int)
  case tablesRefused(faults: Int, first: String)
  /// A folder or file of the site is gone.
  case folderLost(path: String)
  case notWatched(reason: String)
  case cardOffline(by: String)
  case cardOnline(by: String)
  case cardLost(name: String, reason: String)
  case cardFound(name: String)
  case recordsLost(count: Int)
  case connectionRefused(address: String, reason: String)
  case acceptPaused
  case acceptFailed(reason: String)
  case signOnRefused(user: SignOnName, terminal: LUName, address: String, reason: String)
  case signOff(user: UserID, terminal: LUName, sessions: Int)
  case locked(user: UserID, terminal: LUName)
  case unlocked(user: UserID, terminal: LUName)
  case timedOut(user: UserID?, terminal: LUName, what: String)
  case takenOver(user: UserID, from: LUName, to: LUName, sessions: Int)
  case terminalRefused(address: String, reason: String)
  case foreignInput(terminal: LUName, user: UserID?, fields: Int)
  case sessionStarted(user: UserID, session: SessionID, application: APPLID)
  case sessionEnded(user: UserID, session: SessionID, application: APPLID, reason: String)
  case ticketIssued(user: UserID, session: SessionID, profile: TicketProfile, kind: String)
  case ticketAccepted(user: UserID, profile: TicketProfile, kind: String)
  case ticketRefused(user: UserID, profile: TicketProfile, reason: String)
  case drift(session: SessionID, user: UserID, cells: Int)
  case sizeDiffered(session: SessionID, user: UserID, size: String)
  case operatorCommand(by: String, command: String)
  case messageSent(from: String, to: UserID, terminals: Int)
  /// Lines of an address that were counted in place of being written; of many where it is nil.
  case linesLeftOut(address: String?, count: Int, seconds: Int)
  /// Something that is in order as far as a start goes, and that the operator will not have wanted.
  case warning(String)
  case serverStopping(terminals: Int)
  case unlockRefused(user: UserID, terminal: LUName, address: String, reason: String)
  case passwordChanged(user: UserID, terminal: LUName, address: String)
  case userRevoked(user: UserID, terminal: LUName, address: String)
  /// `fault` has the file and what SQLite said.
  case databaseFailed(fault: String)
  case databaseWorks
  case passwordAccepted(user: UserID, application: TicketProfile)
}

extension Message {
  /// The message's number, and its lines: the first after the time, the others below it.
  ///
  /// Values of the documented messages stand in fields of 8 characters and one blank.
  public var content: (id: MessageID, lines: [String]) {
    switch self {
    case .logon(let terminal, let address, let type):
      (.logon, ["LOGON   TERMINAL: \(Self.field(terminal)) \(address) \(type)"])
    case .signOn(let terminal, let user):
      (.signOn, ["SIGNON  TERMINAL: \(Self.field(terminal)) USER: \(Self.field(user))"])
    case .lostTerminal(let terminal, let user):
      (.lostTerminal, ["LOSTERM TERMINAL: \(Self.field(terminal)) USER: \(Self.optional(user))"])
    case .dataStreamError(let session, let application, let user, let fault):
      (
        .dataStreamError,
        [
          "DATA STREAM ERROR",
          "SESSION: \(Self.field(session)) USERID=\(user) APPLID=\(application)", "CAUSE: \(fault)",
        ]
      )
    case .ticketFailed(let user, let session, let profile, let code, let additional, let meaning):
      (
        .ticketFailed,
        [
          "SESSION START PASS TICKET GENERATION FAILED",
          "FOR USERID: \(Self.field(user)) SESSION:  \(Self.field(session)) "
            + "APPL PROFILE: \(profile)",
          "REASON CODE:\(Self.hex(UInt32(code), 2)) Additional HEX INFO:\(Self.hex(additional, 6))",
          "Reason Meaning: \(meaning)",
        ]
      )
    case .aclUserInvalid(let user, let session, let aclUser):
      (
        .aclUserInvalid,
        [
          "ACLUSER FIELD INVALID FOR PASSTICKET : GEN FAILED",
          "FOR USERID: \(Self.field(user)) SESSION:  \(Self.field(session)) ACLUSER:  \(aclUser)",
        ]
      )
    default: own
    }
  }

  private var own: (id: MessageID, lines: [String]) {
    switch self {
    case .serverStarted(let version, let address):
      (.serverStarted, ["TURNSTILE \(version) LISTENS ON \(address)"])
    case .serverStopped: (.serverStopped, ["TURNSTILE STOPPED"])
    case .tablesLoaded(let applications, let panels):
      (.tablesLoaded, ["TABLES LOADED: \(applications) APPLICATIONS, \(panels) PANELS"])
    case .tablesRefused(let faults, let first):
      (
        .tablesRefused,
        ["TABLES REFUSED: \(Self.counted(faults, "FAULT")); THE FORMER STAY IN FORCE", first]
      )
    case .folderLost(let path):
      (.folderLost, ["\(path) IS LOST; THE FORMER TABLES STAY IN FORCE"])
    case .notWatched(let reason):
      (.notWatched, ["CHANGES OF DEFINITION FILES MAY PASS UNNOTICED", "REASON: \(reason)"])
    case .cardOffline(let by): (.cardOffline, ["CRYPTO CARD TAKEN OFFLINE BY \(by)"])
    case .cardOnline(let by): (.cardOnline, ["CRYPTO CARD BROUGHT ONLINE BY \(by)"])
    case .cardLost(let name, let reason):
      (.cardLost, ["CRYPTO CARD \(name) IS AWAY", "REASON: \(reason)"])
    case .cardFound(let name): (.cardFound, ["CRYPTO CARD \(name) IS ACTIVE"])
    case .recordsLost(let count):
      (
        .recordsLost,
        [
          "\(Self.counted(count, "LOG RECORD")) \(count == 1 ? "WAS" : "WERE") LOST"
        ]
      )
    case .connectionRefused(let address, let reason):
      (.connectionRefused, ["CONNECTION REFUSED FROM \(address)", "REASON: \(reason)"])
    case .acceptPaused:
      (.acceptPaused, ["NO DESCRIPTORS LEFT: NEW CONNECTIONS WAIT"])
    case .acceptFailed(let reason):
      (.acceptFailed, ["NEW CONNECTIONS CANNOT BE TAKEN AND WAIT", "REASON: \(reason)"])
    case .signOnRefused(let user, let terminal, let address, let reason):
      (
        .signOnRefused,
        [
          "SIGNON REFUSED TERMINAL: \(Self.field(terminal)) USER: \(Self.field(user)) \(address)",
          "REASON: \(reason)",
        ]
      )
    case .signOff(let user, let terminal, let sessions):
      (
        .signOff,
        [
          "SIGNOFF TERMINAL: \(Self.field(terminal)) USER: \(Self.field(user)) "
            + "SESSIONS LEFT: \(sessions)"
        ]
      )
    case .locked(let user, let terminal):
      (.locked, ["LOCKED  TERMINAL: \(Self.field(terminal)) USER: \(Self.field(user))"])
    case .unlocked(let user, let terminal):
      (.unlocked, ["UNLOCKED TERMINAL: \(Self.field(terminal)) USER: \(Self.field(user))"])
    case .timedOut(let user, let terminal, let what):
      (
        .timedOut,
        ["TIMEOUT TERMINAL: \(Self.field(terminal)) USER: \(Self.optional(user)) \(what)"]
      )
    case .takenOver(let user, let from, let to, let sessions):
      (
        .takenOver,
        [
          "TAKEN OVER USER: \(Self.field(user)) FROM: \(Self.field(from)) TO: \(Self.field(to)) "
            + "SESSIONS: \(sessions)"
        ]
      )
    case .terminalRefused(let address, let reason):
      (.terminalRefused, ["TERMINAL REFUSED FROM \(address)", "REASON: \(reason)"])
    case .foreignInput(let terminal, let user, let fields):
      (
        .foreignInput,
        [
          "INPUT OUTSIDE THE PANEL'S FIELDS LEFT OUT: \(fields) "
            + "TERMINAL: \(Self.field(terminal)) USER: \(Self.optional(user))"
        ]
      )
    default: sessionOwn
    }
  }

  private var sessionOwn: (id: MessageID, lines: [String]) {
    switch self {
    case .sessionStarted(let user, let session, let application):
      (
        .sessionStarted,
        [
          "SESSION STARTED USERID: \(Self.field(user)) SESSION: \(Self.field(session)) "
            + "APPLID: \(application)"
        ]
      )
    case .sessionEnded(let user, let session, let application, let reason):
      (
        .sessionEnded,
        [
          "SESSION ENDED   USERID: \(Self.field(user)) SESSION: \(Self.field(session)) "
            + "APPLID: \(application)", "REASON: \(reason)",
        ]
      )
    case .ticketIssued(let user, let session, let profile, let kind):
      (
        .ticketIssued,
        [
          "PASS TICKET ISSUED   USERID: \(Self.field(user)) SESSION: \(Self.field(session)) "
            + "APPL PROFILE: \(Self.field(profile)) \(kind)"
        ]
      )
    case .ticketAccepted(let user, let profile, let kind):
      (
        .ticketAccepted,
        [
          "PASS TICKET ACCEPTED USERID: \(Self.field(user)) "
            + "APPL PROFILE: \(Self.field(profile)) \(kind)"
        ]
      )
    case .ticketRefused(let user, let profile, let reason):
      (
        .ticketRefused,
        [
          "PASS TICKET REFUSED  USERID: \(Self.field(user)) "
            + "APPL PROFILE: \(Self.field(profile))", "REASON: \(reason)",
        ]
      )
    case .drift(let session, let user, let cells):
      (
        .drift,
        [
          "SCREEN OF SESSION \(session) OF \(user) DIFFERED FROM ITS MODEL IN \(cells) CELLS"
        ]
      )
    case .sizeDiffered(let session, let user, let size):
      (
        .sizeDiffered,
        [
          "TERMINAL OF \(user) HAS ANOTHER SCREEN SIZE THAN SESSION \(session), WHICH HAS \(size)"
        ]
      )
    case .operatorCommand(let by, let command):
      (.operatorCommand, ["OPERATOR COMMAND BY \(by): \(command)"])
    case .messageSent(let from, let to, let terminals):
      (
        .messageSent,
        ["MESSAGE FROM \(from) TO \(to): \(Self.counted(terminals, "TERMINAL"))"]
      )
    case .linesLeftOut(let address, let count, let seconds):
      (
        .linesLeftOut,
        [
          "\(Self.counted(count, "LINE")) LEFT OUT IN \(seconds) S, "
            + (address.map { "LIKE THOSE BEFORE FROM \($0)" }
              ?? "OF TERMINALS THAT ARE NOT SIGNED ON")
        ]
      )
    case .warning(let text): (.warning, ["WARNING: \(text)"])
    case .serverStopping(let terminals):
      (
        .serverStopping,
        ["TURNSTILE STOPS; TERMINALS: \(terminals)"]
      )
    case .unlockRefused(let user, let terminal, let address, let reason):
      (
        .unlockRefused,
        [
          "UNLOCK REFUSED TERMINAL: \(Self.field(terminal)) USER: \(Self.field(user)) \(address)",
          "REASON: \(reason)",
        ]
      )
    case .passwordChanged(let user, let terminal, let address):
      (
        .passwordChanged,
        [
          "PASSWORD CHANGED BY ITS USER TERMINAL: \(Self.field(terminal)) "
            + "USER: \(Self.field(user)) \(address)"
        ]
      )
    case .userRevoked(let user, let terminal, let address):
      (
        .userRevoked,
        [
          "USER REVOKED BY WRONG PASSWORDS TERMINAL: \(Self.field(terminal)) "
            + "USER: \(Self.field(user)) \(address)"
        ]
      )
    case .databaseFailed(let fault):
      (.databaseFailed, ["SECURITY DATABASE DOES NOT WORK; NOBODY SIGNS ON", "CAUSE: \(fault)"])
    case .databaseWorks: (.databaseWorks, ["SECURITY DATABASE WORKS AGAIN"])
    case .passwordAccepted(let user, let application):
      (
        .passwordAccepted,
        [
          "LOGON BY PASSWORD    USERID: \(Self.field(user)) "
            + "APPLICATION:  \(Self.field(application))"
        ]
      )
    default: preconditionFailure("every message has its text")
    }
  }

  /// A name in its field of 8 characters.
  private static func field(_ name: some EightCharacterName) -> String {
    let text = name.description
    return text + String(repeating: " ", count: 8 - text.count)
  }

  /// As the log writes it, in capitals.
  private static func counted(_ count: Int, _ noun: String) -> String {
    Messages.counted(count, noun, plural: noun + "S")
  }

  private static func field(_ name: SignOnName) -> String {
    if case .user(let user) = name { field(user) } else { name.description }
  }

  private static func optional(_ user: UserID?) -> String {
    user.map { field($0) } ?? "-       "
  }

  private static func hex(_ value: UInt32, _ digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
