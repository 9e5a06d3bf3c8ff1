public import Bytes

/// Pairs a question that leaves the engine with its answer.
public struct RequestID: Hashable, Sendable {
  /// Its number.
  public let value: UInt32
  /// A request of a number.
  public init(_ value: UInt32) { self.value = value }
}

extension RequestID: Freezable {
  /// Appends the value.
  public func freeze(into freezer: inout Freezer) { freezer.put(value) }
  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    self.init(try thawer.take(UInt32.self))
  }
}
