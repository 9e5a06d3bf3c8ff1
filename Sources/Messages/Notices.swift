public import Names
public import Time

// MARK: At sign-on, and on panels that ask

extension Notice {
  /// The same words whatever was wrong.
  public static let signOnRefused = Notice(
    .fault, plain: "Userid or password is not valid; who is revoked asks an administrator")
  /// The new password breaks a rule.
  ///
  /// `rule`: which, and what to do.
  public static func newPasswordRefused(_ rule: String) -> Notice { Notice(.fault, plain: rule) }
  /// The password is right, and a new one has to be said with it.
  public static let passwordExpired = Notice(
    .remark, plain: "Your password has expired: type it again, and a new one twice")
  /// The new password could not be written down.
  public static let passwordNotSaved = Notice(
    .fault, plain: "Not changed: it could not be saved. The old password counts; tell the operator")
  /// The server's process ended while a password was being changed.
  public static let changeInterrupted = Notice(
    .fault, plain: "The server was restarted: the new password may count already, or the old one")
  /// The panel of a new password lacks something.
  public static let enterPasswords = Notice(
    .remark, plain: "Enter your current password, and the new one twice")

  /// The code is blank.
  public static let enterCode = Notice(.remark, plain: "Enter the code that your device shows")
  /// A code was wrong; that the password was right is told by the panel already.
  public static let codeRefused = Notice(
    .fault, plain: "The code is not valid: type the one that your device shows now")
  /// A code was right, and was used before.
  public static let codeUsed = Notice(
    .fault, plain: "That code was used already: wait until your device shows the next one")
  /// The server's process ended while a code was looked at.
  public static let typeCodeAgain = Notice(
    .remark, plain: "The server was restarted: type the next code that your device shows")
  /// An outside authority asks for an answer that is typed in the password's field.
  public static func authorityAsks(_ prompt: String) -> Notice {
    Notice(.remark, plain: prompt.isEmpty ? "Type what you are asked for, as the password" : prompt)
  }
  /// What an outside authority has a user read who has signed on.
  ///
  /// - `lastSignOn`: the one before, which is told behind it; nil where there was none.
  public static func authorityTells(_ words: String, lastSignOn: WallTime? = nil) -> Notice {
    guard let lastSignOn else { return Notice(.remark, plain: words) }
    let last = lastly(lastSignOn)
    let room = lineWidth - last.utf8.count
    let shown = words.utf8.count <= room ? words : "\(words.prefix(room - 3))..."
    return Notice(.remark, plain: shown + last)
  }

  /// Characters of a message line.
  private static let lineWidth = 79

  private static func lastly(_ time: WallTime) -> String {
    let date = CivilDate(time)
    return ". Last sign-on \(date.date) \(date.clock.prefix(5)) UTC"
  }

  /// The server's process ended while a secret to enrol with was shown.
  public static let keyIsAnother = Notice(
    .remark, plain: "The server was restarted: the key is another one now, the former is none")

  /// When the user signed on last (as RACF's ICH70001I).
  public static func lastSignOn(_ time: WallTime) -> Notice {
    let date = CivilDate(time)
    return Notice(
      .good,
      plain: "Last sign-on: \(date.clock) UTC on \(weekdays[date.weekday]), "
        + "\(months[date.month - 1]) \(date.day), \(date.year)")
  }

  /// The password ends soon (as RACF's ICH70002I).
  ///
  /// - `days`: how many are left.
  /// - `usage`: how the command is typed that changes it.
  /// - `lastSignOn`: the one before; nil where there was none.
  public static func passwordEnds(days: Int, usage: String, lastSignOn: WallTime?) -> Notice {
    let last = lastSignOn.map(lastly)
    return Notice(
      .remark,
      plain: "Password ends in \(days) day\(days == 1 ? "" : "s"): \(usage) changes it\(last ?? "")"
    )
  }

  private static let weekdays = [
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
  ]
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  /// The new password and its repetition differ.
  public static let newPasswordsDiffer = Notice(
    .fault, plain: "The new password was not typed twice alike; nothing is changed")
  /// The helpers that look at passwords are busy.
  public static let tooManySignOns = Notice(
    .fault, plain: "Too many sign-ons at this moment; try again in some seconds")
  /// The server's process ended while a password was looked at.
  public static let typePasswordAgain = Notice(
    .remark,
    plain: "The server was restarted: type your password again, or the new one if you changed it")
  /// The security database does not work.
  public static let signOnImpossible = Notice(
    .fault, plain: "Sign-on is not possible now: tell the operator")
  /// The server is being emptied: nobody signs on any more.
  ///
  /// - `time`: when it stops, as `14:30:05`.
  /// - `text`: what the operator says of it; may be empty.
  public static func noSignOn(until time: String, _ text: String) -> Notice {
    Notice(
      .fault,
      plain: "No sign-on: the server stops at \(time)\(text.isEmpty ? "" : "; \(text)")")
  }

  /// The user id is blank.
  public static let enterUserID = Notice(.remark, plain: "Enter your user id")
  /// The password is blank.
  public static let enterPassword = Notice(.remark, plain: "Enter your password")
  /// The terminal is in clear, and the site wants TLS.
  public static let passwordNeedsTLS = Notice(
    .fault, plain: "Passwords are taken over TLS only; connect with TLS")
  /// The site wants a certificate of the user's, and the terminal shows another one, or none.
  public static let certificateNeeded = Notice(
    .fault, plain: "This terminal shows no certificate of this userid; connect with yours")
  /// The user signed on with a new password.
  public static let passwordChanged = Notice(.good, plain: "The password is changed")
  /// A panel that asks for Y or N.
  public static let chooseYesOrNo = Notice(.remark, plain: "Answer Y or N")

  /// SYSREQ on a panel that asks for a password.
  public static func ownPanel(_ system: String) -> Notice {
    Notice(.good, "This panel is \(system)'s own: no host has drawn it")
  }

  /// A time-out is near.
  ///
  /// `what`: what will happen.
  public static func timeoutSoon(seconds: Int, what: String) -> Notice {
    Notice(.remark, "\(what) in \(seconds) seconds: press a key")
  }
}

// MARK: About sessions

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

  /// Operators keep an application from users.
  ///
  /// - `isInactive`: whether it is there at all (documented words); else it takes no new sessions.
  /// - `reason`: what operators say of it; may be empty.
  public static func held(_ session: SessionID, isInactive: Bool, reason: String) -> Notice {
    let what = isInactive ? "Application not available" : "Session \(session) is not started now"
    return Notice(.fault, reason.isEmpty ? what : "\(what): \(reason)")
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

  /// A session that is chosen is still at its script.
  public static func scriptRuns(_ session: SessionID) -> Notice {
    Notice(.remark, "Session \(session) is starting; choose it again to stop its script")
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

// MARK: Answers to what was typed on the menu or as a command

extension Notice {
  /// A key does nothing on this panel.
  public static func keyNotActive(_ key: String) -> Notice {
    Notice(.remark, plain: "\(key) has no meaning here")
  }

  /// The list cannot be scrolled up.
  public static let topOfList = Notice(.remark, plain: "The list begins here")
  /// The list cannot be scrolled down.
  public static let bottomOfList = Notice(.remark, plain: "The list ends here")

  /// No session of the menu has the name.
  public static func noSuchSession(_ name: String) -> Notice {
    Notice(.fault, "Session \(name) is not on this menu", keepsTyping: true)
  }

  /// A word with the command character is no command.
  public static func unknownCommand(_ name: String) -> Notice {
    Notice(.fault, "\(name) is not a command; H shows them", keepsTyping: true)
  }

  /// Nobody knows what a word means.
  ///
  /// `near`: what was perhaps meant.
  public static func notExplained(_ word: String, near: String?) -> Notice {
    Notice(
      .fault, "\(word) is no command, label or message" + (near.map { "; \($0)?" } ?? ""),
      keepsTyping: true)
  }

  /// No application is defined, so that the menu is empty.
  public static let noApplications = Notice(
    .remark, plain: "No application is defined: add one to ACT/Applications (turnstile init)")
  /// Nothing of what is defined is this user's.
  public static let noSessions = Notice(
    .remark, plain: "No session is open to you; an administrator can change that")

  /// A command is for a live session, and this one is not.
  public static func notLive(_ name: String) -> Notice {
    Notice(.fault, "Session \(name) is not live", keepsTyping: true)
  }

  /// LOCATE found nothing.
  public static func notLocated(_ text: String) -> Notice {
    Notice(.fault, "No line of the menu has \(text)", keepsTyping: true)
  }

  /// FIND found a line.
  ///
  /// - `line`: its number on the menu, which has `count` lines.
  /// - `isFromTop`: whether the search went on from the first line.
  public static func found(
    _ name: String, line: Int, of count: Int, isFromTop: Bool
  ) -> Notice {
    Notice(
      .remark,
      plain: "Found \(name), line \(line) of \(count)"
        + (isFromTop ? "; the search went on from the top" : ""))
  }

  /// SORT has another word behind it than one of its own.
  public static func notSorted(_ word: String) -> Notice {
    Notice(.fault, "\(word) is no order; ID, DESC and OFF are", keepsTyping: true)
  }

  /// A command lacks its operand.
  ///
  /// `usage`: how it is typed.
  public static func operandMissing(usage: String) -> Notice { Notice(.fault, "Say \(usage)") }

  /// The user's command class bars a command.
  ///
  /// `usage`: how it is typed.
  public static func notInClass(usage: String) -> Notice {
    Notice(.fault, "Your command class does not have \(usage)")
  }

  /// A command has a word too many.
  ///
  /// `usage`: how it is typed.
  public static func operandsTooMany(usage: String) -> Notice {
    Notice(.fault, "Too many words: say \(usage)")
  }

  /// A command without an operand means the session that was shown last, and none was.
  ///
  /// `usage`: how it is typed.
  public static func noSessionShown(usage: String) -> Notice {
    Notice(.fault, "No session was shown last: say \(usage)")
  }

  /// What stands before a line of the menu is no line command.
  public static func noLineCommand(_ mark: String) -> Notice {
    Notice(.fault, "\(mark) is no line command: S starts or shows a session, I ends it")
  }

  /// Two lines have an S.
  public static let oneSelection = Notice(
    .fault, "Put S before one session only; I may stand before several")
  /// A command and line commands at once.
  public static let lineOrCommand = Notice(.fault, "Type a command or mark lines, not both")
  /// `/D` is for operators.
  public static let notOperator = Notice(.fault, "Only an operator may use /D")

  /// A message was sent.
  ///
  /// `terminals`: at how many the user is signed on.
  public static func messageSent(_ user: String, _ terminals: Int) -> Notice {
    terminals == 0
      ? Notice(.fault, "\(user) is not signed on") : Notice(.good, "Message sent to \(user)")
  }

  /// The user is away, and a message waits.
  public static func messageKept(_ user: String) -> Notice {
    Notice(.good, "\(user) is not signed on; the message waits for the next sign-on")
  }

  /// The user is signed on, and takes no message now; or too many wait.
  public static func messageNotTaken(_ user: String) -> Notice {
    Notice(.fault, "\(user) takes no messages now")
  }

  /// `/M OFF`.
  public static let messagesOff = Notice(
    .remark, "Messages of other users are refused until /M ON")
  /// `/M ON`.
  public static let messagesOn = Notice(.remark, "Messages of other users are taken")

  /// Nobody looks on, or asks to.
  public static let nobodyViews = Notice(.remark, "Nobody views your screen")
  /// The operand of /V is none.
  public static let viewersYesOrNo = Notice(
    .fault, "Say YES to let somebody view your screen, NO to end it")
  /// Who looks on, and who asks to.
  public static func viewers(_ there: [UserID], asking: [UserID]) -> Notice {
    var parts: [String] = []
    if !there.isEmpty { parts.append("Viewed by \(list(there))") }
    if !asking.isEmpty { parts.append("\(list(asking)) asks to view your screen") }
    return Notice(.remark, parts.joined(separator: "; "))
  }
  /// `/V YES`, where it is not clear to whom.
  public static func severalAskToView(_ users: [UserID]) -> Notice {
    Notice(.fault, "\(list(users)) ask to view your screen; say YES and one of the names")
  }
  /// `/V NO`.
  public static func viewersSentAway(_ users: [UserID]) -> Notice {
    Notice(.good, "Your screen is not viewed by \(list(users))")
  }
  private static func list(_ users: [UserID]) -> String {
    users.map(\.description).joined(separator: ", ")
  }

  /// What became of a print.
  public static func printed(_ result: PrintResult) -> Notice {
    switch result {
    case .appended(let file): Notice(.good, "Printed to \(file)")
    case .full(let limit): Notice(.fault, "Not printed: your print file has \(limit) MiB")
    case .failed: Notice(.fault, "Not printed: the print file cannot be written")
    }
  }
}
