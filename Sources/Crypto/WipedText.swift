import CSodium

/// Text that may hold secrets, such as a deck of commands: wiped when its last holder lets it go.
///
/// A slice of it is a range and no copy, so that reading a command leaves no key behind in memory.
public final class WipedText: @unchecked Sendable {
  private let memory: UnsafeMutableRawBufferPointer
  /// Number of bytes.
  public let count: Int

  /// Text of at most `capacity` bytes that `write` gives, one after the other.
  public init(capacity: Int, write: (inout Writer) -> Void) {
    memory = .allocate(byteCount: max(1, capacity), alignment: 1)
    var writer = Writer(memory: memory, capacity: capacity)
    write(&writer)
    count = writer.count
  }

  /// A copy of bytes; the caller wipes its own.
  public convenience init(copying bytes: some Collection<UInt8>) {
    self.init(capacity: bytes.count) { writer in for byte in bytes { writer.append(byte) } }
  }

  deinit {
    sodium_memzero(memory.baseAddress, memory.count)
    memory.deallocate()
  }

  /// Takes the bytes of a text that is being made.
  public struct Writer: ~Copyable {
    private let memory: UnsafeMutableRawBufferPointer
    private let capacity: Int
    /// Bytes that were written so far.
    public private(set) var count = 0

    fileprivate init(memory: UnsafeMutableRawBufferPointer, capacity: Int) {
      self.memory = memory
      self.capacity = capacity
    }

    /// Writes a byte at the end.
    public mutating func append(_ byte: UInt8) {
      precondition(count < capacity, "the text is longer than was said")
      memory[count] = byte
      count += 1
    }

    /// Takes the last bytes back.
    public mutating func removeLast(_ number: Int) {
      precondition(number <= count, "more is taken back than was written")
      count -= number
    }

    /// A byte that was written.
    public subscript(_ index: Int) -> UInt8 {
      precondition((0..<count).contains(index), "the text has no such byte")
      return memory[index]
    }
  }

  fileprivate subscript(_ index: Int) -> UInt8 {
    precondition((0..<count).contains(index), "the text has no such byte")
    return memory[index]
  }

  /// All of it.
  public var slice: WipedSlice { WipedSlice(text: self, startIndex: 0, endIndex: count) }
}

/// A part of a text that may hold secrets; it keeps the text alive, and copies nothing.
public struct WipedSlice: RandomAccessCollection, Sendable {
  private let text: WipedText
  /// Where the part begins in the text.
  public let startIndex: Int
  /// Where the part ends in the text.
  public let endIndex: Int

  fileprivate init(text: WipedText, startIndex: Int, endIndex: Int) {
    self.text = text
    self.startIndex = startIndex
    self.endIndex = endIndex
  }

  /// One byte of the part.
  public subscript(position: Int) -> UInt8 {
    precondition((startIndex..<endIndex).contains(position), "the part has no such byte")
    return text[position]
  }

  /// A part of the part, of the same text.
  public subscript(bounds: Range<Int>) -> WipedSlice {
    precondition(
      startIndex <= bounds.lowerBound && bounds.upperBound <= endIndex, "the part is not so long")
    return WipedSlice(text: text, startIndex: bounds.lowerBound, endIndex: bounds.upperBound)
  }
}
