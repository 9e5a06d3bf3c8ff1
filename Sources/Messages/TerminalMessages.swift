public import Names

/// Lines about terminals and other clients, until somebody signs on.
public struct TerminalMessages: Sendable {
  /// Which line it is.
  public enum Number: String, CaseIterable, Sendable, MessageNumber {
    case lost = "TPXL0050"
    case logon = "TPXL0101"
    case connectionRefused = "TPXL9007"
    case acceptPaused = "TPXL9008"
    case refused = "TPXL9016"
    case foreignInput = "TPXL9017"
    case acceptFailed = "TPXL9040"

    var example: Message {
      switch self {
      case .lost: .terminal.lost(terminal: Example.terminal, user: Example.user)
      case .logon:
        .terminal.logon(terminal: Example.terminal, address: Example.address, type: "IBM-3278-2-E")
      case .connectionRefused:
        .terminal.connectionRefused(address: Example.address, reason: Example.reason)
      case .acceptPaused: .terminal.acceptPaused
      case .refused: .terminal.refused(address: Example.address, reason: Example.reason)
      case .foreignInput:
        .terminal.foreignInput(terminal: Example.terminal, user: Example.user, fields: 2)
      case .acceptFailed: .terminal.acceptFailed(reason: Example.reason)
      }
    }
  }

  /// A terminal connected and negotiated.
  public func logon(terminal: LUName, address: String, type: String) -> Message {
    Message(
      .terminal(.logon), .info,
      says: "LOGON   TERMINAL: \(LogField.name(terminal)) \(address) \(type)",
      fields: [.terminal: "\(terminal)", .address: address],
      meaning: "A terminal connected and negotiated.",
      cause: .passerBy)
  }

  /// A terminal's connection ended.
  public func lost(terminal: LUName, user: UserID?) -> Message {
    Message(
      .terminal(.lost), .info,
      says: "LOSTERM TERMINAL: \(LogField.name(terminal)) USER: \(LogField.optional(user))",
      fields: [.user: user?.description, .terminal: "\(terminal)"],
      meaning: "A terminal's connection ended; sessions of its user stay.",
      cause: .of(user))
  }

  /// A connection was refused by a limit, which the reason names.
  public func connectionRefused(address: String, reason: String) -> Message {
    Message(
      .terminal(.connectionRefused), .warning,
      says: "CONNECTION REFUSED FROM \(address)",
      below: ["REASON: \(reason)"],
      fields: [.address: address, .reason: reason],
      counted: .reason,
      meaning: "A connection was refused by a limit, which the reason names.",
      action: """
        Where it is that of one address and the address is one of yours, raise Unsigned \
        terminals per address. Where it is that of all terminals, raise the limit of \
        descriptors (ulimit -n) and start again. Where the address did wrong before, wait.
        """,
      cause: .stranger(address: address, .terminal(.connectionRefused), reason: reason))
  }

  /// No descriptor is left for new connections.
  public var acceptPaused: Message {
    Message(
      .terminal(.acceptPaused), .error,
      says: "NO DESCRIPTORS LEFT: NEW CONNECTIONS WAIT",
      meaning: "No descriptor is left for new connections; they wait.",
      action: "Raise the limit (ulimit -n).",
      cause: .stranger(address: "", .terminal(.acceptPaused)))
  }

  /// The system refuses to hand over new connections, though descriptors are left.
  public func acceptFailed(reason: String) -> Message {
    Message(
      .terminal(.acceptFailed), .error,
      says: "NEW CONNECTIONS CANNOT BE TAKEN AND WAIT",
      below: ["REASON: \(reason)"],
      fields: [.reason: reason],
      meaning: """
        The system refuses to hand over new connections, though descriptors are left; they \
        wait, and are tried five times a second. Told once until one could be taken again.
        """,
      action: "By the reason: look at the machine's memory and at its limits.",
      cause: .stranger(address: "", .terminal(.acceptFailed)))
  }

  /// A client did not speak TN3270, or broke the protocol.
  public func refused(address: String, reason: String) -> Message {
    Message(
      .terminal(.refused), .warning,
      says: "TERMINAL REFUSED FROM \(address)",
      below: ["REASON: \(reason)"],
      fields: [.address: address, .reason: reason],
      counted: .reason,
      meaning: "A client did not speak TN3270, or broke the protocol.",
      action: "Use a TN3270 client.",
      cause: .stranger(address: address, .terminal(.refused), reason: reason))
  }

  /// A client sent data for places that no input field of the panel holds.
  public func foreignInput(terminal: LUName, user: UserID?, fields: Int) -> Message {
    Message(
      .terminal(.foreignInput), .warning,
      says: "INPUT OUTSIDE THE PANEL'S FIELDS LEFT OUT: \(fields) "
        + "TERMINAL: \(LogField.name(terminal)) USER: \(LogField.optional(user))",
      fields: [.user: user?.description, .terminal: "\(terminal)", .count: "\(fields)"],
      meaning: """
        A client sent data for places that no input field of the panel holds; it was left out.
        """,
      action: "If it happens again, find out who uses such a client.",
      cause: .of(user))
  }
}
