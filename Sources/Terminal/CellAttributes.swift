import DataStream

/// Highlighting, colours and character set of a cell or of a field, in 16 bits.
///
/// Types that are not announced to hosts (transparency, validation, outlining, input control) are
/// not kept (GA23-0059, Query Reply).
public struct CellAttributes: Hashable, Sendable {
  /// 3 bits highlighting, 5 foreground, 5 background, 2 character set.
  private var packed: UInt16

  public static let `default` = CellAttributes(packed: 0)

  private init(packed: UInt16) { self.packed = packed }

  private static let highlights: [UInt8] = [0x00, 0xF0, 0xF1, 0xF2, 0xF4, 0xF8]
  private static let sets: [UInt8] = [0x00, 0xF1, 0xF8]

  public var highlighting: UInt8 { Self.highlights[Int(packed & 7)] }
  public var foreground: UInt8 { Self.color(packed >> 3) }
  public var background: UInt8 { Self.color(packed >> 8) }
  public var characterSet: UInt8 { Self.sets[Int(packed >> 13 & 3)] }

  /// Value of one attribute type; 00 where it is the default, or not kept.
  public func value(_ type: UInt8) -> UInt8 {
    switch type {
    case ExtendedType.highlighting: highlighting
    case ExtendedType.foreground: foreground
    case ExtendedType.background: background
    case ExtendedType.characterSet: characterSet
    default: 0
    }
  }

  /// The types that can be kept, in the order in which they are sent.
  public static let types: [UInt8] = [
    ExtendedType.highlighting, ExtendedType.foreground, ExtendedType.characterSet,
    ExtendedType.background,
  ]

  /// Sets one attribute; type 00 sets all back. What is not kept, or no value, changes nothing.
  public mutating func set(_ type: UInt8, _ value: UInt8) {
    switch type {
    case ExtendedType.all: packed = 0
    case ExtendedType.highlighting:
      guard let index = Self.highlights.firstIndex(of: value) else { return }
      packed = packed & ~7 | UInt16(index)
    case ExtendedType.foreground: setColor(value, shift: 3)
    case ExtendedType.background: setColor(value, shift: 8)
    case ExtendedType.characterSet:
      guard let index = Self.sets.firstIndex(of: value) else { return }
      packed = packed & ~(3 << 13) | UInt16(index) << 13
    default: break
    }
  }

  private mutating func setColor(_ value: UInt8, shift: UInt16) {
    guard value == 0 || value >= 0xF0 else { return }
    let code = value == 0 ? 0 : UInt16(value & 0x0F) + 1
    packed = packed & ~(0x1F << shift) | code << shift
  }

  private static func color(_ bits: UInt16) -> UInt8 {
    let code = bits & 0x1F
    return code == 0 ? 0 : 0xF0 | UInt8(code - 1)
  }
}
