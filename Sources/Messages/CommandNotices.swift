/// Answers to what was typed on the menu or as a command.
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

  /// A command is for a live session, and this one is not.
  public static func notLive(_ name: String) -> Notice {
    Notice(.fault, "Session \(name) is not live", keepsTyping: true)
  }

  /// LOCATE found nothing.
  public static func notLocated(_ text: String) -> Notice {
    Notice(.fault, "No line of the menu has \(text)", keepsTyping: true)
  }

  /// A command lacks its operand.
  ///
  /// `usage`: how it is typed.
  public static func operandMissing(usage: String) -> Notice { Notice(.fault, "Say \(usage)") }

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

  /// The user is signed on, and takes no message now.
  public static func messageNotTaken(_ user: String) -> Notice {
    Notice(.fault, "\(user) takes no messages now")
  }

  /// `/M OFF`.
  public static let messagesOff = Notice(
    .remark, "Messages of other users are refused until /M ON")
  /// `/M ON`.
  public static let messagesOn = Notice(.remark, "Messages of other users are taken")

  /// What became of a print.
  public static func printed(_ result: PrintResult) -> Notice {
    switch result {
    case .appended(let file): Notice(.good, "Printed to \(file)")
    case .full(let limit): Notice(.fault, "Not printed: your print file has \(limit) MiB")
    case .failed: Notice(.fault, "Not printed: the print file cannot be written")
    }
  }
}
