import Crypto
import DataStream
import EBCDIC
import Foundation
import Names
import Panels
import ScreenSupport
import Syntax
import Terminal
import TestSupport
import Testing

@Suite struct PanelsTests {
  static func library() throws -> PanelLibrary {
    let files = try Repository.files("Screens", suffix: ".panel").map {
      SourceText(path: $0, text: try Repository.text($0))
    }
    let (panels, faults) = PanelLibrary.load(files, contracts: [])
    #expect(faults == [])
    return try #require(panels)
  }

  private static let fixtures = "Tests/PanelsTests/Fixtures"

  private func slot(_ panel: Panel, _ name: String) throws -> PanelSlot {
    try #require(panel.slot(name))
  }

  /// `UPDATE_GOLDEN=1` writes the files again; the difference is then to be read.
  @Test(arguments: [2, 4, 5])
  func `every panel looks as it did`(model: Int) throws {
    let library = try Self.library()
    for name in library.names {
      let panel = try #require(library[name])
      try GoldenScreen.expect(
        PanelSample.draw(panel, model: model), .bracket,
        matches: "\(Self.fixtures)/\(name)-\(model).screen")
    }
  }

  @Test func `each golden file is of a panel that is there`() throws {
    let names = try Self.library().names
    let files = Repository.files(Self.fixtures, suffix: ".screen")
    let wanted = names.flatMap { name in
      [2, 4, 5].map { "\(Self.fixtures)/\(name)-\($0).screen" }
    }
    #expect(Set(files) == Set(wanted))
  }

  @Test func `README's picture is the menu as it is`() throws {
    let library = try Self.library()
    let name = try #require(PanelName("TEN0041"))
    let menu = try #require(library[name])
    let svg = ScreenPicture.svg(PanelSample.draw(menu, model: 2), .bracket)
    let path = "Tests/PanelsTests/Fixtures/menu.svg"
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try svg.write(to: Repository.root.appending(path: path), atomically: true, encoding: .utf8)
    }
    #expect(try Repository.text(path) == svg)
  }

  static let broken: [(String, String)] = [
    (")BODY\ntext\n)END\n", "2:1: error: this text has no attribute character before it"),
    (
      ")BODY\n" + String(repeating: " ", count: 79) + "%xx\n)END\n",
      "2:81: error: the line runs over"
    ),
    (")BODY\n_ \n)END\n", "2:1: error: the field has no name"),
    (")BODI\n)END\n", "1:1: error: )BODI is no section of a panel"),
    (")BODY\n%A\n", "3:1: error: the panel has no )END"),
    (")ATTR\n $ TYPE(OUT)\n)END\n", "2:4: error: `TYPE(OUT)` cannot be used here"),
    (")ATTR\n $ COLOR(MAUVE)\n)END\n", "2:4: error: `COLOR(MAUVE)` cannot be used here"),
    (")ATTR\n $$ TYPE(TEXT)\n)END\n", "2:1: error: `$$` is no attribute character"),
    (")BODY\n_A\n)INIT\n .CURSOR = B\n)END\n", "1:1: error: .CURSOR names B, which is no field"),
    (")BODY\n_Z\n)END\n", "2:2: error: there are more Z fields than names in .ZVARS"),
    (")MODEL\n_A\n_B\n)END\n", "3:1: error: a list has one line for an entry"),
    ("stray\n)END\n", "1:1: error: this line belongs to no section"),
    (
      ")BODY\n" + String(repeating: "\n", count: 25) + ")END\n",
      "1:1: error: the panel needs more than 24"
    ),
  ]

  @Test(arguments: broken.indices)
  func `a broken panel is refused with its place`(index: Int) {
    let (text, expected) = Self.broken[index]
    let source = SourceText(path: "Screens/X.panel", text: text)
    let (panels, faults) = PanelLibrary.load([source], contracts: [])
    #expect(panels == nil)
    #expect(faults.first?.rendered(source).hasPrefix("Screens/X.panel:\(expected)") == true)
  }

  @Test func `input is read from the panel's own fields only`() throws {
    let library = try Self.library()
    let name = try #require(PanelName("TEN0041"))
    let menu = try #require(library[name])
    let terminal = TerminalCapabilities(color: .model2)
    let canvas = Panel.Canvas(terminal, page: .cp037)
    var space = PresentationSpace(terminal)
    _ = space.apply(menu.render([:], list: [[try slot(menu, "SESSID"): "TSOA"]], on: canvas))
    // The command line is at row 23, after `Command ===>`.
    let position = 22 * 80 + 15
    var record: [UInt8] = [AID.enter.byte]
    BufferAddress.append(8 * 80 + 3, in: .model2, to: &record)
    record.append(OrderCode.setBufferAddress)
    BufferAddress.append(position, in: .model2, to: &record)
    record += CodePage.cp037.encode(" tsoa ")
    record += [OrderCode.setBufferAddress, 0x40, 0x40] + CodePage.cp037.encode("EVIL")
    let input = try menu.read(record, on: canvas)
    #expect(try input.text(slot(menu, "COMMAND")) == "tsoa")
    #expect(input.cursorRow == 0)
    #expect(input.marks == [])
    #expect(input.foreignFields == 1)
  }

  @Test func `a hidden field comes as a secret, not as text`() throws {
    let library = try Self.library()
    let name = try #require(PanelName("TEN0003"))
    let logon = try #require(library[name])
    let canvas = Panel.Canvas(TerminalCapabilities(model: 2), page: .cp037)
    var record: [UInt8] = [AID.enter.byte, 0x40, 0x40, OrderCode.setBufferAddress]
    BufferAddress.append(16 * 80 + 19, in: .model2, to: &record)
    record += CodePage.cp037.encode("Secret99") + [0x00, 0x40]
    let input = try logon.read(record, on: canvas)
    let password = try slot(logon, "PASSWORD")
    let secret = try #require(input.secret(password))
    #expect(input.text(password) == "")
    #expect((0..<secret.secret.count).map { secret.secret[$0] } == Array("Secret99".utf8))
  }

  static let sizes: [Geometry] = [.model2, .model3, .model4, .model5]

  @Test(arguments: sizes)
  func `behind a hidden field the cursor stops, so that nothing runs over`(size: Geometry) throws {
    let library = try Self.library()
    for (name, hidden) in [("TEN0003", 3), ("TEN0155", 1), ("DEMOTSO1", 1), ("DEMOCIC1", 1)] {
      let panel = try #require(PanelName(name).flatMap { library[$0] })
      let terminal = TerminalCapabilities(color: size)
      let canvas = Panel.Canvas(terminal, page: .bracket)
      var space = PresentationSpace(terminal)
      _ = space.apply(panel.render([:], on: canvas))
      var found = 0
      for cell in 0..<size.cells {
        guard case .attribute(let attribute) = space.kind(cell), !attribute.isProtected,
          attribute.isNondisplay
        else { continue }
        found += 1
        let inside = (1...100).map { space.kind((cell + $0) % size.cells) }
        #expect(inside.allSatisfy { if case .character = $0 { true } else { false } })
        guard case .attribute(let stop) = space.kind((cell + 101) % size.cells) else {
          Issue.record("\(name) has a hidden field without an end")
          continue
        }
        #expect(stop.isProtected && !stop.contains(.numeric) && !stop.isNondisplay)
      }
      #expect(found == hidden, "\(name)")
    }
  }

  @Test func `a text that follows a hidden field on its line stops the cursor too`() throws {
    let text = ")ATTR\n ! TYPE(INPUT) INTENS(NON)\n)BODY\n!A   +text\n)END\n"
    let source = SourceText(path: "Screens/X.panel", text: text)
    let panels = try #require(PanelLibrary.load([source], contracts: []).panels)
    let panel = try #require(PanelName("X").flatMap { panels[$0] })
    let terminal = TerminalCapabilities(color: .model2)
    var space = PresentationSpace(terminal)
    _ = space.apply(panel.render([:], on: Panel.Canvas(terminal, page: .bracket)))
    #expect(space.kind(5) == .attribute(.protected))
  }

  @Test func `a hidden field's characters are UTF-8, as in a deck`() throws {
    let library = try Self.library()
    let logon = try #require(PanelName("TEN0003").flatMap { library[$0] })
    let page = try #require(CodePage.named("273"))
    let canvas = Panel.Canvas(TerminalCapabilities(model: 2), page: page)
    var record: [UInt8] = [AID.enter.byte, 0x40, 0x40, OrderCode.setBufferAddress]
    BufferAddress.append(16 * 80 + 19, in: .model2, to: &record)
    record += page.encode("Gr\u{FC}n \u{A7} x")
    let secret = try #require(
      try logon.read(record, on: canvas).secret(slot(logon, "PASSWORD")))
    #expect(
      (0..<secret.secret.count).map { secret.secret[$0] } == Array("Gr\u{FC}n \u{A7} x".utf8))
  }

  @Test func `a text has the colour of its tone, also when it is written again`() throws {
    let library = try Self.library()
    let menu = try #require(PanelName("TEN0041").flatMap { library[$0] })
    let message = try slot(menu, "MESSAGE")
    for (terminal, look) in [
      (
        TerminalCapabilities(color: .model2),
        { (space: PresentationSpace) in
          Color(rawValue: space.attributes(4 * 80).foreground).map { "\($0)" } ?? ""
        }
      ),
      (
        TerminalCapabilities(model: 2),
        { space in
          if case .attribute(let attribute) = space.kind(4 * 80) {
            attribute.isIntensified ? "bright" : "plain"
          } else {
            ""
          }
        }
      ),
    ] {
      let canvas = Panel.Canvas(terminal, page: .bracket)
      var space = PresentationSpace(terminal)
      var looks: [String] = []
      for tone in [Tone.fault, .remark, .good, nil] {
        var values: PanelTexts = [:]
        values.set(message, "text", tone: tone)
        _ = space.apply(menu.render(values, on: canvas))
        looks.append(look(space))
        values.set(message, "text", tone: .good)
        _ = space.apply(menu.renderOutputs(values, on: canvas, only: [message]))
        looks.append(look(space))
      }
      #expect(
        looks
          == (terminal.hasColor
            ? ["red", "green", "yellow", "green", "green", "green", "yellow", "green"]
            : ["bright", "plain", "bright", "plain", "plain", "plain", "bright", "plain"]))
    }
  }

  @Test func `lines that were encoded once are drawn as their texts are`() throws {
    let library = try Self.library()
    let menu = try #require(PanelName("TEN0041").flatMap { library[$0] })
    let (id, status) = (try slot(menu, "SESSID"), try slot(menu, "STATUS"))
    let texts: [PanelTexts] = (1...30).map { [id: "S\($0)"] }
    let lines = PanelLines(texts)
    for terminal in [TerminalCapabilities(color: .model2), TerminalCapabilities(model: 4)] {
      let canvas = Panel.Canvas(terminal, page: .bracket)
      let rows = menu.listRows(canvas)
      for top in [0, 7, 25, 0] {
        // The third line has a status, as a fault; more lines than encoded ones stand for themselves.
        var over = [PanelTexts](repeating: [:], count: min(rows, texts.count + 1 - top))
        over[2].set(status, "ended", tone: .fault)
        var plain = Array(texts.dropFirst(top).prefix(rows))
        plain[2].set(status, "ended", tone: .fault)
        if plain.count < rows {
          plain.append([id: "MORE"])
          over[plain.count - 1] = [id: "MORE"]
        }
        #expect(
          menu.render([:], list: over, over: lines, from: top, on: canvas)
            == menu.render([:], list: plain, on: canvas), "from \(top)")
      }
    }
  }
}
