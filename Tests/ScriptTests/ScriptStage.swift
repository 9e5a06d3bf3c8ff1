import Bytes
import DataStream
import Names
import Syntax
import Time

@testable import Script

/// A screen of tests: `_` is a character of an input field, `~` one of an input field that shows nothing.
struct StageScreen: ScriptView {
  let rows: Int
  let columns: Int
  var cursor = 0
  var isKeyboardFree = false
  private(set) var fields: [ScriptField] = []
  private var cells: [Character]
  var shared: [SharedScope: ScriptVariables] = [
    .user: ScriptVariables(), .global: ScriptVariables(),
  ]

  init(rows: Int = 4, columns: Int = 20) {
    (self.rows, self.columns) = (rows, columns)
    cells = Array(repeating: " ", count: rows * columns)
  }

  mutating func show(_ lines: [String]) {
    cells = lines.prefix(rows).flatMap { line in
      Array(line.prefix(columns)) + Array(repeating: " ", count: max(0, columns - line.count))
    }
    cells += Array(repeating: " ", count: rows * columns - cells.count)
    fields = []
    var start = 0
    while start < cells.count {
      let kind = Self.kind(cells[start])
      let end = cells[start...].firstIndex { Self.kind($0) != kind } ?? cells.count
      fields.append(
        ScriptField(
          start: start, length: end - start, isProtected: kind == " ", isHidden: kind == "~"))
      start = end
    }
    if fields.allSatisfy(\.isProtected) { fields = [] }
    for index in cells.indices where Self.kind(cells[index]) != " " { cells[index] = " " }
    cursor = fields.first { !$0.isProtected }?.start ?? 0
  }

  private static func kind(_ cell: Character) -> Character {
    cell == "_" || cell == "~" ? cell : " "
  }

  func text(row: Int) -> String {
    String(
      (row * columns..<(row + 1) * columns).map { place in
        fields.contains { $0.isHidden && ($0.start..<$0.start + $0.length).contains(place) }
          ? " " : cells[place]
      })
  }

  mutating func type(_ text: String) {
    for character in text where cells.indices.contains(cursor) {
      cells[cursor] = character
      cursor = (cursor + 1) % cells.count
    }
  }

  func fact(_ fact: ScriptFact) -> String {
    switch fact {
    case .userID: "BOB"
    case .netName: "TN01"
    case .address: "192.0.2.1"
    case .application: "TSO"
    case .applicationID: "TSO0001"
    case .session: "TSOA"
    }
  }

  func state(ofApplication name: String) -> String { name == "TSO" ? "ACTIVE" : "UNDEFINED" }
  func state(ofSession name: String) -> String { name == "TSOA" ? "CURRENT" : "UNDEFINED" }
  func variables(_ scope: SharedScope) -> ScriptVariables { shared[scope] ?? ScriptVariables() }
}

/// A run with its screen, whose story has a line for each effect.
struct ScriptStage {
  private(set) var run: ScriptRun
  var screen = StageScreen()
  private(set) var story: [String] = []
  private let library: ScriptLibrary
  private var now = Instant(nanoseconds: 0)
  /// The run is frozen and thawed before each look.
  private let freezes: Bool

  /// The first script is `A`.
  init?(_ texts: [String], limit: Int = 10_000, freezes: Bool = false) {
    let sources = zip(["A", "B", "C"], texts).map { SourceText(path: "\($0).acl", text: $1) }
    library = ScriptLibrary.load(sources).library
    guard let name = ScriptName("A"), let limit = RunawayLimit(rawValue: limit),
      let run = ScriptRun(name, in: library, limit: limit)
    else { return nil }
    self.run = run
    self.freezes = freezes
    settle()
  }

  /// The host writes lines, and frees the keyboard or not.
  mutating func host(_ lines: String..., free: Bool = true) {
    screen.show(lines)
    screen.isKeyboardFree = free
    tell(.hostWrote)
  }

  mutating func tell(_ event: ScriptEvent) {
    run.handle(event)
    settle()
  }

  /// So many seconds go by.
  mutating func pass(_ seconds: Int) {
    now = now.advanced(by: .seconds(seconds))
    settle()
  }

  static func frozen(_ run: ScriptRun) -> [UInt8] {
    var freezer = Freezer()
    run.freeze(into: &freezer)
    return freezer.bytes
  }

  private mutating func settle() {
    var count = 0
    while count < 20_000 {
      if freezes {
        var thawer = Thawer(Self.frozen(run))
        guard let thawed = try? ScriptRun(thawing: &thawer, in: library), thawer.left == 0 else {
          story.append("what was frozen does not thaw")
          return
        }
        run = thawed
      }
      guard let effect = run.next(screen, at: now) else { return }
      count += 1
      perform(effect)
    }
    story.append("asks for ever")
  }

  private mutating func perform(_ effect: ScriptEffect) {
    switch effect {
    case .type(let text):
      screen.type(text)
      story.append("type \(text)")
    case .typeSecret: story.append("secret")
    case .moveCursor(let place):
      screen.cursor = place
      story.append("cursor \(place)")
    case .press(let key):
      screen.isKeyboardFree = false
      story.append("\(key)")
    case .wake(let instant):
      story.append("wait until \(instant.nanoseconds / 1_000_000_000)")
    case .goOnLater: break
    case .command(let text): story.append("command \(text)")
    case .send(let text): story.append("send \(text)")
    case .takeKey: story.append("take a key")
    case .terminal(let isShown): story.append(isShown ? "show" : "spare")
    case .log(let place, let text): story.append("log \(place): \(text)")
    case .trace(let place, let text): story.append("trace \(place): \(text)")
    case .define(let scope, let name):
      try? screen.shared[scope]?.define(name)
      story.append("define \(scope) \(name)")
    case .set(let scope, let name, let value):
      try? screen.shared[scope]?.set(name, to: value)
      story.append("set \(scope) \(name) \(value)")
    case .delete(let scope, let name):
      try? screen.shared[scope]?.delete(name)
      story.append("delete \(scope) \(name)")
    case .logOff: story.append("log off")
    case .end(.done): story.append("end")
    case .end(.failed(let place, let failure)): story.append("fail \(place): \(failure)")
    }
  }

  /// The story of scripts and of what happens to them, which is the same when the run is frozen and
  /// thawed before each look.
  static func story(
    _ texts: String..., limit: Int = 10_000, _ happen: (inout ScriptStage) -> Void = { _ in }
  ) -> [String] {
    let stories = [false, true].map { freezes -> [String] in
      guard var stage = ScriptStage(texts, limit: limit, freezes: freezes) else {
        return ["the script has faults"]
      }
      happen(&stage)
      return stage.story
    }
    return stories[0] == stories[1] ? stories[0] : ["frozen it goes otherwise"] + stories[1]
  }
}
