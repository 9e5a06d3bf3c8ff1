import Bytes
import SessionEngine

/// What an operator's session has shown: commands and their answers, and which part is on the screen.
struct AnswerBook: Hashable, Sendable {
  /// One line.
  struct Line: Hashable, Sendable {
    /// Whose it is, which says how it looks.
    enum Kind: UInt8, Sendable {
      case command, answer, failure
    }

    let kind: Kind
    let text: String
  }

  /// Most lines that are kept, the oldest go first: some forty screens to look back through. A session
  /// costs no more than some 80 KB, whatever is asked.
  static let limit = 1000
  /// Characters of a line: what a screen of 80 columns has after the attribute.
  static let width = 79

  private(set) var lines: [Line] = []
  /// The first line that is shown.
  private(set) var top = 0

  /// Takes down a command; its line is the first on the screen.
  mutating func append(command: String) {
    append(kind: .command, ["> " + command])
    top = lines.count - 1
  }

  /// Takes down an answer; where it begins stays on the screen.
  mutating func append(_ answer: OperatorAnswer) {
    append(kind: answer.isFailed ? .failure : .answer, answer.lines)
  }

  private mutating func append(kind: Line.Kind, _ texts: [String]) {
    // Of an answer that is longer than the book its beginning counts.
    var new: [Line] = []
    for text in texts where new.count < Self.limit {
      for piece in TextLines.wrapped(text, Self.width, hang: 2) {
        new.append(Line(kind: kind, text: piece))
      }
    }
    if new.count >= Self.limit {
      new = Array(new.prefix(Self.limit - 2))
      new.append(
        Line(kind: .failure, text: "The rest is left out: \(texts.count) lines are too many here."))
    }
    lines += new
    let excess = lines.count - Self.limit
    guard excess > 0 else { return }
    lines.removeFirst(excess)
    top = max(0, top - excess)
  }

  /// Forgets everything.
  mutating func clear() {
    lines = []
    top = 0
  }

  /// The part that a screen with so many lines shows.
  func window(_ rows: Int) -> ListWindow { ListWindow(top: top, count: lines.count, lines: rows) }

  /// Turns to lines before or behind those that are shown.
  mutating func scroll(by distance: Int, rows: Int) { top = window(rows).scrolled(by: distance) }

  /// The lines of the part that is shown.
  func shown(_ rows: Int) -> ArraySlice<Line> { lines[top...].prefix(rows) }
}

extension AnswerBook: Freezable {
  /// Appends the lines, and which of them are shown.
  func freeze(into freezer: inout Freezer) {
    freezer.put(lines)
    freezer.put(top)
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    lines = try thawer.take()
    top = try thawer.take()
    guard lines.count <= Self.limit, (0...lines.count).contains(top) else {
      throw .invalid("lines of an operator's session")
    }
  }
}

extension AnswerBook.Line: Freezable {
  /// Appends whose it is, and its text.
  func freeze(into freezer: inout Freezer) {
    freezer.put(byte: kind.rawValue)
    freezer.put(text)
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    guard let kind = Kind(rawValue: try thawer.byte()) else { throw .invalid("line") }
    self.init(kind: kind, text: try thawer.take())
  }
}
