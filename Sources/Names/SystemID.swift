public import Bytes

/// SMF ID of a system, 1 to 4 characters; `TSO` + this is TSO's application name.
public struct SystemID: Hashable, Sendable, CustomStringConvertible {
  /// Its characters, in one word.
  public let packed: PackedName

  /// Nil where the text is empty, longer than 4 or has a character outside `A-Z 0-9 $ # @`.
  public init?(_ text: some StringProtocol) {
    guard let packed = PackedName(text, limit: 4) else { return nil }
    self.packed = packed
  }

  /// Its characters.
  public var description: String { packed.text }
}

extension SystemID: Freezable {
  /// Appends the value.
  public func freeze(into freezer: inout Freezer) { freezer.put(packed) }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    guard let name = SystemID(try thawer.take(PackedName.self).text) else {
      throw .invalid("system name")
    }
    self = name
  }
}
