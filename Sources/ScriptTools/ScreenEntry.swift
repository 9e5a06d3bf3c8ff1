import DataStream
import EBCDIC
import Replay
import Script
import Terminal

/// What was typed into a screen before a key.
struct ScreenEntry {
  /// A text of one field.
  struct Typed {
    /// Where it begins, from 0.
    let place: Int
    /// All of the field, with blanks over what stood there before.
    let text: String
    /// Of a field that shows nothing; the text is empty then.
    let isHidden: Bool
    /// Stars in a field that shows what it has: the trace was darkened there.
    let isDark: Bool
    let row: Int
    let column: Int
    /// The words of the screen that stand before the field.
    let label: String
  }

  /// Texts in the order in which the tab key comes to them from the cursor on.
  private(set) var texts: [Typed] = []
  /// Places of the terminal's data that are in no input field.
  private(set) var strays: [Int] = []

  private let before: PresentationSpace
  private let after: PresentationSpace
  private let page: CodePage
  private let screen: TypedScreen

  init(_ input: TraceReplay.Input, on screen: TypedScreen, page: CodePage) {
    before = input.space
    var merged = input.space
    if input.record.aid != .clear { merged.merge(input.record) }
    after = merged
    self.page = page
    self.screen = screen
    guard input.record.aid != .clear else { return }
    if screen.fields.isEmpty {
      takeUnformatted(input.record)
    } else {
      for field in input.record.fields { take(field.position) }
      let places = texts.map { order($0.place, from: screen.cursor) }
      texts = zip(places, texts).sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  /// The field with the cursor is the first.
  private func order(_ place: Int, from cursor: Int) -> Int {
    let size = before.size.cells
    let start = screen.fields.first { (cursor - $0.start + size) % size < $0.length }?.start
    return (place - (start ?? cursor) + size) % size
  }

  private mutating func take(_ position: Int) {
    let size = before.size.cells
    let found = screen.fields.first {
      position >= 0 && (position - $0.start + size) % size < $0.length && !$0.isProtected
    }
    guard let field = found else { return strays.append(max(position, 0)) }
    guard !texts.contains(where: { $0.place == field.start }) else { return }
    let cells = (0..<field.length).map { (field.start + $0) % size }
    let old = Self.codes(cells, before)
    let new = Self.codes(cells, after)
    if field.isHidden {
      // The trace may have it in clear: it is not looked at any further.
      guard !new.isEmpty else { return }
      return add(field.start, "", isHidden: true)
    }
    guard new != old else { return }
    let text = page.decode(
      new + Array(repeating: CodePage.blank, count: max(0, old.count - new.count)))
    add(field.start, text)
  }

  /// Codes of cells up to the last that is not null.
  private static func codes(_ cells: [Int], _ space: PresentationSpace) -> [UInt8] {
    var codes = cells.map { place in
      if case .character(let code) = space.kind(place) { code } else { CodePage.blank }
    }
    while codes.last == 0 { codes.removeLast() }
    return codes
  }

  /// A screen without fields sends all that is on it; what the user typed stands behind what was there.
  private mutating func takeUnformatted(_ record: InboundRecord) {
    let sent = record.fields.flatMap(\.data)
    let there = Self.codes(Array(0..<before.size.cells), before).filter { $0 != 0 }
    guard sent.count > there.count, sent.starts(with: there), let cursor = record.cursor else {
      return
    }
    let typed = Array(sent[there.count...])
    let size = before.size.cells
    add((cursor - typed.count % size + size) % size, page.decode(typed))
  }

  private mutating func add(_ place: Int, _ text: String, isHidden: Bool = false) {
    let plain = ScriptWords.plain(text)
    let isDark = !isHidden && !plain.trimmed.isEmpty && plain.trimmed.allSatisfy { $0 == "*" }
    let (row, column) = (place / screen.columns, place % screen.columns)
    let head = String(
      String.UnicodeScalarView(screen.text(row: row).unicodeScalars.prefix(max(0, column - 1))))
    let above = (0..<row).reversed().map { screen.text(row: $0).trimmed }.first { !$0.isEmpty }
    texts.append(
      Typed(
        place: place, text: plain, isHidden: isHidden, isDark: isDark, row: row + 1,
        column: column + 1, label: head.trimmed.isEmpty ? above ?? "" : head.lastPhrase))
  }
}

extension String {
  /// What stands behind the last gap of two blanks.
  fileprivate var lastPhrase: String {
    let text = trimmed
    guard let gap = text.ranges(of: "  ").last else { return text }
    return String(text[gap.upperBound...])
  }
}

/// Writes the statements that go to fields and type.
struct Typist {
  var draft: ScriptDraft
  private let screen: TypedScreen
  private let starts: [Int]
  private var cursor: Int
  private var size: Int { screen.rows * screen.columns }

  init(_ screen: TypedScreen, draft: ScriptDraft) {
    self.screen = screen
    self.draft = draft
    cursor = screen.cursor
    starts = screen.fields.filter { !$0.isProtected && $0.length > 0 }.map(\.start).sorted()
  }

  mutating func type(_ typed: ScreenEntry.Typed) {
    go(to: typed.place)
    draft.add(.prompt(typed.label, statement: nil))
    draft.add(typed.isHidden ? .typed([.secret]) : .text(typed.text))
    let length = typed.isHidden ? StepTrace.secret.count : typed.text.unicodeScalars.count
    cursor = (cursor + length) % size
  }

  /// Puts the cursor where the user had it, unless typing has left it there or in the next field.
  mutating func leave(cursor wanted: Int) {
    guard (0..<size).contains(wanted), field(wanted) != field(cursor) || field(wanted) == nil,
      wanted != cursor, wanted != starts.first(where: { $0 >= cursor })
    else { return }
    go(to: wanted)
  }

  private func field(_ place: Int) -> Int? {
    screen.fields.first { (place - $0.start + size) % size < $0.length && !$0.isProtected }?.start
  }

  private mutating func go(to place: Int) {
    guard place != cursor else { return }
    if let target = starts.firstIndex(of: place) {
      let next = starts.firstIndex { $0 > cursor } ?? 0
      let count = (target - next + starts.count) % starts.count + 1
      let isBack = field(cursor) == place
      draft.add(.move(isBack ? "TABB" : count == 1 ? "TABF" : "TABF \(count)"))
    } else {
      draft.add(.move("SET &CURSOR \(place / screen.columns + 1),\(place % screen.columns + 1)"))
    }
    cursor = place
  }
}
