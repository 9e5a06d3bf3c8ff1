public import Bytes

/// Label of a key in the CKDS: 1 to 64 of `A-Z 0-9 $ # @ .`, the first a letter or national (ICSF).
public struct KeyLabel: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Its characters.
  public let text: String

  /// Folds to upper case; nil where the text breaks the rule.
  public init?(_ text: some StringProtocol) {
    let folded = text.uppercased()
    guard (1...64).contains(folded.utf8.count), let first = folded.utf8.first else { return nil }
    guard !(0x30...0x39).contains(first), first != 0x2E else { return nil }
    for character in folded.utf8 {
      switch character {
      case 0x41...0x5A, 0x30...0x39, 0x24, 0x23, 0x40, 0x2E: continue
      default: return nil
      }
    }
    self.text = folded
  }

  /// The order of their characters.
  public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
  /// Its characters.
  public var description: String { text }
}

extension KeyLabel: Freezable {
  /// Appends the value.
  public func freeze(into freezer: inout Freezer) { freezer.put(text) }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    guard let label = KeyLabel(try thawer.take(String.self)) else { throw .invalid("key label") }
    self = label
  }
}
