import DataStream

/// Talk with a host's system services before an application is bound: SSCP-LU data, which has no
/// commands and no orders (RFC 2355 10.5; z/OS shows its USS messages so).
extension PresentationSpace {
  /// New line in EBCDIC.
  private static let newLine: UInt8 = 0x15

  /// Shows text from the cursor on, line by line; the keyboard is free after it.
  public mutating func showSystemText(_ text: [UInt8]) {
    if isFormatted { erase(size) }
    var position = cursor
    for code in text.prefix(size.cells) {
      switch code {
      case Self.newLine: position = (position / size.columns + 1) * size.columns % size.cells
      case 0x00...0x3F, 0xFF: break
      default:
        set(position, code, 0, .default)
        position = (position + 1) % size.cells
      }
    }
    cursor = position
    aid = .none
    lock = .unlocked
  }

  /// What was typed behind the text, from `start` to the cursor; nothing where the cursor moved back.
  public func systemInput(from start: Int) -> [UInt8] {
    guard start < cursor else { return [] }
    return codes[start..<cursor].map { $0 == 0 ? 0x40 : $0 }
  }
}
