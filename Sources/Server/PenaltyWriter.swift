import Platform
import SAF
import Store
import Synchronization
import Time

/// Writes down which sources are kept out, so that they stay so should the server be started again.
enum PenaltyWriter {
  /// Milliseconds between two looks at who is to be kept out; a crash forgets no more than that.
  static let interval: Int32 = 1000

  /// Writes what was not written yet; waits for the disk.
  static func write(_ services: Services) {
    let now = Clock.now()
    let sources = services.commons.admission.withLock { $0.takeUnwritten(at: now) }
    guard !sources.isEmpty else { return }
    // The log tells of a database that does not work; who is kept out stays so as long as this run lasts.
    try? services.database.manager.store.keepOut(sources, now: now.wall.seconds)
  }
}
