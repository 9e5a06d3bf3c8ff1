/// Memory that outlives the process which writes it: a file in memory, mapped; an array in tests.
///
/// It begins as zeros. A process that dies has made all stores before some instant, in their order, and
/// none after it.
public protocol LedgerMemory: AnyObject {
  /// Bytes that there are.
  var size: Int { get }
  /// Makes it larger, by zeros; false where there is no more.
  func grow(to size: Int) -> Bool
  /// The word at an offset, which is a multiple of 8.
  func load(_ offset: Int) -> UInt64
  /// Writes a word at an offset, which is a multiple of 8, at once, and behind all stores before it.
  func store(_ word: UInt64, at offset: Int)
  /// Writes words from an offset on, which is a multiple of 8: the first of them last, and behind all
  /// stores before it.
  func store(_ words: Span<UInt64>, at offset: Int)
  /// Writes bytes from an offset on, which is a multiple of 8; returns their checksum.
  @discardableResult func copy(_ bytes: Span<UInt8>, to offset: Int) -> UInt64
  /// Writes zeros.
  func wipe(_ range: Range<Int>)
  /// The bytes of a range.
  func bytes(_ range: Range<Int>) -> [UInt8]
  /// A number that follows from the bytes of a range, and from other bytes most probably does not.
  func checksum(_ range: Range<Int>) -> UInt64
}
