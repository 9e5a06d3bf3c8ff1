/// What a script sees: the session's screen as its user would, and whom and what the session is of.
///
/// What a field does not show is not told: its characters are blanks here.
public protocol ScriptView {
  /// Rows of the screen; at least 1.
  var rows: Int { get }
  /// Columns of the screen; at least 1.
  var columns: Int { get }
  /// The cursor's place, from 0.
  var cursor: Int { get }
  /// Whether a key would be taken now.
  var isKeyboardFree: Bool { get }
  /// A row's text, from 0; a character for each column.
  func text(row: Int) -> String
  /// The fields in the order of the screen; none where it has no fields, and all of it is for input.
  var fields: [ScriptField] { get }
  /// What the surroundings are.
  func fact(_ fact: ScriptFact) -> String
  /// How it is with an application, as `&APPL_INF` tells.
  func state(ofApplication name: String) -> String
  /// How it is with a session of the user, as `&SESS_INF` tells.
  func state(ofSession name: String) -> String
  /// The variables that scripts share.
  func variables(_ scope: SharedScope) -> ScriptVariables
}

/// A field of a screen, from its first character to its last.
public struct ScriptField: Hashable, Sendable {
  /// Place of its first character, from 0.
  public let start: Int
  /// Its characters; it may go on at the screen's beginning.
  public let length: Int
  /// Whether nobody can type into it.
  public let isProtected: Bool
  /// Whether it does not show what it has.
  public let isHidden: Bool

  /// A field.
  public init(start: Int, length: Int, isProtected: Bool, isHidden: Bool) {
    self.start = start
    self.length = length
    self.isProtected = isProtected
    self.isHidden = isHidden
  }
}

/// Looks at a screen for the statements that find, move and type.
struct ScreenWalk<View: ScriptView> {
  let view: View

  private var size: Int { view.rows * view.columns }

  /// Whether a row has a text, at a place of its own or anywhere.
  func finds(_ text: String, in area: PlacedArea) throws(RunFault) -> Bool {
    guard !text.isEmpty else { return true }
    switch area {
    case .screen:
      let sought = Array(text.utf8)
      return (0..<view.rows).contains { Self.has(sought, view.text(row: $0)) }
    case .row(let row):
      return Self.has(Array(text.utf8), view.text(row: try checked(row, view.rows)))
    case .place(let row, let column):
      let row = try checked(row, view.rows)
      let start = try checked(column, view.columns)
      return view.text(row: row).unicodeScalars.dropFirst(start).starts(with: text.unicodeScalars)
    }
  }

  /// Whether a line has some bytes of UTF-8, which begin nowhere but at a character: a script may look
  /// a hundred times in one turn.
  private static func has(_ sought: [UInt8], _ line: String) -> Bool {
    let bytes = line.utf8.span
    var start = 0
    while start + sought.count <= bytes.count {
      var length = 0
      while length < sought.count, bytes[start + length] == sought[length] { length += 1 }
      if length == sought.count { return true }
      start += 1
    }
    return false
  }

  /// A number from 1 as one from 0.
  private func checked(_ number: Int, _ limit: Int) throws(RunFault) -> Int {
    guard (1...limit).contains(number) else { throw .outside(number) }
    return number - 1
  }

  /// A place of the screen from 0, of a place or a row and a column from 1.
  func place(_ first: Int, _ column: Int?) throws(RunFault) -> Int {
    guard let column else { return try checked(first, size) }
    return try checked(first, view.rows) * view.columns + checked(column, view.columns)
  }

  private var inputs: [ScriptField] { view.fields.filter { !$0.isProtected && $0.length > 0 } }

  /// The first input field, where HOME goes.
  func home() throws(RunFault) -> Int {
    guard !view.fields.isEmpty else { return 0 }
    guard let first = inputs.map(\.start).min() else { throw .noField }
    return first
  }

  /// The input field so many fields on, or back; around the screen's end.
  func tab(_ count: Int) throws(RunFault) -> Int {
    let starts = inputs.map(\.start).sorted()
    guard !starts.isEmpty else { throw .noField }
    let next = starts.firstIndex { $0 > view.cursor } ?? starts.count
    let before = (starts.firstIndex { $0 >= view.cursor } ?? starts.count) - 1
    let index = count > 0 ? next + count - 1 : before + count + 1
    return starts[(index % starts.count + starts.count) % starts.count]
  }

  /// The field that the cursor is in; nil where the screen has no fields.
  func fieldAtCursor() throws(RunFault) -> ScriptField? {
    guard !view.fields.isEmpty else { return nil }
    let found = view.fields.first { field in
      let offset = view.cursor - field.start
      return (offset >= 0 ? offset : offset + size) < field.length
    }
    guard let found, !found.isProtected else { throw .protected }
    return found
  }

  /// Characters that can be typed from the cursor on.
  func room(in field: ScriptField?) -> Int {
    guard let field else { return size - view.cursor }
    let offset = view.cursor - field.start
    return field.length - (offset >= 0 ? offset : offset + size)
  }
}

/// Where SEARCH looks, in numbers from 1.
enum PlacedArea {
  case screen
  case row(Int)
  case place(row: Int, column: Int)
}
