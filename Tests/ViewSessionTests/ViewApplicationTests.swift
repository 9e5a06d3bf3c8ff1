import Bytes
import DataStream
import EBCDIC
import Names
import Panels
import SessionEngine
import Syntax
import Terminal
import TestSupport
import Testing

@testable import ViewSession

@Suite struct ViewApplicationTests {
  /// A view's session whose screen is what a terminal makes of its records.
  struct Bench {
    var application: ViewApplication
    var space: PresentationSpace
    /// What was asked of the server by the last event.
    var asked: [String] = []
    var drawn = 0
    var wakes = 0
    var hasEnded = false

    init(_ terminal: TerminalCapabilities = TerminalCapabilities(color: .model2)) throws {
      application = try #require(ViewApplication(panels: try Self.panels))
      space = PresentationSpace(terminal)
      let data = LogonData(
        user: UserID("HELEN"), ticket: nil, terminal: try #require(LUName("TN9")), address: "::1",
        screen: terminal)
      handle(.opened(data))
    }

    static var panels: PanelLibrary {
      get throws {
        let file = SourceText(
          path: "Screens/TPXVIEW.panel", text: try Repository.text("Screens/TPXVIEW.panel"))
        return try #require(
          PanelLibrary.load([file], contracts: ViewScreen.panelContracts).panels)
      }
    }

    mutating func handle(_ event: ApplicationEvent) {
      var effects: [ApplicationEffect] = []
      application.handle(event, into: &effects)
      perform(effects)
    }

    mutating func perform(_ effects: [ApplicationEffect]) {
      (asked, drawn, wakes) = ([], 0, 0)
      for effect in effects {
        switch effect {
        case .send(let record):
          _ = space.apply(record)
          drawn += 1
        case .view(.view(let name)): asked.append("view \(name)")
        case .view(.tell(let target, .looks)): asked.append("look \(target.user)")
        case .view(.tell(let target, .leaves)): asked.append("leave \(target.user)")
        case .view(.tell(_, .asks)): Issue.record("the server asks")
        case .wake: wakes += 1
        case .end: hasEnded = true
        case .verify, .operate, .administer: Issue.record("a view's session only views")
        }
      }
    }

    mutating func press(_ aid: AID = .enter, _ command: String = "") {
      var record: [UInt8] = [aid.byte, 0x40, 0x40]
      if !command.isEmpty {
        record.append(OrderCode.setBufferAddress)
        BufferAddress.append(22 * 80 + 14, in: .model2, to: &record)
        record += CodePage.bracket.encode(command)
      }
      handle(.record(record))
    }

    mutating func goOn() throws {
      var freezer = Freezer()
      #expect(application.freeze(into: &freezer))
      var thawer = Thawer(freezer.bytes)
      let thawed = try ViewApplication(thawing: &thawer, panels: try Self.panels)
      application = try #require(thawed)
      try thawer.end()
      var effects: [ApplicationEffect] = []
      application.resume(into: &effects)
      perform(effects)
    }

    var lines: [String] { ScreenText.lines(space, .bracket) }
    func shows(_ text: String) -> Bool { lines.contains { $0.contains(text) } }
  }

  private static func target(_ user: String = "BOB") throws -> ViewTarget {
    ViewTarget(
      user: try #require(UserID(user)), terminal: try #require(LUName("TN1")))
  }

  /// A screen with a text in its first row, and one in its last.
  private static func screen(
    _ text: String, rows: Int = 24
  ) throws -> SeenScreen {
    let size = try #require(Geometry(rows: rows, columns: 80))
    let terminal = TerminalCapabilities(color: size)
    var space = PresentationSpace(terminal)
    var write = OutboundEncoder(
      rows == 24 ? .eraseWrite : .eraseWriteAlternate, [.restoreKeyboard], in: size)
    write.move(to: 0)
    write.startField([])
    write.characters(CodePage.bracket.encode(text))
    write.move(to: (rows - 1) * 80)
    write.characters(CodePage.bracket.encode("BOTTOM"))
    _ = space.apply(write.bytes)
    return .screen(ScreenCopy(of: space))
  }

  private static func viewing(_ screen: SeenScreen) throws -> Bench {
    var bench = try Bench()
    bench.press(.enter, "VIEW BOB")
    bench.handle(.viewed(.found(try target())))
    bench.handle(.viewed(.seen(screen, try target())))
    return bench
  }

  @Test func `it finds the user, looks, and looks again a while after each answer`() throws {
    var bench = try Bench()
    #expect(bench.shows("View the screen of a user") && bench.shows("HELEN"))
    bench.press(.enter, "view bob")
    #expect(bench.asked == ["view BOB"] && bench.shows("BOB is looked for"))
    bench.handle(.viewed(.found(try Self.target())))
    #expect(bench.asked == ["look BOB"])
    // No second look is on its way, whatever timers are left.
    bench.handle(.woke)
    #expect(bench.asked.isEmpty)
    bench.handle(.viewed(.seen(try Self.screen("ONE"), try Self.target())))
    #expect(bench.wakes == 1 && bench.shows("ONE") && bench.space.lock == .unlocked)
    bench.handle(.woke)
    #expect(bench.asked == ["look BOB"])
    // What did not change is not drawn.
    bench.handle(.viewed(.seen(try Self.screen("ONE"), try Self.target())))
    #expect(bench.drawn == 0 && bench.wakes == 1)
    bench.handle(.woke)
    bench.handle(.viewed(.seen(try Self.screen("TWO"), try Self.target())))
    #expect(bench.shows("TWO") && !bench.shows("ONE"))
  }

  @Test func `a user who is asked is waited for, and may refuse`() throws {
    var bench = try Bench()
    bench.press(.enter, "BOB")
    bench.handle(.viewed(.found(try Self.target())))
    bench.handle(.viewed(.awaited(try Self.target())))
    #expect(bench.shows("BOB at TN1 is asked") && bench.wakes == 1)
    bench.handle(.woke)
    #expect(bench.asked == ["look BOB"])
    bench.handle(.viewed(.awaited(try Self.target())))
    #expect(bench.drawn == 0 && bench.wakes == 1)
    bench.handle(.viewed(.over("BOB refused", try Self.target())))
    #expect(bench.shows("The view of BOB has ended: BOB refused"))
    bench.handle(.woke)
    #expect(bench.asked.isEmpty)
  }

  @Test func `however many keys are pressed and processes end, one timer is set`() throws {
    var bench = try Self.viewing(try Self.screen("ONE"))
    for _ in 0..<5 {
      bench.press(.enter)
      bench.handle(.viewed(.seen(try Self.screen("ONE"), try Self.target())))
      #expect(bench.wakes == 0)
      try bench.goOn()
      #expect(bench.wakes == 0)
    }
    bench.handle(.woke)
    bench.handle(.viewed(.seen(try Self.screen("ONE"), try Self.target())))
    #expect(bench.wakes == 1)
    // The timer of a terminal that was away has come, and the next view has one of its own.
    bench.handle(.unattended)
    bench.press(.enter, "BOB")
    bench.handle(.viewed(.found(try Self.target())))
    bench.handle(.viewed(.seen(try Self.screen("ONE"), try Self.target())))
    #expect(bench.wakes == 1)
  }

  @Test func `a late answer of another search is not taken`() throws {
    var bench = try Bench()
    bench.press(.enter, "EVE")
    bench.press(.pf3)
    bench.press(.enter, "BOB")
    bench.handle(.viewed(.over("EVE has signed off", try Self.target("EVE"))))
    #expect(bench.drawn == 0)
    bench.handle(.viewed(.found(try Self.target("EVE"))))
    #expect(bench.asked == ["leave EVE"] && bench.shows("BOB is looked for"))
    bench.handle(.viewed(.found(try Self.target())))
    #expect(bench.asked == ["look BOB"])
  }

  @Test func `PF3 ends the view, then the session; no other key leaves`() throws {
    var bench = try Self.viewing(try Self.screen("ONE"))
    for aid in [AID.enter, .pf1, .clear, .pf(24), .pa1] {
      bench.press(aid)
      #expect(!bench.asked.contains("leave BOB") && bench.drawn == 1 && bench.shows("ONE"))
    }
    bench.press(.pf3)
    #expect(bench.asked == ["leave BOB"] && bench.shows("The view of BOB has ended"))
    // An answer that was on its way shows nothing any more.
    bench.handle(.viewed(.seen(try Self.screen("LATE"), try Self.target())))
    #expect(bench.drawn == 0 && bench.wakes == 0)
    bench.press(.pf3)
    #expect(bench.hasEnded)
  }

  @Test func `an answer of another view is nobody's`() throws {
    var bench = try Self.viewing(try Self.screen("ONE"))
    bench.handle(.viewed(.seen(try Self.screen("OTHER"), try Self.target("EVE"))))
    bench.handle(.viewed(.over("EVE refused", try Self.target("EVE"))))
    #expect(bench.drawn == 0 && bench.shows("ONE"))
    // Who gave up a search and is found after all is not viewed.
    bench.press(.pf3)
    bench.press(.enter, "EVE")
    bench.press(.pf3)
    bench.handle(.viewed(.found(try Self.target("EVE"))))
    #expect(bench.asked == ["leave EVE"])
  }

  @Test func `a larger screen is moved over`() throws {
    var bench = try Self.viewing(try Self.screen("TOP", rows: 43))
    #expect(bench.shows("TOP") && !bench.shows("BOTTOM"))
    bench.press(.pf8)
    bench.press(.pf8)
    #expect(bench.lines[23].hasPrefix("BOTTOM") && !bench.shows("TOP"))
    bench.press(.pf8)
    #expect(bench.lines[23].hasPrefix("BOTTOM"))
    // What is seen next stays there.
    bench.handle(.viewed(.seen(try Self.screen("ANEW", rows: 43), try Self.target())))
    #expect(bench.lines[23].hasPrefix("BOTTOM"))
    bench.press(.pf7)
    bench.press(.pf7)
    #expect(bench.shows("ANEW"))
    bench.press(.pf(11))
    #expect(bench.shows("ANEW"))
  }

  @Test func `what may not be seen is told in words`() throws {
    var bench = try Self.viewing(.covered("Session PAY may not be viewed"))
    #expect(bench.shows("BOB: Session PAY may not be viewed"))
    bench.handle(.viewed(.seen(try Self.screen("ONE"), try Self.target())))
    #expect(bench.shows("ONE"))
    bench.handle(.viewed(.seen(.covered("Session PAY may not be viewed"), try Self.target())))
    bench.press(.pf3)
    #expect(bench.asked == ["leave BOB"])
  }

  @Test func `a terminal that is away, and a session that ends, end the view`() throws {
    var bench = try Self.viewing(try Self.screen("ONE"))
    bench.handle(.unattended)
    #expect(bench.asked == ["leave BOB"] && bench.shows("your terminal was away"))
    bench.handle(.unattended)
    #expect(bench.asked.isEmpty)
    bench = try Self.viewing(try Self.screen("ONE"))
    bench.handle(.closed)
    #expect(bench.asked == ["leave BOB"])
    bench.handle(.closed)
    #expect(bench.asked.isEmpty)
  }

  @Test func `it goes on in another process, which has seen nothing`() throws {
    var bench = try Bench()
    try bench.goOn()
    #expect(bench.asked.isEmpty && bench.wakes == 0)
    bench.press(.enter, "BOB")
    try bench.goOn()
    #expect(bench.asked == ["view BOB"])
    bench.handle(.viewed(.found(try Self.target())))
    try bench.goOn()
    #expect(bench.asked == ["look BOB"])
    bench.handle(.viewed(.seen(try Self.screen("ONE"), try Self.target())))
    try bench.goOn()
    // Its timer goes on too.
    #expect(bench.asked.isEmpty && bench.wakes == 0)
    bench.handle(.woke)
    bench.handle(.viewed(.seen(try Self.screen("ONE"), try Self.target())))
    #expect(bench.drawn == 1)
    var freezer = Freezer()
    #expect(bench.application.freeze(into: &freezer))
    #expect(freezer.bytes.ranges(of: CodePage.bracket.encode("ONE")).isEmpty)
  }

  @Test func `what is no name says what is expected`() throws {
    var bench = try Bench()
    bench.press(.enter)
    #expect(bench.shows("Type VIEW and the name") && bench.asked.isEmpty)
    bench.press(.enter, "VIEW BOB AND EVE")
    #expect(bench.shows("one name") && bench.asked.isEmpty)
    bench.press(.enter, "VIEW")
    #expect(bench.shows("one name") && bench.asked.isEmpty)
    bench.press(.enter, "END")
    #expect(bench.hasEnded)
  }
}
