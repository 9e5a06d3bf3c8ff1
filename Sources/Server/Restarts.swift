import Synchronization

/// How often sessions outlived the process that served them.
final class Restarts: Sendable {
  private let state = Mutex((deaths: 0, upgrades: 0, pause: 0))

  /// What was handed on by whoever keeps the sessions.
  /// - Parameters:
  ///   - deaths: former processes that died.
  ///   - upgrades: those that gave way to another version.
  ///   - lastPauseMilliseconds: how long users waited at the last of them.
  func set(deaths: Int, upgrades: Int, lastPauseMilliseconds: Int) {
    state.withLock { $0 = (deaths, upgrades, lastPauseMilliseconds) }
  }

  /// The counts, and the last pause in milliseconds.
  var counts: (deaths: Int, upgrades: Int, pause: Int) { state.withLock { $0 } }
}
