public import Bytes

/// Names a session, for as long as the server runs.
///
/// The terminal that opened it may be gone: a session that moved to another terminal keeps its handle.
public struct SessionHandle: Hashable, Sendable, CustomStringConvertible {
  /// Its number, unique in this server's life.
  public let value: UInt64

  /// A handle of a number.
  public init(_ value: UInt64) { self.value = value }

  /// The n-th session that the terminal with this serial number opened.
  public init(terminal: UInt32, number: UInt32) {
    value = UInt64(terminal) << 32 | UInt64(number)
  }

  /// Terminal and number, for logs.
  public var description: String { "host \(value >> 32).\(value & 0xFFFF_FFFF)" }
}

extension SessionHandle: Freezable {
  /// Appends the value.
  public func freeze(into freezer: inout Freezer) { freezer.put(value) }
  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    self.init(try thawer.take(UInt64.self))
  }
}
