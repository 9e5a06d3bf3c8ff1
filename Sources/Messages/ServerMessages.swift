public import Names

/// The server itself, its tables and its operators.
extension Message {
  /// The server takes connections.
  public static func serverStarted(version: String, address: String) -> Message {
    Message(
      .serverStarted,
      "TURNSTILE \(version) LISTENS ON \(address)",
      meaning: "The server takes connections.")
  }

  /// The server was told to stop.
  public static func serverStopping(terminals: Int) -> Message {
    Message(
      .serverStopping,
      "TURNSTILE STOPS; TERMINALS: \(terminals)",
      meaning: "The server was told to stop: users are told on their screens, and sessions end.")
  }

  /// The server was told to stop, and stopped.
  public static var serverStopped: Message {
    Message(
      .serverStopped,
      "TURNSTILE STOPPED",
      meaning: "The server was told to stop, and stopped.")
  }

  /// Something that is in order as far as a start goes, and that the operator will not have
  /// wanted.
  public static func warning(_ text: String) -> Message {
    Message(
      .warning,
      "WARNING: \(text)",
      meaning: "The server starts, or goes on, with something that is seldom wanted.",
      action: "By the text.")
  }

  /// Changed definition files are in force.
  public static func tablesLoaded(applications: Int, panels: Int) -> Message {
    Message(
      .tablesLoaded,
      "TABLES LOADED: \(applications) APPLICATIONS, \(panels) PANELS",
      meaning: "Changed definition files are in force.")
  }

  /// Changed definition files have faults.
  public static func tablesRefused(faults: Int, first: String) -> Message {
    Message(
      .tablesRefused,
      "TABLES REFUSED: \(counted(faults, "FAULT")); THE FORMER STAY IN FORCE",
      below: [first],
      meaning: "Changed definition files have faults; the former tables stay in force.",
      action: "Run turnstile check, which shows every fault with its place.")
  }

  /// A folder or file of the site is gone.
  public static func folderLost(path: String) -> Message {
    Message(
      .folderLost,
      "\(path) IS LOST; THE FORMER TABLES STAY IN FORCE",
      meaning: """
        A folder of definition files, or ACT/System.yaml, is gone while the server runs. That \
        is hardly meant, so nothing changes.
        """,
      action: "Bring it back; or, where it is meant, turnstile oper reload.")
  }

  /// The system watches no more directories for this user.
  public static func notWatched(reason: String) -> Message {
    Message(
      .notWatched,
      "CHANGES OF DEFINITION FILES MAY PASS UNNOTICED",
      below: ["REASON: \(reason)"],
      meaning: """
        The system watches no more directories for this user; the server looks at the files \
        every few seconds all the same.
        """,
      action: "Raise fs.inotify.max_user_watches, then turnstile oper reload.")
  }

  /// The log could not take so many records for a while.
  public static func recordsLost(count: Int) -> Message {
    Message(
      .recordsLost,
      "\(counted(count, "LOG RECORD")) \(count == 1 ? "WAS" : "WERE") LOST",
      meaning: "The log could not take so many records for a while.",
      action: "Look at the disk of the state directory.")
  }

  /// Lines of an address that were counted in place of being written; of many where it is nil.
  public static func linesLeftOut(address: String?, count: Int, seconds: Int) -> Message {
    Message(
      .linesLeftOut,
      "\(counted(count, "LINE")) LEFT OUT IN \(seconds) S, "
        + (address.map { "LIKE THOSE BEFORE FROM \($0)" } ?? "OF TERMINALS THAT ARE NOT SIGNED ON"),
      meaning: """
        Lines about terminals that are not signed on were counted in place of being written, \
        so that nobody can fill the log: each kind of line is written once for an address, \
        then counted for 15 seconds, and all such lines together have a limit a minute.
        """,
      action: "Find out who has the address; the lines before say what it does.")
  }

  /// An operator asked the server.
  public static func operatorCommand(by: String, command: String) -> Message {
    Message(
      .operatorCommand,
      "OPERATOR COMMAND BY \(by): \(command)",
      meaning: "An operator asked the server.")
  }

  /// A message was sent to a user.
  public static func messageSent(from: String, to: UserID, terminals: Int) -> Message {
    Message(
      .messageSent,
      "MESSAGE FROM \(from) TO \(to): \(counted(terminals, "TERMINAL"))",
      meaning: "A message was sent to a user.")
  }
}
