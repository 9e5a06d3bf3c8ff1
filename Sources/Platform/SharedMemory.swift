import CPlatform
import Glibc
public import Ledger
import Synchronization

/// A file in memory, mapped: what is written into it outlives the process, as long as somebody has its
/// descriptor.
///
/// One thread at a time uses it.
public final class SharedMemory: LedgerMemory, @unchecked Sendable {
  private let file: Descriptor
  private let base: UnsafeMutableRawPointer
  private let reserved: Int
  private let limit: Int
  /// Bytes that there are. Each store asks for them: an atomic is a plain load, where a variable of a class
  /// keeps account of who has it.
  private let bytesThere: Atomic<Int>

  /// New memory of zeros, which may grow to `limit` bytes; only addresses are reserved for those.
  public convenience init(_ name: String, limit: Int) throws(SystemError) {
    let file = Descriptor(try system("memory for \(name)") { cplatform_memory_file(name) })
    try self.init(file, size: 0, reserved: limit, protection: PROT_READ | PROT_WRITE)
  }

  /// Memory that another process wrote; it is only read.
  public convenience init(reading descriptor: consuming Descriptor) throws(SystemError) {
    var status = stat()
    let number = descriptor.number
    _ = try system("memory of the worker before") { fstat(number, &status) }
    let size = Int(status.st_size) / 8 * 8
    try self.init(descriptor, size: size, reserved: max(size, 4096), protection: PROT_READ)
  }

  private init(
    _ file: consuming Descriptor, size: Int, reserved: Int, protection: Int32
  ) throws(SystemError) {
    let number = file.number
    let base = mmap(nil, reserved, protection, MAP_SHARED | MAP_NORESERVE, number, 0)
    guard let base, base != MAP_FAILED else {
      throw SystemError("map memory", code: cplatform_errno())
    }
    self.file = file
    self.base = base
    bytesThere = Atomic(size)
    self.reserved = reserved
    limit = protection & PROT_WRITE != 0 ? reserved : size
  }

  deinit { munmap(base, reserved) }

  /// Bytes that there are.
  public var size: Int { bytesThere.load(ordering: .relaxed) }

  /// Its descriptor, which stays its own.
  public var number: Int32 { file.number }

  /// Where an offset is in this process.
  public func pointer(_ range: Range<Int>) -> UnsafeMutableRawBufferPointer {
    check(range)
    return UnsafeMutableRawBufferPointer(start: base + range.lowerBound, count: range.count)
  }

  private func check(_ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= size, "beyond the memory's end")
  }

  /// Makes it larger, by zeros; false where its limit is passed or the kernel refuses.
  public func grow(to size: Int) -> Bool {
    guard size > self.size else { return true }
    guard size <= limit, ftruncate(file.number, size) == 0 else { return false }
    bytesThere.store(size, ordering: .relaxed)
    return true
  }

  /// The word at an offset.
  public func load(_ offset: Int) -> UInt64 {
    check(offset..<(offset + 8))
    return cplatform_load(base + offset)
  }

  /// Writes a word, behind all stores before it.
  public func store(_ word: UInt64, at offset: Int) {
    check(offset..<(offset + 8))
    cplatform_store(base + offset, word)
  }

  /// Writes words, the first of them last.
  public func store(_ words: Span<UInt64>, at offset: Int) {
    check(offset..<(offset + words.count * 8))
    words.withUnsafeBufferPointer { source in
      if let start = source.baseAddress {
        cplatform_store_words(base + offset, start, source.count)
      }
    }
  }

  /// Writes bytes; returns their checksum.
  @discardableResult public func copy(_ bytes: Span<UInt8>, to offset: Int) -> UInt64 {
    check(offset..<(offset + bytes.count))
    return bytes.withUnsafeBytes { cplatform_copy(base + offset, $0.baseAddress, $0.count) }
  }

  /// Writes zeros.
  public func wipe(_ range: Range<Int>) {
    check(range)
    cplatform_wipe(base + range.lowerBound, range.count)
  }

  /// The bytes of a range.
  public func bytes(_ range: Range<Int>) -> [UInt8] { Array(pointer(range)) }

  /// A number that follows from the bytes of a range.
  public func checksum(_ range: Range<Int>) -> UInt64 {
    check(range)
    return cplatform_checksum(base + range.lowerBound, range.count)
  }
}
