import SAF
import SessionEngine

/// What a deadline of a shard is for. Each names its owner, who may have gone when it fires: then
/// nothing happens.
enum Alarm: Sendable {
  /// The engine's, for the user at a terminal.
  case terminal(UInt64, TimerPurpose)
  /// A terminal is asked whether it is there.
  case heartbeat(UInt64)
  /// A stage of a connection to a host is over, or its heartbeat is due.
  case host(HostID)
  /// A step of a terminal's negotiation is overdue.
  case step(UInt64)
  /// A terminal may press a key again.
  case key(UInt64)
  /// The last words to a terminal must be taken by now.
  case linger(UInt64)
  /// A password is looked at after its wait.
  case signOn(SignOnTry)
  /// An application hears what became of a guess.
  case verdict(HostID, LogOnVerdict)

  /// The terminal that it belongs to; nil for those of hosts.
  var terminal: UInt64? {
    switch self {
    case .terminal(let token, _), .heartbeat(let token), .step(let token), .key(let token),
      .linger(let token):
      token
    case .signOn(let attempt): attempt.token
    case .host, .verdict: nil
    }
  }
}
