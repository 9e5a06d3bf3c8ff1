public import Bytes
import DataStream

/// Highlighting, colours and character set of a cell or of a field, in 16 bits.
///
/// Types that are not announced to hosts (transparency, validation, outlining, input control) are
/// not kept (GA23-0059, Query Reply).
public struct CellAttributes: Hashable, Sendable {
  /// Four digits, the least first: highlighting, foreground and background in base 17 (0 for the
  /// default, else one more than the value's low four bits), and the character set.
  private var packed: UInt16

  /// All as the field or the terminal has it.
  public static let `default` = CellAttributes(packed: 0)

  private init(packed: UInt16) { self.packed = packed }

  private static let base: UInt16 = 17
  private static let foregroundWeight = base
  private static let backgroundWeight = base * base
  private static let setWeight = base * base * base
  private static let sets: [UInt8] = [0x00, CharacterSet.alternate, CharacterSet.doubleByte]

  /// Code of the highlighting; 00 for the default.
  public var highlighting: UInt8 { value(at: 1) }
  /// Code of the foreground colour; 00 for the default.
  public var foreground: UInt8 { value(at: Self.foregroundWeight) }
  /// Code of the background colour; 00 for the default.
  public var background: UInt8 { value(at: Self.backgroundWeight) }
  /// Code of the character set; 00 for the default.
  public var characterSet: UInt8 { Self.sets[Int(packed / Self.setWeight)] }

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

  /// Sets one attribute; type 00 sets all back, and a type that is not kept changes nothing.
  ///
  /// A value that does not exist is kept as emulators show it: a colour or a character set is the
  /// default then (X'7F' comes from real products), and of a highlighting the low four bits count.
  public mutating func set(_ type: UInt8, _ value: UInt8) {
    switch type {
    case ExtendedType.all: packed = 0
    case ExtendedType.highlighting:
      // F0 is normal whatever the field has, 00 as the field has it.
      let isDefault = value & 0x0F == 0 && value != 0xF0
      set(isDefault ? 0 : UInt16(value & 0x0F) + 1, at: 1)
    case ExtendedType.foreground: set(Self.color(value), at: Self.foregroundWeight)
    case ExtendedType.background: set(Self.color(value), at: Self.backgroundWeight)
    case ExtendedType.characterSet:
      let index = Self.sets.firstIndex(of: value) ?? 0
      packed = packed % Self.setWeight + UInt16(index) * Self.setWeight
    default: break
    }
  }

  private mutating func set(_ digit: UInt16, at weight: UInt16) {
    let old = packed / weight % Self.base
    packed = packed - old * weight + digit * weight
  }

  private func value(at weight: UInt16) -> UInt8 {
    let digit = packed / weight % Self.base
    return digit == 0 ? 0 : 0xF0 | UInt8(digit - 1)
  }

  private static func color(_ value: UInt8) -> UInt16 {
    value < 0xF0 ? 0 : UInt16(value & 0x0F) + 1
  }
}

extension CellAttributes: Freezable {
  /// Appends the value.
  public func freeze(into freezer: inout Freezer) { freezer.put(packed) }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    packed = try thawer.take()
    guard packed / Self.setWeight < Self.sets.count else { throw .invalid("attribute") }
  }
}
