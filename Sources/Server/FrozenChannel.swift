import Bytes

/// All that a connection is without its socket and what waits to be written: what came and was not looked
/// at yet, how much was read and said, why it rests, and whether it has ended.
///
/// It is taken in one process and restored in another, or in the same one. Connections inside TLS have
/// none: their keys belong to OpenSSL, which gives them to no other process.
struct FrozenChannel: Sendable {
  var input: [UInt8]
  /// What the kernel had counted before the first byte.
  var base: Held.Counts
  /// Bytes that were read.
  var read: UInt64
  /// Bytes that were said, whether or not the kernel has taken them yet.
  var said: UInt64
  var rests: Channel.Rest
  var isClosing: Bool
  /// The peer has ended its side.
  var hasEnded: Bool
  /// Why the connection broke, where it did.
  var failure: String?
}

extension Channel.Rest: Freezable {}

extension FrozenChannel: Freezable {
  /// Appends what came, what was counted, and how the connection stands.
  func freeze(into freezer: inout Freezer) {
    freezer.put(bytes: input)
    freezer.put(base.written)
    freezer.put(base.read)
    freezer.put(read)
    freezer.put(said)
    freezer.put(rests)
    freezer.put(isClosing)
    freezer.put(hasEnded)
    freezer.put(failure)
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    input = try thawer.run()
    base = Held.Counts(written: try thawer.take(), read: try thawer.take())
    read = try thawer.take()
    said = try thawer.take()
    rests = try thawer.take()
    isClosing = try thawer.take()
    hasEnded = try thawer.take()
    failure = try thawer.take()
  }
}
