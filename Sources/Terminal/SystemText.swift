import DataStream

/// Talk with a host's system services before an application is bound: SSCP-LU data, which has no
/// commands and no orders (RFC 2355 10.5; z/OS shows its USS messages so).
enum SystemText {
  /// New line in EBCDIC.
  private static let newLine: UInt8 = 0x15

  /// Shows text, line by line, and opens a field for the answer behind it.
  ///
  /// - `text`: characters and new lines.
  /// - `start`: where it begins: behind the protected field that begins the screen, or behind the text
  ///   before.
  ///
  /// Returns where the answer begins.
  static func show(_ text: [UInt8], at start: Int, in cells: inout Cells) -> Int {
    var position = start
    for code in text.prefix(cells.count) {
      switch code {
      case newLine:
        let columns = cells.size.columns
        position = (position / columns + 1) * columns % cells.count
      case 0x00...0x3F, 0xFF: break
      default:
        if !cells.isField(position) { cells.set(position, .character(code), values: .default) }
        position = cells.next(position)
      }
    }
    cells.set(position, .attribute([]), values: .default)
    return cells.next(position)
  }
}
