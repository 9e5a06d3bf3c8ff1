import DataStream
import EBCDIC
import Foundation
import SessionEngine
import Terminal
import TestSupport
import Testing

/// What happens to a user, step by step, as a text that people read: each step, what is done for it, and
/// what of the terminal's picture is another one after it.
///
/// ```
/// > BOB ENTER
/// authenticate BOB
/// keyboard locked
/// ```
struct Story {
  private var lines: [String] = []
  /// The picture after the last step.
  private var picture: [String] = []
  private var state = ""

  /// Forgets the steps, not the picture: what follows tells of changes to it.
  mutating func begin() { lines = [] }

  /// - `step`: what happens, in words.
  /// - `effects`: a line for each thing that is done for it.
  /// - `space`: what the terminal shows then.
  mutating func add(_ step: String, _ effects: [String], showing space: PresentationSpace) {
    lines.append("> " + step)
    lines += effects
    let new = Self.rows(space)
    var blank: [Int] = []
    for (index, row) in new.enumerated() {
      let former = index < picture.count ? picture[index] : ""
      if row.isEmpty, !former.isEmpty { blank.append(index + 1) }
      if !row.isEmpty, row != former {
        lines.append(index < 9 ? " \(index + 1)|\(row)" : "\(index + 1)|\(row)")
      }
    }
    if !blank.isEmpty { lines.append("blank \(blank.map(String.init).joined(separator: " "))") }
    let now =
      "cursor \(space.cursor / space.size.columns + 1),\(space.cursor % space.size.columns + 1)"
      + (space.lock == .unlocked ? "" : ", keyboard locked")
    if now != state { lines.append(now) }
    (picture, state) = (new, now)
  }

  /// The screen's rows; where a field begins, a mark says what kind of field it is: `_` is typed into, `?`
  /// is typed into unseen, `!` is bright, `-` is not shown, and a blank is any other.
  private static func rows(_ space: PresentationSpace) -> [String] {
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
      return String(cells).replacing(#/\ +$/#, with: "")
    }
  }

  /// Compares with the file of that name; where `UPDATE_GOLDEN` is set, writes it, and the difference is
  /// to be read.
  func expect(_ name: String, at location: SourceLocation = #_sourceLocation) throws {
    let path = "Tests/SessionEngineTests/Fixtures/\(name).story"
    let text = lines.map { $0 + "\n" }.joined()
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try text.write(to: Repository.root.appending(path: path), atomically: true, encoding: .utf8)
    }
    let wanted = try Repository.text(path).split(separator: "\n").map(String.init)
    let difference = lines.difference(from: wanted).map { change in
      switch change {
      case .insert(let offset, let line, _): "\(path):\(offset + 1) found '\(line)'"
      case .remove(let offset, let line, _): "\(path):\(offset + 1) expected '\(line)'"
      }
    }
    #expect(difference == [], sourceLocation: location)
  }
}
