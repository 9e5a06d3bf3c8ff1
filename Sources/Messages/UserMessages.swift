public import Names

// MARK: Users: how they come, stay and go

extension Message {
  /// A user signed on at a terminal.
  public static func signOn(terminal: LUName, user: UserID) -> Message {
    Message(
      .signOn,
      "SIGNON  TERMINAL: \(LogField.name(terminal)) USER: \(LogField.name(user))",
      fields: [.user: "\(user)", .terminal: "\(terminal)"],
      meaning: "A user signed on at a terminal.")
  }

  /// A sign-on was refused.
  public static func signOnRefused(
    user: SignOnName, terminal: LUName, address: String, reason: String
  ) -> Message {
    Message(
      .signOnRefused,
      "SIGNON REFUSED TERMINAL: \(LogField.name(terminal)) USER: \(LogField.name(user)) \(address)",
      below: ["REASON: \(reason)"],
      fields: [
        .user: user.user?.description, .terminal: "\(terminal)", .address: address, .reason: reason,
      ],
      meaning: """
        A sign-on was refused. The terminal is not told why. Only names of users are written \
        down: what else was typed may be a part of a password.
        """,
      action: "By the reason.")
  }

  /// A user signed off.
  public static func signOff(user: UserID, terminal: LUName, sessions: Int) -> Message {
    Message(
      .signOff,
      "SIGNOFF TERMINAL: \(LogField.name(terminal)) USER: \(LogField.name(user)) "
        + "SESSIONS LEFT: \(sessions)",
      fields: [.user: "\(user)", .terminal: "\(terminal)", .count: "\(sessions)"],
      meaning: "A user signed off; so many sessions stay.")
  }

  /// Sessions moved to another terminal of the same user.
  public static func takenOver(user: UserID, from: LUName, to: LUName, sessions: Int) -> Message {
    Message(
      .takenOver,
      "TAKEN OVER USER: \(LogField.name(user)) FROM: \(LogField.name(from)) "
        + "TO: \(LogField.name(to)) SESSIONS: \(sessions)",
      fields: [.user: "\(user)", .terminal: "\(to)", .count: "\(sessions)"],
      meaning: "Sessions moved to another terminal of the same user.")
  }

  /// A terminal was locked.
  public static func locked(user: UserID, terminal: LUName) -> Message {
    Message(
      .locked,
      "LOCKED  TERMINAL: \(LogField.name(terminal)) USER: \(LogField.name(user))",
      fields: [.user: "\(user)", .terminal: "\(terminal)"],
      meaning: "A terminal was locked.")
  }

  /// A terminal was unlocked.
  public static func unlocked(user: UserID, terminal: LUName) -> Message {
    Message(
      .unlocked,
      "UNLOCKED TERMINAL: \(LogField.name(terminal)) USER: \(LogField.name(user))",
      fields: [.user: "\(user)", .terminal: "\(terminal)"],
      meaning: "A terminal was unlocked.")
  }

  /// A locked terminal was not unlocked.
  public static func unlockRefused(user: UserID, terminal: LUName, address: String, reason: String)
    -> Message
  {
    Message(
      .unlockRefused,
      "UNLOCK REFUSED TERMINAL: \(LogField.name(terminal)) USER: \(LogField.name(user)) \(address)",
      below: ["REASON: \(reason)"],
      fields: [.user: "\(user)", .terminal: "\(terminal)", .address: address, .reason: reason],
      meaning: "A locked terminal was not unlocked. Wrong passwords count as at sign-on.",
      action: "By the reason.")
  }

  /// A time-out struck.
  public static func timedOut(user: UserID?, terminal: LUName, what: String) -> Message {
    Message(
      .timedOut,
      "TIMEOUT TERMINAL: \(LogField.name(terminal)) USER: \(LogField.optional(user)) \(what)",
      fields: [.user: user?.description, .terminal: "\(terminal)", .reason: what],
      meaning: "A time-out struck.",
      cause: .of(user))
  }

  /// A user changed the own password or phrase at the logon panel.
  public static func passwordChanged(user: UserID, terminal: LUName, address: String) -> Message {
    Message(
      .passwordChanged,
      "PASSWORD CHANGED BY ITS USER TERMINAL: \(LogField.name(terminal)) "
        + "USER: \(LogField.name(user)) \(address)",
      fields: [.user: "\(user)", .terminal: "\(terminal)", .address: address],
      meaning: "A user changed the own password or phrase at the logon panel.")
  }

  /// The last wrong password was one too many.
  public static func userRevoked(user: UserID, terminal: LUName, address: String) -> Message {
    Message(
      .userRevoked,
      "USER REVOKED BY WRONG PASSWORDS TERMINAL: \(LogField.name(terminal)) "
        + "USER: \(LogField.name(user)) \(address)",
      fields: [.user: "\(user)", .terminal: "\(terminal)", .address: address],
      meaning: """
        The last wrong password was one too many: the user is revoked, and no password signs \
        on.
        """,
      action: """
        Find out who tried; ALTUSER userid RESUME lets the user sign on again, and with \
        PASSWORD(...) gives another password.
        """)
  }
}

// MARK: Sessions with applications, and their screens

extension Message {
  /// A session is connected to its application.
  public static func sessionStarted(user: UserID, session: SessionID, application: APPLID)
    -> Message
  {
    Message(
      .sessionStarted,
      "SESSION STARTED USERID: \(LogField.name(user)) SESSION: \(LogField.name(session)) "
        + "APPLID: \(application)",
      fields: [.user: "\(user)", .session: "\(session)", .application: "\(application)"],
      meaning: "A session is connected to its application.")
  }

  /// A session ended, and why.
  public static func sessionEnded(
    user: UserID, session: SessionID, application: APPLID, reason: String
  ) -> Message {
    Message(
      .sessionEnded,
      "SESSION ENDED   USERID: \(LogField.name(user)) SESSION: \(LogField.name(session)) "
        + "APPLID: \(application)",
      below: ["REASON: \(reason)"],
      fields: [
        .user: "\(user)", .session: "\(session)", .application: "\(application)", .reason: reason,
      ],
      meaning: "A session ended, and why.",
      action: "By the reason.")
  }

  /// An application sent a 3270 data stream that breaks the rules.
  public static func dataStreamError(
    session: SessionID, application: APPLID, user: UserID, fault: String
  ) -> Message {
    Message(
      .dataStreamError,
      "DATA STREAM ERROR",
      below: [
        "SESSION: \(LogField.name(session)) USERID=\(user) APPLID=\(application)",
        "CAUSE: \(fault)",
      ],
      fields: [
        .user: "\(user)", .session: "\(session)", .application: "\(application)", .reason: fault,
      ],
      meaning: """
        An application sent a 3270 data stream that breaks the rules; what came before stays.
        """,
      action: """
        Report it to the owner of the application; `Data stream errors: END` ends sessions \
        then.
        """)
  }

  /// What a terminal showed differed from the session's model, which was repaired.
  public static func drift(session: SessionID, user: UserID, cells: Int) -> Message {
    Message(
      .drift,
      "SCREEN OF SESSION \(session) OF \(user) DIFFERED FROM ITS MODEL IN \(cells) CELLS",
      fields: [.user: "\(user)", .session: "\(session)", .count: "\(cells)"],
      meaning: "What a terminal showed differed from the session's model, which was repaired.",
      action: "Report it: the model of the screen has a fault.")
  }

  /// A terminal answered with a screen of another size than its host ordered.
  public static func sizeDiffered(session: SessionID, user: UserID, size: String) -> Message {
    Message(
      .sizeDiffered,
      "TERMINAL OF \(user) HAS ANOTHER SCREEN SIZE THAN SESSION \(session), WHICH HAS \(size)",
      fields: [.user: "\(user)", .session: "\(session)", .reason: size],
      meaning: """
        A terminal answered with a screen of another size than its host ordered. The session's \
        own screen counts; the terminal is drawn anew.
        """,
      action: """
        None. If it happens again, report it with the emulator's name and the host's \
        application.
        """)
  }
}

// MARK: PassTickets, the crypto cards and the security database

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
  public static func ticketIssued(
    user: UserID, session: SessionID, profile: TicketProfile, kind: String
  ) -> Message {
    Message(
      .ticketIssued,
      "PASS TICKET ISSUED   USERID: \(LogField.name(user)) SESSION: \(LogField.name(session)) "
        + "APPL PROFILE: \(LogField.name(profile)) \(kind)",
      fields: [.user: "\(user)", .session: "\(session)", .profile: "\(profile)", .kind: kind],
      meaning: "A PassTicket was made.")
  }

  /// A demonstration application accepted a PassTicket.
  public static func ticketAccepted(user: UserID, profile: TicketProfile, kind: String) -> Message {
    Message(
      .ticketAccepted,
      "PASS TICKET ACCEPTED USERID: \(LogField.name(user)) "
        + "APPL PROFILE: \(LogField.name(profile)) \(kind)",
      fields: [.user: "\(user)", .profile: "\(profile)", .kind: kind],
      meaning: "A demonstration application accepted a PassTicket.")
  }

  /// A demonstration application refused a ticket or password.
  public static func ticketRefused(user: UserID, profile: TicketProfile, reason: String) -> Message
  {
    Message(
      .ticketRefused,
      "PASS TICKET REFUSED  USERID: \(LogField.name(user)) "
        + "APPL PROFILE: \(LogField.name(profile))",
      below: ["REASON: \(reason)"],
      fields: [.user: "\(user)", .profile: "\(profile)", .reason: reason],
      meaning: "A demonstration application refused a ticket or password.",
      action: "By the reason.")
  }

  /// A demonstration application let a user in by password or phrase.
  public static func passwordAccepted(user: UserID, application: TicketProfile) -> Message {
    Message(
      .passwordAccepted,
      "LOGON BY PASSWORD    USERID: \(LogField.name(user)) "
        + "APPLICATION:  \(LogField.name(application))",
      fields: [.user: "\(user)", .profile: "\(application)"],
      meaning: "A demonstration application let a user in by password or phrase.")
  }

  /// The crypto card was taken away.
  public static func cardOffline(by: String) -> Message {
    Message(
      .cardOffline,
      "CRYPTO CARD TAKEN OFFLINE BY \(by)",
      fields: [.by: by],
      meaning: "The crypto card was taken away.",
      action: "turnstile card online brings it back.")
  }

  /// The crypto card is back.
  public static func cardOnline(by: String) -> Message {
    Message(
      .cardOnline,
      "CRYPTO CARD BROUGHT ONLINE BY \(by)",
      fields: [.by: by],
      meaning: "The crypto card is back.")
  }

  /// A PKCS#11 token does not answer.
  public static func cardLost(name: String, reason: String) -> Message {
    Message(
      .cardLost,
      "CRYPTO CARD \(name) IS AWAY",
      below: ["REASON: \(reason)"],
      fields: [.card: name, .reason: reason],
      meaning: "A PKCS#11 token does not answer; keys under its master key make no tickets.",
      action: "By the reason: start the token's server, mend the PIN file, or look at the card.")
  }

  /// A PKCS#11 token answers, and its master key is there.
  public static func cardFound(name: String) -> Message {
    Message(
      .cardFound,
      "CRYPTO CARD \(name) IS ACTIVE",
      fields: [.card: name],
      meaning: "A PKCS#11 token answers, and its master key is there.")
  }

  /// `fault` has the file and what SQLite said.
  public static func databaseFailed(fault: String) -> Message {
    Message(
      .databaseFailed,
      "SECURITY DATABASE DOES NOT WORK; NOBODY SIGNS ON",
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
  public static var databaseWorks: Message {
    Message(
      .databaseWorks,
      "SECURITY DATABASE WORKS AGAIN",
      meaning: "The security database can be written again.")
  }
}
