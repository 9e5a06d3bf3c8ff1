import Bytes
import TN3270
import Terminal
import Time

/// One terminal of the load.
struct LoadTerminal {
  /// How far it is.
  enum Step: Hashable {
    case closed
    case connecting
    case negotiating
    /// 3270 mode is reached; the first screen is awaited.
    case firstScreen
    case signingOn
    /// This step of the set-up is under way.
    case entering(Int)
    /// Set up, with nothing under way.
    case idle
    /// The key was sent.
    case waiting
  }

  var step = Step.closed
  var socket: Int32 = -1
  /// Tells events of this connection from late ones of the one before.
  var generation: UInt32 = 0
  /// Nil for a terminal in clear.
  var tls: LoadTLS?
  var machine: ClientMachine
  var screen: PresentationSpace
  var unsent = ByteQueue(limit: LoadTerminal.unsentLimit)
  /// Rows of the sign-on panel while its answer is awaited.
  var panel: [String] = []
  /// First row of the menu, by which a session's screen is told from it.
  var menu = ""
  /// What the first row was when the key was sent.
  var fingerprint: UInt64 = 0
  /// What the host's screen said when the key was sent, where keys are followed.
  var label: KeyWatch.Label?
  /// When the connection began, or the transaction was due.
  var since: Instant
  /// When the step is overdue.
  var deadline: Instant

  /// A terminal sends a few hundred bytes; a server that reads nothing is given up.
  static let unsentLimit = 256 * 1024

  /// Whether the set-up is under way.
  var isSettingUp: Bool {
    switch step {
    case .closed, .idle, .waiting: false
    case .connecting, .negotiating, .firstScreen, .signingOn, .entering: true
    }
  }
}
