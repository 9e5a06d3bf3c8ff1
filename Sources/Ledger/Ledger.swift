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
  /// Objects, each at a place of its own; one that is gone has no blocks.
  private var objects: [Object] = []
  /// Where each object is: asked once for each change, since hashing costs more than the change itself.
  private var places: [LedgerKey: Int] = [:]
  /// Places without an object.
  private var freePlaces: [Int] = []
  /// Places of the commit under way; one that had two objects in it may be there twice.
  private var pending: [Int] = []
  private var heap: BlockHeap
  /// Number of the last commit.
  public private(set) var committed: UInt64 = 0
  private var intakeEnd: Int

  /// An object's blocks: those that count, and those of the commit under way.
  private struct Object {
    let key: LedgerKey
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
    replaceNew(at: place(of: key), with: blocks)
    return true
  }

  /// Removes an object with the next commit; one that is not there is no fault.
  public mutating func remove(_ key: LedgerKey) {
    guard let place = places[key] else { return }
    guard !objects[place].counted.isEmpty else { return forget(place) }
    // Without memory for a mark the object's own blocks go at once: it is better gone than old.
    guard let block = heap.take(Block.head) else { return forget(place) }
    write(key, [UInt8]().span, part: 0, of: 0, to: block)
    var mark = Blocks()
    mark.append(block)
    replaceNew(at: place, with: mark)
  }

  /// Removes an object at once, which nobody misses whether or not the next commit comes.
  public mutating func discard(_ key: LedgerKey) { places[key].map { forget($0) } }

  /// Whether an object is there, or will be with the next commit.
  public func contains(_ key: LedgerKey) -> Bool { places[key] != nil }

  /// Where an object is, or will be.
  private mutating func place(of key: LedgerKey) -> Int {
    if let place = places[key] { return place }
    let place = freePlaces.popLast() ?? objects.count
    let object = Object(key: key)
    if place < objects.count { objects[place] = object } else { objects.append(object) }
    places[key] = place
    return place
  }

  /// Frees all that an object has, and its place.
  private mutating func forget(_ place: Int) {
    heap.free(objects[place].counted)
    if let new = objects[place].new { heap.free(new) }
    places[objects[place].key] = nil
    objects[place] = Object(key: objects[place].key)
    freePlaces.append(place)
  }

  private mutating func replaceNew(at place: Int, with blocks: Blocks) {
    if let former = objects[place].new {
      heap.free(former)
    } else {
      pending.append(place)
    }
    objects[place].new = blocks
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
    for place in pending {
      guard let new = objects[place].new else { continue }
      guard let first = new.first, !heap.isMark(first) else {
        forget(place)
        continue
      }
      heap.free(objects[place].counted)
      objects[place].counted = new
      objects[place].new = nil
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
