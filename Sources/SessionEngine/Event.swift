public import Bytes
public import Crypto
import DataStream
public import Messages
public import Names
public import SAF
public import Tables

/// What happens to a user at a terminal, or to the sessions behind it.
public enum Event: Sendable {
  /// A 3270 record from the terminal.
  case terminalRecord([UInt8])
  /// ATTN was pressed.
  case attention
  /// SYSREQ was pressed.
  case systemRequest
  /// The terminal's connection is gone.
  case terminalLost
  /// Answer to `offerFactor`.
  case factorOffered(SharedSecret)
  /// Answer to `authenticate`, `certify` and `proveCode`.
  case verdict(RequestID, SignOnVerdict)
  /// Answer to `issueTicket`.
  case ticket(RequestID, TicketOutcome)
  /// A host's end is ready for data, with the LU name it gave us.
  case hostReady(SessionHandle, lu: String?)
  /// A 3270 record from an application.
  case hostRecord(SessionHandle, [UInt8], reply: ReplyWanted)
  /// Text of a host's system services, before an application is bound (SSCP-LU data).
  case hostText(SessionHandle, [UInt8])
  /// Screen sizes that a host's BIND ordered.
  case hostBound(SessionHandle, BoundSizes)
  /// An application passed the session on; the next one's BIND follows.
  case hostUnbound(SessionHandle)
  /// An application's end is gone.
  case hostClosed(SessionHandle, HostEnd)
  /// A time that was asked for has come.
  case timer(TimerPurpose)
  /// New tables or panels are in force.
  case siteReplaced(Site)
  /// What the security manager says of a user, as far as the tables ask.
  case rights(UserID, Rights)
  /// Sessions of this user that live behind other terminals.
  case elsewhere([RemoteTerminal])
  /// Sessions that moved here from another terminal.
  case adopted([ActiveSession])
  /// Messages of other users or of the operator, which come together.
  case messages([UserText])
  /// What became of a message to a user.
  case messageDelivered(to: String, MessageFate)
  /// A screen was printed: the file's name, or why not.
  case printed(PrintResult)
  /// What the diagnosis of a session's tickets says.
  case diagnosed([DiagnosisLine])
  /// The operator ends this user's sessions, and says why; may be empty.
  case cancelled(String)
  /// The server was told to stop.
  case serverStops
  /// Somebody says something who looks on at this terminal from a session, or wants to.
  case viewer(SessionHandle, ViewerNews)
  /// The user left sessions at too many terminals, and those here are the oldest.
  case evicted
  /// The user signed off at another terminal, and sessions end with that; those here were left.
  case departed

  /// One message.
  public static func message(from: String, text: String) -> Event {
    .messages([UserText(from: from, text: text)])
  }
}

/// Whether a host wants to hear what became of its record (RFC 2355 8.1.3).
public enum ReplyWanted: Hashable, Sendable {
  case no
  /// Only a negative response.
  case onError(sequence: UInt16)
  case always(sequence: UInt16)
}

extension ReplyWanted {
  /// What a host hears about its record, if it wants to; nil for nothing.
  func response(_ error: DataStreamError?, to handle: SessionHandle) -> Effect? {
    switch (self, error) {
    case (.no, _), (.onError, nil): nil
    case (.always(let sequence), nil):
      .respondHost(handle, sequence: sequence, sense: .positive)
    case (.always(let sequence), .some(let error)), (.onError(let sequence), .some(let error)):
      .respondHost(handle, sequence: sequence, sense: .negative(error.responseCode))
    }
  }
}

/// Sizes that a BIND orders; nil where it leaves the terminal's own.
public struct BoundSizes: Hashable, Sendable {
  /// Rows of the default size.
  public var rows: Int?
  /// Columns of the default size.
  public var columns: Int?
  /// Rows of the alternate size.
  public var alternateRows: Int?
  /// Columns of the alternate size.
  public var alternateColumns: Int?

  /// Sizes as a BIND orders them.
  public init(rows: Int?, columns: Int?, alternateRows: Int?, alternateColumns: Int?) {
    self.rows = rows
    self.columns = columns
    self.alternateRows = alternateRows
    self.alternateColumns = alternateColumns
  }
}

/// What a timer is for; each has at most one deadline that counts, which the engine keeps.
public enum TimerPurpose: Hashable, Sendable {
  /// Steps before sign-on: the query's answer, the logon panel.
  case query, logon
  /// Keyboard idle: the warning, stage 1, stage 2.
  case idle
  /// The terminal's answer to Read Buffer at a jump.
  case jump
  /// A session that starts.
  case starting(SessionHandle)
  /// The terminal's answer to a host's own read.
  case read(SessionHandle)
  /// A sign-on answer that is held back.
  case delay
  /// Sessions without a terminal: how long they stay.
  case disconnect
  /// A session's own idle time.
  case session(SessionHandle)
  /// Messages that wait for a user who was interrupted lately.
  case messages
  /// Those who look on: the user's answer, or their next look.
  case viewers
  /// A session's script goes on.
  case script(SessionHandle)
}

extension TimerPurpose: Freezable {
  /// Appends the purpose's number and, where it is one of a session, the session's handle.
  public func freeze(into freezer: inout Freezer) {
    switch self {
    case .query: freezer.put(byte: 0)
    case .logon: freezer.put(byte: 1)
    case .idle: freezer.put(byte: 2)
    case .jump: freezer.put(byte: 3)
    case .starting(let handle):
      freezer.put(byte: 4)
      freezer.put(handle)
    case .read(let handle):
      freezer.put(byte: 5)
      freezer.put(handle)
    case .delay: freezer.put(byte: 6)
    case .disconnect: freezer.put(byte: 7)
    case .session(let handle):
      freezer.put(byte: 8)
      freezer.put(handle)
    case .messages: freezer.put(byte: 9)
    case .viewers: freezer.put(byte: 10)
    case .script(let handle):
      freezer.put(byte: 11)
      freezer.put(handle)
    }
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    switch try thawer.byte() {
    case 0: self = .query
    case 1: self = .logon
    case 2: self = .idle
    case 3: self = .jump
    case 4: self = .starting(try thawer.take())
    case 5: self = .read(try thawer.take())
    case 6: self = .delay
    case 7: self = .disconnect
    case 8: self = .session(try thawer.take())
    case 9: self = .messages
    case 10: self = .viewers
    case 11: self = .script(try thawer.take())
    default: throw .invalid("purpose of a timer")
    }
  }
}
