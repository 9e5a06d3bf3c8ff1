import Bytes

/// The alternate character set of graphic escape: APL and lines (code page 310).
public enum GraphicEscape {
  /// Unicode values of code points 40 to FE, as emulators show them; FFFD where there is none. The
  /// underscored letters are letters.
  private static let table = """
    0020004100420043004400450046004700480049FFFDFFFDFFFDFFFDFFFDFFFDFFFD004A004B004C\
    004D004E004F005000510052FFFDFFFDFFFDFFFDFFFDFFFDFFFDFFFD005300540055005600570058\
    0059005AFFFDFFFDFFFDFFFDFFFDFFFD22C4222700A8233B2378237722A222A32228FFFDFFFDFFFD\
    FFFDFFFDFFFDFFFD223CFFFDFFFD23B823B92502FFFDFFFDFFFDFFFD2191219322642308230A2192\
    2395258C25902580258425A0FFFDFFFDFFFDFFFD2283228200A425CB00B1219000AF00B025002022\
    FFFDFFFDFFFDFFFDFFFDFFFD2229222A22A5005B22652218237A220A237323742375FFFD00D7005C\
    00F7FFFD2207220622A4005D22602223007B207C002B220E2514250C251C253400A7FFFD23722371\
    2337233D23422349007D207E002D253C251825102524252C00B6FFFD233600212352234B235E235D\
    226120810282028323642365236A20ACFFFDFFFD233F23402235229623392355207000B900B200B3\
    207420752076207720782079FFFD236B2359235F234E
    """

  private static let characters: [UInt16] = {
    let bytes = Hex.decode(table) ?? []
    return stride(from: 0, to: bytes.count - 1, by: 2).map { index in
      UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
    }
  }()

  /// The character of a code point; nil where the set has none.
  public static func decode(_ code: UInt8) -> Unicode.Scalar? {
    guard code >= 0x40, Int(code) - 0x40 < characters.count else { return nil }
    let value = characters[Int(code) - 0x40]
    return value == 0xFFFD ? nil : Unicode.Scalar(value)
  }
}
