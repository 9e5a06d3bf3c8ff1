/// Number of a message, as `TPXL0921`.
///
/// Numbers below 9000 are TPX's documented ones; from 9000 on they are this product's own.
public enum MessageID: String, CaseIterable, Sendable {
  case signOn = "TPXL0010"
  case lostTerminal = "TPXL0050"
  case dataStreamError = "TPXL0099"
  case logon = "TPXL0101"
  case ticketFailed = "TPXL0921"
  case aclUserInvalid = "TPXL0926"
  case serverStarted = "TPXL9000"
  case serverStopped = "TPXL9001"
  case tablesLoaded = "TPXL9002"
  case tablesRefused = "TPXL9003"
  case cardOffline = "TPXL9004"
  case cardOnline = "TPXL9005"
  case recordsLost = "TPXL9006"
  case connectionRefused = "TPXL9007"
  case acceptPaused = "TPXL9008"
  case cardLost = "TPXL9009"
  case signOnRefused = "TPXL9010"
  case signOff = "TPXL9011"
  case locked = "TPXL9012"
  case unlocked = "TPXL9013"
  case timedOut = "TPXL9014"
  case takenOver = "TPXL9015"
  case terminalRefused = "TPXL9016"
  case foreignInput = "TPXL9017"
  case cardFound = "TPXL9018"
  case sessionStarted = "TPXL9020"
  case sessionEnded = "TPXL9021"
  case ticketIssued = "TPXL9022"
  case ticketAccepted = "TPXL9023"
  case ticketRefused = "TPXL9024"
  case drift = "TPXL9025"
  case sizeDiffered = "TPXL9045"
  case operatorCommand = "TPXL9030"
  case messageSent = "TPXL9031"
  case acceptFailed = "TPXL9040"
  case folderLost = "TPXL9065"
  case notWatched = "TPXL9066"
  case linesLeftOut = "TPXL9075"
  case warning = "TPXL9076"
  case serverStopping = "TPXL9077"
  case certificateLoaded = "TPXL9085"
  case certificateRefused = "TPXL9086"
  case draining = "TPXL9080"
  case drainCancelled = "TPXL9081"
  case unlockRefused = "TPXL9050"
  case passwordChanged = "TPXL9051"
  case userRevoked = "TPXL9052"
  case workerReplaced = "TPXL9100"
  case programReplaced = "TPXL9101"
  case upgradeRefused = "TPXL9102"
  case quarantined = "TPXL9103"
  case databaseFailed = "TPXL9055"
  case databaseWorks = "TPXL9056"
  case passwordAccepted = "TPXL9057"
  case sessionsKept = "TPXL9110"

  /// Whether TPX documents the message; the others are this product's own.
  public var isDocumented: Bool { rawValue < "TPXL9000" }

  /// How serious a message of this number is.
  public var severity: MessageSeverity {
    switch self {
    case .databaseFailed, .recordsLost, .acceptPaused, .acceptFailed, .folderLost,
      .workerReplaced, .quarantined:
      .error
    case .dataStreamError, .ticketFailed, .aclUserInvalid, .tablesRefused, .cardOffline, .cardLost,
      .connectionRefused, .terminalRefused, .foreignInput, .signOnRefused, .unlockRefused,
      .userRevoked, .ticketRefused, .drift, .sizeDiffered, .notWatched, .linesLeftOut, .warning,
      .upgradeRefused, .certificateRefused:
      .warning
    case .signOn, .signOff, .lostTerminal, .logon, .locked, .unlocked, .timedOut, .sessionStarted,
      .sessionEnded, .ticketIssued, .ticketAccepted, .passwordAccepted, .messageSent:
      .info
    case .serverStarted, .serverStopped, .tablesLoaded, .cardOnline, .takenOver, .cardFound,
      .operatorCommand, .serverStopping, .certificateLoaded, .draining, .drainCancelled,
      .passwordChanged, .programReplaced, .databaseWorks, .sessionsKept:
      .notice
    }
  }

  /// The fact by which messages of this number are counted apart; nil where only their number counts.
  public var counted: MessageFields.Name? {
    switch self {
    case .sessionStarted, .dataStreamError: .application
    case .ticketFailed: .code
    case .ticketIssued, .ticketAccepted: .kind
    case .signOnRefused, .unlockRefused, .connectionRefused, .terminalRefused, .sessionEnded,
      .ticketRefused:
      .reason
    default: nil
    }
  }
}
