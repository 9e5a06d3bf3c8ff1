import DataStream

/// Talk with a host's system services before an application is bound: SSCP-LU data, which has no
/// commands and no orders (RFC 2355 10.5; z/OS shows its USS messages so).
extension PresentationSpace {
  /// New line in EBCDIC.
  private static let newLine: UInt8 = 0x15

  /// Shows text, line by line, and opens a field for the answer behind it; the keyboard is free.
  ///
  /// - Parameter input: where the answer to the text before began; nil for the first text.
  /// - Returns: where the answer begins.
  public mutating func showSystemText(_ text: [UInt8], after input: Int? = nil) -> Int {
    if let input {
      // What stood open is text now.
      set((input + size.cells - 1) % size.cells, 0x40, 0, .default)
    } else {
      erase(size)
      set(0, 0, Self.fieldMark | FieldAttribute.protected.rawValue, .default)
      cursor = 1
    }
    var position = cursor
    for code in text.prefix(size.cells) {
      switch code {
      case Self.newLine: position = (position / size.columns + 1) * size.columns % size.cells
      case 0x00...0x3F, 0xFF: break
      default:
        if !isField(position) { set(position, code, 0, .default) }
        position = (position + 1) % size.cells
      }
    }
    set(position, 0, Self.fieldMark, .default)
    cursor = (position + 1) % size.cells
    aid = .none
    lock = .unlocked
    return cursor
  }

  /// What was typed into the answer's field, from `start` to the cursor.
  public func systemInput(from start: Int) -> [UInt8] {
    guard start < cursor else { return [] }
    return codes[start..<cursor].map { $0 == 0 ? 0x40 : $0 }
  }
}
