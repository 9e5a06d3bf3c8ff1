import DataStream
public import EBCDIC

/// The screen as text, for people and for golden files.
public enum ScreenText {
  /// Turns the two bytes of a double-byte character into what is shown; nil where it is none.
  public typealias DoubleByte = (_ first: UInt8, _ second: UInt8) -> Unicode.Scalar?

  /// Whether double-byte text is on a screen.
  public static func holdsDoubleByteText(_ space: PresentationSpace) -> Bool {
    DoubleByteText(space.cells)?.runs.isEmpty == false
  }

  /// One line a row; nondisplay fields and attributes are blank. A line is as wide as the screen,
  /// but that a double-byte character, which is twice as wide as others, stands for two cells.
  ///
  /// `doubleByte`: nil where pairs are shown as two characters of the page each.
  public static func lines(
    _ space: PresentationSpace, _ page: CodePage, doubleByte: DoubleByte? = nil
  ) -> [String] {
    var hidden = false
    if let last = space.field(at: space.size.cells - 1) {
      hidden = space.cells.fieldAttribute(last).isNondisplay
    }
    let pairs = doubleByte.map { Self.pairs(in: space, $0) } ?? [:]
    return (0..<space.size.rows).map { row in
      var line = String.UnicodeScalarView()
      var column = 0
      while column < space.size.columns {
        let position = row * space.size.columns + column
        column += 1
        if let pair = pairs[position], column < space.size.columns {
          column += 1
          line.append(contentsOf: hidden ? ["\u{3000}"] : [pair])
          continue
        }
        if case .attribute(let attribute) = space.kind(position) {
          hidden = attribute.isNondisplay
        }
        line.append(hidden ? " " : character(at: position, of: space, in: page))
      }
      return String(line)
    }
  }

  private static func character(
    at position: Int, of space: PresentationSpace, in page: CodePage
  ) -> Unicode.Scalar {
    switch space.kind(position) {
    case .attribute: " "
    case .graphic(let code): GraphicEscape.decode(code) ?? " "
    case .character(let code) where code < 0x40: " "
    case .character(let code):
      space.attributes(position).characterSet == CharacterSet.alternate
        ? GraphicEscape.decode(code) ?? " " : page.decode(code)
    }
  }

  /// Double-byte characters by the position of their first byte.
  private static func pairs(
    in space: PresentationSpace, _ doubleByte: DoubleByte
  ) -> [Int: Unicode.Scalar] {
    var pairs: [Int: Unicode.Scalar] = [:]
    for run in DoubleByteText(space.cells)?.runs.values.map(\.self) ?? [] {
      var position = run.firstPair
      while position + 1 < run.cells.upperBound {
        let (first, second) = (space.cells.code(position), space.cells.code(position + 1))
        pairs[position] = first < 0x40 ? "\u{3000}" : doubleByte(first, second)
        position += 2
      }
    }
    return pairs
  }
}
