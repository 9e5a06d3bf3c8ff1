/// What connections are told with a commit, until the kernel has it: bytes that leave in the same turn, as
/// nearly all do, need no object of their own.
///
/// It has two halves. Entries of a commit go to the one of its number's parity, while those of the commit
/// before still count.
struct LedgerOutbox {
  private let memory: any LedgerMemory
  private let layout: LedgerLayout
  /// Ends of what is in the halves: of the last commit's, and of the next one's.
  private var counted: Int
  private var next: Int

  init(_ memory: any LedgerMemory, _ layout: LedgerLayout) {
    self.memory = memory
    self.layout = layout
    counted = layout.outboxStart(0)
    next = layout.outboxStart(1)
  }

  func isEmpty(behind committed: UInt64) -> Bool { next == layout.outboxStart(committed + 1) }

  /// Adds what a connection is told with the next commit; false where there is no room.
  ///
  /// - `place`: where the bytes begin in all that it was ever told.
  mutating func add(
    _ token: UInt64, _ bytes: Span<UInt8>, at place: UInt64, behind committed: UInt64
  ) -> Bool {
    let size = Entry.size(bytes.count)
    guard next + size + Entry.head <= layout.outboxStart(committed + 1) + layout.outbox else {
      return false
    }
    memory.copy(bytes, to: next + Entry.head)
    let head: [4 of UInt64] = [token, committed + 1, UInt64(bytes.count), place]
    memory.store(head.span, at: next)
    next += size
    return true
  }

  /// Wipes what counted up to the last commit; what was added since counts with this one.
  mutating func turn(to committed: UInt64) {
    forgetCounted(committed - 1)
    (counted, next) = (next, layout.outboxStart(committed + 1))
  }

  /// Wipes what counts: nobody needs it.
  mutating func forgetCounted(_ committed: UInt64) {
    let start = layout.outboxStart(committed)
    guard counted > start else { return }
    memory.wipe(start..<counted)
    counted = start
  }
}
