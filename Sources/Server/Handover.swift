import Names
import Platform
import Synchronization
import Time

/// A terminal on its way from one shard to another, with its deadlines.
///
/// It is handed over whole: the shard that gives it away keeps nothing that refers to it, and its
/// thread never touches it again (`Reactor.release`). The compiler cannot see that.
struct Handover: @unchecked Sendable {
  let connection: TerminalConnection
  let timers: [(deadline: Instant, purpose: Alarm)]
  /// The shard that it comes from, which keeps it until the other one does.
  let former: Int

  init(
    _ connection: TerminalConnection, _ timers: [(deadline: Instant, purpose: Alarm)],
    from former: Int
  ) {
    self.connection = connection
    self.timers = timers
    self.former = former
  }
}

/// A terminal's connection that was accepted and let in, on its way to the shard that serves it; closed
/// where it never arrives.
final class Arrival: Sendable {
  private let socket: Mutex<Int32?>
  /// What it is called from its first instant on.
  let token: UInt64
  let address: String
  /// Whether TLS begins with the first byte.
  let isSecure: Bool

  init(_ socket: consuming Descriptor, token: UInt64, from address: String, isSecure: Bool) {
    self.token = token
    self.socket = Mutex(socket.release())
    self.address = address
    self.isSecure = isSecure
  }

  deinit { if let number = takeSocket() { _ = Descriptor(number) } }

  /// Its socket; nil the second time.
  func takeSocket() -> Int32? { socket.withLock { $0.take() } }
}
