public import Crypto
public import Names

/// Whether a user may sign on. The user is told one sentence for every refusal.
public enum SignOnVerdict: Hashable, Sendable {
  case accepted
  case passwordChanged
  case refused(SignOnRefusal)
}

/// Why a sign-on was refused, and how long the answer is held back.
public struct SignOnRefusal: Hashable, Sendable {
  public enum Reason: String, Sendable {
    case unknownUser = "unknown user"
    case wrongPassword = "wrong password"
    case revoked = "the user is revoked"
    case badNewPassword = "the new password breaks the rules"
    case busy = "too many sign-ons wait"
    case database = "the security database does not answer"
  }

  /// For the log only.
  public let reason: Reason
  /// Seconds that the answer waits, so that guessing is slow.
  public let delaySeconds: Int

  /// Whether this wrong password was the one that revoked the user.
  public let revokes: Bool

  public init(_ reason: Reason, delaySeconds: Int, revokes: Bool = false) {
    self.reason = reason
    self.delaySeconds = delaySeconds
    self.revokes = revokes
  }
}

/// Who wants a ticket for what; always the signed-on user of the session: who could
/// name another would be that user to the application.
public struct TicketRequest: Hashable, Sendable {
  public let user: UserID
  public let session: SessionID
  public let profile: TicketProfile
  /// Which key: the application's, or one qualified by group or user (CA TPX
  /// Programming Guide, Generate Pass Ticket and Gen Qualified Pass Ticket Fields).
  public let form: Form

  public typealias Form = TicketForm

  public init(user: UserID, session: SessionID, profile: TicketProfile, form: Form = .plain) {
    self.user = user
    self.session = session
    self.profile = profile
    self.form = form
  }
}

/// What came of a request for a ticket.
public enum TicketOutcome: Sendable {
  /// The ticket, eight characters, and its kind (`LEGACY` or `ENHANCED`).
  case issued(SharedSecret, kind: String)
  case failed(TicketFailure)
}

/// Whether a value lets a user into an application. The user hears yes or no; the reason is logged.
public enum TicketVerdict: Hashable, Sendable {
  case accepted(kind: String)
  case refused(reason: String)
}
