import Bytes
import TLSEnd

/// All that a connection is without its socket and what waits to be written: what came and was not looked
/// at yet, how much was read and said, why it rests, and whether it has ended.
///
/// It is taken in one process and restored in another, or in the same one. Inside TLS the keys are the
/// TLS end's, which goes on with the connection whatever becomes of this process.
struct FrozenChannel: Sendable {
  var security: Channel.Security
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
  var failure: RelayFault?
}

extension Channel.Rest: Freezable {}

extension Channel.Security: Freezable {
  /// Appends how far TLS is, and the link to the TLS end.
  func freeze(into freezer: inout Freezer) {
    switch self {
    case .clear: freezer.put(byte: 0)
    case .opening(let link, let bytes):
      freezer.put(byte: 1)
      freezer.put(link)
      freezer.put(bytes: bytes)
    case .open(let link, let session):
      freezer.put(byte: 2)
      freezer.put(link)
      freezer.put(session)
    }
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    let number = try thawer.byte()
    guard number > 0 else {
      self = .clear
      return
    }
    let link = try thawer.take(Int.self)
    guard link >= 0 else { throw .invalid("link") }
    switch number {
    case 1: self = .opening(link: link, try thawer.run())
    case 2: self = .open(link: link, try thawer.take())
    default: throw .invalid("security")
    }
  }
}

extension FrozenChannel {
  /// Reads what `Channel.freeze` wrote; nil where there was no connection.
  static func taken(from thawer: inout Thawer) throws(ThawError) -> FrozenChannel? {
    try thawer.take(Bool.self) ? try FrozenChannel(thawing: &thawer) : nil
  }

  private init(thawing thawer: inout Thawer) throws(ThawError) {
    security = try thawer.take()
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
