/// The screen of a terminal in line mode (NVT), as rows of text.
struct LineModeScreen {
  private var rows: [[Character]] = [[]]
  private var column = 0
  /// How far an escape sequence has come.
  private var escape = Escape.none
  private let height: Int
  private let width: Int

  private enum Escape { case none, begun, sequence }

  init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  var isEmpty: Bool { rows.allSatisfy { $0.allSatisfy { $0 == " " } } }

  /// Rows from the top, without blanks at their ends.
  var lines: [String] {
    rows.map { row in String(row[..<(row.lastIndex { $0 != " " }.map { $0 + 1 } ?? 0)]) }
  }

  mutating func write(_ text: [UInt8]) {
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars { take(scalar) }
  }

  private mutating func take(_ scalar: Unicode.Scalar) {
    switch (escape, scalar) {
    case (.begun, "["): escape = .sequence
    case (.begun, _): escape = .none
    case (.sequence, "@"..."~"): escape = .none
    case (.sequence, _): break
    case (.none, "\u{1B}"): escape = .begun
    case (.none, "\r"): column = 0
    case (.none, "\n"): feed()
    case (.none, "\u{08}"): column = max(0, column - 1)
    case (.none, "\t"): column = min(width - 1, (column / 8 + 1) * 8)
    case (.none, " "...): put(Character(scalar))
    default: break
    }
  }

  private mutating func put(_ character: Character) {
    if column == width {
      column = 0
      feed()
    }
    let row = rows.count - 1
    while rows[row].count <= column { rows[row].append(" ") }
    rows[row][column] = character
    column += 1
  }

  private mutating func feed() {
    rows.append([])
    if rows.count > height { rows.removeFirst() }
  }
}
