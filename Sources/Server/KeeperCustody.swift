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

  @discardableResult func keep(_ held: [Held], release: [UInt64]) -> Bool {
    let isTaken = link.tell(
      .keep(held.map(\.kept), release: release), descriptors: held.map(\.descriptor),
      waits: !isSlow.load(ordering: .relaxed))
    isSlow.store(!isTaken, ordering: .relaxed)
    if !isTaken { missed.wrappingAdd(held.count + release.count, ordering: .relaxed) }
    return isTaken
  }

  /// How many descriptors the keeper did not take, or let go, since this was asked last.
  func takeMissed() -> Int { missed.exchange(0, ordering: .relaxed) }
}
