public import Bytes

/// Up to eight characters of `A-Z 0-9 $ # @`, in eight bytes: the form of most names on a mainframe.
///
/// Two names are equal when their characters are; a name takes no memory of its own.
public struct PackedName: Hashable, Comparable, Sendable {
  /// ASCII, left-justified, padded with blanks on the right; first character in the highest byte.
  public let value: UInt64

  /// Folds to upper case. Nil where the text is empty, longer than `limit` or has another character.
  public init?(_ text: some StringProtocol, limit: Int = 8) {
    let characters = text.utf8
    guard (1...limit).contains(characters.count) else { return nil }
    var packed: UInt64 = 0
    for character in characters {
      let folded = (0x61...0x7A).contains(character) ? character - 0x20 : character
      switch folded {
      case 0x41...0x5A, 0x30...0x39, 0x24, 0x23, 0x40: packed = packed << 8 | UInt64(folded)
      default: return nil
      }
    }
    for _ in characters.count..<8 { packed = packed << 8 | 0x20 }
    value = packed
  }

  /// The order of their characters.
  public static func < (left: Self, right: Self) -> Bool { left.value < right.value }

  /// The characters in ASCII, without padding.
  public var ascii: [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * $0)) }.filter { $0 != 0x20 }
  }

  /// The characters, without padding. Screens are full of names: none is put together on the heap.
  public var text: String {
    let characters = InlineArray<8, UInt8> { UInt8(truncatingIfNeeded: value >> (56 - 8 * $0)) }
    var count = 8
    while count > 0, characters[count - 1] == 0x20 { count -= 1 }
    guard let text = try? UTF8Span(validating: characters.span.extracting(0..<count)) else {
      preconditionFailure("a name is ASCII")
    }
    return String(copying: text)
  }
}

extension PackedName: Freezable {
  /// Appends the eight bytes.
  @inlinable public func freeze(into freezer: inout Freezer) { freezer.put(word: value) }

  /// Reads eight bytes that a name can have.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    let value = try thawer.word()
    let ascii = (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * $0)) }
    let text = String(decoding: ascii.prefix { $0 != 0x20 }, as: UTF8.self)
    guard let name = PackedName(text), name.value == value else { throw .invalid("name") }
    self = name
  }
}
