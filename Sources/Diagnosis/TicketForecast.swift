import Keystore
public import Names
import PassTicket
public import SAF
public import Tables

/// What would become of a ticket, foretold from a snapshot.
public enum TicketForecast: Sendable {
  /// No ticket is asked for.
  case notWanted
  case made(kind: String, from: SecuritySnapshot.Profile)
  case fails(TicketFailure)
  /// `ACL Userid` is somebody else (TPXL0926).
  case refused

  /// The forecast for an entry and a user.
  public init(_ session: EffectiveSession, _ user: UserID, in security: SecuritySnapshot) {
    guard let ticket = session.ticket else {
      self = .notWanted
      return
    }
    guard ticket.isFor(user) else {
      self = .refused
      return
    }
    switch TicketPlan(
      application: ticket.application, user: user, form: ticket.form, on: security)
    {
    case .failed(let cause): self = .fails(TicketFailure(cause))
    case .made(let profile, let key):
      let entry =
        security.profiles[profile.name].flatMap { $0.isInForce ? $0 : nil }
        ?? SecuritySnapshot.Profile(profile: profile, check: nil, isInForce: true)
      if case .enhanced = key {
        self = .made(kind: "ENHANCED", from: entry)
      } else {
        self = .made(kind: "LEGACY", from: entry)
      }
    }
  }

  /// In one line.
  public var text: String {
    switch self {
    case .notWanted: "no ticket is made (Generate Pass Ticket: N)"
    case .made(let kind, let profile):
      "tickets are made with the key of \(profile.profile.name) (\(kind))"
    case .refused: "TPXL0926: ACL Userid is not the signed-on user"
    case .fails(let failure): "TPXL0921 \(failure.codes): \(failure.meaning)"
    }
  }

  /// Whether the user gets in without typing a password.
  public var isMade: Bool { if case .made = self { true } else { false } }
}
