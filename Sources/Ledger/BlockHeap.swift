/// A block of a ledger's chunks that is in use.
struct Block: BitwiseCopyable {
  /// Where its head is.
  let start: UInt32
  /// Bytes of what it has.
  let length: UInt32
  /// Which of the sizes it has.
  fileprivate let size: UInt8

  /// Where its head is.
  var head: Int { Int(start) }
  /// Where what it has begins.
  var content: Int { head + BlockHead.size }
}

/// Free and used blocks of a ledger's chunks. A free block is all zeros.
struct BlockHeap {
  private let memory: any LedgerMemory
  private let layout: LedgerLayout
  /// Sizes of blocks that a chunk can have.
  private let sizes: [Int]
  /// The smallest size for so many steps of bytes.
  private let sizeForSteps: [UInt8]
  /// Offsets of free blocks of each size.
  private var free: [[UInt32]]
  private var chunks = 0
  /// Bytes of the blocks in use.
  private(set) var used = 0

  /// All sizes are multiples of it.
  private static let step = 32

  init(_ memory: any LedgerMemory, _ layout: LedgerLayout) {
    precondition(layout.most <= Int(UInt32.max), "places of blocks have 32 bits")
    self.memory = memory
    self.layout = layout
    let sizes = BlockHead.sizes.filter { $0 <= layout.chunk }
    self.sizes = sizes
    sizeForSteps = (0...((sizes.last ?? 0) / Self.step)).map { steps in
      UInt8(sizes.firstIndex { $0 >= steps * Self.step } ?? 0)
    }
    free = Array(repeating: [], count: sizes.count)
  }

  /// Most bytes that one block can have.
  var largest: Int { (sizes.last ?? BlockHead.size) - BlockHead.size }

  /// A block for so many bytes, at most `largest`; nil where the memory has an end.
  mutating func take(_ length: Int) -> Block? {
    let steps = (length + BlockHead.size + Self.step - 1) / Self.step
    guard steps < sizeForSteps.count else { return nil }
    let size = Int(sizeForSteps[steps])
    if free[size].isEmpty, !addChunk(size) { return nil }
    used += sizes[size]
    let start = free[size].removeLast()
    return Block(start: start, length: UInt32(length), size: UInt8(size))
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
    let count = layout.chunk / sizes[size]
    for index in (0..<count).reversed() { free[size].append(UInt32(start + index * sizes[size])) }
    return true
  }

  /// Wipes a block, which counts no more.
  mutating func free(_ block: Block) {
    let size = Int(block.size)
    memory.store(0, at: block.head + BlockHead.commit)
    memory.wipe((block.head + 8)..<(block.content + Int(block.length)))
    free[size].append(block.start)
    used -= sizes[size]
  }
}
