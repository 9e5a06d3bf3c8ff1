import DataStream
public import EBCDIC
public import Terminal

/// What a script is told of whom and what its session is of.
public struct ScriptSurroundings: Sendable {
  /// What each fact is; blank where nothing is said.
  public var facts: [ScriptFact: String]
  /// The variables that scripts share.
  public var variables: [SharedScope: ScriptVariables] = [:]

  /// Facts, and no shared variables.
  public init(facts: [ScriptFact: String]) { self.facts = facts }

  /// Does what an effect says of the shared variables, and nothing for any other. What could fail the run has
  /// looked at before.
  public mutating func take(_ effect: ScriptEffect) {
    switch effect {
    case .define(let scope, let name):
      try? variables[scope, default: ScriptVariables()].define(name)
    case .set(let scope, let name, let value):
      try? variables[scope, default: ScriptVariables()].set(name, to: value)
    case .delete(let scope, let name):
      try? variables[scope, default: ScriptVariables()].delete(name)
    default: break
    }
  }
}

/// A session's screen, with what a script typed there and the host does not know yet.
public struct TypedScreen: ScriptView {
  /// Rows of the screen.
  public let rows: Int
  /// Columns of the screen.
  public let columns: Int
  /// The cursor's place, from 0.
  public private(set) var cursor: Int
  /// Whether a key would be taken now.
  public var isKeyboardFree: Bool
  /// The fields in the order of the screen.
  public let fields: [ScriptField]
  /// What the script is told besides.
  public var surroundings: ScriptSurroundings
  private var lines: [String]

  /// A screen as its host has made it.
  public init(
    _ space: PresentationSpace, _ page: CodePage, surroundings: ScriptSurroundings
  ) {
    rows = space.size.rows
    columns = space.size.columns
    cursor = space.cursor
    isKeyboardFree = space.lock == .unlocked
    self.surroundings = surroundings
    lines = ScreenText.lines(space, page)
    fields = Self.fields(space)
  }

  private static func fields(_ space: PresentationSpace) -> [ScriptField] {
    let count = space.size.cells
    var starts: [(place: Int, attribute: FieldAttribute)] = []
    for place in 0..<count {
      if case .attribute(let attribute) = space.kind(place) { starts.append((place, attribute)) }
    }
    return starts.indices.map { index in
      let (place, attribute) = starts[index]
      let next = index + 1 < starts.count ? starts[index + 1].place : starts[0].place + count
      return ScriptField(
        start: (place + 1) % count, length: next - place - 1, isProtected: attribute.isProtected,
        isHidden: attribute.isNondisplay)
    }
  }

  /// Types a text at the cursor, which has room for it.
  public mutating func type(_ text: String) {
    let count = rows * columns
    let field = fields.first { (cursor - $0.start + count) % count < $0.length }
    var left = Array(text.unicodeScalars)[...]
    while !left.isEmpty {
      let (row, column) = (cursor / columns, cursor % columns)
      let part = left.prefix(columns - column)
      if field?.isHidden != true {
        var line = Array(lines[row].unicodeScalars)
        line.replaceSubrange(column..<(column + part.count), with: part)
        lines[row] = String(String.UnicodeScalarView(line))
      }
      cursor = (cursor + part.count) % count
      left = left.dropFirst(part.count)
    }
  }

  /// Puts the cursor at a place of the screen.
  public mutating func move(to place: Int) {
    precondition((0..<rows * columns).contains(place))
    cursor = place
  }

  /// A row's text, from 0; what fields do not show is blank.
  public func text(row: Int) -> String { lines[row] }

  /// What a fact is.
  public func fact(_ fact: ScriptFact) -> String { surroundings.facts[fact] ?? "" }

  /// Of other applications nothing is known here.
  public func state(ofApplication name: String) -> String {
    name == fact(.application) ? "ACTIVE" : "UNDEFINED"
  }

  /// Of other sessions nothing is known here.
  public func state(ofSession name: String) -> String {
    name == fact(.session) ? "CURRENT" : "UNDEFINED"
  }

  /// The variables that scripts share.
  public func variables(_ scope: SharedScope) -> ScriptVariables {
    surroundings.variables[scope] ?? ScriptVariables()
  }
}
