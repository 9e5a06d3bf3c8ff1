public import Names

/// Lines about PassTickets, the crypto cards and the security database.
public struct SecurityMessages: Sendable {
  /// Which line it is.
  public enum Number: String, CaseIterable, Sendable, MessageNumber {
    case ticketFailed = "TPXL0921"
    case aclUserInvalid = "TPXL0926"
    case cardOffline = "TPXL9004"
    case cardOnline = "TPXL9005"
    case cardLost = "TPXL9009"
    case cardFound = "TPXL9018"
    case ticketIssued = "TPXL9022"
    case ticketAccepted = "TPXL9023"
    case ticketRefused = "TPXL9024"
    case databaseFailed = "TPXL9055"
    case databaseWorks = "TPXL9056"
    case passwordAccepted = "TPXL9057"
    case changed = "TPXL9058"

    var example: Message {
      switch self {
      case .ticketFailed:
        .security.ticketFailed(
          user: Example.user, session: Example.session, profile: Example.profile, code: 0x0C,
          additional: 0x0C0000,
          meaning: "ICSF CSNBENC services Failed")
      case .aclUserInvalid:
        .security.aclUserInvalid(
          user: Example.user, session: Example.session, aclUser: Example.user)
      case .cardOffline: .security.cardOffline(by: Example.by)
      case .cardOnline: .security.cardOnline(by: Example.by)
      case .cardLost: .security.cardLost(name: "CARD", reason: Example.reason)
      case .cardFound: .security.cardFound(name: "CARD")
      case .ticketIssued:
        .security.ticketIssued(
          user: Example.user, session: Example.session, profile: Example.profile, kind: Example.kind
        )
      case .ticketAccepted:
        .security.ticketAccepted(user: Example.user, profile: Example.profile, kind: Example.kind)
      case .ticketRefused:
        .security.ticketRefused(
          user: Example.user, profile: Example.profile, reason: Example.reason)
      case .databaseFailed: .security.databaseFailed(fault: "security.db: disk full")
      case .databaseWorks: .security.databaseWorks
      case .changed:
        .security.changed(
          kind: "ALTUSER", object: "BOB", by: Example.by, from: "control socket",
          detail: "OWNER: IBMUSER -> SYS1")
      case .passwordAccepted:
        .security.passwordAccepted(user: Example.user, application: Example.profile)
      }
    }
  }

  /// Something was changed, as the audit has it.
  public func changed(
    kind: String, object: String, by: String, from: String, detail: String
  ) -> Message {
    Message(
      .security(.changed), .notice, says: "CHANGED \(kind) \(object) BY: \(by) FROM: \(from)",
      below: detail.isEmpty ? [] : [detail],
      fields: [.by: by, .reason: detail],
      meaning: """
        Users, profiles, keys, classes, options of RACF's or files of the site were changed: who \
        did it, from where, and what was before and is now. turnstile audit asks for these lines.
        """)
  }

  /// A PassTicket could not be made, so the session did not start.
  public func ticketFailed(
    user: UserID, session: SessionID, profile: TicketName, code: UInt8, additional: UInt32,
    meaning: String
  ) -> Message {
    Message(
      .security(.ticketFailed), .warning,
      says: "SESSION START PASS TICKET GENERATION FAILED",
      below: [
        "FOR USERID: \(LogField.name(user)) SESSION:  \(LogField.name(session)) "
          + "APPL PROFILE: \(profile)",
        "REASON CODE:\(LogField.hex(UInt32(code), digits: 2)) "
          + "Additional HEX INFO:\(LogField.hex(additional, digits: 6))",
        "Reason Meaning: \(meaning)",
      ],
      fields: [
        .user: "\(user)", .session: "\(session)", .profile: "\(profile)",
        .code: LogField.hex(UInt32(code), digits: 2) + "/" + LogField.hex(additional, digits: 6),
        .reason: meaning,
      ],
      counted: .code,
      meaning: """
        A PassTicket could not be made, so the session did not start. Reason code 0C is TPX's; \
        80 and above are this product's own (turnstile manual reasons shows all).
        """,
      action: """
        turnstile diagnose finds the cause. 0C or 80 with 0C0000: bring the crypto card back \
        (turnstile card online), or set Generate Pass Ticket: N. 08271C: copy the key into \
        this CKDS. 082714: load the master key of the CKDS. 81: define the profile, or correct \
        Pass Ticket prof name.
        """)
  }

  /// The ACT entry names an ACL Userid that is not the signed-on user, who alone may have a
  /// ticket.
  public func aclUserInvalid(user: UserID, session: SessionID, aclUser: UserID) -> Message {
    Message(
      .security(.aclUserInvalid), .warning,
      says: "ACLUSER FIELD INVALID FOR PASSTICKET : GEN FAILED",
      below: [
        "FOR USERID: \(LogField.name(user)) SESSION:  \(LogField.name(session)) "
          + "ACLUSER:  \(aclUser)"
      ],
      fields: [.user: "\(user)", .session: "\(session)"],
      meaning: """
        The ACT entry names an ACL Userid that is not the signed-on user, who alone may have a \
        ticket.
        """,
      action: "Leave ACL Userid out.")
  }

  /// A PassTicket was made.
  public func ticketIssued(
    user: UserID, session: SessionID, profile: TicketName, kind: String
  ) -> Message {
    Message(
      .security(.ticketIssued), .info,
      says:
        "PASS TICKET ISSUED   USERID: \(LogField.name(user)) SESSION: \(LogField.name(session)) "
        + "APPL PROFILE: \(LogField.name(profile)) \(kind)",
      fields: [.user: "\(user)", .session: "\(session)", .profile: "\(profile)", .kind: kind],
      counted: .kind,
      meaning: "A PassTicket was made.")
  }

  /// A demonstration application accepted a PassTicket.
  public func ticketAccepted(user: UserID, profile: TicketName, kind: String) -> Message {
    Message(
      .security(.ticketAccepted), .info,
      says: "PASS TICKET ACCEPTED USERID: \(LogField.name(user)) "
        + "APPL PROFILE: \(LogField.name(profile)) \(kind)",
      fields: [.user: "\(user)", .profile: "\(profile)", .kind: kind],
      counted: .kind,
      meaning: "A demonstration application accepted a PassTicket.")
  }

  /// A demonstration application refused a ticket or password.
  public func ticketRefused(user: UserID, profile: TicketName, reason: String) -> Message {
    Message(
      .security(.ticketRefused), .warning,
      says: "PASS TICKET REFUSED  USERID: \(LogField.name(user)) "
        + "APPL PROFILE: \(LogField.name(profile))",
      below: ["REASON: \(reason)"],
      fields: [.user: "\(user)", .profile: "\(profile)", .reason: reason],
      counted: .reason,
      meaning: "A demonstration application refused a ticket or password.",
      action: "By the reason.")
  }

  /// A demonstration application let a user in by password or phrase.
  public func passwordAccepted(user: UserID, application: TicketName) -> Message {
    Message(
      .security(.passwordAccepted), .info,
      says: "LOGON BY PASSWORD    USERID: \(LogField.name(user)) "
        + "APPLICATION:  \(LogField.name(application))",
      fields: [.user: "\(user)", .profile: "\(application)"],
      meaning: "A demonstration application let a user in by password or phrase.")
  }

  /// The crypto card was taken away.
  public func cardOffline(by: String) -> Message {
    Message(
      .security(.cardOffline), .warning,
      says: "CRYPTO CARD TAKEN OFFLINE BY \(by)",
      fields: [.by: by],
      meaning: "The crypto card was taken away.",
      action: "turnstile card online brings it back.")
  }

  /// The crypto card is back.
  public func cardOnline(by: String) -> Message {
    Message(
      .security(.cardOnline), .notice,
      says: "CRYPTO CARD BROUGHT ONLINE BY \(by)",
      fields: [.by: by],
      meaning: "The crypto card is back.")
  }

  /// A PKCS#11 token does not answer.
  public func cardLost(name: String, reason: String) -> Message {
    Message(
      .security(.cardLost), .warning,
      says: "CRYPTO CARD \(name) IS AWAY",
      below: ["REASON: \(reason)"],
      fields: [.card: name, .reason: reason],
      meaning: "A PKCS#11 token does not answer; keys under its master key make no tickets.",
      action: "By the reason: start the token's server, mend the PIN file, or look at the card.")
  }

  /// A PKCS#11 token answers, and its master key is there.
  public func cardFound(name: String) -> Message {
    Message(
      .security(.cardFound), .notice,
      says: "CRYPTO CARD \(name) IS ACTIVE",
      fields: [.card: name],
      meaning: "A PKCS#11 token answers, and its master key is there.")
  }

  /// `fault` has the file and what SQLite said.
  public func databaseFailed(fault: String) -> Message {
    Message(
      .security(.databaseFailed), .error,
      says: "SECURITY DATABASE DOES NOT WORK; NOBODY SIGNS ON",
      below: ["CAUSE: \(fault)"],
      fields: [.reason: fault],
      meaning: """
        A change of the security database could not be written, so that nobody signs on and no \
        used ticket can be noted down.
        """,
      action: """
        By the cause, which names the file: make room on its disk, or mend the disk. It goes \
        on by itself.
        """)
  }

  /// The security database can be written again.
  public var databaseWorks: Message {
    Message(
      .security(.databaseWorks), .notice,
      says: "SECURITY DATABASE WORKS AGAIN",
      meaning: "The security database can be written again.")
  }
}
