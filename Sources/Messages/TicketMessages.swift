public import Names

/// PassTickets, the crypto cards and the security database.
extension Message {
  /// A PassTicket could not be made, so the session did not start.
  public static func ticketFailed(
    user: UserID, session: SessionID, profile: TicketProfile, code: UInt8, additional: UInt32,
    meaning: String
  ) -> Message {
    Message(
      .ticketFailed,
      "SESSION START PASS TICKET GENERATION FAILED",
      below: [
        "FOR USERID: \(field(user)) SESSION:  \(field(session)) " + "APPL PROFILE: \(profile)",
        "REASON CODE:\(hex(UInt32(code), 2)) Additional HEX INFO:\(hex(additional, 6))",
        "Reason Meaning: \(meaning)",
      ],
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
  public static func aclUserInvalid(user: UserID, session: SessionID, aclUser: UserID) -> Message {
    Message(
      .aclUserInvalid,
      "ACLUSER FIELD INVALID FOR PASSTICKET : GEN FAILED",
      below: ["FOR USERID: \(field(user)) SESSION:  \(field(session)) ACLUSER:  \(aclUser)"],
      meaning: """
        The ACT entry names an ACL Userid that is not the signed-on user, who alone may have a \
        ticket.
        """,
      action: "Leave ACL Userid out.")
  }

  /// A PassTicket was made.
  public static func ticketIssued(
    user: UserID, session: SessionID, profile: TicketProfile, kind: String
  ) -> Message {
    Message(
      .ticketIssued,
      "PASS TICKET ISSUED   USERID: \(field(user)) SESSION: \(field(session)) "
        + "APPL PROFILE: \(field(profile)) \(kind)",
      meaning: "A PassTicket was made.")
  }

  /// A demonstration application accepted a PassTicket.
  public static func ticketAccepted(user: UserID, profile: TicketProfile, kind: String) -> Message {
    Message(
      .ticketAccepted,
      "PASS TICKET ACCEPTED USERID: \(field(user)) " + "APPL PROFILE: \(field(profile)) \(kind)",
      meaning: "A demonstration application accepted a PassTicket.")
  }

  /// A demonstration application refused a ticket or password.
  public static func ticketRefused(user: UserID, profile: TicketProfile, reason: String) -> Message
  {
    Message(
      .ticketRefused,
      "PASS TICKET REFUSED  USERID: \(field(user)) " + "APPL PROFILE: \(field(profile))",
      below: ["REASON: \(reason)"],
      meaning: "A demonstration application refused a ticket or password.",
      action: "By the reason.")
  }

  /// A demonstration application let a user in by password or phrase.
  public static func passwordAccepted(user: UserID, application: TicketProfile) -> Message {
    Message(
      .passwordAccepted,
      "LOGON BY PASSWORD    USERID: \(field(user)) " + "APPLICATION:  \(field(application))",
      meaning: "A demonstration application let a user in by password or phrase.")
  }

  /// The crypto card was taken away.
  public static func cardOffline(by: String) -> Message {
    Message(
      .cardOffline,
      "CRYPTO CARD TAKEN OFFLINE BY \(by)",
      meaning: "The crypto card was taken away.",
      action: "turnstile card online brings it back.")
  }

  /// The crypto card is back.
  public static func cardOnline(by: String) -> Message {
    Message(
      .cardOnline,
      "CRYPTO CARD BROUGHT ONLINE BY \(by)",
      meaning: "The crypto card is back.")
  }

  /// A PKCS#11 token does not answer.
  public static func cardLost(name: String, reason: String) -> Message {
    Message(
      .cardLost,
      "CRYPTO CARD \(name) IS AWAY",
      below: ["REASON: \(reason)"],
      meaning: "A PKCS#11 token does not answer; keys under its master key make no tickets.",
      action: "By the reason: start the token's server, mend the PIN file, or look at the card.")
  }

  /// A PKCS#11 token answers, and its master key is there.
  public static func cardFound(name: String) -> Message {
    Message(
      .cardFound,
      "CRYPTO CARD \(name) IS ACTIVE",
      meaning: "A PKCS#11 token answers, and its master key is there.")
  }

  /// `fault` has the file and what SQLite said.
  public static func databaseFailed(fault: String) -> Message {
    Message(
      .databaseFailed,
      "SECURITY DATABASE DOES NOT WORK; NOBODY SIGNS ON",
      below: ["CAUSE: \(fault)"],
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
  public static var databaseWorks: Message {
    Message(
      .databaseWorks,
      "SECURITY DATABASE WORKS AGAIN",
      meaning: "The security database can be written again.")
  }
}
