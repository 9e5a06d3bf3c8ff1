/// Text in lines of a width.
package enum TextLines {
  /// Lines no longer than `width`, broken between words, and inside a word that is longer than a line;
  /// blanks inside a line stay, so that columns do.
  ///
  /// `hang`: blanks before the lines behind the first, besides the first's own indent.
  package static func wrapped(_ line: String, _ width: Int, hang: Int = 0) -> [String] {
    let indent = line.prefix { $0 == " " }.count
    let inner = String(repeating: " ", count: min(indent + hang, width / 2))
    var lines: [String] = []
    var open = ""
    var hasWord = false
    for part in parts(line, longest: max(1, width - inner.count)) {
      if hasWord, open.count + part.blanks + part.word.count > width {
        lines.append(open)
        open = inner + part.word
      } else {
        open += String(repeating: " ", count: part.blanks) + part.word
      }
      hasWord = true
    }
    return lines + [open]
  }

  /// The words of a line, each with the number of blanks before it; long ones in pieces.
  private static func parts(_ line: String, longest: Int) -> [(blanks: Int, word: String)] {
    var parts: [(blanks: Int, word: String)] = []
    var blanks = 0
    for piece in line.split(separator: " ", omittingEmptySubsequences: false) {
      if piece.isEmpty {
        blanks += 1
      } else {
        parts.append((parts.isEmpty ? blanks : blanks + 1, String(piece.prefix(longest))))
        var rest = piece.dropFirst(longest)
        while !rest.isEmpty {
          parts.append((0, String(rest.prefix(longest))))
          rest = rest.dropFirst(longest)
        }
        blanks = 0
      }
    }
    return parts
  }
}
