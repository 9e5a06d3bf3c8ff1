public import Names

/// Lines about users: how they come, stay and go.
public struct UserMessages: Sendable {
  /// Which line it is.
  public enum Number: String, CaseIterable, Sendable, MessageNumber {
    case signOn = "TPXL0010"
    case signOnRefused = "TPXL9010"
    case signOff = "TPXL9011"
    case locked = "TPXL9012"
    case unlocked = "TPXL9013"
    case timedOut = "TPXL9014"
    case takenOver = "TPXL9015"
    case unlockRefused = "TPXL9050"
    case passwordChanged = "TPXL9051"
    case revoked = "TPXL9052"
    case changeRefused = "TPXL9053"
    case enrolmentImpossible = "TPXL9054"
    case enrolled = "TPXL9059"
    case withoutEntry = "TPXL9070"
    case viewBegan = "TPXL9061"
    case viewEnded = "TPXL9062"
    case viewRefused = "TPXL9063"

    var example: Message {
      switch self {
      case .signOn: .user.signOn(terminal: Example.terminal, user: Example.user)
      case .signOnRefused:
        .user.signOnRefused(
          user: .user(Example.user), terminal: Example.terminal, address: Example.address,
          reason: Example.reason)
      case .signOff: .user.signOff(user: Example.user, terminal: Example.terminal, sessions: 2)
      case .locked: .user.locked(user: Example.user, terminal: Example.terminal)
      case .unlocked: .user.unlocked(user: Example.user, terminal: Example.terminal)
      case .timedOut:
        .user.timedOut(user: Example.user, terminal: Example.terminal, what: "stage 1")
      case .takenOver:
        .user.takenOver(
          user: Example.user, from: Example.terminal, to: Example.terminal, sessions: 2)
      case .unlockRefused:
        .user.unlockRefused(
          user: Example.user, terminal: Example.terminal, address: Example.address,
          reason: Example.reason)
      case .passwordChanged:
        .user.passwordChanged(
          user: Example.user, terminal: Example.terminal, address: Example.address)
      case .changeRefused:
        .user.changeRefused(
          user: Example.user, terminal: Example.terminal, address: Example.address,
          reason: Example.reason)
      case .viewBegan:
        .user.viewBegan(
          viewer: Example.user, from: Example.terminal, address: Example.address,
          user: Example.user, at: Example.terminal)
      case .viewEnded:
        .user.viewEnded(
          viewer: Example.user, from: Example.terminal, user: Example.user, at: Example.terminal,
          reason: Example.reason)
      case .viewRefused:
        .user.viewRefused(
          viewer: Example.user, from: Example.terminal, address: Example.address, whom: "TN000002",
          reason: Example.reason)
      case .enrolled: .user.enrolled(user: Example.user, address: Example.address)
      case .withoutEntry: .user.withoutEntry(user: Example.user, address: Example.address)
      case .enrolmentImpossible:
        .user.enrolmentImpossible(user: Example.user, terminal: Example.terminal)
      case .revoked:
        .user.revoked(user: Example.user, terminal: Example.terminal, address: Example.address)
      }
    }
  }

  /// A user signed on at a terminal.
  public func signOn(terminal: LUName, user: UserID) -> Message {
    Message(
      .user(.signOn), .info,
      says: "SIGNON  TERMINAL: \(LogField.name(terminal)) USER: \(LogField.name(user))",
      fields: [.user: "\(user)", .terminal: "\(terminal)"],
      meaning: "A user signed on at a terminal.")
  }

  /// A sign-on was refused.
  public func signOnRefused(
    user: SignOnName, terminal: LUName, address: String, reason: String
  ) -> Message {
    Message(
      .user(.signOnRefused), .warning,
      says: "SIGNON REFUSED TERMINAL: \(LogField.name(terminal)) "
        + "USER: \(LogField.name(user)) \(address)",
      below: ["REASON: \(reason)"],
      fields: [
        .user: user.user?.description, .terminal: "\(terminal)", .address: address, .reason: reason,
      ],
      counted: .reason,
      meaning: """
        A sign-on was refused. The terminal is not told why. Only names of users are written \
        down: what else was typed may be a part of a password.
        """,
      action: "By the reason.")
  }

  /// An outside authority let a user in who has no entry in RACF.
  public func withoutEntry(user: UserID, address: String) -> Message {
    Message(
      .user(.withoutEntry), .notice,
      says: "SIGNON WITHOUT RACF ENTRY USER: \(LogField.name(user)) \(address)",
      fields: [.user: "\(user)", .address: address],
      meaning: """
        PAM let a user in whom RACF does not know: no ticket is made for the user, and no group or \
        permission of RACF counts.
        """,
      action: "Where the user is to have tickets, define the user: ADDUSER.")
  }

  /// A user signed off.
  public func signOff(user: UserID, terminal: LUName, sessions: Int) -> Message {
    Message(
      .user(.signOff), .info,
      says: "SIGNOFF TERMINAL: \(LogField.name(terminal)) USER: \(LogField.name(user)) "
        + "SESSIONS LEFT: \(sessions)",
      fields: [.user: "\(user)", .terminal: "\(terminal)", .count: "\(sessions)"],
      meaning: "A user signed off; so many sessions stay.")
  }

  /// Sessions moved to another terminal of the same user.
  public func takenOver(user: UserID, from: LUName, to: LUName, sessions: Int) -> Message {
    Message(
      .user(.takenOver), .notice,
      says: "TAKEN OVER USER: \(LogField.name(user)) FROM: \(LogField.name(from)) "
        + "TO: \(LogField.name(to)) SESSIONS: \(sessions)",
      fields: [.user: "\(user)", .terminal: "\(to)", .count: "\(sessions)"],
      meaning: "Sessions moved to another terminal of the same user.")
  }

  /// A terminal was locked.
  public func locked(user: UserID, terminal: LUName) -> Message {
    Message(
      .user(.locked), .info,
      says: "LOCKED  TERMINAL: \(LogField.name(terminal)) USER: \(LogField.name(user))",
      fields: [.user: "\(user)", .terminal: "\(terminal)"],
      meaning: "A terminal was locked.")
  }

  /// A terminal was unlocked.
  public func unlocked(user: UserID, terminal: LUName) -> Message {
    Message(
      .user(.unlocked), .info,
      says: "UNLOCKED TERMINAL: \(LogField.name(terminal)) USER: \(LogField.name(user))",
      fields: [.user: "\(user)", .terminal: "\(terminal)"],
      meaning: "A terminal was unlocked.")
  }

  /// A locked terminal was not unlocked.
  public func unlockRefused(user: UserID, terminal: LUName, address: String, reason: String)
    -> Message
  {
    Message(
      .user(.unlockRefused), .warning,
      says: "UNLOCK REFUSED TERMINAL: \(LogField.name(terminal)) "
        + "USER: \(LogField.name(user)) \(address)",
      below: ["REASON: \(reason)"],
      fields: [.user: "\(user)", .terminal: "\(terminal)", .address: address, .reason: reason],
      counted: .reason,
      meaning: "A locked terminal was not unlocked. Wrong passwords count as at sign-on.",
      action: "By the reason.")
  }

  /// A time-out struck.
  public func timedOut(user: UserID?, terminal: LUName, what: String) -> Message {
    Message(
      .user(.timedOut), .info,
      says: "TIMEOUT TERMINAL: \(LogField.name(terminal)) USER: \(LogField.optional(user)) \(what)",
      fields: [.user: user?.description, .terminal: "\(terminal)", .reason: what],
      meaning: "A time-out struck.",
      cause: .of(user))
  }

  /// A password was not changed.
  public func changeRefused(user: UserID, terminal: LUName, address: String, reason: String)
    -> Message
  {
    Message(
      .user(.changeRefused), .warning,
      says: "PASSWORD NOT CHANGED TERMINAL: \(LogField.name(terminal)) "
        + "USER: \(LogField.name(user)) \(address)",
      below: ["REASON: \(reason)"],
      fields: [.user: "\(user)", .terminal: "\(terminal)", .address: address, .reason: reason],
      counted: .reason,
      meaning: """
        A user who is signed on wanted another password, and keeps the old one. A wrong current \
        password counts as at sign-on.
        """,
      action: "By the reason.")
  }

  /// A user changed the own password or phrase.
  public func passwordChanged(user: UserID, terminal: LUName, address: String) -> Message {
    Message(
      .user(.passwordChanged), .notice,
      says: "PASSWORD CHANGED BY ITS USER TERMINAL: \(LogField.name(terminal)) "
        + "USER: \(LogField.name(user)) \(address)",
      fields: [.user: "\(user)", .terminal: "\(terminal)", .address: address],
      meaning: "A user changed the own password or phrase, at the logon panel or by /W.")
  }

  /// A user has enrolled at a terminal.
  public func enrolled(user: UserID, address: String) -> Message {
    Message(
      .user(.enrolled), .notice,
      says: "SECOND FACTOR ENROLLED USER: \(LogField.name(user)) \(address)",
      fields: [.user: "\(user)", .address: address],
      meaning: """
        A user whose password was right was given a key for codes at a terminal, and typed a code \
        of it.
        """,
      action: "Where it was not the user: turnstile user unenrol, and another password.")
  }

  /// Nobody can be given a second factor.
  public func enrolmentImpossible(user: UserID, terminal: LUName) -> Message {
    Message(
      .user(.enrolmentImpossible), .error,
      says: "NO SECOND FACTOR CAN BE MADE TERMINAL: \(LogField.name(terminal)) "
        + "USER: \(LogField.name(user))",
      fields: [.user: "\(user)", .terminal: "\(terminal)"],
      meaning: "The system gives no random numbers, of which a user's key for codes is made.",
      action: "See what else the system's log says; OpenSSL's generator does not work.")
  }

  /// Somebody begins to view a user's screen.
  public func viewBegan(
    viewer: UserID, from: LUName, address: String, user: UserID, at terminal: LUName
  ) -> Message {
    Message(
      .user(.viewBegan), .notice,
      says: "VIEW BEGINS BY: \(LogField.name(viewer)) FROM: \(LogField.name(from)) "
        + "USER: \(LogField.name(user)) TERMINAL: \(LogField.name(terminal)) \(address)",
      fields: [
        .user: "\(user)", .terminal: "\(terminal)", .by: "\(viewer)", .address: address,
      ],
      meaning: """
        Somebody sees what a user's terminal shows, from a session TPXVIEW. The user was told, or \
        has said yes.
        """)
  }

  /// Somebody views a user's screen no more.
  public func viewEnded(
    viewer: UserID, from: LUName, user: UserID, at terminal: LUName, reason: String
  ) -> Message {
    Message(
      .user(.viewEnded), .notice,
      says: "VIEW ENDS BY: \(LogField.name(viewer)) FROM: \(LogField.name(from)) "
        + "USER: \(LogField.name(user)) TERMINAL: \(LogField.name(terminal))",
      below: ["REASON: \(reason)"],
      fields: [
        .user: "\(user)", .terminal: "\(terminal)", .by: "\(viewer)", .reason: reason,
      ],
      meaning: "Somebody sees no more what a user's terminal shows.")
  }

  /// Somebody may not view a user's screen.
  public func viewRefused(
    viewer: UserID, from: LUName, address: String, whom: String, reason: String
  ) -> Message {
    Message(
      .user(.viewRefused), .warning,
      says: "VIEW REFUSED BY: \(LogField.name(viewer)) FROM: \(LogField.name(from)) "
        + "OF: \(whom) \(address)",
      below: ["REASON: \(reason)"],
      fields: [
        .user: "\(viewer)", .terminal: "\(from)", .address: address, .reason: reason,
      ],
      meaning: """
        Somebody wanted to view a screen, and sees nothing: RACF, the user, or the tables have it \
        so.
        """,
      action: "By the reason. RACF asks for READ to TURNSTILE.VIEW.userid in OPERCMDS.")
  }

  /// The last wrong password was one too many.
  public func revoked(user: UserID, terminal: LUName, address: String) -> Message {
    Message(
      .user(.revoked), .warning,
      says: "USER REVOKED BY WRONG PASSWORDS TERMINAL: \(LogField.name(terminal)) "
        + "USER: \(LogField.name(user)) \(address)",
      fields: [.user: "\(user)", .terminal: "\(terminal)", .address: address],
      meaning: """
        The last wrong password or code was one too many: the user is revoked, and no password \
        signs on.
        """,
      action: """
        Find out who tried; ALTUSER userid RESUME lets the user sign on again, and with \
        PASSWORD(...) gives another password.
        """)
  }
}
