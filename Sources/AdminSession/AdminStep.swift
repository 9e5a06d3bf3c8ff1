import Bytes
import DataStream
import Panels
import SessionEngine

/// What a page says in its message lines.
struct AdminNotice: Hashable, Sendable {
  var text = ""
  var tone = Tone.remark

  static func fault(_ text: String) -> AdminNotice { AdminNotice(text: text, tone: .fault) }
  static func remark(_ text: String) -> AdminNotice { AdminNotice(text: text, tone: .remark) }
  static func done(_ text: String) -> AdminNotice { AdminNotice(text: text, tone: .good) }
  static let none = AdminNotice()
}

extension AdminNotice: Freezable {
  /// Appends text and tone.
  func freeze(into freezer: inout Freezer) {
    freezer.put(text)
    freezer.put(tone.rawValue)
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    text = try thawer.take()
    guard let tone = Tone(rawValue: try thawer.take()) else { throw .invalid("tone") }
    self.tone = tone
  }
}

/// What a page's input comes to.
enum AdminStep {
  /// The page is shown again.
  case stay(AdminNotice)
  /// The page closes, and the one below it is shown.
  case back(AdminNotice)
  /// All pages above the menu close.
  case menu(AdminNotice)
  /// The keyboard waits for an answer.
  case ask(AdminRequest)
  /// A text is shown above the page.
  case read(ReadingText)
  /// A row's value is shown whole above the page.
  case expand(WholeValue)
}

/// What is above a page, and closes to it.
enum AdminOverlay: Hashable, Sendable {
  case reading(ReadingText)
  case value(WholeValue)
}

extension AdminOverlay {
  /// Takes what was typed.
  ///
  /// - Parameters:
  ///   - input: what came.
  ///   - screens: the panels.
  ///   - sheet: the page below, whose row is shown whole.
  /// - Returns: what is above the page now; nil where it closed.
  func take(
    _ input: PanelInput, _ screens: AdminScreens, into sheet: inout SheetPage?
  ) -> AdminOverlay? {
    switch self {
    case .reading(var text):
      return text.take(input, rows: screens.rows(.reading)) ? .reading(text) : nil
    case .value(let value):
      switch input.aid {
      case .enter, .pf3, .pf15:
        let text = input.text(.value)
        let old = SheetPage.trimmed(screens.shown(value.text))
        if SheetPage.trimmed(text) != old { sheet?.type(value.row, text) }
        return nil
      case .pf(4), .pf(16): return nil
      default: return self
      }
    }
  }
}

extension AdminOverlay: Freezable {
  /// Appends which it is, and all of it.
  func freeze(into freezer: inout Freezer) {
    switch self {
    case .reading(let text):
      freezer.put(byte: 0)
      freezer.put(text)
    case .value(let value):
      freezer.put(byte: 1)
      freezer.put(value)
    }
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    switch try thawer.byte() {
    case 0: self = .reading(try thawer.take())
    case 1: self = .value(try thawer.take())
    default: throw .invalid("page of an administrator's session")
    }
  }
}

/// The value of one row, on lines of its own.
struct WholeValue: Hashable, Sendable {
  /// The row's name.
  let row: String
  let text: String

  /// Whether a screen has room for it.
  var fits: Bool { text.unicodeScalars.count <= AdminScreens.wholeWidth }
  /// Says that it has not.
  var tooLong: AdminNotice {
    .fault("\(row) has more characters than a screen: edit the file itself")
  }
}

extension WholeValue: Freezable {
  /// Appends row and text.
  func freeze(into freezer: inout Freezer) {
    freezer.put(row)
    freezer.put(text)
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    row = try thawer.take()
    text = try thawer.take()
  }
}
