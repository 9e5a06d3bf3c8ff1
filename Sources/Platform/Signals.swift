import CPlatform
import Glibc

/// Signals as something to read: TERM, INT, HUP, USR1. Threads started afterwards do not get them.
public struct Signals: ~Copyable {
  public enum Kind: Hashable, Sendable {
    case terminate, reload, reopen
  }

  private let descriptor: Descriptor

  public init() throws(SystemError) {
    descriptor = Descriptor(try system("signalfd") { cplatform_signalfd() })
  }

  /// Waits for the next.
  public func next() -> Kind? {
    switch cplatform_read_signal(descriptor.number) {
    case SIGTERM, SIGINT: .terminate
    case SIGHUP: .reload
    case SIGUSR1: .reopen
    default: nil
    }
  }
}
