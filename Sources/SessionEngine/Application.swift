public import Bytes
public import Crypto
public import DataStream
public import Names
public import SAF

/// What an application is told when a session with it opens, as VTAM logon data would tell it.
public struct LogonData: Sendable {
  /// Who the session is for; nil where the ACT entry's `Session data` does not name `&USERID`.
  public let user: UserID?
  /// The PassTicket that `&PSWD` stands for; nil without one.
  public let ticket: SharedSecret?
  /// Name of the user's terminal.
  public let terminal: LUName
  /// Where the terminal connects from, as text.
  public let address: String
  /// What the session's screen can show, as its terminal did when it began.
  public let screen: TerminalCapabilities

  /// Logon data of a session's start.
  public init(
    user: UserID?, ticket: SharedSecret?, terminal: LUName, address: String,
    screen: TerminalCapabilities = TerminalCapabilities(color: .model2)
  ) {
    self.screen = screen
    self.user = user
    self.ticket = ticket
    self.terminal = terminal
    self.address = address
  }
}

/// What happens to a built-in application.
public enum ApplicationEvent: Sendable {
  case opened(LogonData)
  /// An inbound 3270 record of the session's terminal.
  case record([UInt8])
  /// The answer to `verify`.
  case verdict(LogOnVerdict)
  /// The answer to `operate`.
  case answered(OperatorAnswer)
  /// The answer to `administer`.
  case administered(AdminAnswer)
  /// What came of a view.
  case viewed(ViewAnswer)
  /// The time of `wake` has come, and the session's terminal reads what is sent.
  case woke
  /// The time of `wake` has come, and nobody sits there any more.
  case unattended
  /// The session has ended; only others can still be told something.
  case closed
}

/// What came of an operator's command.
public struct OperatorAnswer: Hashable, Sendable {
  /// The answer, a line each.
  public let lines: [String]
  /// Whether it did not do what was asked.
  public let isFailed: Bool

  /// An answer of some lines.
  public init(lines: [String], isFailed: Bool) {
    self.lines = lines
    self.isFailed = isFailed
  }
}

/// What a built-in application wants done.
public enum ApplicationEffect: Sendable {
  /// An outbound 3270 record for the session's terminal.
  case send([UInt8])
  /// Is this the user's PassTicket, or password, for this application name?
  case verify(UserID, TicketName, SharedSecret)
  /// An operator's command, by the authority of the user who is signed on at the session's terminal.
  case operate(String)
  /// An administrator's request, by the same authority.
  case administer(AdminRequest)
  /// Something about a view of another user's screen, by the same authority.
  case view(ViewRequest)
  /// Wants to be told, once, when a time is over.
  case wake(Duration)
  /// The application ends the session.
  case end
}

/// An application that the server itself runs: the same bytes in and out as a TN3270 host's.
public protocol Application {
  /// Appends how far it is; false, and nothing is appended, where it cannot go on in another process.
  func freeze(into freezer: inout Freezer) -> Bool
  /// It goes on in another process: what it asked and was not answered is asked for again.
  mutating func resume(into effects: inout [ApplicationEffect])
  /// Takes one event and appends what is to be done, in order.
  mutating func handle(_ event: ApplicationEvent, into effects: inout [ApplicationEffect])
}
