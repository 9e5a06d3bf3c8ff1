import DataStream
public import Names
public import Tables
public import Terminal
import Time

/// A virtual terminal connected to an application: what stays alive behind a user's terminal.
public struct ActiveSession: Sendable {
  /// How far the session is.
  public enum State: Sendable {
    /// Its PassTicket is being made.
    case awaitingTicket(RequestID)
    /// The application's end was asked for.
    case connecting
    /// Data flows.
    case active
  }

  public let host: HostID
  /// The definition at the time it started; a changed ACT file counts for the next start.
  public internal(set) var definition: EffectiveSession
  public internal(set) var state: State
  /// The screen as the application has it, whether the terminal shows it or not.
  public internal(set) var space: PresentationSpace
  /// Whether the application wrote since the user last saw the session.
  public internal(set) var hasUnseenOutput = false
  /// The application rang the alarm while the session was hidden.
  var alarmPending = false
  /// The application's reads that the terminal has not answered yet, and what waits behind them.
  var reads = ReadQueue()
  /// Shortens what goes to the terminal; nil where the entry does not ask for it.
  var rewriter: OutboundRewriter?
  /// Whether the session data is typed for the user; not where `/G` started the session.
  let typesData: Bool
  /// Session data that is typed on the host's first screen; nil once that is done.
  var typing: SessionData?
  /// Where the input to the host's system services begins; nil once an application is bound.
  var systemInput: Int?
  /// The file transfer that is on its way: no jump, no message.
  var transfer: RunningTransfer?
  /// The tag key was pressed: the jump key goes round sessions with a tag.
  var isTagged = false
  /// When its application's end was ready.
  var started: Instant?
  /// The last key or output, for the session time-out.
  private(set) var lastActivity: Instant
  /// Broken records that came in it.
  var faults = 0
  /// Whether the time-out was announced.
  var isWarned = false

  init(
    host: HostID, definition: EffectiveSession, state: State, space: PresentationSpace,
    types: Bool, now: Instant
  ) {
    self.host = host
    self.definition = definition
    self.state = state
    self.space = space
    let entry = definition.entry
    typesData = types && entry.typesSessionData
    rewriter = OutboundRewriter(
      compresses: entry.compressesOutbound, clearsModified: entry.compressesInbound)
    lastActivity = now
  }

  public var id: SessionID { definition.id }
  var isAwaitingTicket: Bool { if case .awaitingTicket = state { true } else { false } }
  /// Whether a file is on its way.
  public var isTransferring: Bool { transfer != nil }

  /// A key or output: the session time-out counts from now.
  mutating func touch(_ now: Instant) {
    lastActivity = now
    isWarned = false
  }

  /// When the next thing happens to an idle session, its announcement or its end; nil for never.
  var nextTimeout: Instant? {
    let minutes = definition.entry.sessionTimeout
    guard minutes > 0 else { return nil }
    return lastActivity.advanced(
      by: .seconds(minutes * 60 - (isWarned ? 0 : UserSession.warning)))
  }
}
