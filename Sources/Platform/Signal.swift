import CPlatform
import Glibc

/// Tells another thread that something is done.
public final class Signal: Sendable {
  private let event: Int32

  /// A signal that was not given yet.
  public init() throws(SystemError) {
    event = try system("eventfd") { cplatform_eventfd() }
  }

  deinit { close(event) }

  /// Wakes who waits, now or later.
  public func set() {
    var one: UInt64 = 1
    _ = write(event, &one, 8)
  }

  /// Waits until it was set since the last wait; false where that took too long.
  public func wait(milliseconds: Int32) -> Bool {
    var watched = pollfd(fd: event, events: Int16(POLLIN), revents: 0)
    guard poll(&watched, 1, milliseconds) > 0 else { return false }
    var count: UInt64 = 0
    _ = read(event, &count, 8)
    return true
  }
}
