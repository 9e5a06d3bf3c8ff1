import Bytes

/// All that a connection is without its socket: what came and was not looked at yet, what waits to be
/// written, why it rests, and whether it has ended.
///
/// It is taken in one process and restored in another, or in the same one. Connections inside TLS have
/// none: their keys belong to OpenSSL, which gives them to no other process.
struct FrozenChannel: Sendable {
  var input: [UInt8]
  var output: ByteQueue
  var rests: Channel.Rest
  var isWatchingWrite: Bool
  var isClosing: Bool
  /// The peer has ended its side.
  var hasEnded: Bool
  /// Why the connection broke, where it did.
  var failure: String?
}

extension Channel.Rest: Freezable {}

extension FrozenChannel: Freezable {
  /// Appends the bytes that wait each way, and how the connection stands.
  func freeze(into freezer: inout Freezer) {
    freezer.put(bytes: input)
    freezer.put(output)
    freezer.put(rests)
    freezer.put(isWatchingWrite)
    freezer.put(isClosing)
    freezer.put(hasEnded)
    freezer.put(failure)
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    input = try thawer.run()
    output = try thawer.take()
    rests = try thawer.take()
    isWatchingWrite = try thawer.take()
    isClosing = try thawer.take()
    hasEnded = try thawer.take()
    failure = try thawer.take()
  }
}
