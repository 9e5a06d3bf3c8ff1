/// Free and used blocks of a ledger's chunks. A free block is all zeros.
struct BlockHeap {
  private let memory: any LedgerMemory
  private let layout: LedgerLayout
  /// Sizes of blocks that a chunk can have.
  private let sizes: [Int]
  /// Offsets of free blocks of each size.
  private var free: [[Int]]
  private var chunks = 0
  /// Size of each chunk's blocks, as the index of a size.
  private var sizeOfChunk: [Int] = []
  /// Bytes of the blocks in use.
  private(set) var used = 0

  init(_ memory: any LedgerMemory, _ layout: LedgerLayout) {
    precondition(layout.most <= Int(UInt32.max), "places of blocks have 32 bits")
    self.memory = memory
    self.layout = layout
    sizes = Block.sizes.filter { $0 <= layout.chunk }
    free = Array(repeating: [], count: sizes.count)
  }

  /// A block for so many bytes; nil where the memory has an end.
  mutating func take(_ count: Int) -> Int? {
    guard let size = sizes.firstIndex(where: { $0 >= count }) else { return nil }
    if free[size].isEmpty, !addChunk(size) { return nil }
    used += sizes[size]
    return free[size].popLast()
  }

  private mutating func addChunk(_ size: Int) -> Bool {
    guard chunks < layout.chunks else { return false }
    let start = layout.start(ofChunk: chunks)
    if memory.size < start + layout.chunk {
      let wanted = min(layout.chunks, chunks + layout.step)
      guard memory.grow(to: layout.start(ofChunk: wanted)) else { return false }
    }
    memory.store(UInt64(sizes[size]), at: layout.directory + chunks * 8)
    chunks += 1
    sizeOfChunk.append(size)
    let count = layout.chunk / sizes[size]
    for index in (0..<count).reversed() { free[size].append(start + index * sizes[size]) }
    return true
  }

  /// Wipes blocks, which count no more.
  mutating func free(_ blocks: Blocks) { blocks.forEach { free($0) } }

  /// Wipes a block, which counts no more.
  mutating func free(_ block: Int) {
    let size = sizeOfChunk[(block - layout.start(ofChunk: 0)) / layout.chunk]
    let length = min(Int(memory.load(block + Block.length)), sizes[size] - Block.head)
    memory.store(0, at: block + Block.commit)
    memory.wipe((block + 8)..<(block + Block.head + length))
    free[size].append(block)
    used -= sizes[size]
  }

  /// Whether a block says that its object is removed.
  func isMark(_ block: Int) -> Bool { memory.load(block + Block.kind) >> 32 == 0 }
}

/// Blocks of one form of an object: nearly always one, which takes no memory beside it. There are some for
/// each thing that is kept, so that they are small.
struct Blocks {
  /// Where the first begins; 0, where the header is, for none.
  private var start: UInt32 = 0
  private var more: [UInt32] = []

  var isEmpty: Bool { start == 0 }
  var first: Int? { isEmpty ? nil : Int(start) }

  mutating func append(_ block: Int) {
    if isEmpty { start = UInt32(block) } else { more.append(UInt32(block)) }
  }

  func forEach(_ body: (Int) -> Void) {
    guard let first else { return }
    body(first)
    for block in more { body(Int(block)) }
  }
}

extension LedgerLayout {
  /// Bytes of the largest block of a chunk.
  var largestBlock: Int { Block.sizes.last { $0 <= chunk } ?? chunk }
}
