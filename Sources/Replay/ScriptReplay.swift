import DataStream
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
  }

  private var run: ScriptRun
  private var screen: TypedScreen
  private var left: ArraySlice<PresentationSpace>
  private let page: CodePage
  private var now = Instant(nanoseconds: 0)
  private var lines: [String] = []
  private var isDone = false
  private var shown = 0

  /// More lines than anybody reads; a script with `OPTION MAXI,0` may go on for ever.
  private static let lineLimit = 20_000
  /// What stands for the secret on a screen that shows it.
  private static let secret = "********"

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
    return Result(lines: replay.lines, isDone: replay.isDone)
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
    lines.append("--- screen \(shown), \(space.size), cursor \(space.cursor)")
    for row in 0..<screen.rows {
      let text = screen.text(row: row)
      if text.contains(where: { $0 != " " }) { lines.append("  | " + text) }
    }
  }

  private mutating func perform(_ effect: ScriptEffect) {
    switch effect {
    case .type(let text):
      screen.type(text)
      lines.append("  types \(text)")
    case .typeSecret:
      screen.type(Self.secret)
      lines.append("  types the ticket or the password")
      run.handle(.done)
    case .moveCursor(let place):
      screen.move(to: place)
      lines.append("  cursor to \(place / screen.columns + 1),\(place % screen.columns + 1)")
    case .press(let key):
      screen.isKeyboardFree = false
      lines.append("  presses \(key)")
    case .command(let text):
      lines.append("  gives the command \(text)")
      run.handle(.done)
    case .send(let text): lines.append("  shows the user: \(text)")
    case .takeKey:
      lines.append("  takes a key: ENTER here")
      run.handle(.keyPressed(.enter))
    case .terminal(let isShown):
      lines.append(isShown ? "  shows the user the screens" : "  spares the user the screens")
    case .log(_, let text): lines.append("  logs \(text)")
    case .trace(let place, let text): lines.append("\(place): \(text)")
    case .define(let scope, let name):
      try? screen.surroundings.variables[scope, default: ScriptVariables()].define(name)
    case .set(let scope, let name, let value):
      try? screen.surroundings.variables[scope, default: ScriptVariables()].set(name, to: value)
    case .delete(let scope, let name):
      try? screen.surroundings.variables[scope, default: ScriptVariables()].delete(name)
    case .logOff: lines.append("  signs the user off")
    case .wake, .goOnLater: break
    case .end(.done):
      isDone = true
      lines.append("the script ended as it wanted")
    case .end(.failed(let place, let failure)): lines.append("\(place): failed: \(failure)")
    }
  }
}
