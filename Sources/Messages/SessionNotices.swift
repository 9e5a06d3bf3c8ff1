public import Names

/// About sessions.
extension Notice {
  /// Documented.
  public static func ticketFailed(_ session: SessionID) -> Notice {
    Notice(.fault, "Session \(session) ended - Pass Ticket gen failed")
  }

  /// A session ended: why, and whether something went wrong.
  public static func sessionEnded(
    _ session: SessionID, _ reason: String, isFault: Bool
  ) -> Notice {
    Notice(isFault ? .fault : .remark, "Session \(session) ended - \(reason)")
  }

  /// The ACT entry's ACL Userid is another user.
  public static func aclUserInvalid(_ session: SessionID) -> Notice {
    Notice(.fault, "Session \(session) ended - ACL Userid is not the signed-on user")
  }

  /// A jump with one live session.
  public static let noOtherSession = Notice(.remark, "There is no other live session")

  /// A session that is being connected was chosen again.
  public static func sessionStarting(_ session: SessionID) -> Notice {
    Notice(.remark, "Session \(session) is starting")
  }

  /// The user has as many sessions as one may have.
  public static func sessionLimit(_ limit: Int) -> Notice {
    Notice(.fault, "\(limit) sessions are live, which is the limit")
  }

  /// The session's screen is larger than the terminal's.
  ///
  /// `size`: the size that it needs, as `43x80`.
  public static func doesNotFit(_ session: SessionID, _ size: String) -> Notice {
    Notice(.fault, "Session \(session) is held: it needs a screen of \(size)")
  }

  /// Sessions came from another terminal.
  public static func sessionsMoved(_ count: Int) -> Notice {
    Notice(.good, "\(counted(count, "session")) came to this terminal")
  }

  /// The user leaves sessions where they are.
  ///
  /// `terminals`: their names.
  public static func sessionsStay(_ count: Int, _ terminals: String) -> Notice {
    Notice(
      .remark, "\(counted(count, "session")) stay\(count == 1 ? "s" : "") at terminal \(terminals)")
  }

  /// Sign-off is refused while sessions live.
  public static func endSessionsFirst(_ count: Int) -> Notice {
    Notice(.fault, "End your \(counted(count, "live session")) first: /I id")
  }

  /// The time-out of a session is near.
  public static func sessionTimeoutSoon(_ session: SessionID, seconds: Int) -> Notice {
    Notice(.remark, "Session \(session) is idle, and ends in \(seconds) seconds")
  }
}
