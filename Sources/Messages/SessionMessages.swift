public import Names

/// Sessions with applications, and their screens.
extension Message {
  /// A session is connected to its application.
  public static func sessionStarted(user: UserID, session: SessionID, application: APPLID)
    -> Message
  {
    Message(
      .sessionStarted,
      "SESSION STARTED USERID: \(field(user)) SESSION: \(field(session)) "
        + "APPLID: \(application)",
      meaning: "A session is connected to its application.")
  }

  /// A session ended, and why.
  public static func sessionEnded(
    user: UserID, session: SessionID, application: APPLID, reason: String
  ) -> Message {
    Message(
      .sessionEnded,
      "SESSION ENDED   USERID: \(field(user)) SESSION: \(field(session)) "
        + "APPLID: \(application)",
      below: ["REASON: \(reason)"],
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
        "SESSION: \(field(session)) USERID=\(user) APPLID=\(application)", "CAUSE: \(fault)",
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
      meaning: "What a terminal showed differed from the session's model, which was repaired.",
      action: "Report it: the model of the screen has a fault.")
  }

  /// A terminal answered with a screen of another size than its host ordered.
  public static func sizeDiffered(session: SessionID, user: UserID, size: String) -> Message {
    Message(
      .sizeDiffered,
      "TERMINAL OF \(user) HAS ANOTHER SCREEN SIZE THAN SESSION \(session), WHICH HAS \(size)",
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
