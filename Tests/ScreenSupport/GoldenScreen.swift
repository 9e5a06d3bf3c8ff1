import DataStream
public import EBCDIC
import Foundation
public import Terminal
import TestSupport
public import Testing

/// A screen as a file that people read: its rows, then the cursor and the keyboard, then each field's
/// attribute and each run of characters that have attributes of their own.
///
/// ```
///  Userid:  _
/// ---
/// cursor (1,10), keyboard unlocked
/// (1,1) protected, blue
/// (1,10) unprotected modified, green underscore
/// ```
public enum GoldenScreen {
  /// Between the rows and what is said of them.
  private static let divider = "---"

  /// The text of a screen.
  public static func text(_ space: PresentationSpace, _ page: CodePage) -> String {
    let rows = ScreenText.lines(space, page).map { line in
      line.replacing(#/\ +$/#, with: "")
    }
    let keyboard = space.lock == .unlocked ? "unlocked" : "locked"
    let state = ["cursor \(place(space.cursor, space)), keyboard \(keyboard)"]
    return (rows + [divider] + state + fields(space) + runs(space)).map { $0 + "\n" }.joined()
  }

  /// Compares with the file; where `UPDATE_GOLDEN` is set, writes it, and the difference is to be
  /// read. A mismatch tells of the cells and fields that differ, and of no other.
  public static func expect(
    _ space: PresentationSpace, _ page: CodePage, matches path: String,
    at location: SourceLocation = #_sourceLocation
  ) throws {
    let text = text(space, page)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try text.write(to: Repository.root.appending(path: path), atomically: true, encoding: .utf8)
    }
    let found = differences(expected: try Repository.text(path), actual: text)
    #expect(found == [], "\(path)", sourceLocation: location)
  }

  // MARK: Text

  /// Row and column, from 1.
  private static func place(_ position: Int, _ space: PresentationSpace) -> String {
    "(\(position / space.size.columns + 1),\(position % space.size.columns + 1))"
  }

  private static func fields(_ space: PresentationSpace) -> [String] {
    (0..<space.size.cells).compactMap { position in
      guard case .attribute(let attribute) = space.kind(position) else { return nil }
      var words = [attribute.isProtected ? "protected" : "unprotected"]
      if attribute.contains(.numeric) { words.append("numeric") }
      if attribute.isIntensified { words.append("bright") }
      if attribute.isNondisplay { words.append("hidden") }
      if attribute.isModified { words.append("modified") }
      let look = look(space.attributes(position))
      return "\(place(position, space)) \(words.joined(separator: " "))"
        + (look.isEmpty ? "" : ", \(look)")
    }
  }

  /// Characters that look otherwise than their field, as runs.
  private static func runs(_ space: PresentationSpace) -> [String] {
    var lines: [String] = []
    var position = 0
    while position < space.size.cells {
      let start = position
      let attributes = ownAttributes(start, space)
      repeat {
        position += 1
      } while position < space.size.cells
        && ownAttributes(position, space) == attributes
      if let attributes {
        let end = place(position - 1, space)
        lines.append("\(place(start, space)) to \(end): \(look(attributes))")
      }
    }
    return lines
  }

  private static func ownAttributes(
    _ position: Int, _ space: PresentationSpace
  ) -> CellAttributes? {
    if case .attribute = space.kind(position) { return nil }
    let attributes = space.attributes(position)
    return attributes == .default ? nil : attributes
  }

  private static func look(_ attributes: CellAttributes) -> String {
    func color(_ code: UInt8) -> String { Color(rawValue: code).map { "\($0)" } ?? hex(code) }
    var words: [String] = []
    if attributes.foreground != 0 { words.append(color(attributes.foreground)) }
    if attributes.background != 0 { words.append("on \(color(attributes.background))") }
    if attributes.highlighting != 0 {
      let code = attributes.highlighting
      words.append(Highlight(rawValue: code).map { "\($0)" } ?? hex(code))
    }
    if attributes.characterSet != 0 { words.append("set \(hex(attributes.characterSet))") }
    return words.joined(separator: " ")
  }

  private static func hex(_ byte: UInt8) -> String { String(byte, radix: 16, uppercase: true) }

  // MARK: Differences

  /// What differs between two texts, cell by cell and field by field.
  public static func differences(expected: String, actual: String) -> [String] {
    let (old, new) = (parts(expected), parts(actual))
    var found: [String] = []
    if old.rows.count != new.rows.count {
      found.append("\(new.rows.count) rows instead of \(old.rows.count)")
    }
    for (row, (was, now)) in zip(old.rows, new.rows).enumerated() where was != now {
      found += cells(row + 1, Array(was), Array(now))
    }
    let (wanted, there) = (Set(old.notes), Set(new.notes))
    found += old.notes.filter { !there.contains($0) }.map { "expected \($0)" }
    found += new.notes.filter { !wanted.contains($0) }.map { "found \($0)" }
    return found
  }

  private static func parts(_ text: String) -> (rows: [Substring], notes: [Substring]) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    let end = lines.firstIndex { $0 == divider } ?? lines.endIndex
    return (Array(lines[..<end]), Array(lines[end...].dropFirst()))
  }

  /// Stretches of a row that differ; what lies behind the end of a row is blank.
  private static func cells(_ row: Int, _ was: [Character], _ now: [Character]) -> [String] {
    func cell(_ line: [Character], _ column: Int) -> Character {
      column < line.count ? line[column] : " "
    }
    let width = max(was.count, now.count)
    let columns = (0..<width).filter { cell(was, $0) != cell(now, $0) }
    var found: [String] = []
    for column in columns where !columns.contains(column - 1) {
      var end = column
      while columns.contains(end + 1) { end += 1 }
      let (old, new) = (
        String((column...end).map { cell(was, $0) }), String((column...end).map { cell(now, $0) })
      )
      found.append("(\(row),\(column + 1)) expected '\(old)', found '\(new)'")
    }
    return found
  }
}
