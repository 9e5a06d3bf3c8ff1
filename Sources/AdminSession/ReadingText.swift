import Bytes
import DataStream
import Panels
import SessionEngine

/// A text to read above a page: help, or how a file differs from what was read.
struct ReadingText: Hashable, Sendable {
  let title: String
  let lines: [String]
  private var top = 0

  /// Paragraphs, each in as many lines as it takes.
  init(_ title: String, _ paragraphs: [String]) {
    self.title = title
    lines = paragraphs.flatMap { TextLines.wrapped($0, AdminScreens.messageWidth, hang: 2) }
  }

  /// Somebody else changed a file that is being edited.
  ///
  /// - Parameters:
  ///   - name: the file's, as people call it.
  ///   - path: where it is.
  ///   - difference: lines; nil where the file is gone.
  ///   - count: values that were typed and are in it no more than before.
  /// - Returns: what differs, and what is to be done.
  static func changed(
    _ name: String, _ path: String, as difference: [String]?, kept count: Int
  ) -> ReadingText {
    let kept =
      count == 0
      ? "What you typed is in it already." : "Your \(count) changes are kept, on top of it."
    return ReadingText(
      "\(name) was changed meanwhile, and not saved",
      ["Somebody else changed \(path) after you opened it. It differs so from what you saw:", ""]
        + (difference ?? ["(the file is gone)"])
        + ["", "\(kept) PF3 goes back to it; look, and save again."])
  }

  /// Turns pages.
  /// - Returns: whether the text is still to be shown.
  mutating func take(_ input: PanelInput, rows: Int) -> Bool {
    let window = ListWindow(top: top, count: lines.count, lines: rows)
    switch input.aid {
    case .pf7, .pf19: top = window.scrolled(by: -rows)
    case .pf8, .pf20: top = window.scrolled(by: rows)
    case .enter, .pf3, .pf15, .pf(4), .pf(16): return false
    default: break
    }
    return true
  }

  /// What a panel with so many lines shows.
  func texts(rows: Int) -> (position: String, list: [PanelTexts]) {
    let window = ListWindow(top: top, count: lines.count, lines: rows)
    return (window.position, lines[top...].prefix(rows).map { [.text: $0] })
  }
}

extension ReadingText: Freezable {
  /// Appends the text, and which of it is shown.
  func freeze(into freezer: inout Freezer) {
    freezer.put(title)
    freezer.put(lines)
    freezer.put(top)
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    title = try thawer.take()
    lines = try thawer.take()
    top = try thawer.take()
    guard (0...lines.count).contains(top) else { throw .invalid("place in a text") }
  }
}
