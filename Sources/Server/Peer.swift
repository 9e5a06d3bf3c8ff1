import Platform

/// One end of a connection that a shard serves: a terminal, or a TN3270 host.
///
/// The shard drives it: what the kernel tells, a record at a time, and writing at the turn's end. A peer
/// posts what follows and never delivers it. One whose connection has ended takes every call and does
/// nothing.
protocol Peer: AnyObject {
  /// Its bytes, while there is a connection.
  var channel: Channel? { get }
  /// Time of the loop that its input has taken.
  var share: Share { get set }
  /// The kernel has something for it: reads once, or writes.
  /// - Returns: whether its input is to be looked at now.
  func isReady(_ readiness: Poller.Readiness) -> Bool
  /// Takes the next record of its input, or whatever else comes first, and posts what follows; false
  /// where nothing is to be looked at now.
  func look() -> Bool
  /// What was posted is delivered: a record that may have held a password is wiped.
  func wipeRecord()
  /// What is left of its input waits for another turn; the end of the connection comes after it.
  func leaveInput()
  /// It changed: it is kept anew with the next commit.
  func mark()
  /// Writes what the kernel takes.
  func flush()
}
