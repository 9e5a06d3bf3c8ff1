import Ledger

/// Memory of a process that can be stopped between any two stores: those behind the last one never
/// happen, whatever the process believes.
final class TestMemory: LedgerMemory {
  private(set) var content: [UInt8]
  /// Stores until the process is dead; nil for a life.
  var storesLeft: Int?
  /// Stores of words, whole or parts of longer ones, that were made.
  private(set) var stores = 0
  /// Where growing ends.
  var limit = Int.max

  init(_ content: [UInt8] = []) { self.content = content }

  /// The memory as the next process finds it.
  func left() -> TestMemory { TestMemory(content) }

  /// Something strikes the memory that is no store of the process.
  func damage(_ offset: Int, _ byte: UInt8) { content[offset] = byte }

  var size: Int { content.count }

  func grow(to size: Int) -> Bool {
    guard size <= limit else { return false }
    if content.count < size { content += [UInt8](repeating: 0, count: size - content.count) }
    return true
  }

  private func mayStore() -> Bool {
    stores += 1
    guard let left = storesLeft else { return true }
    storesLeft = max(0, left - 1)
    return left > 0
  }

  func load(_ offset: Int) -> UInt64 {
    precondition(offset.isMultiple(of: 8))
    return content[offset..<(offset + 8)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  func store(_ word: UInt64, at offset: Int) {
    precondition(offset.isMultiple(of: 8))
    guard mayStore() else { return }
    for index in 0..<8 {
      content[offset + index] = UInt8(truncatingIfNeeded: word >> (8 * UInt64(index)))
    }
  }

  func store(_ words: Span<UInt64>, at offset: Int) {
    for index in words.indices.reversed() { store(words[index], at: offset + index * 8) }
  }

  @discardableResult func copy(_ bytes: Span<UInt8>, to offset: Int) -> UInt64 {
    precondition(offset.isMultiple(of: 8))
    for start in stride(from: 0, to: bytes.count, by: 8) {
      guard mayStore() else { continue }
      for index in start..<min(bytes.count, start + 8) { content[offset + index] = bytes[index] }
    }
    return Self.checksum(bytes)
  }

  func wipe(_ range: Range<Int>) {
    for start in stride(from: range.lowerBound, to: range.upperBound, by: 8) {
      guard mayStore() else { continue }
      for index in start..<min(range.upperBound, start + 8) { content[index] = 0 }
    }
  }

  func bytes(_ range: Range<Int>) -> [UInt8] { Array(content[range]) }

  func checksum(_ range: Range<Int>) -> UInt64 { Self.checksum(bytes(range).span) }

  private static func checksum(_ bytes: Span<UInt8>) -> UInt64 {
    var sum: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in bytes.indices { sum = (sum ^ UInt64(bytes[index])) &* 0x100_0000_01B3 }
    return sum
  }
}
