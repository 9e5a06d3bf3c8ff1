import Platform
import Synchronization
import Time

/// Counts shards that have taken what they were told, for a thread that waits for all of them.
final class ShardCount: Sendable {
  private let missing: Atomic<Int>
  private let all: Signal

  init(_ shards: Int) throws(SystemError) {
    missing = Atomic(shards)
    all = try Signal()
  }

  /// One more has.
  func note() {
    if missing.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 { all.set() }
  }

  /// Waits until all have; how many have not by then.
  func wait(_ patience: Duration) -> Int {
    let end = Clock.instant().advanced(by: patience)
    while true {
      let left = missing.load(ordering: .acquiring)
      let now = Clock.instant()
      guard left > 0, now < end else { return left }
      let rest = (end.nanoseconds - now.nanoseconds) / 1_000_000 + 1
      _ = all.wait(milliseconds: Int32(clamping: rest))
    }
  }
}
