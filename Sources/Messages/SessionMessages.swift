public import Names

/// Lines about sessions with applications, and their screens.
public struct SessionMessages: Sendable {
  /// Which line it is.
  public enum Number: String, CaseIterable, Sendable, MessageNumber {
    case dataStreamError = "TPXL0099"
    case started = "TPXL9020"
    case ended = "TPXL9021"
    case drift = "TPXL9025"
    case sizeDiffered = "TPXL9045"
    case scriptFailed = "TPXL9026"
    case scriptSays = "TPXL9027"
    case scriptFlow = "TPXL9028"

    var example: Message {
      switch self {
      case .dataStreamError:
        .session.dataStreamError(
          session: Example.session, application: Example.application, user: Example.user,
          fault: "an order ends early")
      case .started:
        .session.started(
          user: Example.user, session: Example.session, application: Example.application)
      case .ended:
        .session.ended(
          user: Example.user, session: Example.session, application: Example.application,
          reason: Example.reason)
      case .drift: .session.drift(session: Example.session, user: Example.user, cells: 2)
      case .sizeDiffered:
        .session.sizeDiffered(session: Example.session, user: Example.user, size: "32x80")
      case .scriptFailed:
        .session.scriptFailed(
          user: Example.user, session: Example.session, place: "TSOLOGON line 12",
          reason: "the application did not answer within 30 seconds",
          screen: ["ENTER USERID -"])
      case .scriptSays:
        .session.scriptSays(
          user: Example.user, session: Example.session, place: "TSOLOGON line 14",
          words: "TSO asked for a new password")
      case .scriptFlow:
        .session.scriptFlow(
          user: Example.user, session: Example.session, place: "TSOLOGON line 3", words: "WINP")
      }
    }
  }

  /// A session is connected to its application.
  public func started(user: UserID, session: SessionID, application: APPLID)
    -> Message
  {
    Message(
      .session(.started), .info,
      says: "SESSION STARTED USERID: \(LogField.name(user)) SESSION: \(LogField.name(session)) "
        + "APPLID: \(application)",
      fields: [.user: "\(user)", .session: "\(session)", .application: "\(application)"],
      counted: .application,
      meaning: "A session is connected to its application.")
  }

  /// A session ended, and why.
  public func ended(
    user: UserID, session: SessionID, application: APPLID, reason: String
  ) -> Message {
    Message(
      .session(.ended), .info,
      says: "SESSION ENDED   USERID: \(LogField.name(user)) SESSION: \(LogField.name(session)) "
        + "APPLID: \(application)",
      below: ["REASON: \(reason)"],
      fields: [
        .user: "\(user)", .session: "\(session)", .application: "\(application)", .reason: reason,
      ],
      counted: .reason,
      meaning: "A session ended, and why.",
      action: "By the reason.")
  }

  /// A session's script did not come to its end.
  ///
  /// - Parameters:
  ///   - user: whose session it is.
  ///   - session: its id.
  ///   - place: script and line.
  ///   - reason: why, in words for people.
  ///   - screen: the last screen, a line each, in which nothing secret is.
  /// - Returns: the line.
  public func scriptFailed(
    user: UserID, session: SessionID, place: String, reason: String, screen: [String]
  ) -> Message {
    Message(
      .session(.scriptFailed), .warning,
      says: "SCRIPT STOPPED  USERID: \(LogField.name(user)) SESSION: \(LogField.name(session)) "
        + "AT: \(place)",
      below: ["REASON: \(reason)"] + screen.map { "SCREEN: \($0)" },
      fields: [.user: "\(user)", .session: "\(session)", .reason: "\(place): \(reason)"],
      meaning: """
        A session's script did not come to its end: where it was, why, and the screen that it was \
        at, without what fields hide. The session has ended, unless its user went on without the \
        script.
        """,
      action: """
        Compare the screen with what the script expects there; OPTION FLOW,ON in the script logs \
        each statement.
        """)
  }

  /// What a script writes into the log (LOG).
  public func scriptSays(
    user: UserID, session: SessionID, place: String, words: String
  ) -> Message {
    Message(
      .session(.scriptSays), .info,
      says: "SCRIPT SAYS     USERID: \(LogField.name(user)) SESSION: \(LogField.name(session)) "
        + "AT: \(place)",
      below: ["TEXT: \(words)"],
      fields: [.user: "\(user)", .session: "\(session)", .reason: "\(place): \(words)"],
      meaning: "What a session's script writes into the log (LOG).")
  }

  /// A statement of a script that is about to run (OPTION FLOW).
  public func scriptFlow(
    user: UserID, session: SessionID, place: String, words: String
  ) -> Message {
    Message(
      .session(.scriptFlow), .info,
      says: "SCRIPT FLOW     USERID: \(LogField.name(user)) SESSION: \(LogField.name(session)) "
        + "AT: \(place)",
      below: ["STATEMENT: \(words)"],
      fields: [.user: "\(user)", .session: "\(session)", .reason: "\(place): \(words)"],
      meaning: "A statement of a session's script that is about to run (OPTION FLOW,ON).")
  }

  /// An application sent a 3270 data stream that breaks the rules.
  public func dataStreamError(
    session: SessionID, application: APPLID, user: UserID, fault: String
  ) -> Message {
    Message(
      .session(.dataStreamError), .warning,
      says: "DATA STREAM ERROR",
      below: [
        "SESSION: \(LogField.name(session)) USERID=\(user) APPLID=\(application)",
        "CAUSE: \(fault)",
      ],
      fields: [
        .user: "\(user)", .session: "\(session)", .application: "\(application)", .reason: fault,
      ],
      counted: .application,
      meaning: """
        An application sent a 3270 data stream that breaks the rules; what came before stays.
        """,
      action: """
        Report it to the owner of the application; `Data stream errors: END` ends sessions \
        then.
        """)
  }

  /// What a terminal showed differed from the session's model, which was repaired.
  public func drift(session: SessionID, user: UserID, cells: Int) -> Message {
    Message(
      .session(.drift), .warning,
      says: "SCREEN OF SESSION \(session) OF \(user) DIFFERED FROM ITS MODEL IN \(cells) CELLS",
      fields: [.user: "\(user)", .session: "\(session)", .count: "\(cells)"],
      meaning: "What a terminal showed differed from the session's model, which was repaired.",
      action: "Report it: the model of the screen has a fault.")
  }

  /// A terminal answered with a screen of another size than its host ordered.
  public func sizeDiffered(session: SessionID, user: UserID, size: String) -> Message {
    Message(
      .session(.sizeDiffered), .warning,
      says:
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
