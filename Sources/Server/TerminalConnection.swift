import Bytes
import Names
import Platform
import SessionEngine
import TN3270

/// One terminal: its socket, its telnet, its user, and what waits to be written.
///
/// Without a socket it keeps the sessions of a user whose terminal is gone.
final class TerminalConnection {
  enum Phase {
    /// Telnet is being negotiated.
    case negotiating
    /// A user may sign on, or is signed on.
    case talking
  }

  let token: UInt64
  let address: String
  var socket: Descriptor?
  var machine = ServerMachine()
  var session: UserSession?
  var phase = Phase.negotiating
  var name: LUName?
  var output = ByteQueue(limit: TerminalConnection.outputLimit)
  var isWatchingWrite = false
  /// What was said is written, then the connection ends.
  var isClosing = false
  var isSignedOn = false

  /// Bytes that may wait for a terminal that does not read; then it is dropped (reliability W2).
  static let outputLimit = 1 << 20

  /// Whether the terminal is there.
  var isConnected: Bool { socket?.number != nil }

  init(token: UInt64, address: String, socket: consuming Descriptor?) {
    self.token = token
    self.address = address
    self.socket = socket
  }
}
