public import Crypto
public import Messages
public import Names
public import SAF
public import Tables
public import Time

/// Why the server is to close a terminal's connection.
public enum CloseReason: Hashable, Sendable {
  case loggedOff
  case timedOut
  case takenOver
  case protocolError(String)
  /// The operator ended it, and says why; may be empty.
  case cancelled(String)
  /// The server was told to stop.
  case serverStops

  /// What the terminal shows last; nil where the user knows why.
  var lastWords: String? {
    switch self {
    case .cancelled(let reason):
      reason.isEmpty
        ? "The operator ended your sessions." : "The operator ended your sessions: \(reason)"
    case .serverStops: "The server is stopped. Your sessions have ended."
    case .loggedOff, .timedOut, .takenOver, .protocolError: nil
    }
  }
}

/// What the engine wants done; the shell does it in order.
public enum Effect: Sendable {
  /// A 3270 record for the terminal.
  case sendTerminal([UInt8])
  /// A 3270 record with a secret in it for the terminal.
  /// - told: the same without it, for traces.
  case sendTerminalSecret([UInt8], told: [UInt8])
  case closeTerminal(CloseReason)
  case authenticate(RequestID, UserID, SharedSecret, newPassword: SharedSecret?)
  /// The terminal's certificate stands for the user's password.
  case certify(RequestID, UserID)
  /// Completes a code the user's sign-on? Answered by `verdict`.
  case proveCode(RequestID, UserID, FactorStep, code: SharedSecret)
  /// A secret for a user to enrol with, whose password was right. Answered by `factorOffered`.
  case offerFactor(UserID)
  case issueTicket(RequestID, TicketRequest)
  /// Opens a session's end towards its application.
  case openHost(SessionHandle, EffectiveSession, LogonData, HostTerminal)
  /// An inbound record for an application.
  case sendHost(SessionHandle, [UInt8])
  /// The same, of which traces tell nothing: a secret may be in it for all to see.
  case sendHostSecret(SessionHandle, [UInt8])
  /// What was typed for a host's system services (SSCP-LU data, RFC 2355 10.5).
  case sendHostText(SessionHandle, [UInt8])
  /// Tells a host what became of its record.
  case respondHost(SessionHandle, sequence: UInt16, sense: ResponseSense)
  case attentionHost(SessionHandle)
  case systemRequestHost(SessionHandle)
  case closeHost(SessionHandle)
  case setTimer(TimerPurpose, Instant)
  /// A line for the log.
  case record(Message)
  /// Where else is this user? Answered by `elsewhere`.
  case findUser(UserID)
  /// Moves the user's sessions from other terminals here; answered by `adopted`.
  case takeOver(UserID, TakeOver)
  /// Ends what the user left behind without a terminal: `departed` is told there.
  case endLeftBehind(UserID)
  /// Keeps sessions alive that the user left behind at sign-off.
  case detach(UserID, [ActiveSession])
  /// Tells the shell who sits here, for messages and take-over; nil after sign-off.
  case identify(UserID?)
  case message(to: UserID, text: String)
  /// Letters were shown to the user, by their numbers.
  case forgetLetters([Int64])
  /// Why do tickets of this session fail for this user? Answered by `diagnosed`.
  case diagnose(EffectiveSession, UserID)
  /// Somebody who looks on here, or wants to, hears something.
  case tellViewer(Viewer, ViewAnswer)
  /// The audit hears of a view: its begin, its end, or that it was refused.
  case noteView(Viewer, ViewTarget, String)
  /// Prints a session's screen, a line a row; answered by `printed`.
  case printScreen(UserID, SessionID, [String])
}

/// What became of a host's record (RFC 2355 10.4.1).
public enum ResponseSense: Hashable, Sendable {
  case positive
  /// Command reject, intervention required, operation check, component disconnected: 0 to 3.
  case negative(UInt8)
}
