/// Coding of positions as buffer addresses (GA23-0059 chapter 4).
public enum BufferAddress {
  /// Graphic codes of the 64 values of six bits, for 12-bit addresses, attributes and WCC.
  static let graphic: [UInt8] = [
    0x40, 0xC1, 0xC2, 0xC3, 0xC4, 0xC5, 0xC6, 0xC7, 0xC8, 0xC9, 0x4A, 0x4B, 0x4C, 0x4D, 0x4E, 0x4F,
    0x50, 0xD1, 0xD2, 0xD3, 0xD4, 0xD5, 0xD6, 0xD7, 0xD8, 0xD9, 0x5A, 0x5B, 0x5C, 0x5D, 0x5E, 0x5F,
    0x60, 0x61, 0xE2, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x6F,
    0xF0, 0xF1, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9, 0x7A, 0x7B, 0x7C, 0x7D, 0x7E, 0x7F,
  ]

  /// The graphic code of a value's low six bits.
  public static func graphicCode(_ value: UInt8) -> UInt8 { graphic[Int(value & 0x3F)] }

  /// Appends a position: 12 bits in graphic codes up to 4095 cells, else 14 bits binary.
  public static func append(_ position: Int, in geometry: Geometry, to bytes: inout [UInt8]) {
    if geometry.cells <= 4096 {
      bytes.append(graphic[position >> 6 & 0x3F])
      bytes.append(graphic[position & 0x3F])
    } else {
      bytes.append(UInt8(truncatingIfNeeded: position >> 8 & 0x3F))
      bytes.append(UInt8(truncatingIfNeeded: position))
    }
  }

  /// Reads an address: 00 in the top two bits means 14 bits binary, anything else 12 bits.
  @inlinable public static func decode(_ first: UInt8, _ second: UInt8) -> Int {
    first & 0xC0 == 0
      ? Int(first & 0x3F) << 8 | Int(second)
      : Int(first & 0x3F) << 6 | Int(second & 0x3F)
  }
}
