public import Names

/// A text for the terminal's message line. All but those marked documented are this product's own.
public enum Notice: Hashable, Sendable {
  /// Documented.
  case ticketFailed(SessionID)
  case sessionEnded(SessionID, String)
  case signOnRefused
  case newPasswordRefused
  case tooManySignOns
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
  case messageWants
  case timeoutSoon(seconds: Int, what: String)
  case sessionTimeoutSoon(SessionID, seconds: Int)
  case aclUserInvalid(SessionID)
  case printed(PrintResult)
  case notOperator

  /// The line as it is shown.
  public var text: String {
    switch self {
    case .ticketFailed(let session): "==> Session \(session) ended - Pass Ticket gen failed <=="
    case .sessionEnded(let session, let reason): "==> Session \(session) ended - \(reason) <=="
    case .signOnRefused: "Userid or password is not valid"
    case .newPasswordRefused: "The new password is not valid: 8 to 100 characters, not the old one"
    case .tooManySignOns: "Too many sign-ons at this moment; try again in some seconds"
    case .enterUserID: "Enter your user id"
    case .enterPassword: "Enter your password"
    case .passwordNeedsTLS: "Passwords are taken over TLS only; connect with TLS"
    case .passwordChanged: "The password is changed"
    case .keyNotActive(let key): "\(key) has no meaning here"
    case .noSuchSession(let name): "==> Session \(name) is not on this menu <=="
    case .unknownCommand(let name): "==> \(name) is not a command; H shows them <=="
    case .topOfList: "The list begins here"
    case .bottomOfList: "The list ends here"
    case .noOtherSession: "==> There is no other live session <=="
    case .sessionStarting(let session): "==> Session \(session) is starting <=="
    case .sessionLimit(let limit): "==> \(limit) sessions are live, which is the limit <=="
    case .doesNotFit(let session, let size):
      "==> Session \(session) is held: it needs a screen of \(size) <=="
    case .chooseYesOrNo: "Answer Y or N"
    case .sessionsMoved(let count): "==> \(count) sessions came to this terminal <=="
    case .endSessionsFirst(let count): "==> End your \(count) live sessions first: /I id <=="
    case .notLive(let name): "==> Session \(name) is not live <=="
    case .messageSent(let user, let count):
      count == 0 ? "==> \(user) is not signed on <==" : "==> Message sent to \(user) <=="
    case .messageWants: "==> Say /M user text <=="
    case .timeoutSoon(let seconds, let what): "==> \(what) in \(seconds) seconds: press a key <=="
    case .sessionTimeoutSoon(let session, let seconds):
      "==> Session \(session) is idle, and ends in \(seconds) seconds <=="
    case .aclUserInvalid(let session):
      "==> Session \(session) ended - ACL Userid is not the signed-on user <=="
    case .notOperator: "==> Only an operator may use /D <=="
    case .printed(.appended(let file)): "==> Printed to \(file) <=="
    case .printed(.full(let limit)): "==> Not printed: your print file has \(limit) MiB <=="
    case .printed(.failed): "==> Not printed: the print file cannot be written <=="
    }
  }
}
