import Bytes
import DataStream
import Names
import Script
import Syntax
import Time

/// Scripts that administrators write, what happens to them, and runs that are thawed.
enum ScriptTargets {
  static let all = [
    FuzzTarget(
      name: "scripts", what: "a script, and what hosts and users do while it runs",
      seeds: { _ in scripts.map { Array($0.utf8) + [0, 0, 4, 2, 0, 3, 5, 0, 1] } }, words: words,
      make: { _ in play }),
    FuzzTarget(
      name: "frozen-scripts", what: "frozen runs of scripts that are thawed, and then go on",
      seeds: { _ in frozen }, make: { _ in thaw }),
  ]

  private static let scripts = [
    "WINP\nSEARCH 'USERID'\nIF NOT FOUND FAIL 'no'\nKEY &USERID\nTABF\nKEY &PSWD\nENTER\n"
      + "WAIT 5 FOR 'READY'\n",
    "OPTION TIME=5,LATE\nOPTION MAXI,0\nAGAIN: WAIT\nADD &A1 1\nIF &A1 < 9\nBRANCH AGAIN\nELSE\n"
      + "COMMAND '/K'\nENDIF\nLATE: LOGOFF\n",
    "VDEFINE &X\nUDEFINE &Y\nSET &X 'a' &SESS_INF(TSOA)\nSET &Y,&X\nSUB &A1 &ERR_RC\nCALL TEST\n",
    "OPTION ERROR,ON\nOPTION FLOW,ON\nINPUT\nSET &CURSOR 2,&A2\nHOME\nTABB 3\nSEND &AID\nPF3\n",
  ]

  private static let words =
    ScriptManual.words.map { Array("\n\($0) ".utf8) }
    + [
      " 'A'", " 1", ",", "=", " AND ", " OR ", " NOT FOUND ", " FOR ", "\nX: ", " X", " &X ", "\n",
    ]
    .map { Array($0.utf8) }

  private static let test = SourceText(
    path: "TEST.acl", text: "OPTION VISIBLE,ON\nKEY 'x' &PSWD 'y'\nENTER\nINPUT\nRETURN\n")

  /// The text up to the first zero, then a byte for each event.
  private static func play(_ input: [UInt8]) -> String? {
    let text = SourceText(path: "A.acl", bytes: Array(input.prefix { $0 != 0 }))
    let (library, faults) = ScriptLibrary.load([text, test])
    for fault in faults.prefix(5) { _ = fault.rendered(text) }
    guard let name = ScriptName("A"),
      let run = ScriptRun(name, in: library, limit: .standard)
    else { return nil }
    var player = ScriptPlayer(run, library)
    return player.play(input.drop { $0 != 0 }.prefix(100))
  }

  private static let library = ScriptLibrary.load([
    SourceText(path: "A.acl", text: scripts[2]), test,
  ]).library

  /// A run after each of some events.
  private static var frozen: [[UInt8]] {
    guard let name = ScriptName("A"), let run = ScriptRun(name, in: library, limit: .standard)
    else { return [] }
    var player = ScriptPlayer(run, library)
    let events: [UInt8] = [0, 4, 0, 3]
    return events.map { event in
      _ = player.play([event])
      return player.frozen
    }
  }

  private static func thaw(_ input: [UInt8]) -> String? {
    var thawer = Thawer(input)
    guard let run = try? ScriptRun(thawing: &thawer, in: library) else { return nil }
    var player = ScriptPlayer(run, library)
    return player.play([0, 4, 2, 5, 0, 3, 1, 4, 0])
  }
}

/// A run with a screen of two input fields, of which the second shows nothing.
private struct ScriptPlayer {
  private struct Screen: ScriptView {
    let rows = 4
    let columns = 20
    var cursor = 7
    var isKeyboardFree = false
    var shared: [SharedScope: ScriptVariables] = [:]
    let fields = [
      ScriptField(start: 0, length: 7, isProtected: true, isHidden: false),
      ScriptField(start: 7, length: 8, isProtected: false, isHidden: false),
      ScriptField(start: 15, length: 12, isProtected: true, isHidden: false),
      ScriptField(start: 27, length: 8, isProtected: false, isHidden: true),
      ScriptField(start: 35, length: 45, isProtected: true, isHidden: false),
    ]

    func text(row: Int) -> String { row == 0 ? "USERID              " : "READY               " }
    func fact(_ fact: ScriptFact) -> String { "BOB" }
    func state(ofApplication name: String) -> String { "ACTIVE" }
    func state(ofSession name: String) -> String { "CURRENT" }
    func variables(_ scope: SharedScope) -> ScriptVariables { shared[scope] ?? ScriptVariables() }
  }

  private var run: ScriptRun
  private let library: ScriptLibrary
  private var screen = Screen()
  private var now = Instant(nanoseconds: 0)
  /// More effects than this follow from no event: of a statement there are two or three.
  private static let effects = 100_000

  init(_ run: ScriptRun, _ library: ScriptLibrary) {
    self.run = run
    self.library = library
  }

  var frozen: [UInt8] {
    var freezer = Freezer()
    run.freeze(into: &freezer)
    return freezer.bytes
  }

  /// What rule does not hold, where one does not.
  mutating func play(_ events: some Sequence<UInt8>) -> String? {
    for event in events {
      switch event % 7 {
      case 0:
        screen.isKeyboardFree = true
        run.handle(.hostWrote)
      case 1: run.handle(.hostWrote)
      case 2: run.handle(.keyPressed(.pf3))
      case 3: run.handle(.refused("no"))
      case 4: run.handle(.done)
      case 5: now = now.advanced(by: .seconds(10))
      default: run.handle(event == 6 ? .userBrokeIn : .hostWrote)
      }
      if let fault = settle() { return fault }
      var thawer = Thawer(frozen)
      guard let again = try? ScriptRun(thawing: &thawer, in: library), thawer.left == 0 else {
        return "what was frozen does not thaw"
      }
      run = again
    }
    return nil
  }

  private mutating func settle() -> String? {
    for _ in 0..<Self.effects {
      guard let effect = run.next(screen, at: now) else { return nil }
      switch effect {
      case .type(let text):
        guard
          screen.fields.contains(where: { field in
            !field.isProtected && screen.cursor >= field.start
              && screen.cursor + text.unicodeScalars.count <= field.start + field.length
          })
        else { return "it types where nothing is taken" }
        screen.cursor += text.unicodeScalars.count
      case .moveCursor(let place):
        guard (0..<80).contains(place) else { return "it moves the cursor to \(place)" }
        screen.cursor = place
      case .press: screen.isKeyboardFree = false
      case .define(let scope, let name):
        try? screen.shared[scope, default: ScriptVariables()].define(name)
      case .set(let scope, let name, let value):
        try? screen.shared[scope, default: ScriptVariables()].set(name, to: value)
      case .delete(let scope, let name):
        try? screen.shared[scope, default: ScriptVariables()].delete(name)
      case .typeSecret, .wake, .goOnLater, .command, .send, .takeKey, .terminal, .log, .trace,
        .logOff, .end:
        break
      }
    }
    return "it goes on for ever"
  }
}
