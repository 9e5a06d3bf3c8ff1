import Bytes
import DataStream
import EBCDIC
import Names
import Panels
import ScreenSupport
import SessionEngine
import Syntax
import Terminal
import TestSupport
import Testing

@testable import OperatorSession

@Suite struct OperatorApplicationTests {
  /// A session whose screen is what a terminal makes of its records.
  struct Bench {
    var application: OperatorApplication
    var space: PresentationSpace
    var commands: [String] = []
    var hasEnded = false

    init(size: Geometry = .model2) throws {
      let terminal = TerminalCapabilities(color: size)
      space = PresentationSpace(terminal)
      application = try #require(OperatorApplication(panels: try Self.panels))
      let data = LogonData(
        user: UserID("ADMIN"), ticket: nil, terminal: try #require(LUName("TN1")), address: "::1",
        screen: terminal)
      handle(.opened(data))
    }

    static var panels: PanelLibrary {
      get throws {
        let file = SourceText(
          path: "Screens/TPXOPER.panel", text: try Repository.text("Screens/TPXOPER.panel"))
        return try #require(
          PanelLibrary.load([file], contracts: OperatorScreen.panelContracts).panels)
      }
    }

    mutating func handle(_ event: ApplicationEvent) {
      var effects: [ApplicationEffect] = []
      application.handle(event, into: &effects)
      perform(effects)
    }

    mutating func perform(_ effects: [ApplicationEffect]) {
      for effect in effects {
        switch effect {
        case .send(let record): _ = space.apply(record)
        case .operate(let line): commands.append(line)
        case .end: hasEnded = true
        case .verify, .administer, .view, .wake:
          Issue.record("an operator's session only gives commands")
        }
      }
    }

    /// ENTER with a command, or another key with or without one.
    mutating func press(_ aid: AID = .enter, _ command: String = "") {
      guard !aid.isShortRead else { return handle(.record([aid.byte])) }
      var record: [UInt8] = [aid.byte, 0x40, 0x40, OrderCode.setBufferAddress]
      let line = (space.size.rows - 2) * space.size.columns
      BufferAddress.append(line + 14, in: space.size, to: &record)
      handle(.record(record + CodePage.bracket.encode(command)))
    }

    mutating func answer(_ lines: [String], isFailed: Bool = false) {
      handle(.answered(OperatorAnswer(lines: lines, isFailed: isFailed)))
    }

    var lines: [String] { ScreenText.lines(space, .bracket) }
    /// What the list shows, without what is blank.
    var shown: [String] { lines[2...21].map { $0.trimmed }.filter { !$0.isEmpty } }
  }

  @Test(arguments: [("2", Geometry.model2), ("5", Geometry.model5)])
  func `answers use the rows of the terminal, also in another process`(
    model: String, size: Geometry
  ) throws {
    var bench = try Bench(size: size)
    bench.answer((1...60).map { "line \($0)" })
    #expect(bench.space.size == size)
    #expect(bench.lines.count { $0.contains("line ") } == size.rows - 5)
    try GoldenScreen.expect(
      bench.space, .bracket,
      matches: "Tests/OperatorSessionTests/Fixtures/operator-\(model).screen")
    var freezer = Freezer()
    #expect(bench.application.freeze(into: &freezer))
    var thawer = Thawer(freezer.bytes)
    bench.application = try #require(
      try OperatorApplication(thawing: &thawer, panels: try Bench.panels))
    #expect(thawer.left == 0)
    bench.press(.pf8)
    #expect(bench.lines.count { $0.contains("line ") } == size.rows - 4)
  }

  @Test func `a command goes out, and its answer comes under it`() throws {
    var bench = try Bench()
    #expect(bench.commands == ["HELP"])
    bench.answer(["STATUS  how many there are"])
    #expect(bench.shown == ["> HELP", "STATUS  how many there are"])
    bench.press(.enter, "status")
    bench.answer(["terminals 1"])
    #expect(bench.commands == ["HELP", "status"])
    // Where the answer begins is the top of the screen.
    #expect(bench.shown == ["> status", "terminals 1"])
    #expect(bench.lines[0].contains("Userid   -  ADMIN"))
    #expect(bench.lines[1].contains("Termid   -  TN1"))
  }

  @Test func `a second command waits for the first one's answer, and stays on its line`() throws {
    var bench = try Bench()
    bench.press(.enter, "STATUS")
    #expect(bench.commands == ["HELP"])
    #expect(bench.shown.last == "Wait: the answer to HELP is on its way.")
    #expect(bench.lines[22].contains("STATUS"))
    bench.answer(["done"])
    bench.press(.enter, "STATUS")
    #expect(bench.commands == ["HELP", "STATUS"])
    // An answer that nobody waits for is nobody's.
    bench.answer(["1"])
    bench.answer(["2"])
    #expect(bench.shown == ["> STATUS", "1"])
  }

  @Test func `a long answer is read from its start, page by page`() throws {
    var bench = try Bench()
    bench.answer([])
    bench.press(.enter, "D U")
    bench.answer((1...50).map { "line \($0)" })
    #expect(bench.shown.first == "> D U" && bench.shown.last == "line 19")
    #expect(bench.lines[23].contains("More: - +"))
    bench.press(.pf8)
    #expect(bench.shown.first == "line 20" && bench.shown.last == "line 39")
    bench.press(.pf8)
    bench.press(.pf8)
    #expect(bench.shown.last == "line 50")
    #expect(bench.lines[23].contains("Row 33 of 52"))
    bench.press(.pf7)
    bench.press(.pf19)
    bench.press(.pf19)
    #expect(bench.shown.first == "> HELP")
    bench.press(.clear)
    #expect(bench.shown.isEmpty)
  }

  @Test func `more than is kept is cut, and says so`() throws {
    var bench = try Bench()
    bench.answer((1...5000).map { "line \($0)" })
    for _ in 0..<100 { bench.press(.pf8) }
    #expect(bench.shown.last == "The rest is left out: 5000 lines are too many here.")
    bench.press(.enter, "NEXT")
    bench.answer(["x"])
    #expect(bench.shown == ["> NEXT", "x"])
    bench.press(.clear)
    bench.press(.enter, "LONG")
    bench.answer([String(repeating: "word ", count: 40)])
    #expect(bench.shown.count == 4 && bench.shown.allSatisfy { $0.count <= 79 })
  }

  @Test func `PF12 brings commands back, the last one first`() throws {
    var bench = try Bench()
    bench.answer([])
    bench.press(.pf12)
    #expect(bench.lines[22].trimmed == "COMMAND ===>")
    for command in ["one", "two", "two"] {
      bench.press(.enter, command)
      bench.answer([])
    }
    for expected in ["two", "one", "two"] {
      bench.press(.pf12)
      #expect(bench.lines[22].contains(expected))
    }
  }

  @Test(arguments: ["END", "quit", "Logoff"]) func `END and its like end it`(word: String) throws {
    var bench = try Bench()
    bench.press(.enter, word)
    #expect(bench.hasEnded)
    var other = try Bench()
    other.press(.pf3)
    #expect(other.hasEnded && !bench.commands.contains(word))
  }

  @Test func `a command whose answer was lost is not given again`() throws {
    var bench = try Bench()
    bench.answer(["x"])
    bench.press(.enter, "CANCEL U")
    var freezer = Freezer()
    #expect(bench.application.freeze(into: &freezer))
    var thawer = Thawer(freezer.bytes)
    bench.application = try #require(
      try OperatorApplication(thawing: &thawer, panels: try Bench.panels))
    var effects: [ApplicationEffect] = []
    bench.application.resume(into: &effects)
    bench.perform(effects)
    #expect(bench.commands == ["HELP", "CANCEL U"])
    #expect(bench.shown.contains("The server was replaced before it answered CANCEL U."))
    bench.press(.enter, "STATUS")
    #expect(bench.commands.last == "STATUS")
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    while text.first == " " { text.removeFirst() }
    return String(text)
  }
}
