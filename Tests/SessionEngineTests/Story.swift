import DataStream
import EBCDIC
import SessionEngine
import Terminal

/// What happens to a user, step by step, as a text that people read: each step, what is done for it, and
/// what of the terminal's picture is another one after it.
///
/// ```
/// > BOB ENTER
/// authenticate BOB
/// keyboard locked
/// ```
///
/// It is a chapter of the test's `StoryBook`, where the suite has the trait `.stories`.
struct Story {
  /// The first step of each.
  static let beginning = "> a terminal"

  private let book = StoryBook.current
  private let chapter: Int
  /// The picture after the last step.
  private var picture: [[String]] = []
  private var state = ""

  init() { chapter = book?.open() ?? 0 }

  /// Forgets the steps, not the picture: what follows tells of changes to it.
  func begin() { book?.clear(chapter) }

  /// Leaves steps out, of which there are too many, until `resume`.
  func pause() { book?.pause(chapter, true) }

  /// Goes on with the next step.
  func resume() { book?.pause(chapter, false) }

  /// Which case of a test with arguments it is.
  func name(_ name: String) { book?.name(name) }

  /// - `step`: what happens, in words.
  /// - `effects`: a line for each thing that is done for it.
  /// - `space`: what the terminal shows then.
  mutating func add(_ step: String, _ effects: [String], showing space: PresentationSpace) {
    var lines = ["> " + step] + effects
    defer { book?.add(lines, to: chapter) }
    let new = Self.rows(space)
    var blank: [Int] = []
    for (index, row) in new.enumerated() {
      let former = index < picture.count ? picture[index] : []
      if row.isEmpty, !former.isEmpty { blank.append(index + 1) }
      if row != former { lines += row }
    }
    if !blank.isEmpty { lines.append("blank \(blank.map(String.init).joined(separator: " "))") }
    let now =
      "cursor \(space.cursor / space.size.columns + 1),\(space.cursor % space.size.columns + 1)"
      + (space.lock == .unlocked ? "" : ", keyboard locked")
    if now != state { lines.append(now) }
    (picture, state) = (new, now)
  }

  /// Where a colour or a highlighting begins in a row, from column 1, and which; empty where the row has none.
  private static func colours(_ space: PresentationSpace, row: Int) -> String {
    let first = row * space.size.columns
    var former = CellAttributes.default
    var words: [String] = []
    for position in first..<(first + space.size.columns) {
      let attributes = space.attributes(position)
      defer { if attributes != .default { former = attributes } }
      guard attributes != .default, attributes != former || isField(position, space) else {
        continue
      }
      let look = [
        Color(rawValue: attributes.foreground).map { "\($0)" },
        Color(rawValue: attributes.background).map { "on \($0)" },
        Highlight(rawValue: attributes.highlighting).map { "\($0)" },
      ].compactMap(\.self)
      words.append("\(position - first + 1) " + look.joined(separator: " "))
    }
    return words.joined(separator: ", ")
  }

  private static func isField(_ position: Int, _ space: PresentationSpace) -> Bool {
    if case .attribute = space.kind(position) { true } else { false }
  }

  /// The screen's rows, each with its colours below it; none where a row is blank. Where a field begins, a mark
  /// says what kind of field it is: `_` is typed into, `?` is typed into unseen, `!` is bright, `-` is not
  /// shown, and a blank is any other.
  private static func rows(_ space: PresentationSpace) -> [[String]] {
    ScreenText.lines(space, .bracket).enumerated().map { row, line in
      var cells = Array(line)
      for column in cells.indices {
        guard case .attribute(let field) = space.kind(row * space.size.columns + column) else {
          continue
        }
        switch (field.isProtected, field.isNondisplay, field.isIntensified) {
        case (false, false, _): cells[column] = "_"
        case (false, true, _): cells[column] = "?"
        case (true, true, _): cells[column] = "-"
        case (true, false, true): cells[column] = "!"
        case (true, false, false): break
        }
      }
      let text = String(cells).replacing(#/\ +$/#, with: "")
      guard !text.isEmpty else { return [] }
      let colours = colours(space, row: row)
      return [(row < 9 ? " " : "") + "\(row + 1)|\(text)"]
        + (colours.isEmpty ? [] : ["  (\(colours))"])
    }
  }
}
