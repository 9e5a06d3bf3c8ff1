import DataStream

/// What one byte of a screen's plane says: a character by its own code, a field attribute, or a control
/// code, in 256 values for all of them.
///
/// 40 to FF are characters. 20 to 3F are field attributes: five of the six bits mean something. Below
/// stand the control codes that a data stream may store, two of them moved. Whatever else a host can
/// bring into a cell, which no screen that means something has, is `odd`, and its style says what it is.
enum CellCode {
  static let null: UInt8 = 0x00
  static let odd: UInt8 = 0x03

  private static let fields: UInt8 = 0x20
  private static let characters: UInt8 = 0x40
  private static let modifiedBit: UInt8 = 0x01
  /// Control codes whose place is taken, and where they stand.
  private static let moved: [(code: UInt8, place: UInt8)] = [(0x25, 0x01), (0x3F, 0x02)]

  /// Whether a byte is a field attribute.
  @inline(__always)
  static func isField(_ byte: UInt8) -> Bool { byte & 0xE0 == fields }

  /// Whether a byte is a character by its own code, whatever its style.
  @inline(__always)
  static func isCharacter(_ byte: UInt8) -> Bool { byte >= characters }

  /// The byte of a field attribute: its bits 20, 10, 08 and 04 moved down by one, and 01.
  static func field(_ attribute: FieldAttribute) -> UInt8 {
    fields | attribute.rawValue >> 1 & 0x1E | attribute.rawValue & modifiedBit
  }

  /// The attribute that a byte of a field stands for.
  static func attribute(_ byte: UInt8) -> FieldAttribute {
    FieldAttribute(rawValue: (byte & 0x1E) << 1 | byte & modifiedBit)
  }

  /// A field's byte with its modified tag on or off.
  static func tagged(_ byte: UInt8, _ isModified: Bool) -> UInt8 {
    isModified ? byte | modifiedBit : byte & ~modifiedBit
  }

  /// The byte of a character; `odd` where it has none.
  static func character(_ code: UInt8) -> UInt8 {
    if code >= characters || code == null { return code }
    if let (_, place) = moved.first(where: { $0.code == code }) { return place }
    return code > odd && code < fields ? code : odd
  }

  /// The character that a byte stands for, where it is no field and not odd.
  static func code(_ byte: UInt8) -> UInt8 {
    byte >= characters ? byte : moved.first { $0.place == byte }?.code ?? byte
  }
}
