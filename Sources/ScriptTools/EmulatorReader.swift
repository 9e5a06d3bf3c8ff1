import DataStream

/// Reads scripts of s3270 and x3270: lists of actions, one after the other, without anything that decides.
struct EmulatorReader {
  private(set) var draft = ScriptDraft(guesses: true)
  private(set) var notes: [ScriptToolNote] = []
  /// The last statement was a key, which has waited.
  private var hasWaited = false
  /// Nothing has waited for the host's first screen.
  private var isBeginning = true
  private var line = 0

  init(_ lines: [String]) {
    for (index, text) in lines.enumerated() {
      line = index + 1
      take(text.trimmed)
    }
  }

  /// Whether a text looks like such a script and not like a member of TPX: by its first line that says
  /// something.
  static func isLikely(_ lines: [String]) -> Bool {
    for line in lines.map(\.trimmed) {
      if line.hasPrefix("#") || line.hasPrefix("!") || line.contains("3270.") { return true }
      guard !line.isEmpty, !line.hasPrefix("*") else { continue }
      let name = line.prefix { $0.isLetter }
      return line[name.endIndex...].first == "(" && handlers[name.lowercased()] != nil
        || ["String", "Enter", "Tab", "Wait", "Connect", "Expect", "Ascii"].contains(String(name))
    }
    return false
  }

  private mutating func take(_ text: String) {
    if text.isEmpty { return }
    if text.hasPrefix("#") || text.hasPrefix("!") || text.hasPrefix("*") {
      return draft.add(
        .line(ScriptWords.comment(ScriptWords.plain(String(text.dropFirst()).trimmed))), from: line)
    }
    do throws(EmulatorAction.Fault) {
      for action in try EmulatorAction.actions(text) { perform(action) }
    } catch {
      refuse("", error.reason)
    }
  }

  /// Leaves something out, and says so in the script and to its author. What a line has in quotes may be a
  /// password, and is not repeated.
  private mutating func refuse(_ what: String, _ reason: String) {
    let name = ScriptWords.plain(String(what.prefix { $0.isLetter || $0.isNumber }))
    let text =
      "line \(line), \(name.isEmpty ? "not carried over" : "\(name) not carried over"): \(reason)"
    draft.add(.line(ScriptWords.comment(text)), from: line)
    notes.append(
      ScriptToolNote(line, "\(name.isEmpty ? "the line" : name) was not carried over: \(reason)"))
  }

  // MARK: Actions

  private typealias Handler = @Sendable (inout EmulatorReader, EmulatorAction) -> Void

  /// What each action becomes; names in small letters, as x3270 does not tell them apart.
  private static let handlers: [String: Handler] = [
    "string": { reader, action in for text in action.parameters { reader.type(text) } },
    "key": { reader, action in
      for text in action.parameters {
        text.count == 1 ? reader.type(text) : reader.refuse("Key", "a script has no such key")
      }
    },
    "enter": { reader, _ in reader.press("ENTER") },
    "clear": { reader, _ in reader.press("CLEAR") },
    "pf": { reader, action in reader.press("PF", action, within: 1...24) },
    "pa": { reader, action in reader.press("PA", action, within: 1...3) },
    "tab": { reader, _ in reader.move("TABF") },
    "backtab": { reader, _ in reader.move("TABB") },
    "home": { reader, _ in reader.move("HOME") },
    "movecursor": { reader, action in reader.moveCursor(action, origin: 0) },
    "movecursor1": { reader, action in reader.moveCursor(action, origin: 1) },
    "wait": { reader, action in reader.wait(action.parameters) },
    "pause": { reader, _ in reader.add("PAUSE 1") },
    "expect": { reader, action in reader.expect(action.parameters) },
    "reset": { _, _ in },
    "quit": { reader, _ in reader.add("END") },
    "exit": { reader, _ in reader.add("END") },
    "connect": { reader, _ in reader.refuse("Connect", "the session connects by itself") },
    "open": { reader, _ in reader.refuse("Open", "the session connects by itself") },
    "disconnect": { reader, _ in reader.refuse("Disconnect", "the session ends by itself") },
    "close": { reader, _ in reader.refuse("Close", "the session ends by itself") },
    "eraseeof": { reader, _ in
      reader.refuse("EraseEOF", "a script cannot erase; type blanks over what stands there")
    },
    "eraseinput": { reader, _ in
      reader.refuse("EraseInput", "a script cannot erase; type blanks over what stands there")
    },
    "newline": { reader, _ in
      reader.refuse("Newline", "a script has no such key; TABF or SET &CURSOR may do")
    },
    "ascii": { reader, _ in reader.refuse("Ascii", "a script looks at the screen with SEARCH") },
    "if": { reader, _ in
      reader.refuse("If", "only lists of actions are carried over; write IF yourself")
    },
  ]

  private mutating func perform(_ action: EmulatorAction) {
    guard let handler = Self.handlers[action.name.lowercased()] else {
      return refuse(action.name, "a script has nothing like it")
    }
    handler(&self, action)
  }

  private mutating func add(_ statement: String) {
    begin()
    draft.add(.line(statement), from: line)
    hasWaited = false
  }

  /// A script waits for the first screen; s3270 does so by itself where it connects.
  private mutating func begin() {
    if isBeginning { draft.add(.line("WINP"), from: line) }
    isBeginning = false
  }

  private mutating func type(_ text: String) {
    for piece in EmulatorText.pieces(text) {
      switch piece {
      case .text(let text):
        begin()
        draft.add(.text(ScriptWords.plain(text)), from: line)
        hasWaited = false
      case .action(let name, let parameters):
        perform(EmulatorAction(name: name, parameters: parameters))
      case .unknown(let escape): refuse("String", "the escape \(escape) is none of a script's")
      }
    }
  }

  private mutating func press(
    _ key: String, _ action: EmulatorAction, within range: ClosedRange<Int>
  ) {
    guard let number = action.parameters.first.flatMap({ Int($0) }), range.contains(number) else {
      return refuse(key, "expected a number from \(range.lowerBound) to \(range.upperBound)")
    }
    press("\(key)\(number)")
  }

  private mutating func press(_ key: String) {
    begin()
    draft.add(.key(key), from: line)
    hasWaited = true
  }

  private mutating func move(_ statement: String) {
    begin()
    draft.add(.move(statement), from: line)
    hasWaited = false
  }

  private mutating func moveCursor(_ action: EmulatorAction, origin: Int) {
    let numbers = action.parameters.compactMap { Int($0) }
    // No screen of a 3270 has more rows or columns.
    guard numbers.count == 2, numbers.allSatisfy({ (0...16_384).contains($0) }) else {
      return refuse(action.name, "expected a row and a column")
    }
    move("SET &CURSOR \(numbers[0] + 1 - origin),\(numbers[1] + 1 - origin)")
  }

  /// A key has waited already, so that most of these come to nothing.
  private mutating func wait(_ parameters: [String]) {
    let seconds = parameters.first.flatMap { Int($0) }
    let what = parameters.dropFirst(seconds == nil ? 0 : 1).first?.lowercased() ?? "inputfield"
    if let seconds, !(0...600).contains(seconds) {
      return refuse("Wait", "a script waits for 600 seconds at most")
    }
    switch what {
    case "inputfield", "unlock", "3270mode", "3270", "output", "inputfieldat":
      if isBeginning { begin() } else if what == "output", !hasWaited { add("WAIT") }
    case "seconds": add("PAUSE \(seconds ?? 1)")
    default: refuse("Wait", "a script does not wait for \(ScriptWords.plain(what))")
    }
  }

  private mutating func expect(_ parameters: [String]) {
    guard let sought = parameters.first, !sought.isEmpty, sought.unicodeScalars.count <= 80 else {
      return refuse("Expect", "expected a text of 1 to 80 characters")
    }
    var text = ""
    for piece in EmulatorText.pieces(sought) {
      guard case .text(let part) = piece else {
        return refuse("Expect", "the text is more than one line, and a script looks for one")
      }
      text += part
    }
    begin()
    let plain = ScriptWords.plain(text)
    let seconds =
      parameters.dropFirst().first.flatMap { Int($0) }.map { min(max($0, 1), 600) } ?? 30
    draft.add(
      .prompt(plain, statement: "WAIT \(seconds) FOR \(ScriptWords.quoted(plain))"), from: line)
    draft.add(
      .line("IF NOT FOUND FAIL \(ScriptWords.quoted("the screen does not show " + plain))"),
      from: line)
    hasWaited = false
  }
}
