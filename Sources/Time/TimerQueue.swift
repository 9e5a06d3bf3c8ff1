/// Deadlines in order, each with what it is for; a binary heap, cancelled lazily by its owner.
///
/// The owner keeps for each purpose the deadline that counts and ignores one that fires early:
/// then activity is one store, and no heap is touched.
public struct TimerQueue<Purpose: Sendable>: Sendable {
  @usableFromInline var heap: [(deadline: Instant, purpose: Purpose)] = []

  /// An empty queue.
  public init() {}

  /// Whether nothing is to come.
  @inlinable public var isEmpty: Bool { heap.isEmpty }
  /// The earliest deadline.
  @inlinable public var next: Instant? { heap.first?.deadline }

  /// Adds a deadline.
  @inlinable public mutating func add(_ deadline: Instant, _ purpose: Purpose) {
    heap.append((deadline, purpose))
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].deadline < heap[parent].deadline else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  /// Room for so many deadlines is never given back.
  @usableFromInline static var kept: Int { 1024 }

  /// Gives memory back after a rush: deadlines of negotiations are many, and soon over.
  @usableFromInline mutating func shrink() {
    var less: [(deadline: Instant, purpose: Purpose)] = []
    less.reserveCapacity(heap.count * 2)
    less.append(contentsOf: heap)
    heap = less
  }

  /// All that `isWanted`, in order.
  public func pending(
    where isWanted: (Purpose) -> Bool
  ) -> [(deadline: Instant, purpose: Purpose)] {
    heap.filter { isWanted($0.purpose) }.sorted { $0.deadline < $1.deadline }
  }

  /// Takes out all that `isWanted`, in order: what it costs grows with the queue, so this is for what
  /// happens seldom.
  public mutating func remove(
    where isWanted: (Purpose) -> Bool
  ) -> [(deadline: Instant, purpose: Purpose)] {
    let taken = pending(where: isWanted)
    guard !taken.isEmpty else { return [] }
    // A sorted list is a heap.
    heap = heap.filter { !isWanted($0.purpose) }.sorted { $0.deadline < $1.deadline }
    return taken
  }

  /// Takes the earliest purpose that is due at `now`, or nil where none is.
  ///
  /// Every turn of a loop asks, so it is compiled for the owner's purposes.
  @inlinable public mutating func popDue(_ now: Instant) -> (deadline: Instant, purpose: Purpose)? {
    guard let first = heap.first, first.deadline <= now else { return nil }
    let last = heap.removeLast()
    if heap.count < heap.capacity / 4, heap.capacity > Self.kept { shrink() }
    guard !heap.isEmpty else { return first }
    heap[0] = last
    var parent = 0
    while true {
      var least = 2 * parent + 1
      guard least < heap.count else { break }
      if least + 1 < heap.count, heap[least + 1].deadline < heap[least].deadline { least += 1 }
      guard heap[least].deadline < heap[parent].deadline else { break }
      heap.swapAt(least, parent)
      parent = least
    }
    return first
  }
}
