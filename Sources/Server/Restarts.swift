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

  private let companions = Atomic(0)

  /// How often the process that speaks TLS died.
  var companionDeaths: Int { companions.load(ordering: .relaxed) }

  /// It has died so often.
  func set(companionDeaths: Int) { companions.store(companionDeaths, ordering: .relaxed) }

  /// The counts, and the last pause in milliseconds.
  var counts: (deaths: Int, upgrades: Int, pause: Int) { state.withLock { $0 } }
}
