import Keeper
import Synchronization

/// Has the keeper keep what is held.
///
/// A keeper that takes nothing is waited for once, and then no more until it takes something again: a
/// shard that waits for it at each connection would serve nobody.
final class KeeperCustody: Custody {
  private let link: KeeperLink
  private let isSlow = Atomic(false)
  /// What it did not take and was not told of yet.
  private let missed = Atomic(0)

  init(_ link: KeeperLink) { self.link = link }

  var isKeeping: Bool { true }

  @discardableResult func hold(_ held: Held) -> Bool { tell(.hold(held.kept), [held.descriptor]) }

  func release(_ token: UInt64) { _ = tell(.release(token), []) }

  private func tell(_ message: ToKeeper, _ descriptors: [Int32]) -> Bool {
    let isTaken = link.tell(
      message, descriptors: descriptors, waits: !isSlow.load(ordering: .relaxed))
    isSlow.store(!isTaken, ordering: .relaxed)
    if !isTaken { missed.wrappingAdd(1, ordering: .relaxed) }
    return isTaken
  }

  /// How many descriptors the keeper did not take, or let go, since this was asked last.
  func takeMissed() -> Int { missed.exchange(0, ordering: .relaxed) }
}
