/// Objects as bytes, kept so that a process which dies at any instruction leaves those of its last
/// commit, all and whole.
///
/// Nothing that a commit counts on is ever written over. New forms go to free blocks; one store of the
/// commit's number makes them count, for a block counts from the commit on whose number it has, and of
/// several for one object the one with the highest. Old blocks are wiped and freed after that store. So
/// there is nothing to redo or to undo: whoever reads takes what counts (`LedgerReader`).
///
/// The index of blocks is in the process alone. A ledger is written by one process and read by the next,
/// which writes one of its own.
public struct Ledger {
  private let memory: any LedgerMemory
  private let layout: LedgerLayout
  /// Blocks of objects: those that count, and those of the commit under way.
  private var objects: [LedgerKey: Object] = [:]
  /// Objects of the commit under way.
  private var pending: [LedgerKey] = []
  private var heap: BlockHeap
  /// Number of the last commit.
  public private(set) var committed: UInt64 = 0
  private var intakeEnd: Int

  /// An object's blocks.
  private struct Object {
    var counted = Blocks()
    var new: Blocks?
  }

  /// Begins a ledger in memory of zeros; nil where the memory is too small and cannot grow.
  ///
  /// - `version`: of the frozen forms that are put into it.
  /// - `epoch`: how many sets of ledgers there were before this one.
  /// - `place`: which shard's of how many.
  public init?(
    _ memory: any LedgerMemory, layout: LedgerLayout = LedgerLayout(), version: UInt16,
    epoch: UInt64, place: (index: Int, count: Int)
  ) {
    guard memory.size >= layout.least || memory.grow(to: layout.least) else { return nil }
    self.memory = memory
    self.layout = layout
    heap = BlockHeap(memory, layout)
    intakeEnd = layout.intakeStart
    memory.store(
      UInt64(version) | LedgerHeader.layoutVersion << 16, at: LedgerHeader.version)
    memory.store(epoch, at: LedgerHeader.epoch)
    memory.store(
      UInt64(place.index) | UInt64(place.count) << 32, at: LedgerHeader.place)
    for (index, value) in [layout.chunk, layout.chunks, layout.intake].enumerated() {
      memory.store(UInt64(value), at: LedgerHeader.layout + index * 8)
    }
    memory.store(LedgerHeader.magicWord, at: LedgerHeader.magic)
  }

  /// Says that all ledgers of the epoch have what they took over; it counts in the first one's.
  public func markWhole() { memory.store(1, at: LedgerHeader.whole) }

  /// Writes a word of the header that counts at once.
  public func note(_ word: UInt64, at offset: Int) { memory.store(word, at: offset) }

  /// Bytes of the blocks in use, heads included.
  public var used: Int { heap.used }

  // MARK: Objects

  /// Puts an object's new form beside the old one, for the next commit.
  ///
  /// Returns false where there is no memory: then the object is removed, since what it was does not
  /// count any more.
  @discardableResult
  public mutating func put(_ key: LedgerKey, _ bytes: Span<UInt8>) -> Bool {
    let most = layout.largestBlock - Block.head
    let parts = max(1, (bytes.count + most - 1) / most)
    var blocks = Blocks()
    for part in 0..<parts {
      let piece = bytes.extracting(part * most..<min(bytes.count, (part + 1) * most))
      guard let block = heap.take(piece.count + Block.head) else {
        heap.free(blocks)
        remove(key)
        return false
      }
      write(key, piece, part: part, of: parts, to: block)
      blocks.append(block)
    }
    replaceNew(of: key, with: blocks)
    return true
  }

  /// Removes an object with the next commit; one that is not there is no fault.
  public mutating func remove(_ key: LedgerKey) {
    guard let object = objects[key] else { return }
    guard !object.counted.isEmpty else {
      if let new = object.new { heap.free(new) }
      objects[key] = nil
      return
    }
    // Without memory for a mark the object's own blocks go at once: it is better gone than old.
    guard let block = heap.take(Block.head) else {
      heap.free(object.counted)
      objects[key]?.counted = Blocks()
      return replaceNew(of: key, with: Blocks())
    }
    write(key, [UInt8]().span, part: 0, of: 0, to: block)
    var mark = Blocks()
    mark.append(block)
    replaceNew(of: key, with: mark)
  }

  /// Removes an object at once, which nobody misses whether or not the next commit comes.
  public mutating func discard(_ key: LedgerKey) {
    guard let object = objects.removeValue(forKey: key) else { return }
    heap.free(object.counted)
    if let new = object.new { heap.free(new) }
  }

  /// Whether an object is there, or will be with the next commit.
  public func contains(_ key: LedgerKey) -> Bool { objects[key] != nil }

  private mutating func replaceNew(of key: LedgerKey, with blocks: Blocks) {
    var object = objects[key] ?? Object()
    if let former = object.new {
      heap.free(former)
    } else {
      pending.append(key)
    }
    object.new = blocks
    objects[key] = object
  }

  private func write(
    _ key: LedgerKey, _ bytes: Span<UInt8>, part: Int, of parts: Int, to block: Int
  ) {
    let start = block + Block.head
    memory.copy(bytes, to: start)
    memory.store(key.id, at: block + Block.key)
    memory.store(
      UInt64(key.kind) | UInt64(part) << 8 | UInt64(parts) << 32, at: block + Block.kind)
    memory.store(UInt64(bytes.count), at: block + Block.length)
    memory.store(
      memory.checksum(start..<(start + bytes.count)), at: block + Block.checksum)
    memory.store(committed + 1, at: block + Block.commit)
  }

  /// From here on all that was put and removed counts, and the intake is empty.
  public mutating func commit() {
    guard !pending.isEmpty || intakeEnd > layout.intakeStart else { return }
    committed += 1
    memory.store(committed, at: LedgerHeader.committed)
    memory.wipe(layout.intakeStart..<intakeEnd)
    intakeEnd = layout.intakeStart
    for key in pending {
      guard var object = objects[key], let new = object.new else { continue }
      heap.free(object.counted)
      guard let first = new.first, !heap.isMark(first) else {
        heap.free(new)
        objects[key] = nil
        continue
      }
      object.counted = new
      object.new = nil
      objects[key] = object
    }
    pending.removeAll(keepingCapacity: true)
  }

  // MARK: The intake
  //
  // What a connection brings is read straight into it, and counts before anybody has looked at it.

  /// Whether so many bytes more can be read before the next commit.
  public func hasRoom(_ count: Int) -> Bool {
    intakeEnd + Entry.head + count + 8 + Entry.head <= layout.intakeStart + layout.intake
  }

  /// Begins to read from a connection; returns where the bytes go, at most `limit` of them.
  /// There is room (`hasRoom`).
  public func beginRead(_ token: UInt64, limit: Int) -> Int {
    precondition(hasRoom(limit), "the intake is full, and nothing was committed")
    memory.store(committed, at: intakeEnd + Entry.commit)
    memory.store(UInt64(limit), at: intakeEnd + Entry.limit)
    memory.store(token, at: intakeEnd + Entry.token)
    return intakeEnd + Entry.head
  }

  /// What was read: so many bytes; none for a try that brought nothing.
  public mutating func endRead(_ count: Int) {
    guard count > 0 else {
      memory.store(0, at: intakeEnd + Entry.token)
      memory.wipe((intakeEnd + Entry.commit)..<(intakeEnd + Entry.head))
      return
    }
    memory.store(UInt64(count) + 1, at: intakeEnd + Entry.length)
    intakeEnd += Entry.head + (count + 7) / 8 * 8
  }
}
