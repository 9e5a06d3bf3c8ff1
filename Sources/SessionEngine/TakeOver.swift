public import Bytes
public import Names

/// How a terminal stands that has sessions of a user.
public enum TerminalStanding: UInt8, Freezable, Hashable, Sendable {
  /// The user is signed on there, and the terminal is connected.
  case connected
  /// The line was lost; the user did not sign off.
  case lost
  /// The user signed off and left sessions; they belong to no terminal.
  case signedOff
}

/// A terminal elsewhere that has sessions of the same user.
public struct RemoteTerminal: Hashable, Sendable {
  /// Its name.
  public let name: LUName
  /// Whether its line is up, lost, or was left at a sign-off.
  public let standing: TerminalStanding
  /// How many sessions are behind it.
  public let sessions: Int

  /// A terminal, how it stands, and how many sessions it has.
  public init(name: LUName, standing: TerminalStanding, sessions: Int) {
    self.name = name
    self.standing = standing
    self.sessions = sessions
  }

  /// Whether its line is up.
  public var isConnected: Bool { standing == .connected }

  /// Whether its sessions come to the user at a terminal without being asked for, whatever the Transfer
  /// option: that is about another terminal at which the user has not signed off (TPX, Transfer option).
  func isOwn(at terminal: LUName) -> Bool {
    switch standing {
    case .connected: false
    case .lost: name == terminal
    case .signedOff: true
    }
  }
}

/// Which of a user's sessions elsewhere come to a terminal.
public enum TakeOver: Hashable, Sendable {
  /// What was left at a sign-off, and what this terminal had before its line was lost.
  case own
  /// All, wherever they are.
  case everything

  /// Whether the sessions of a terminal come; the one rule, for the question and for the move.
  public func takes(_ remote: RemoteTerminal, at terminal: LUName) -> Bool {
    remote.sessions > 0 && (self == .everything || remote.isOwn(at: terminal))
  }
}

extension RemoteTerminal {
  /// What another terminal of the user is to know of this one.
  public init(_ session: UserSession) {
    self.init(
      name: session.terminal.name, standing: session.standing, sessions: session.sessions.count)
  }
}

extension RemoteTerminal: Freezable {
  /// Appends the name, how it stands, and the number of sessions.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(name)
    freezer.put(standing)
    freezer.put(sessions)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    self.init(name: try thawer.take(), standing: try thawer.take(), sessions: try thawer.take())
  }
}
