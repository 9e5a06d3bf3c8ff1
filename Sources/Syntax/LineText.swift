/// A file's lines with the ends that they have, so that lines that nobody touches stay as they are.
struct LineText: Sendable {
  struct Line: Hashable, Sendable {
    var text: String
    /// `LF`, `CR LF`, `CR`, or nothing at the file's end.
    var end: String
  }

  private(set) var lines: [Line] = []
  private let hasMark: Bool

  /// Takes a file's bytes apart as `SourceText` does.
  init(_ bytes: [UInt8]) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    hasMark = bytes.starts(with: mark)
    var rest = hasMark ? bytes.dropFirst(mark.count) : bytes[...]
    while let stop = rest.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
      let isPair = rest[stop] == 0x0D && stop + 1 < rest.endIndex && rest[stop + 1] == 0x0A
      let next = stop + (isPair ? 2 : 1)
      lines.append(
        Line(
          text: String(decoding: rest[..<stop], as: UTF8.self),
          end: String(decoding: rest[stop..<next], as: UTF8.self)))
      rest = rest[next...]
    }
    lines.append(Line(text: String(decoding: rest, as: UTF8.self), end: ""))
  }

  /// The file's bytes.
  var bytes: [UInt8] {
    Array(((hasMark ? "\u{FEFF}" : "") + lines.map { $0.text + $0.end }.joined()).utf8)
  }

  /// The line end of the file, which new lines get.
  private var lineEnd: String { lines.first.map(\.end).flatMap { $0.isEmpty ? nil : $0 } ?? "\n" }

  /// The text from one place to another, both on one line.
  func text(_ line: Int, from start: Int = 0, to end: Int? = nil) -> String {
    let scalars = Array(lines[line].text.unicodeScalars)
    let stop = min(max(0, end ?? scalars.count), scalars.count)
    return Self.string(scalars[min(max(0, start), stop)..<stop])
  }

  /// Whether a place is on a line of the text, or right behind its last character.
  func contains(_ place: TextPlace) -> Bool {
    lines.indices.contains(place.line) && (0...length(of: place.line)).contains(place.column)
  }

  /// Number of characters of a line.
  func length(of line: Int) -> Int { lines[line].text.unicodeScalars.count }

  private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// Puts a text in the place of what stands between two places; lines between go.
  mutating func replace(_ start: TextPlace, _ end: TextPlace, with text: String) {
    let head = self.text(start.line, to: start.column)
    let tail = self.text(end.line, from: end.column)
    lines[start.line] = Line(text: head + text + tail, end: lines[end.line].end)
    if end.line > start.line { lines.removeSubrange(start.line + 1...end.line) }
  }

  /// Puts lines before a line; at the end of a file without a last line end there is none again.
  mutating func insert(_ texts: [String], before line: Int) {
    guard !texts.isEmpty else { return }
    var new = texts.map { Line(text: $0, end: lineEnd) }
    if line > 0, lines[line - 1].end.isEmpty {
      lines[line - 1].end = lineEnd
      new[new.count - 1].end = ""
    }
    lines.insert(contentsOf: new, at: line)
  }

  /// Takes lines away.
  mutating func remove(_ range: ClosedRange<Int>) { lines.removeSubrange(range) }
}
