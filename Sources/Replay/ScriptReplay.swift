public import DataStream
public import EBCDIC
public import Script
public import Terminal
import Time

/// Runs a script against recorded screens: each wait for the host is given the next one, and a wait behind
/// the last of them is as long as it may be.
public struct ScriptReplay {
  /// What came of it.
  public struct Result: Sendable {
    /// Each statement, what it did, and each screen.
    public let lines: [String]
    /// Whether the script ended as it wanted.
    public let isDone: Bool
    /// Keys that it pressed.
    public let presses: [Press]
  }

  /// A key, with what was typed before it.
  public struct Press: Hashable, Sendable {
    /// A text and where it begins, from 0.
    public struct Typed: Hashable, Sendable {
      /// Its place.
      public let place: Int
      /// The text.
      public fileprivate(set) var text: String
    }

    /// The key.
    public fileprivate(set) var key = AID.none
    /// Texts in the order in which they were typed.
    public fileprivate(set) var texts: [Typed] = []
    /// Places where the secret was typed.
    public fileprivate(set) var secrets: [Int] = []
  }

  private var run: ScriptRun
  private var screen: TypedScreen
  private var left: ArraySlice<PresentationSpace>
  private let page: CodePage
  private var now = Instant(nanoseconds: 0)
  private var lines: [String] = []
  private var isDone = false
  private var shown = 0
  private var presses: [Press] = []
  private var press = Press()

  /// More lines than anybody reads; a script with `OPTION MAXI,0` may go on for ever.
  private static let lineLimit = 20_000

  private init(
    _ run: ScriptRun, _ screens: [PresentationSpace], page: CodePage,
    surroundings: ScriptSurroundings
  ) {
    self.run = run
    self.page = page
    let blank = PresentationSpace(
      screens.first?.capabilities ?? TerminalCapabilities(color: .model2))
    screen = TypedScreen(blank, page, surroundings: surroundings)
    screen.isKeyboardFree = false
    left = screens[...]
  }

  /// Runs a script.
  /// - Parameters:
  ///   - name: the script's.
  ///   - library: the scripts that it may call.
  ///   - screens: those that the host shows, in order.
  ///   - page: the host's code page.
  ///   - surroundings: whom and what the session is of.
  /// - Returns: nil where there is no script of the name.
  public static func run(
    _ name: ScriptName, in library: ScriptLibrary, against screens: [PresentationSpace],
    page: CodePage, as surroundings: ScriptSurroundings
  ) -> Result? {
    guard
      let run = ScriptRun(name, in: library, limit: .standard, isTraced: true)
    else { return nil }
    var replay = ScriptReplay(run, screens, page: page, surroundings: surroundings)
    replay.play()
    return Result(lines: replay.lines, isDone: replay.isDone, presses: replay.presses)
  }

  private mutating func play() {
    var deadline = now
    while !run.isOver {
      guard lines.count < Self.lineLimit else {
        lines.append("stopped here: the script goes on and on")
        return
      }
      if let effect = run.next(screen, at: now) {
        if case .wake(let instant) = effect { deadline = instant } else { perform(effect) }
      } else if run.waitsForHost, let next = left.popFirst() {
        show(next)
        run.handle(.hostWrote)
      } else {
        now = max(now, deadline)
        lines.append("  waits until second \(now.nanoseconds / 1_000_000_000)")
      }
    }
  }

  private mutating func show(_ space: PresentationSpace) {
    screen = TypedScreen(space, page, surroundings: screen.surroundings)
    shown += 1
    lines += StepTrace.lines(of: screen, number: shown)
  }

  private mutating func perform(_ effect: ScriptEffect) {
    if let line = StepTrace.line(of: effect, columns: screen.columns) { lines.append(line) }
    switch effect {
    case .type(let text):
      note(text)
      screen.type(text)
    case .typeSecret:
      press.secrets.append(screen.cursor)
      screen.type(StepTrace.secret)
      run.handle(.done)
    case .moveCursor(let place): screen.move(to: place)
    case .press(let key):
      press.key = key
      presses.append(press)
      press = Press()
      screen.isKeyboardFree = false
    case .command: run.handle(.done)
    case .takeKey: run.handle(.keyPressed(.enter))
    case .define, .set, .delete: screen.surroundings.take(effect)
    case .end(let end): isDone = end == .done
    case .send, .terminal, .log, .trace, .logOff, .wake, .goOnLater: break
    }
  }

  /// What is typed goes on where the last text ended, or begins anew.
  private mutating func note(_ text: String) {
    if let last = press.texts.last,
      (last.place + last.text.unicodeScalars.count) % (screen.rows * screen.columns)
        == screen.cursor
    {
      press.texts[press.texts.count - 1].text += text
    } else {
      press.texts.append(Press.Typed(place: screen.cursor, text: text))
    }
  }
}
