import DataStream
public import EBCDIC

/// The screen as a picture (SVG), in the colours of a 3279.
public enum ScreenPicture {
  private static let cell = (width: 9.6, height: 20.0)

  /// The picture, as SVG.
  public static func svg(_ space: PresentationSpace, _ page: CodePage) -> String {
    let width = Double(space.size.columns) * cell.width + 32
    let height = Double(space.size.rows) * cell.height + 32
    var svg = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" \
      font-family="DejaVu Sans Mono,Menlo,Consolas,monospace" font-size="16">
      <rect width="100%" height="100%" rx="8" fill="#000"/>

      """
    for row in 0..<space.size.rows {
      for run in runs(space, row, in: page)
      where run.text.contains(where: { $0 != " " }) || run.isLine {
        let x = 16 + Double(run.column) * cell.width
        let y = 16 + Double(row + 1) * cell.height - 5
        let length = Double(run.text.count) * cell.width
        if run.isLine {
          svg += "<rect x=\"\(x)\" y=\"\(y + 3)\" width=\"\(length)\" height=\"1\" "
          svg += "fill=\"\(run.color)\"/>\n"
        }
        svg += "<text x=\"\(x)\" y=\"\(y)\" textLength=\"\(length)\" fill=\"\(run.color)\" "
        svg += "xml:space=\"preserve\">\(escaped(run.text))</text>\n"
      }
    }
    return svg + "</svg>\n"
  }

  private struct Run {
    var column: Int
    var color: String
    var isLine: Bool
    var text: String
  }

  /// Stretches of one row that look alike.
  private static func runs(_ space: PresentationSpace, _ row: Int, in page: CodePage) -> [Run] {
    let text = Array(ScreenText.lines(space, page)[row])
    var runs: [Run] = []
    for column in 0..<space.size.columns {
      let position = row * space.size.columns + column
      let (color, isLine) = look(space, position)
      if let last = runs.last, last.color == color, last.isLine == isLine,
        !space.cells.isField(position)
      {
        runs[runs.count - 1].text.append(text[column])
      } else {
        runs.append(Run(column: column, color: color, isLine: isLine, text: String(text[column])))
      }
    }
    return runs
  }

  private static func look(_ space: PresentationSpace, _ position: Int) -> (String, Bool) {
    guard !space.cells.isField(position) else { return ("#000", false) }
    let field = space.field(at: position)
    let own = space.attributes(position)
    let inherited = field.map { space.attributes($0) } ?? .default
    let color = own.foreground != 0 ? own.foreground : inherited.foreground
    let highlight = own.highlighting != 0 ? own.highlighting : inherited.highlighting
    return (name(color), highlight == Highlight.underscore.rawValue)
  }

  private static func name(_ color: UInt8) -> String {
    switch Color(rawValue: color) {
    case .blue: "#7890F0"
    case .red: "#F05050"
    case .pink: "#F090F0"
    case .green, nil: "#24D830"
    case .turquoise: "#58F0F0"
    case .yellow: "#F0F050"
    case .white: "#FFFFFF"
    }
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      default: escaped.append(character)
      }
    }
    return escaped
  }
}
