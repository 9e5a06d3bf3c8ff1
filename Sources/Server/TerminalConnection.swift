import Names
import Platform
import SessionEngine
import TN3270

/// One terminal: its channel, its telnet, its user.
///
/// Without a connection it keeps the sessions of a user whose terminal is gone.
final class TerminalConnection {
  let token: UInt64
  let address: String
  let channel: Channel
  var machine: ServerMachine
  var session: UserSession?
  var name: LUName?
  /// The name of the server's own series, where the terminal asked for another one.
  var givenName: LUName?
  var isSignedOn = false
  /// Time of the loop that its input has taken.
  var share = Share()
  /// Keys that count before somebody signs on.
  var keys = KeyPace()
  /// Its next key is looked at when a timer says so.
  var waitsForKey = false
  /// Once it is negotiated: when it is asked whether it is there.
  var heartbeat: Heartbeat?
  /// Hosts that rest until this terminal has read what they sent.
  var pausedHosts: Set<HostID> = []

  /// Hosts that have to read before this terminal is read again.
  var slowHosts: Set<HostID> = []

  /// Whether the terminal is there.
  var isConnected: Bool { channel.number != nil }

  init(
    token: UInt64, address: String, socket: consuming Descriptor?,
    options: ServerOptions = ServerOptions()
  ) {
    self.token = token
    self.address = address
    channel = Channel(token: token, socket: socket)
    machine = ServerMachine(options: options)
  }
}
