import DataStream
public import EBCDIC
public import Names
public import Replay
import Script
import Syntax
import Terminal

/// Turns a logon that was traced into a first script.
///
/// Each screen is awaited by a text that stands still, what was typed into a field that shows nothing is
/// &PSWD, and the user's id is &USERID. No password comes into the script, also where a trace of x3270 has it in
/// clear.
public struct ScriptRecorder {
  /// What came of it.
  public struct Result: Sendable {
    /// The script.
    public let text: String
    /// What its author should know.
    public fileprivate(set) var notes: [ScriptToolNote]
    /// Whether the script, run against the same trace, sends what the user sent.
    public let isSame: Bool
  }

  private let replay: TraceReplay.Result
  private let page: CodePage
  private let mark: ScreenMark
  private var draft = ScriptDraft(guesses: false)
  private var notes: [ScriptToolNote] = []
  private var expected: [RecordedKey] = []

  private init(_ replay: TraceReplay.Result, user: UserID?, page: CodePage) {
    self.replay = replay
    self.page = page
    mark = ScreenMark(user: user)
  }

  /// Makes a script of a trace.
  /// - Parameters:
  ///   - replay: the trace, or one session of it, as it was played.
  ///   - user: who logged on; nil where the trace has to tell.
  ///   - page: the host's code page.
  /// - Returns: the script, with what its author should know.
  public static func record(
    _ replay: TraceReplay.Result, user: UserID?, page: CodePage
  ) -> Result {
    var recorder = ScriptRecorder(replay, user: user, page: page)
    recorder.walk()
    let resolved = recorder.draft.resolved(for: user)
    // A text with the user's id stands still for one user only.
    if user == nil, let found = resolved.user {
      var result = record(replay, user: found, page: page)
      result.notes.insert(contentsOf: resolved.notes.prefix(1), at: 0)
      return result
    }
    recorder.notes += resolved.notes
    let text = resolved.text(
      title: "Recorded from a trace. Look at each text before you rely on it.")
    let isSame = recorder.isSame(text, user: user)
    return Result(text: text, notes: recorder.notes, isSame: isSame)
  }

  // MARK: Screens and keys

  private mutating func walk() {
    if replay.hasOtherInput {
      note("the user answered the host's system services or line mode, which no script does")
    }
    var shown = 0
    var last: TypedScreen?
    for input in replay.inputs {
      awaitScreen(replay.screens[shown..<max(shown, input.screens)], after: last)
      shown = max(shown, input.screens)
      let screen = TypedScreen(input.space, page, surroundings: ScriptSurroundings(facts: [:]))
      press(input, on: screen)
      last = screen
    }
    awaitScreen(replay.screens[shown...], after: last)
  }

  /// Waits for the last of the screens that came before a key.
  private mutating func awaitScreen(
    _ screens: ArraySlice<TraceReplay.Screen>, after last: TypedScreen?
  ) {
    let group = screens.filter { $0.lineMode == nil }.map {
      TypedScreen($0.space, page, surroundings: ScriptSurroundings(facts: [:]))
    }
    guard let screen = group.last else {
      if last != nil {
        note("the host answered a key with no screen: the script waits in vain there")
      }
      return
    }
    if last == nil { draft.add(.line("WINP")) }
    let others = group.dropLast() + [last].compactMap { $0 }
    if let text = mark.text(of: screen, without: Array(others)) {
      draft.add(.prompt("", statement: "WAIT FOR " + ScriptWords.quoted(text)))
    } else {
      // Two screens that look alike: what comes late is waited for a little.
      for _ in group.dropFirst() { draft.add(.line("WAIT 2")) }
    }
  }

  private mutating func press(_ input: TraceReplay.Input, on screen: TypedScreen) {
    let entry = ScreenEntry(input, on: screen, page: page)
    var typist = Typist(screen, draft: draft)
    var key = RecordedKey(key: input.record.aid)
    for place in entry.strays {
      note("the terminal sent data of no input field; it is left out")
      // No script sends that, so that the two are not the same.
      key.texts[place] = "?"
    }
    for typed in entry.texts {
      if typed.isDark {
        note(
          "row \(typed.row), column \(typed.column): what was typed there is dark in the trace; "
            + "write it yourself")
        typist.draft.add(
          .line("* here something was typed at \(typed.row),\(typed.column) that the trace hides"))
        continue
      }
      if typed.isHidden, !key.secrets.isEmpty {
        note("a second hidden field was filled, perhaps with a new password; it is left out")
        typist.draft.add(.line("* a second hidden field is left out, perhaps a new password"))
        continue
      }
      typist.type(typed)
      if typed.isHidden {
        key.secrets.append(typed.place)
      } else {
        key.texts[typed.place] = typed.text
      }
    }
    if let cursor = input.record.cursor { typist.leave(cursor: cursor) }
    draft = typist.draft
    expected.append(key)
    if input.record.aid.isKeyOfScripts {
      draft.add(.key("\(input.record.aid)"))
    } else {
      note("the key \(input.record.aid) is none that a script presses; it is left out")
      draft.add(.line("* the key \(input.record.aid) is left out"))
    }
  }

  private mutating func note(_ text: String) {
    let note = ScriptToolNote(0, text)
    if !notes.contains(note) { notes.append(note) }
  }

  // MARK: Proof

  /// Whether the script passes the checker and sends the same against the trace.
  private mutating func isSame(_ text: String, user: UserID?) -> Bool {
    let source = SourceText(path: "RECORDED.acl", text: text)
    let (library, faults) = ScriptLibrary.load([source])
    for fault in faults where fault.severity == .error { note(fault.rendered(source)) }
    let facts: [ScriptFact: String] = user.map { [.userID: $0.description] } ?? [:]
    let screens = replay.screens.filter { $0.lineMode == nil }.map(\.space)
    guard let name = ScriptName(source.name),
      let result = ScriptReplay.run(
        name, in: library, against: screens, page: page,
        as: ScriptSurroundings(facts: facts))
    else { return false }
    guard result.isDone else {
      note("run against the trace, the script fails: \(result.lines.last ?? "")")
      return false
    }
    let sent = result.presses.map(RecordedKey.init)
    if let index = zip(expected, sent).enumerated().first(where: { !$1.0.isSame(as: $1.1) })?.offset
    {
      note("run against the trace, the script sends something else with key \(index + 1)")
      return false
    }
    guard expected.count == sent.count else {
      note("run against the trace, the script presses \(sent.count) keys for \(expected.count)")
      return false
    }
    return true
  }
}

/// A key, with what was typed before it.
private struct RecordedKey {
  var key: AID
  /// By the places where they begin.
  var texts: [Int: String] = [:]
  var secrets: [Int] = []

  init(key: AID) { self.key = key }

  init(_ press: ScriptReplay.Press) {
    key = press.key
    for typed in press.texts { texts[typed.place] = typed.text }
    secrets = press.secrets
  }

  /// Whether a script's key sends the same. Ids may be typed in small letters, and blanks at the end are
  /// none; a secret that the trace shows in a text stands for the rest of it.
  func isSame(as sent: RecordedKey) -> Bool {
    guard key == sent.key, secrets.allSatisfy(sent.secrets.contains) else { return false }
    let spans = texts.map { $0.key..<$0.key + $0.value.unicodeScalars.count }
    func isInside(_ place: Int) -> Bool { spans.contains { $0.contains(place) } }
    let areSame = texts.allSatisfy { place, text in
      let other = Self.plain(sent.texts[place] ?? "")
      let hasSecret = sent.secrets.contains {
        (place..<place + text.unicodeScalars.count).contains($0)
      }
      return hasSecret ? Self.plain(text).hasPrefix(other) : Self.plain(text) == other
    }
    return areSame && sent.texts.keys.allSatisfy(isInside)
      && sent.secrets.allSatisfy { secrets.contains($0) || isInside($0) }
  }

  private static func plain(_ text: String) -> String {
    var text = text.uppercased()
    while text.last == " " { text.removeLast() }
    return text
  }
}

extension AID {
  /// Whether a statement presses it.
  var isKeyOfScripts: Bool {
    pfNumber != nil || [Self.enter, .clear, .pa1, .pa2, .pa3].contains(self)
  }
}
