public import Crypto
public import Names
public import Time

/// Whether a user may sign on. The user is told one sentence for every refusal.
public enum SignOnVerdict: Hashable, Sendable {
  case accepted(SignOnWelcome = SignOnWelcome())
  /// The new password, which was typed with the right one, counts from now on.
  case passwordChanged(SignOnWelcome = SignOnWelcome())
  /// The password is right, and a second factor is lacking.
  case factorNeeded(FactorStep)
  case refused(SignOnRefusal)
}

/// What a user is told who has signed on, as RACF tells it (ICH70001I, ICH70002I).
public struct SignOnWelcome: Hashable, Sendable {
  /// The sign-on before; nil where there was none.
  public let lastAccess: WallTime?
  /// Days until the password ends, where the user is to be told; nil where not.
  public let daysLeft: Int?
  /// What an outside authority has the user read; blank for nothing.
  public let told: String

  /// Nothing is told where nothing is said.
  public init(lastAccess: WallTime? = nil, daysLeft: Int? = nil, told: String = "") {
    self.lastAccess = lastAccess
    self.daysLeft = daysLeft
    self.told = told
  }
}

/// Why a sign-on was refused, and how long the answer is held back.
public struct SignOnRefusal: Hashable, Sendable {
  /// Why it was refused.
  public enum Reason: Hashable, Sendable {
    case unknownUser
    case wrongPassword
    /// A wrong password, and one too many: the user is revoked by it.
    case revokedNow
    case revoked
    case badNewPassword(PasswordFault)
    /// The password is right, and has expired: the sign-on wants a new one.
    case expired
    /// The code is not right.
    case wrongCode
    /// The code is none of the key that the user was given to enrol with.
    case unconfirmed
    /// The code was right, and was used before.
    case usedCode
    /// What was right before the code counts no more: the password or the second factor is another one.
    case outdated
    /// The new password could not be written down: the old one counts. The file and what SQLite said of it.
    case notSaved(String)
    /// The terminal shows no certificate of the user's, and has to.
    case certificate
    /// The outside authority refuses the user, in its words.
    case authority(String)
    /// The outside authority asks something where no panel does: a lock, or a change of the password.
    case answerWanted(AuthorityQuestion)
    /// Why the outside authority says nothing.
    case authoritySilent(String)
    case busy
    /// The server's process ended while the password was looked at, and nobody keeps passwords.
    case interrupted
    /// The file and what SQLite said of it.
    case database(String)

    /// For the log.
    public var text: String {
      switch self {
      case .unknownUser: "unknown user"
      case .wrongPassword: "wrong password"
      case .revokedNow: "wrong password"
      case .revoked: "the user is revoked"
      case .badNewPassword: "the new password breaks the rules"
      case .expired: "the password has expired"
      case .wrongCode: "wrong code"
      case .unconfirmed: "the code did not confirm the key"
      case .usedCode: "the code was used before"
      case .outdated: "password or second factor were changed meanwhile"
      case .notSaved(let fault): "the new password is not saved: \(fault)"
      case .certificate: "the terminal shows no certificate of the user's"
      case .authority(let words): "the authority refuses: \(words)"
      case .answerWanted: "the authority asks for another answer"
      case .authoritySilent(let fault): "the authority does not answer: \(fault)"
      case .busy: "too many sign-ons wait"
      case .interrupted: "the server was restarted meanwhile"
      case .database(let fault): "the security database does not answer: \(fault)"
      }
    }

    /// What ICH408I says of it; nil where nobody was refused for what he is or knows.
    var violation: String? {
      switch self {
      case .unknownUser: "USER NOT RACF-DEFINED"
      case .wrongPassword, .authority: "INVALID PASSWORD"
      case .revokedNow: "INVALID PASSWORD, EXCESSIVE: THE USER IS REVOKED"
      case .revoked: "REVOKED USER ACCESS ATTEMPT"
      case .badNewPassword: "INVALID NEW PASSWORD"
      case .expired: "EXPIRED PASSWORD"
      case .wrongCode: "INVALID AUTHENTICATION CODE"
      case .usedCode: "AUTHENTICATION CODE USED BEFORE"
      case .unconfirmed, .outdated, .notSaved, .certificate, .answerWanted, .authoritySilent, .busy,
        .interrupted, .database:
        nil
      }
    }

    /// Whether somebody tried a password or code that was not right, whoever it was for.
    public var isGuess: Bool {
      switch self {
      case .unknownUser, .wrongPassword, .revokedNow, .revoked, .wrongCode, .authority: true
      case .badNewPassword, .expired, .notSaved, .certificate, .busy, .interrupted, .database,
        .unconfirmed, .usedCode, .outdated, .answerWanted, .authoritySilent:
        false
      }
    }

    /// Whether what was right before a code stays so, and another code may be typed behind it.
    public var keepsProof: Bool {
      switch self {
      case .wrongCode, .unconfirmed, .usedCode, .busy, .database, .answerWanted: true
      default: false
      }
    }
  }

  /// For the log only.
  public let reason: Reason
  /// How long the answer waits, so that guessing is slow.
  public let delay: Duration
  /// Whether this wrong password was the one that revoked the user.
  public var revokes: Bool { reason == .revokedNow }

  /// Whether somebody asks for another answer, and nothing is refused yet.
  public var isQuestion: Bool {
    if case .answerWanted = reason { true } else { false }
  }

  /// A refusal, and how long its answer waits.
  public init(_ reason: Reason, delay: Duration = .seconds(1)) {
    self.reason = reason
    self.delay = delay
  }
}

/// Who wants a ticket for what; always the signed-on user of the session: who could
/// name another would be that user to the application.
public struct TicketRequest: Hashable, Sendable {
  /// Whose ticket it is.
  public let user: UserID
  /// The session that wants it.
  public let session: SessionID
  /// The application's name.
  public let profile: TicketName
  /// Which key: the application's, or one qualified by group or user (CA TPX
  /// Programming Guide, Generate Pass Ticket and Gen Qualified Pass Ticket Fields).
  public let form: Form
  /// Most seconds that the ticket's second may lie ahead of the clock; nil for what its kind allows.
  public let ahead: Int64?

  /// Which profiles may give the key.
  public typealias Form = TicketForm

  /// A request; a plain one where nothing else is said.
  public init(
    user: UserID, session: SessionID, profile: TicketName, form: Form = .plain,
    ahead: Int64? = nil
  ) {
    self.user = user
    self.session = session
    self.profile = profile
    self.form = form
    self.ahead = ahead
  }
}

/// What came of a request for a ticket.
public enum TicketOutcome: Sendable {
  /// The ticket, eight characters, and its kind (`LEGACY` or `ENHANCED`).
  case issued(SharedSecret, kind: String)
  case failed(TicketFailure)
}

/// Whether a value is a ticket. Who asks hears yes or no; the reason is logged.
public enum TicketVerdict: Hashable, Sendable {
  /// `LEGACY` or `ENHANCED`.
  case accepted(kind: String)
  case refused(reason: String)
}

/// Whether a value lets a user into an application. The user hears yes or no; the reason is logged.
public enum LogOnVerdict: Hashable, Sendable {
  /// By a ticket: `LEGACY` or `ENHANCED`.
  case byTicket(kind: String)
  /// By the user's password or phrase.
  case byPassword
  case refused(reason: String)
}

/// What an application's question about a user's ticket or password came to.
public struct LogOnAnswer: Hashable, Sendable {
  /// What the user hears, and the log's reason.
  public let verdict: LogOnVerdict
  /// Whether what was refused was neither a ticket, however late, nor the password.
  public let isGuess: Bool

  /// An answer that is no guess where nothing else is said.
  public init(_ verdict: LogOnVerdict, isGuess: Bool = false) {
    self.verdict = verdict
    self.isGuess = isGuess
  }
}
