/// The bytes that begin orders (GA23-0059 chapter 4).
public enum OrderCode {
  /// Program Tab.
  public static let programTab: UInt8 = 0x05
  /// Graphic Escape: a character of the alternate set follows.
  public static let graphicEscape: UInt8 = 0x08
  /// Set Buffer Address.
  public static let setBufferAddress: UInt8 = 0x11
  /// Erase Unprotected to Address.
  public static let eraseUnprotected: UInt8 = 0x12
  /// Insert Cursor.
  public static let insertCursor: UInt8 = 0x13
  /// Start Field.
  public static let startField: UInt8 = 0x1D
  /// Set Attribute.
  public static let setAttribute: UInt8 = 0x28
  /// Start Field Extended.
  public static let startFieldExtended: UInt8 = 0x29
  /// Modify Field.
  public static let modifyField: UInt8 = 0x2C
  /// Repeat to Address.
  public static let repeatToAddress: UInt8 = 0x3C
}
