import Names

extension MessageID {
  /// A message of this number with facts made up, as the manual shows it.
  ///
  /// The switch ties numbers and messages: neither compiles without the other.
  public var example: Message {
    let (terminal, user, session, application, profile) = Example.names
    let (address, reason, by, kind) = ("192.0.2.1", "...", "root", "LEGACY")
    return switch self {
    case .signOn: .signOn(terminal: terminal, user: user)
    case .lostTerminal: .lostTerminal(terminal: terminal, user: user)
    case .dataStreamError:
      .dataStreamError(
        session: session, application: application, user: user, fault: "an order ends early")
    case .logon: .logon(terminal: terminal, address: address, type: "IBM-3278-2-E")
    case .ticketFailed:
      .ticketFailed(
        user: user, session: session, profile: profile, code: 0x0C, additional: 0x0C0000,
        meaning: "ICSF CSNBENC services Failed")
    case .aclUserInvalid: .aclUserInvalid(user: user, session: session, aclUser: user)
    case .serverStarted: .serverStarted(version: "0.1.0", address: "0.0.0.0:2323")
    case .serverStopped: .serverStopped
    case .sessionsKept: .sessionsKept(terminals: 3000, sessions: 3000)
    case .tablesLoaded: .tablesLoaded(applications: 4, panels: 13)
    case .tablesRefused: .tablesRefused(faults: 1, first: "ACT/System.yaml:3:1: ...")
    case .cardOffline: .cardOffline(by: by)
    case .cardOnline: .cardOnline(by: by)
    case .recordsLost: .recordsLost(count: 2)
    case .connectionRefused: .connectionRefused(address: address, reason: reason)
    case .acceptPaused: .acceptPaused
    case .cardLost: .cardLost(name: "CARD", reason: reason)
    case .signOnRefused:
      .signOnRefused(user: .user(user), terminal: terminal, address: address, reason: reason)
    case .signOff: .signOff(user: user, terminal: terminal, sessions: 2)
    case .locked: .locked(user: user, terminal: terminal)
    case .unlocked: .unlocked(user: user, terminal: terminal)
    case .timedOut: .timedOut(user: user, terminal: terminal, what: "stage 1")
    case .takenOver: .takenOver(user: user, from: terminal, to: terminal, sessions: 2)
    case .terminalRefused: .terminalRefused(address: address, reason: reason)
    case .foreignInput: .foreignInput(terminal: terminal, user: user, fields: 2)
    case .cardFound: .cardFound(name: "CARD")
    case .sessionStarted: .sessionStarted(user: user, session: session, application: application)
    case .sessionEnded:
      .sessionEnded(user: user, session: session, application: application, reason: reason)
    case .ticketIssued: .ticketIssued(user: user, session: session, profile: profile, kind: kind)
    case .ticketAccepted: .ticketAccepted(user: user, profile: profile, kind: kind)
    case .ticketRefused: .ticketRefused(user: user, profile: profile, reason: reason)
    case .drift: .drift(session: session, user: user, cells: 2)
    case .sizeDiffered: .sizeDiffered(session: session, user: user, size: "32x80")
    case .operatorCommand: .operatorCommand(by: by, command: "RELOAD")
    case .messageSent: .messageSent(from: by, to: user, terminals: 2)
    case .acceptFailed: .acceptFailed(reason: reason)
    case .folderLost: .folderLost(path: "ACT/Users")
    case .notWatched: .notWatched(reason: reason)
    case .linesLeftOut: .linesLeftOut(address: address, count: 2, seconds: 15)
    case .warning: .warning(reason)
    case .serverStopping: .serverStopping(terminals: 2)
    case .certificateLoaded: .certificateLoaded(path: "TLS/server.pem", end: "2027-01-31")
    case .certificateRefused: .certificateRefused(reason: reason)
    case .draining: .draining(until: "14:30:05")
    case .drainCancelled: .drainCancelled
    case .unlockRefused:
      .unlockRefused(user: user, terminal: terminal, address: address, reason: reason)
    case .passwordChanged: .passwordChanged(user: user, terminal: terminal, address: address)
    case .userRevoked: .userRevoked(user: user, terminal: terminal, address: address)
    case .workerReplaced: WorkerMessages.examples.died
    case .programReplaced: WorkerMessages.examples.upgraded
    case .upgradeRefused: WorkerMessages.examples.refused
    case .quarantined: WorkerMessages.quarantined(address: address, file: "state/crashes/...")
    case .databaseFailed: .databaseFailed(fault: "security.db: disk full")
    case .databaseWorks: .databaseWorks
    case .passwordAccepted: .passwordAccepted(user: user, application: profile)
    }
  }
}

/// Names of the examples.
private enum Example {
  static let names: (LUName, UserID, SessionID, APPLID, TicketProfile) = (
    name("TN000001"), name("ADMIN"), name("TSOB"), name("TSOB"), name("TSOR001")
  )

  private static func name<Name: EightCharacterName>(_ text: String) -> Name {
    guard let name = Name(text) else { preconditionFailure("\(text) is no name") }
    return name
  }
}
