import CPlatform
import Glibc

/// Signals as something to read: TERM, INT, HUP, USR1. Threads started afterwards do not get them.
public struct Signals: Sendable {
  /// What a signal asks for.
  public enum Kind: Hashable, Sendable {
    case terminate, reload, reopen
    /// A child has ended; told only where it was asked for.
    case child
  }

  /// Open as long as the process lives.
  private let number: Int32

  /// Blocks the signals, so that they come through the descriptor alone.
  ///
  /// - `ofChildren`: whether the end of children is told as well.
  public init(ofChildren: Bool = false) throws(SystemError) {
    number = try system("signalfd") { cplatform_signalfd(ofChildren ? 1 : 0) }
  }

  /// What a poller watches for reading.
  public var descriptor: Int32 { number }

  /// Sends this process SIGTERM: whoever reads signals takes it as everybody else's.
  public static func terminate() { kill(getpid(), SIGTERM) }

  /// Waits for the next, at most so long; nil where none came, or one without a meaning here.
  public func next(milliseconds: Int32 = -1) -> Kind? {
    var waiting = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, milliseconds) > 0 else { return nil }
    return switch cplatform_read_signal(number) {
    case SIGTERM, SIGINT: .terminate
    case SIGHUP: .reload
    case SIGUSR1: .reopen
    case SIGCHLD: .child
    default: nil
    }
  }
}
