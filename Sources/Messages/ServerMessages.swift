public import Names

/// Lines about the server itself and its operators.
public struct ServerMessages: Sendable {
  /// Which line it is.
  public enum Number: String, CaseIterable, Sendable, MessageNumber {
    case started = "TPXL9000"
    case stopped = "TPXL9001"
    case recordsLost = "TPXL9006"
    case operatorCommand = "TPXL9030"
    case messageSent = "TPXL9031"
    case linesLeftOut = "TPXL9075"
    case warning = "TPXL9076"
    case stopping = "TPXL9077"
    case draining = "TPXL9080"
    case drainCancelled = "TPXL9081"

    var example: Message {
      switch self {
      case .started: .server.started(version: "0.1.0", address: "0.0.0.0:2323")
      case .stopped: .server.stopped
      case .recordsLost: .server.recordsLost(count: 2)
      case .operatorCommand: .server.operatorCommand(by: Example.by, command: "RELOAD")
      case .messageSent: .server.messageSent(from: Example.by, to: Example.user, terminals: 2)
      case .linesLeftOut: .server.linesLeftOut(address: Example.address, count: 2, seconds: 15)
      case .warning: .server.warning(Example.reason)
      case .stopping: .server.stopping(terminals: 2)
      case .draining: .server.draining(until: "14:30:05")
      case .drainCancelled: .server.drainCancelled
      }
    }
  }

  /// The server takes connections.
  public func started(version: String, address: String) -> Message {
    Message(
      .server(.started), .notice,
      says: "TURNSTILE \(version) LISTENS ON \(address)",
      fields: [.address: address],
      meaning: "The server takes connections.")
  }

  /// The server was told to stop.
  public func stopping(terminals: Int) -> Message {
    Message(
      .server(.stopping), .notice,
      says: "TURNSTILE STOPS; TERMINALS: \(terminals)",
      fields: [.count: "\(terminals)"],
      meaning: "The server was told to stop: users are told on their screens, and sessions end.")
  }

  /// The server was told to stop, and stopped.
  public var stopped: Message {
    Message(
      .server(.stopped), .notice,
      says: "TURNSTILE STOPPED",
      meaning: "The server was told to stop, and stopped.")
  }

  /// The server is being emptied.
  ///
  /// `until`: when it stops, as `14:30:05`.
  public func draining(until time: String) -> Message {
    Message(
      .server(.draining), .notice,
      says: "TURNSTILE DRAINS: NO SIGN-ONS; STOPS AT \(time)",
      meaning: """
        Nobody signs on any more and users were told; the server stops at the time, or before \
        when nobody is signed on and no session lives.
        """,
      action: "turnstile drain --cancel takes it back, turnstile drain --in changes the time.")
  }

  /// The server is not emptied any more.
  public var drainCancelled: Message {
    Message(
      .server(.drainCancelled), .notice,
      says: "DRAIN CANCELLED: SIGN-ONS ARE TAKEN AGAIN",
      meaning: "The server is not emptied any more; users were told.")
  }

  /// Something that is in order as far as a start goes, and that the operator will not have
  /// wanted.
  public func warning(_ text: String) -> Message {
    Message(
      .server(.warning), .warning,
      says: "WARNING: \(text)",
      fields: [.reason: text],
      meaning: "The server starts, or goes on, with something that is seldom wanted.",
      action: "By the text.")
  }

  /// The log could not take so many records for a while.
  public func recordsLost(count: Int) -> Message {
    Message(
      .server(.recordsLost), .error,
      says: "\(LogField.counted(count, "LOG RECORD")) \(count == 1 ? "WAS" : "WERE") LOST",
      fields: [.count: "\(count)"],
      meaning: "The log could not take so many records for a while.",
      action: "Look at the disk of the state directory.")
  }

  /// Lines of an address that were counted in place of being written; of many where it is nil.
  public func linesLeftOut(address: String?, count: Int, seconds: Int) -> Message {
    Message(
      .server(.linesLeftOut), .warning,
      says: "\(LogField.counted(count, "LINE")) LEFT OUT IN \(seconds) S, "
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
  public func operatorCommand(by: String, command: String) -> Message {
    Message(
      .server(.operatorCommand), .notice,
      says: "OPERATOR COMMAND BY \(by): \(command)",
      fields: [.by: by, .command: command],
      meaning: "An operator asked the server.")
  }

  /// A message was sent to a user.
  public func messageSent(from: String, to: UserID, terminals: Int) -> Message {
    Message(
      .server(.messageSent), .info,
      says: "MESSAGE FROM \(from) TO \(to): \(LogField.counted(terminals, "TERMINAL"))",
      fields: [.user: "\(to)", .by: from, .count: "\(terminals)"],
      meaning: "A message was sent to a user.")
  }
}
