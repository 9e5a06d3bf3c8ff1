public import Names

/// Users: how they come, stay and go.
extension Message {
  /// A user signed on at a terminal.
  public static func signOn(terminal: LUName, user: UserID) -> Message {
    Message(
      .signOn,
      "SIGNON  TERMINAL: \(field(terminal)) USER: \(field(user))",
      meaning: "A user signed on at a terminal.")
  }

  /// A sign-on was refused.
  public static func signOnRefused(
    user: SignOnName, terminal: LUName, address: String, reason: String
  ) -> Message {
    Message(
      .signOnRefused,
      "SIGNON REFUSED TERMINAL: \(field(terminal)) USER: \(field(user)) \(address)",
      below: ["REASON: \(reason)"],
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
      "SIGNOFF TERMINAL: \(field(terminal)) USER: \(field(user)) " + "SESSIONS LEFT: \(sessions)",
      meaning: "A user signed off; so many sessions stay.")
  }

  /// Sessions moved to another terminal of the same user.
  public static func takenOver(user: UserID, from: LUName, to: LUName, sessions: Int) -> Message {
    Message(
      .takenOver,
      "TAKEN OVER USER: \(field(user)) FROM: \(field(from)) TO: \(field(to)) "
        + "SESSIONS: \(sessions)",
      meaning: "Sessions moved to another terminal of the same user.")
  }

  /// A terminal was locked.
  public static func locked(user: UserID, terminal: LUName) -> Message {
    Message(
      .locked,
      "LOCKED  TERMINAL: \(field(terminal)) USER: \(field(user))",
      meaning: "A terminal was locked.")
  }

  /// A terminal was unlocked.
  public static func unlocked(user: UserID, terminal: LUName) -> Message {
    Message(
      .unlocked,
      "UNLOCKED TERMINAL: \(field(terminal)) USER: \(field(user))",
      meaning: "A terminal was unlocked.")
  }

  /// A locked terminal was not unlocked.
  public static func unlockRefused(user: UserID, terminal: LUName, address: String, reason: String)
    -> Message
  {
    Message(
      .unlockRefused,
      "UNLOCK REFUSED TERMINAL: \(field(terminal)) USER: \(field(user)) \(address)",
      below: ["REASON: \(reason)"],
      meaning: "A locked terminal was not unlocked. Wrong passwords count as at sign-on.",
      action: "By the reason.")
  }

  /// A time-out struck.
  public static func timedOut(user: UserID?, terminal: LUName, what: String) -> Message {
    Message(
      .timedOut,
      "TIMEOUT TERMINAL: \(field(terminal)) USER: \(optional(user)) \(what)",
      meaning: "A time-out struck.",
      cause: .of(user))
  }

  /// A user changed the own password or phrase at the logon panel.
  public static func passwordChanged(user: UserID, terminal: LUName, address: String) -> Message {
    Message(
      .passwordChanged,
      "PASSWORD CHANGED BY ITS USER TERMINAL: \(field(terminal)) "
        + "USER: \(field(user)) \(address)",
      meaning: "A user changed the own password or phrase at the logon panel.")
  }

  /// The last wrong password was one too many.
  public static func userRevoked(user: UserID, terminal: LUName, address: String) -> Message {
    Message(
      .userRevoked,
      "USER REVOKED BY WRONG PASSWORDS TERMINAL: \(field(terminal)) "
        + "USER: \(field(user)) \(address)",
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
