import CPlatform
import Glibc
import Synchronization

/// How many descriptors peers may have, so that some are left for the server's own work.
///
/// The kernel gives the lowest free number: one at or over the ceiling means that so many are open.
/// A peer's socket with such a number is closed again, and files, the database and the operator
/// still find theirs.
public enum Descriptors {
  /// Descriptors that the server keeps for itself: database and log, files, pollers, threads' events, and
  /// operators at the control socket.
  public static let reserve = 64
  /// Fewest descriptors that are worth a start: the reserve, and as many for terminals and hosts.
  public static let least = 2 * reserve

  private static let ceiling = Atomic<Int>(.max)

  /// Keeps peers' sockets to numbers under the limit less the reserve, from now on.
  public static func keepReserve(of limit: Int) {
    ceiling.store(max(1, limit - reserve), ordering: .relaxed)
  }

  /// A peer's socket, or the error of one too many.
  static func peer(_ number: Int32, _ call: String) throws(SystemError) -> Int32 {
    do {
      try check(number, call)
      return number
    } catch {
      close(number)
      throw error
    }
  }

  /// Throws where a descriptor that serves a peer is one too many; its owner closes it.
  static func check(_ number: Int32, _ call: String) throws(SystemError) {
    guard Int(number) < ceiling.load(ordering: .relaxed) else {
      throw SystemError(call, code: EMFILE)
    }
  }
}
