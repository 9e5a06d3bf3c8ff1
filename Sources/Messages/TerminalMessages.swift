public import Names

/// Terminals and other clients, until somebody signs on.
extension Message {
  /// A terminal connected and negotiated.
  public static func logon(terminal: LUName, address: String, type: String) -> Message {
    Message(
      .logon,
      "LOGON   TERMINAL: \(field(terminal)) \(address) \(type)",
      meaning: "A terminal connected and negotiated.",
      cause: .passerBy)
  }

  /// A terminal's connection ended.
  public static func lostTerminal(terminal: LUName, user: UserID?) -> Message {
    Message(
      .lostTerminal,
      "LOSTERM TERMINAL: \(field(terminal)) USER: \(optional(user))",
      meaning: "A terminal's connection ended; sessions of its user stay.",
      cause: .of(user))
  }

  /// A connection was refused by a limit, which the reason names.
  public static func connectionRefused(address: String, reason: String) -> Message {
    Message(
      .connectionRefused,
      "CONNECTION REFUSED FROM \(address)",
      below: ["REASON: \(reason)"],
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
      meaning: "A client did not speak TN3270, or broke the protocol.",
      action: "Use a TN3270 client.",
      cause: .stranger(address: address, .terminalRefused, reason: reason))
  }

  /// A client sent data for places that no input field of the panel holds.
  public static func foreignInput(terminal: LUName, user: UserID?, fields: Int) -> Message {
    Message(
      .foreignInput,
      "INPUT OUTSIDE THE PANEL'S FIELDS LEFT OUT: \(fields) "
        + "TERMINAL: \(field(terminal)) USER: \(optional(user))",
      meaning: """
        A client sent data for places that no input field of the panel holds; it was left out.
        """,
      action: "If it happens again, find out who uses such a client.",
      cause: .of(user))
  }
}
