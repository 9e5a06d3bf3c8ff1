public import Bytes

/// Names one end of a session towards an application, for as long as the server runs.
///
/// The terminal that opened it may be gone: a session that moved to another terminal keeps its id.
public struct HostID: Hashable, Sendable, CustomStringConvertible {
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

/// Pairs a question that leaves the engine with its answer.
public struct RequestID: Hashable, Sendable {
  /// Its number.
  public let value: UInt32
  /// A request of a number.
  public init(_ value: UInt32) { self.value = value }
}

extension HostID: Freezable {
  /// Appends the value.
  public func freeze(into freezer: inout Freezer) { freezer.put(value) }
  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    self.init(try thawer.take(UInt64.self))
  }
}

extension RequestID: Freezable {
  /// Appends the value.
  public func freeze(into freezer: inout Freezer) { freezer.put(value) }
  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    self.init(try thawer.take(UInt32.self))
  }
}
