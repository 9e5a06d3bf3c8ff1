public import Names

/// A text for the terminal's message line. All but those marked documented are this product's own.
public enum Notice: Hashable, Sendable {
  /// Documented.
  case ticketFailed(SessionID)
  /// Why, and whether something went wrong.
  case sessionEnded(SessionID, String, isFault: Bool)
  case signOnRefused
  case newPasswordRefused
  case newPasswordsDiffer
  case tooManySignOns
  case signOnImpossible
  case enterUserID
  case enterPassword
  case passwordNeedsTLS
  case passwordChanged
  case keyNotActive(String)
  case noSuchSession(String)
  case unknownCommand(String)
  case topOfList
  case bottomOfList
  case noOtherSession
  case sessionStarting(SessionID)
  case sessionLimit(Int)
  case doesNotFit(SessionID, String)
  case chooseYesOrNo
  case sessionsMoved(Int)
  case endSessionsFirst(Int)
  case notLive(String)
  case messageSent(String, Int)
  /// The user is signed on, and takes no message now.
  case messageNotTaken(String)
  case messagesOff
  case messagesOn
  /// A command lacks its operand: how it is typed.
  case operandMissing(usage: String)
  /// A command has a word too many: how it is typed.
  case operandsTooMany(usage: String)
  /// A command without an operand means the session that was shown last, and none was.
  case noSessionShown(usage: String)
  /// What stands before a line of the menu is no line command.
  case noLineCommand(String)
  case oneSelection
  case lineOrCommand
  case notLocated(String)
  /// The user leaves sessions where they are: how many, and at which terminals.
  case sessionsStay(Int, String)
  case timeoutSoon(seconds: Int, what: String)
  case sessionTimeoutSoon(SessionID, seconds: Int)
  case aclUserInvalid(SessionID)
  case printed(PrintResult)
  case notOperator
  case ownPanel(String)

  /// The line as it is shown.
  public var text: String {
    switch self {
    case .ticketFailed(let session): "==> Session \(session) ended - Pass Ticket gen failed <=="
    case .sessionEnded(let session, let reason, _): "==> Session \(session) ended - \(reason) <=="
    case .signOnRefused: "Userid or password is not valid; who is revoked asks an administrator"
    case .newPasswordRefused: "The new password is not valid: 8 to 100 characters, not the old one"
    case .newPasswordsDiffer: "The new password was not typed twice alike; nothing is changed"
    case .tooManySignOns: "Too many sign-ons at this moment; try again in some seconds"
    case .signOnImpossible: "Sign-on is not possible now: tell the operator"
    case .enterUserID: "Enter your user id"
    case .enterPassword: "Enter your password"
    case .passwordNeedsTLS: "Passwords are taken over TLS only; connect with TLS"
    case .passwordChanged: "The password is changed"
    case .keyNotActive(let key): "\(key) has no meaning here"
    case .topOfList: "The list begins here"
    case .bottomOfList: "The list ends here"
    case .chooseYesOrNo: "Answer Y or N"
    default: "==> \(words) <=="
    }
  }

  /// The texts that stand between arrows.
  private var words: String {
    switch self {
    case .noSuchSession(let name): "Session \(name) is not on this menu"
    case .unknownCommand(let name): "\(name) is not a command; H shows them"
    case .noOtherSession: "There is no other live session"
    case .sessionStarting(let session): "Session \(session) is starting"
    case .sessionLimit(let limit): "\(limit) sessions are live, which is the limit"
    case .doesNotFit(let session, let size):
      "Session \(session) is held: it needs a screen of \(size)"
    case .sessionsMoved(let count): "\(counted(count, "session")) came to this terminal"
    case .sessionsStay(let count, let names):
      "\(counted(count, "session")) stay\(count == 1 ? "s" : "") at terminal \(names)"
    case .endSessionsFirst(let count):
      "End your \(counted(count, "live session")) first: /I id"
    case .notLive(let name): "Session \(name) is not live"
    case .messageSent(let user, let count):
      count == 0 ? "\(user) is not signed on" : "Message sent to \(user)"
    case .messageNotTaken(let user): "\(user) takes no messages now"
    case .messagesOff: "Messages of other users are refused until /M ON"
    case .messagesOn: "Messages of other users are taken"
    case .operandMissing(let usage): "Say \(usage)"
    case .operandsTooMany(let usage): "Too many words: say \(usage)"
    case .noSessionShown(let usage): "No session was shown last: say \(usage)"
    case .noLineCommand(let mark):
      "\(mark) is no line command: S starts or shows a session, I ends it"
    case .oneSelection: "Put S before one session only; I may stand before several"
    case .lineOrCommand: "Type a command or mark lines, not both"
    case .notLocated(let text): "No line of the menu has \(text)"
    case .timeoutSoon(let seconds, let what): "\(what) in \(seconds) seconds: press a key"
    case .sessionTimeoutSoon(let session, let seconds):
      "Session \(session) is idle, and ends in \(seconds) seconds"
    case .aclUserInvalid(let session):
      "Session \(session) ended - ACL Userid is not the signed-on user"
    case .ownPanel(let system): "This panel is \(system)'s own: no host has drawn it"
    case .notOperator: "Only an operator may use /D"
    case .printed(.appended(let file)): "Printed to \(file)"
    case .printed(.full(let limit)): "Not printed: your print file has \(limit) MiB"
    case .printed(.failed): "Not printed: the print file cannot be written"
    default: preconditionFailure("every notice has its text")
    }
  }
}
