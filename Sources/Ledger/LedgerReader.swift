/// Reads a ledger that another process left, and writes nothing into it.
///
/// Damage is a fault that is told, and never trapped on: an object that is not whole is not there.
public struct LedgerReader {
  /// Why memory is no ledger that can be read.
  public enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
    /// It does not begin as a ledger does.
    case noLedger
    /// Its layout is another program's.
    case layout
    /// Its frozen forms have another version.
    case version(UInt16)

    /// What is wrong, in words for people.
    public var description: String {
      switch self {
      case .noLedger: "the memory has no ledger"
      case .layout: "the ledger's layout is another program's"
      case .version(let version): "the ledger has version \(version) of the frozen forms"
      }
    }
  }

  /// What a connection had brought and nobody had committed.
  public struct Input: Hashable, Sendable {
    /// The connection.
    public let token: UInt64
    /// Its bytes; where `isOpen`, all that may have been written.
    public var bytes: [UInt8]
    /// Nobody noted how many bytes came: the kernel knows.
    public let isOpen: Bool

    /// Bytes of a connection.
    public init(token: UInt64, bytes: [UInt8], isOpen: Bool) {
      self.token = token
      self.bytes = bytes
      self.isOpen = isOpen
    }
  }

  /// What a connection was told with the last commit, which the kernel may not have taken.
  public struct Told: Hashable, Sendable {
    /// The connection.
    public let token: UInt64
    /// Where its bytes begin in all that it was ever told.
    public let place: UInt64
    /// Its bytes.
    public let bytes: [UInt8]

    /// Bytes for a connection.
    public init(token: UInt64, place: UInt64, bytes: [UInt8]) {
      self.token = token
      self.place = place
      self.bytes = bytes
    }
  }

  private let memory: any LedgerMemory
  private let layout: LedgerLayout
  /// How many sets of ledgers there were before.
  public let epoch: UInt64
  /// Which shard's it is.
  public let index: Int
  /// How many shards there were.
  public let count: Int
  /// Whether all ledgers of its epoch have what they took over; counts in the first shard's.
  public let isWhole: Bool
  /// The last commit.
  public let committed: UInt64

  /// Opens a ledger of a version.
  public init(_ memory: any LedgerMemory, version: UInt16) throws(Fault) {
    guard memory.size >= LedgerLayout.header,
      memory.load(LedgerHeader.magic) == LedgerHeader.magicWord
    else { throw .noLedger }
    let versions = memory.load(LedgerHeader.version)
    guard versions >> 16 == LedgerHeader.layoutVersion else { throw .layout }
    guard versions & 0xFFFF == UInt64(version) else {
      throw .version(UInt16(truncatingIfNeeded: versions))
    }
    guard let layout = Self.layout(memory) else { throw .noLedger }
    self.memory = memory
    self.layout = layout
    epoch = memory.load(LedgerHeader.epoch)
    let place = memory.load(LedgerHeader.place)
    (index, count) = (Int(place & 0xFFFF_FFFF), Int(place >> 32))
    isWhole = memory.load(LedgerHeader.whole) == 1
    committed = memory.load(LedgerHeader.committed)
  }

  private static func layout(_ memory: any LedgerMemory) -> LedgerLayout? {
    let words = (0..<4).map { memory.load(LedgerHeader.layout + $0 * 8) }
    guard words.allSatisfy({ $0 <= 1 << 24 && $0.isMultiple(of: 8) }), words[0] >= 128,
      words[1] > 0
    else { return nil }
    var layout = LedgerLayout()
    (layout.chunk, layout.chunks) = (Int(words[0]), Int(words[1]))
    (layout.intake, layout.outbox) = (Int(words[2]), Int(words[3]))
    return memory.size >= layout.least ? layout : nil
  }

  /// A word of the header.
  public func word(_ offset: Int) -> UInt64 { memory.load(offset) }

  // MARK: Objects

  /// A block that counts, as its head says.
  private struct Found {
    let block: Int
    let length: Int
    let parts: Int
    let part: Int
    let commit: UInt64
  }

  /// All objects of the last commit, and how many were not whole.
  public func objects() -> (objects: [LedgerKey: [UInt8]], damaged: Int) {
    var newest: [LedgerKey: [Found]] = [:]
    var damaged = 0
    walk { block, size in
      let commit = memory.load(block + BlockHead.commit)
      guard commit > 0, commit <= committed else { return }
      let kind = memory.load(block + BlockHead.kind)
      let key = LedgerKey(
        kind: UInt8(kind & 0xFF), id: memory.load(block + BlockHead.key))
      let length = memory.load(block + BlockHead.length)
      guard length <= UInt64(size - BlockHead.size) else {
        damaged += 1
        return
      }
      let found = Found(
        block: block, length: Int(length), parts: Int(kind >> 32),
        part: Int(kind >> 8 & 0xFF_FFFF), commit: commit)
      let former = newest[key]?.first?.commit ?? 0
      if commit > former {
        newest[key] = [found]
      } else if commit == former {
        newest[key]?.append(found)
      }
    }
    var objects: [LedgerKey: [UInt8]] = [:]
    for (key, blocks) in newest where blocks[0].parts > 0 {
      if let bytes = assemble(blocks) { objects[key] = bytes } else { damaged += 1 }
    }
    return (objects, damaged)
  }

  private func walk(_ body: (_ block: Int, _ size: Int) -> Void) {
    for chunk in 0..<layout.chunks {
      let word = memory.load(layout.directory + chunk * 8)
      guard word > 0 else { return }
      let start = layout.start(ofChunk: chunk)
      guard start + layout.chunk <= memory.size else { return }
      guard word >= UInt64(BlockHead.size), word <= UInt64(layout.chunk), word.isMultiple(of: 8)
      else {
        continue
      }
      let size = Int(word)
      for index in 0..<(layout.chunk / size) { body(start + index * size, size) }
    }
  }

  private func assemble(_ blocks: [Found]) -> [UInt8]? {
    guard blocks.count == blocks[0].parts else { return nil }
    var bytes: [UInt8] = []
    for (part, block) in blocks.sorted(by: { $0.part < $1.part }).enumerated() {
      let start = block.block + BlockHead.size
      let range = start..<(start + block.length)
      guard block.part == part, block.parts == blocks.count,
        memory.checksum(range) == memory.load(block.block + BlockHead.checksum)
      else { return nil }
      bytes += memory.bytes(range)
    }
    return bytes
  }

  // MARK: The intake

  /// What connections had brought since the last commit, in order.
  public func inputs() -> [Input] {
    var inputs: [Input] = []
    var position = layout.intakeStart
    let end = position + layout.intake
    while position + Entry.head <= end {
      let token = memory.load(position + Entry.token)
      guard token != 0, memory.load(position + Entry.commit) == committed else { break }
      let limit = memory.load(position + Entry.limit)
      let length = memory.load(position + Entry.length)
      let start = position + Entry.head
      guard limit <= UInt64(end - start), length <= limit + 1 else { break }
      let count = Int(length == 0 ? limit : length - 1)
      inputs.append(
        Input(
          token: token, bytes: memory.bytes(start..<(start + count)), isOpen: length == 0))
      if length == 0 { break }
      position += Entry.size(count)
    }
    return inputs
  }

  // MARK: The outbox

  /// What connections were told with the last commit, in order.
  public func told() -> [Told] {
    var told: [Told] = []
    var position = layout.outboxStart(committed)
    let end = position + layout.outbox
    while position + Entry.head <= end {
      let token = memory.load(position + Entry.token)
      guard token != 0, memory.load(position + Entry.commit) == committed else { break }
      let start = position + Entry.head
      let length = memory.load(position + Entry.length)
      guard length <= UInt64(end - start) else { break }
      told.append(
        Told(
          token: token, place: memory.load(position + Entry.place),
          bytes: memory.bytes(start..<(start + Int(length)))))
      position += Entry.size(Int(length))
    }
    return told
  }
}
