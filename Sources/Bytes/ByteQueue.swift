/// Bytes that wait to be written: first in, first out, with a limit that the owner names.
///
/// An empty queue owns no memory, since most terminals are idle.
public struct ByteQueue: Sendable {
  /// The most bytes that may wait; `append` refuses what would pass it.
  public let limit: Int
  private var bytes: [UInt8] = []
  private var start = 0

  /// An empty queue; `limit` is in bytes.
  public init(limit: Int) {
    self.limit = limit
  }

  /// Number of bytes that wait.
  public var count: Int { bytes.count - start }
  /// Whether no byte waits.
  public var isEmpty: Bool { start == bytes.count }

  /// Adds bytes at the end; false, and nothing is added, where the limit would be passed.
  public mutating func append(_ more: ArraySlice<UInt8>) -> Bool {
    guard count + more.count <= limit else { return false }
    compact()
    bytes.append(contentsOf: more)
    return true
  }

  /// Adds what `write` appends to the bytes that it is given; false, and nothing is added, where the
  /// limit would be passed.
  public mutating func append(writing write: (inout [UInt8]) -> Void) -> Bool {
    compact()
    let end = bytes.count
    write(&bytes)
    guard count <= limit else {
      bytes.removeLast(bytes.count - end)
      return false
    }
    return true
  }

  private mutating func compact() {
    guard start > 0, start * 2 >= bytes.count else { return }
    bytes.removeFirst(start)
    start = 0
  }

  /// The waiting bytes, first to be written first.
  public var waiting: ArraySlice<UInt8> { bytes[start...] }

  /// Forgets the first `count` bytes, which were written; frees the memory with the last of them.
  public mutating func consume(_ count: Int) {
    precondition(count <= self.count, "more was written than waited")
    start += count
    if start == bytes.count {
      bytes = []
      start = 0
    }
  }
}
