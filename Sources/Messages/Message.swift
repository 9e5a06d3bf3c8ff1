public import Names

/// A line for the log: what happened, with its facts. Nothing secret has a place here.
///
/// Each message is one declaration: a function below or in `UserMessages.swift` that takes
/// the facts and gives number, text, meaning and remedy. `MessageID` lists the numbers.
public struct Message: Hashable, Sendable {
  /// All that a line has, behind one reference: an effect that carries a line stays small.
  private final class Facts: Sendable {
    let id: MessageID
    let lines: [String]
    let fields: MessageFields
    let meaning: String
    let action: String
    let cause: MessageCause

    init(
      id: MessageID, lines: [String], fields: MessageFields, meaning: String, action: String,
      cause: MessageCause
    ) {
      self.id = id
      self.lines = lines
      self.fields = fields
      self.meaning = meaning
      self.action = action
      self.cause = cause
    }
  }

  private let facts: Facts

  /// - Parameters:
  ///   - id: the message's number.
  ///   - text: the line behind the time. Values of the documented messages stand in fields of 8
  ///     characters and one blank.
  ///   - below: lines below it.
  ///   - fields: the facts one by one, for readers that are programs; nil is left out.
  ///   - meaning: what it means, for the manual.
  ///   - action: what to do, for the manual.
  ///   - cause: on whose account it is written.
  init(
    _ id: MessageID, _ text: String, below: [String] = [],
    fields: [MessageFields.Name: String?] = [:], meaning: String, action: String = "None.",
    cause: MessageCause = .known
  ) {
    facts = Facts(
      id: id, lines: [text] + below, fields: MessageFields(fields), meaning: meaning,
      action: action, cause: cause)
  }

  /// The message's number.
  public var id: MessageID { facts.id }

  /// Its lines, at least one: the first stands behind the time, the others below it.
  public var lines: [String] { facts.lines }

  /// Its facts one by one, for readers that are programs.
  public var fields: MessageFields { facts.fields }

  /// What the message means.
  public var meaning: String { facts.meaning }

  /// What to do about it.
  public var action: String { facts.action }

  /// On whose account the line is written, as far as the log's room goes.
  public var cause: MessageCause { facts.cause }

  /// Two messages are equal where the log shows the same of them.
  public static func == (left: Message, right: Message) -> Bool {
    left.facts === right.facts || (left.id == right.id && left.lines == right.lines)
  }

  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(id)
    hasher.combine(lines)
  }
}

// MARK: The server itself, its tables and its operators

extension Message {
  /// The server takes connections.
  public static func serverStarted(version: String, address: String) -> Message {
    Message(
      .serverStarted,
      "TURNSTILE \(version) LISTENS ON \(address)",
      fields: [.address: address],
      meaning: "The server takes connections.")
  }

  /// A new worker goes on with what its forerunner had.
  public static func sessionsKept(terminals: Int, sessions: Int) -> Message {
    Message(
      .sessionsKept,
      "SERVER GOES ON; TERMINALS: \(terminals), SESSIONS: \(sessions)",
      meaning: "A new process goes on with the terminals and sessions of the one before it.")
  }

  /// The server was told to stop.
  public static func serverStopping(terminals: Int) -> Message {
    Message(
      .serverStopping,
      "TURNSTILE STOPS; TERMINALS: \(terminals)",
      fields: [.count: "\(terminals)"],
      meaning: "The server was told to stop: users are told on their screens, and sessions end.")
  }

  /// The server was told to stop, and stopped.
  public static var serverStopped: Message {
    Message(
      .serverStopped,
      "TURNSTILE STOPPED",
      meaning: "The server was told to stop, and stopped.")
  }

  /// The server is being emptied.
  ///
  /// `until`: when it stops, as `14:30:05`.
  public static func draining(until time: String) -> Message {
    Message(
      .draining,
      "TURNSTILE DRAINS: NO SIGN-ONS; STOPS AT \(time)",
      meaning: """
        Nobody signs on any more and users were told; the server stops at the time, or before \
        when nobody is signed on and no session lives.
        """,
      action: "turnstile drain --cancel takes it back, turnstile drain --in changes the time.")
  }

  /// The server is not emptied any more.
  public static var drainCancelled: Message {
    Message(
      .drainCancelled,
      "DRAIN CANCELLED: SIGN-ONS ARE TAKEN AGAIN",
      meaning: "The server is not emptied any more; users were told.")
  }

  /// Something that is in order as far as a start goes, and that the operator will not have
  /// wanted.
  public static func warning(_ text: String) -> Message {
    Message(
      .warning,
      "WARNING: \(text)",
      fields: [.reason: text],
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
      "TABLES REFUSED: \(LogField.counted(faults, "FAULT")); THE FORMER STAY IN FORCE",
      below: [first],
      fields: [.count: "\(faults)", .reason: first],
      meaning: "Changed definition files have faults; the former tables stay in force.",
      action: "Run turnstile check, which shows every fault with its place.")
  }

  /// Files of the server's certificate have changed, and are in force for new connections.
  public static func certificateLoaded(path: String, end: String?) -> Message {
    Message(
      .certificateLoaded,
      "CERTIFICATE LOADED: \(path)" + (end.map { "; IT ENDS ON \($0)" } ?? ""),
      meaning: """
        Files of the server's certificate have changed, and are in force for terminals that \
        connect from now on; those that are there keep theirs.
        """)
  }

  /// Files of the server's certificate have changed, and are no good.
  public static func certificateRefused(reason: String) -> Message {
    Message(
      .certificateRefused,
      "CERTIFICATE REFUSED; THE FORMER STAYS IN FORCE",
      below: ["REASON: \(reason)"],
      meaning: """
        Files of the server's certificate have changed, and cannot be used together: terminals \
        that connect get the former one.
        """,
      action: "Correct the file that the reason names; it is read again at once.")
  }

  /// A folder or file of the site is gone.
  public static func folderLost(path: String) -> Message {
    Message(
      .folderLost,
      "\(path) IS LOST; THE FORMER TABLES STAY IN FORCE",
      fields: [.path: path],
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
      fields: [.reason: reason],
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
      "\(LogField.counted(count, "LOG RECORD")) \(count == 1 ? "WAS" : "WERE") LOST",
      fields: [.count: "\(count)"],
      meaning: "The log could not take so many records for a while.",
      action: "Look at the disk of the state directory.")
  }

  /// Lines of an address that were counted in place of being written; of many where it is nil.
  public static func linesLeftOut(address: String?, count: Int, seconds: Int) -> Message {
    Message(
      .linesLeftOut,
      "\(LogField.counted(count, "LINE")) LEFT OUT IN \(seconds) S, "
        + (address.map { "LIKE THOSE BEFORE FROM \($0)" } ?? "OF TERMINALS THAT ARE NOT SIGNED ON"),
      fields: [.address: address, .count: "\(count)"],
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
      fields: [.by: by, .command: command],
      meaning: "An operator asked the server.")
  }

  /// A message was sent to a user.
  public static func messageSent(from: String, to: UserID, terminals: Int) -> Message {
    Message(
      .messageSent,
      "MESSAGE FROM \(from) TO \(to): \(LogField.counted(terminals, "TERMINAL"))",
      fields: [.user: "\(to)", .by: from, .count: "\(terminals)"],
      meaning: "A message was sent to a user.")
  }
}

// MARK: Terminals and other clients, until somebody signs on

extension Message {
  /// A terminal connected and negotiated.
  public static func logon(terminal: LUName, address: String, type: String) -> Message {
    Message(
      .logon,
      "LOGON   TERMINAL: \(LogField.name(terminal)) \(address) \(type)",
      fields: [.terminal: "\(terminal)", .address: address],
      meaning: "A terminal connected and negotiated.",
      cause: .passerBy)
  }

  /// A terminal's connection ended.
  public static func lostTerminal(terminal: LUName, user: UserID?) -> Message {
    Message(
      .lostTerminal,
      "LOSTERM TERMINAL: \(LogField.name(terminal)) USER: \(LogField.optional(user))",
      fields: [.user: user?.description, .terminal: "\(terminal)"],
      meaning: "A terminal's connection ended; sessions of its user stay.",
      cause: .of(user))
  }

  /// A connection was refused by a limit, which the reason names.
  public static func connectionRefused(address: String, reason: String) -> Message {
    Message(
      .connectionRefused,
      "CONNECTION REFUSED FROM \(address)",
      below: ["REASON: \(reason)"],
      fields: [.address: address, .reason: reason],
      meaning: "A connection was refused by a limit, which the reason names.",
      action: """
        Where it is that of one address and the address is one of yours, raise Unsigned \
        terminals per address. Where it is that of all terminals, raise the limit of \
        descriptors (ulimit -n) and start again. Where the address did wrong before, wait.
        """,
      cause: .stranger(address: address, .connectionRefused, reason: reason))
  }

  /// No descriptor is left for new connections.
  public static var acceptPaused: Message {
    Message(
      .acceptPaused,
      "NO DESCRIPTORS LEFT: NEW CONNECTIONS WAIT",
      meaning: "No descriptor is left for new connections; they wait.",
      action: "Raise the limit (ulimit -n).",
      cause: .stranger(address: "", .acceptPaused))
  }

  /// The system refuses to hand over new connections, though descriptors are left.
  public static func acceptFailed(reason: String) -> Message {
    Message(
      .acceptFailed,
      "NEW CONNECTIONS CANNOT BE TAKEN AND WAIT",
      below: ["REASON: \(reason)"],
      fields: [.reason: reason],
      meaning: """
        The system refuses to hand over new connections, though descriptors are left; they \
        wait, and are tried five times a second. Told once until one could be taken again.
        """,
      action: "By the reason: look at the machine's memory and at its limits.",
      cause: .stranger(address: "", .acceptFailed))
  }

  /// A client did not speak TN3270, or broke the protocol.
  public static func terminalRefused(address: String, reason: String) -> Message {
    Message(
      .terminalRefused,
      "TERMINAL REFUSED FROM \(address)",
      below: ["REASON: \(reason)"],
      fields: [.address: address, .reason: reason],
      meaning: "A client did not speak TN3270, or broke the protocol.",
      action: "Use a TN3270 client.",
      cause: .stranger(address: address, .terminalRefused, reason: reason))
  }

  /// A client sent data for places that no input field of the panel holds.
  public static func foreignInput(terminal: LUName, user: UserID?, fields: Int) -> Message {
    Message(
      .foreignInput,
      "INPUT OUTSIDE THE PANEL'S FIELDS LEFT OUT: \(fields) "
        + "TERMINAL: \(LogField.name(terminal)) USER: \(LogField.optional(user))",
      fields: [.user: user?.description, .terminal: "\(terminal)", .count: "\(fields)"],
      meaning: """
        A client sent data for places that no input field of the panel holds; it was left out.
        """,
      action: "If it happens again, find out who uses such a client.",
      cause: .of(user))
  }
}
