import DataStream
public import EBCDIC

/// The screen as text, for people and for golden files.
public enum ScreenText {
  /// One line a row, as wide as the screen; nondisplay fields and attributes are blank.
  public static func lines(_ space: PresentationSpace, _ page: CodePage) -> [String] {
    var hidden = false
    if let last = space.field(at: space.size.cells - 1) {
      hidden = space.fieldAttribute(last).isNondisplay
    }
    return (0..<space.size.rows).map { row in
      var line = ""
      for column in 0..<space.size.columns {
        switch space.kind(row * space.size.columns + column) {
        case .attribute(let attribute):
          hidden = attribute.isNondisplay
          line.append(" ")
        case .graphic: line.append(hidden ? " " : "+")
        case .character(let code):
          line.unicodeScalars.append(hidden || code < 0x40 ? " " : page.decode(code))
        }
      }
      return line
    }
  }
}
