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
  /// Objects, each at a place of its own; one that is gone has no form.
  private var objects: [Object] = []
  private var places = PlaceTable()
  /// Places without an object.
  private var freePlaces: [Int] = []
  /// Places of the commit under way; one that had two objects in it may be there twice.
  private var pending: [Int] = []
  private var heap: BlockHeap
  private var longForms = LongForms()
  private var intake: LedgerIntake
  private var outbox: LedgerOutbox
  /// Number of the last commit.
  public private(set) var committed: UInt64 = 0

  /// An object's form that counts, and that of the commit under way.
  private struct Object: BitwiseCopyable {
    let key: LedgerKey
    var counted = ObjectForm.none
    var new = ObjectForm.none
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
    heap = BlockHeap(memory, layout)
    intake = LedgerIntake(memory, layout)
    outbox = LedgerOutbox(memory, layout)
    memory.store(
      UInt64(version) | LedgerHeader.layoutVersion << 16, at: LedgerHeader.version)
    memory.store(epoch, at: LedgerHeader.epoch)
    memory.store(
      UInt64(place.index) | UInt64(place.count) << 32, at: LedgerHeader.place)
    let sizes = [layout.chunk, layout.chunks, layout.intake, layout.outbox]
    for (index, value) in sizes.enumerated() {
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
    guard let form = form(key, bytes) else {
      remove(key)
      return false
    }
    replaceNew(at: place(of: key), with: form)
    return true
  }

  /// Removes an object with the next commit; one that is not there is no fault.
  public mutating func remove(_ key: LedgerKey) {
    guard let place = places[key] else { return }
    if case .none = objects[place].counted { return forget(place) }
    // Without memory for a mark the object's own blocks go at once: it is better gone than old.
    guard let block = heap.take(0) else { return forget(place) }
    write(key, [UInt8]().span, part: 0, of: 0, to: block)
    replaceNew(at: place, with: .mark(block))
  }

  /// Removes an object at once, which nobody misses whether or not the next commit comes.
  public mutating func discard(_ key: LedgerKey) { places[key].map { forget($0) } }

  /// Where an object is, or will be.
  private mutating func place(of key: LedgerKey) -> Int {
    if let place = places[key] { return place }
    let place = freePlaces.popLast() ?? objects.count
    let object = Object(key: key)
    if place < objects.count { objects[place] = object } else { objects.append(object) }
    places.add(key, at: place)
    return place
  }

  /// Frees all that an object has, and its place.
  private mutating func forget(_ place: Int) {
    let object = objects[place]
    free(object.counted)
    free(object.new)
    places.remove(object.key)
    objects[place] = Object(key: object.key)
    freePlaces.append(place)
  }

  private mutating func replaceNew(at place: Int, with form: ObjectForm) {
    let former = objects[place].new
    if case .none = former { pending.append(place) } else { free(former) }
    objects[place].new = form
  }

  // MARK: Blocks

  /// Writes an object's bytes to free blocks; nil where there are none.
  private mutating func form(_ key: LedgerKey, _ bytes: Span<UInt8>) -> ObjectForm? {
    let most = heap.largest
    guard bytes.count > most else {
      guard let block = heap.take(bytes.count) else { return nil }
      write(key, bytes, part: 0, of: 1, to: block)
      return .whole(block)
    }
    let parts = (bytes.count + most - 1) / most
    var blocks: [Block] = []
    for part in 0..<parts {
      let piece = bytes.extracting(part * most..<min(bytes.count, (part + 1) * most))
      guard let block = heap.take(piece.count) else {
        for block in blocks { heap.free(block) }
        return nil
      }
      write(key, piece, part: part, of: parts, to: block)
      blocks.append(block)
    }
    return .long(longForms.add(blocks))
  }

  private func write(
    _ key: LedgerKey, _ bytes: Span<UInt8>, part: Int, of parts: Int, to block: Block
  ) {
    let checksum = memory.copy(bytes, to: block.content)
    let head: [5 of UInt64] = [
      committed + 1, key.id, UInt64(key.kind) | UInt64(part) << 8 | UInt64(parts) << 32,
      UInt64(bytes.count), checksum,
    ]
    memory.store(head.span, at: block.head)
  }

  /// Wipes a form's blocks, which count no more.
  private mutating func free(_ form: ObjectForm) {
    switch form {
    case .none: break
    case .mark(let block), .whole(let block): heap.free(block)
    case .long(let number): for block in longForms.take(number) { heap.free(block) }
    }
  }

  // MARK: The commit

  /// From here on all that was put, removed and told counts, the intake is empty, and what was told
  /// before counts no more: who needs it still has put it.
  public mutating func commit() {
    guard !pending.isEmpty || !intake.isEmpty || !outbox.isEmpty(behind: committed) else {
      return outbox.forgetCounted(committed)
    }
    committed += 1
    memory.store(committed, at: LedgerHeader.committed)
    intake.empty()
    outbox.turn(to: committed)
    for place in pending { settle(place) }
    pending.removeAll(keepingCapacity: true)
  }

  /// An object's new form counts, where it has one.
  private mutating func settle(_ place: Int) {
    let object = objects[place]
    switch object.new {
    case .none: break
    case .mark: forget(place)
    case .whole, .long:
      free(object.counted)
      objects[place] = Object(key: object.key, counted: object.new)
    }
  }

  // MARK: The intake

  /// Whether so many bytes more can be read before the next commit.
  public func hasRoom(_ count: Int) -> Bool { intake.hasRoom(count) }

  /// Begins to read from a connection; returns where the bytes go, at most `limit` of them.
  /// There is room (`hasRoom`).
  public func beginRead(_ token: UInt64, limit: Int) -> Int {
    intake.begin(token, limit: limit, behind: committed)
  }

  /// What was read: so many bytes; none for a try that brought nothing.
  public mutating func endRead(_ count: Int) { intake.finish(count) }

  // MARK: The outbox

  /// Keeps what a connection is told from the next commit to the one after it; false where there is no
  /// room.
  ///
  /// - `place`: where the bytes begin in all that it was ever told.
  public mutating func tell(_ token: UInt64, _ bytes: Span<UInt8>, at place: UInt64) -> Bool {
    outbox.add(token, bytes, at: place, behind: committed)
  }
}
