import Messages
import Names
import Platform
import SessionEngine
import Time

/// The server was told to stop: nobody comes in any more, and who is there is told.
extension Shard {
  func beginStop() {
    guard stopDeadline == nil else { return }
    stopDeadline = now.instant.advanced(by: PeerLimits.stopTime)
    for listener in listeners { poller.remove(listener.number) }
    acceptsAgain = nil
    record(.serverStopping(terminals: terminals.values.count { $0.isConnected }))
    for token in terminals.keys.sorted() {
      guard let connection = terminals[token] else { continue }
      if connection.session == nil {
        finish(connection)
      } else {
        post(.terminal(token, .serverStops))
      }
    }
  }

  /// Whether all terminals have their last words, or have had time enough to take them.
  var isStopped: Bool {
    guard let stopDeadline else { return false }
    return stopDeadline <= now.instant || !terminals.values.contains { $0.isConnected }
  }
}
