/// What connections brought since the last commit. It is read straight into the ledger's memory, and counts
/// before anybody has looked at it.
struct LedgerIntake {
  private let memory: any LedgerMemory
  private let start: Int
  private let limit: Int
  private var end: Int

  init(_ memory: any LedgerMemory, _ layout: LedgerLayout) {
    self.memory = memory
    start = layout.intakeStart
    limit = start + layout.intake
    end = start
  }

  var isEmpty: Bool { end == start }

  func hasRoom(_ count: Int) -> Bool { end + Entry.size(count) + Entry.head <= limit }

  /// Begins an entry; returns where the bytes go.
  func begin(_ token: UInt64, limit: Int, behind committed: UInt64) -> Int {
    precondition(hasRoom(limit), "the intake is full, and nothing was committed")
    let head: [4 of UInt64] = [token, committed, 0, UInt64(limit)]
    memory.store(head.span, at: end)
    return end + Entry.head
  }

  /// Ends the entry with so many bytes; with none it is no entry.
  mutating func finish(_ count: Int) {
    guard count > 0 else {
      memory.store(0, at: end + Entry.token)
      memory.wipe((end + Entry.commit)..<(end + Entry.head))
      return
    }
    memory.store(UInt64(count) + 1, at: end + Entry.length)
    end += Entry.size(count)
  }

  /// A commit has all that came.
  mutating func empty() {
    memory.wipe(start..<end)
    end = start
  }
}
