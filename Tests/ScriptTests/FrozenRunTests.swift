import Bytes
import DataStream
import Syntax
import TestSupport
import Testing
import Time

@testable import Script

@Suite struct FrozenRunTests {
  private let texts = [
    "VDEFINE &X\nSET &X 'abc'\nOPTION TIME=5,LATE\nCALL B\nLATE: FAIL 'late'",
    "WINP\nOPTION ERROR,ON\nKEY 'a' &PSWD 'b'\nENTER\nINPUT",
  ]

  @Test func `a run whose scripts are others now ends with the reason`() throws {
    let stage = try #require(ScriptStage(texts))
    let bytes = ScriptStage.frozen(stage.run)
    for other in [[texts[0]], [texts[0], texts[1] + "\n"]] {
      let sources = zip(["A", "B"], other).map { SourceText(path: "\($0).acl", text: $1) }
      let library = ScriptLibrary.load(sources).library
      var thawer = Thawer(bytes)
      var run = try ScriptRun(thawing: &thawer, in: library)
      let effect = run.next(StageScreen(), at: Instant(nanoseconds: 0))
      guard case .end(.failed(let place, .changed))? = effect else {
        Issue.record("\(String(describing: effect))")
        continue
      }
      #expect("\(place)" == "B line 1")
      #expect(run.isOver)
    }
  }

  @Test func `bytes that lie or end early are no run, and trap nothing`() throws {
    var stage = try #require(ScriptStage(texts))
    stage.host("~~~~~~~~")
    let bytes = ScriptStage.frozen(stage.run)
    let sources = zip(["A", "B"], texts).map { SourceText(path: "\($0).acl", text: $1) }
    let library = ScriptLibrary.load(sources).library
    for length in 0..<bytes.count {
      var thawer = Thawer(bytes[..<length])
      #expect(throws: ThawError.self) { try ScriptRun(thawing: &thawer, in: library) }
    }
    var dice = Dice(seed: 3)
    var thawed = 0
    for _ in 0..<20_000 {
      var other = bytes
      for _ in 0...dice.below(3) { other[dice.below(other.count)] = dice.byte() }
      var thawer = Thawer(other)
      guard var run = try? ScriptRun(thawing: &thawer, in: library) else { continue }
      thawed += 1
      var screen = StageScreen()
      screen.show(["~~~~~", "___"])
      screen.isKeyboardFree = true
      for event in [ScriptEvent.done, .hostWrote, .keyPressed(.pf3), .refused("no")] {
        run.handle(event)
        for _ in 0..<300 where run.next(screen, at: Instant(nanoseconds: dice.next())) == nil {
          break
        }
      }
    }
    #expect(thawed > 1_000)
  }

  private static let lines: [String] = [
    "WINP", "ENTER", "PF3", "CLEAR", "KEY 'abc'", "KEY &PSWD", "KEY &X &USERID", "TABF", "TABB 7",
    "HOME", "SEARCH 'A'", "SEARCH &X AT &A1,&A2", "SEARCH 'B' ROW &A3", "BRANCH L0", "BRANCH L1",
    "IF FOUND BRANCH L1",
    "IF &A1 > &X\nTABF\nELSE\nADD &A4 1\nENDIF", "SET &A1 &CSRROW", "SET &CURSOR &A2",
    "ADD &A2 7", "SUB &A3 1", "ADD &X 5", "SET &X &X &A1", "VDEFINE &X", "UDEFINE &X",
    "GDEFINE &X", "VDELETE &X", "UDELETE &X", "SEND &ERR_MSG", "INPUT", "PAUSE 1", "WAIT 2",
    "WAIT FOR &X", "COMMAND '/K'", "LOG &AID", "CALL B", "RETURN", "OPTION ERROR,ON",
    "OPTION VISIBLE,ON", "OPTION MAXI,300", "OPTION MAXI,0", "OPTION WAIT,3", "OPTION TIME=2,L0",
    "OPTION FLOW,ON", "OPTION TERM,ON",
  ]

  /// A script of random lines, with two labels to which some of them go.
  private static func script(_ dice: inout Dice) -> String {
    var script = (0..<dice.below(25)).map { _ in dice.pick(lines) }
    for label in ["L0:", "L1:"] { script.insert(label, at: dice.below(script.count + 1)) }
    return "OPTION MAXI,200\n" + script.joined(separator: "\n") + "\nEND\n"
  }

  @Test func `no script and no order of events traps a run or lets it go on for ever`() throws {
    var dice = Dice(seed: 11)
    let events: [ScriptEvent] = [
      .hostWrote, .keyPressed(.enter), .done, .refused("no"), .userBrokeIn, .sessionEnded,
    ]
    var (runs, ends) = (0, 0)
    for _ in 0..<600 {
      let texts = [Self.script(&dice), Self.script(&dice)]
      guard var stage = ScriptStage(texts, limit: 200, freezes: dice.once(in: 8)) else { continue }
      runs += 1
      for _ in 0..<30 {
        switch dice.below(4) {
        case 0: stage.host("A ____", "~~~~ ABC", free: !dice.once(in: 5))
        case 1: stage.pass(dice.below(20))
        default:
          stage.tell(dice.once(in: 20) ? dice.pick(events) : dice.pick(Array(events.prefix(4))))
        }
      }
      #expect(!stage.story.contains("asks for ever"))
      #expect(!stage.story.contains("what was frozen does not thaw"))
      #expect(stage.story.count { $0 == "end" || $0.hasPrefix("fail ") } <= 1)
      ends += stage.run.isOver ? 1 : 0
    }
    #expect(runs == 600 && ends > 500, "\(runs) \(ends)")
  }
}
