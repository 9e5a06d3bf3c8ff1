import CSodium

/// Bytes that nobody else may see: a password, a ticket, a key, a PIN.
///
/// The memory lies outside the heap between guard pages, is locked, left out of core dumps, and wiped
/// before it is freed (libsodium's `sodium_malloc`). It has no description of what it holds.
///
/// Making one never fails, since peers decide how long their passwords are, and how many come at once.
/// Where the kernel has no map left for guarded memory the bytes lie in the heap, and are wiped there.
public struct Secret: ~Copyable, @unchecked Sendable {
  private let memory: UnsafeMutableRawPointer
  /// Whether the memory is libsodium's.
  private let isGuarded: Bool
  /// Number of bytes.
  public let count: Int

  private static let isReady: Bool = sodium_init() >= 0

  /// A secret of `count` bytes that `fill` writes.
  public init(count: Int, filledBy fill: (UnsafeMutableRawBufferPointer) -> Void) {
    self.init(count: count, guarded: sodium_malloc, filledBy: fill)
  }

  /// A secret whose memory `guarded` gives; where that gives nil, the heap does.
  init(
    count: Int, guarded: (Int) -> UnsafeMutableRawPointer?,
    filledBy fill: (UnsafeMutableRawBufferPointer) -> Void
  ) {
    precondition(Self.isReady, "libsodium does not start")
    let size = max(1, count)
    let own = guarded(size)
    isGuarded = own != nil
    memory = own ?? UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
    self.count = count
    fill(UnsafeMutableRawBufferPointer(start: memory, count: count))
  }

  /// A copy of bytes; the caller wipes its own.
  public init(copying bytes: some Collection<UInt8>) {
    self.init(count: bytes.count) { $0.copyBytes(from: bytes) }
  }

  /// A secret whose byte at each index `byte` gives, from 0 on.
  public init(count: Int, byte: (Int) -> UInt8) {
    self.init(count: count, filledBy: { for index in 0..<count { $0[index] = byte(index) } })
  }

  deinit {
    if isGuarded {
      sodium_free(memory)
    } else {
      sodium_memzero(memory, count)
      memory.deallocate()
    }
  }

  /// One byte.
  public subscript(_ index: Int) -> UInt8 {
    precondition((0..<count).contains(index), "the secret has no such byte")
    return memory.load(fromByteOffset: index, as: UInt8.self)
  }

  /// Lends the bytes for as long as `body` runs; they must not leave it.
  public borrowing func withBytes<Result: ~Copyable, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeRawBufferPointer(start: memory, count: count))
  }

  /// Lends the bytes to a C function that wants characters.
  borrowing func withCharacters<Result>(_ body: (UnsafePointer<CChar>, Int) -> Result) -> Result {
    body(UnsafePointer(memory.assumingMemoryBound(to: CChar.self)), count)
  }

  /// Whether two secrets are equal, in a time that depends on their length only.
  public borrowing func isEqual(to other: borrowing Secret) -> Bool {
    count == other.count && sodium_memcmp(memory, other.memory, count) == 0
  }

  /// Another secret with the same bytes.
  public borrowing func copy() -> Secret {
    withBytes { bytes in Secret(count: bytes.count) { $0.copyMemory(from: bytes) } }
  }
}
