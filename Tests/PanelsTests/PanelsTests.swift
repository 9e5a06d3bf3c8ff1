import Crypto
import DataStream
import EBCDIC
import Foundation
import Names
import Panels
import Syntax
import Terminal
import TestSupport
import Testing

@Suite struct PanelsTests {
  static func library() throws -> PanelLibrary {
    let files = try Repository.files("Screens", suffix: ".panel").map {
      SourceText(path: $0, text: try Repository.text($0))
    }
    let (panels, faults) = PanelLibrary.load(files, required: [])
    #expect(faults == [])
    return try #require(panels)
  }

  /// `UPDATE_GOLDEN=1` writes the files again; the difference is then to be read.
  @Test(arguments: [2, 4, 5])
  func `every panel looks as it did`(model: Int) throws {
    let library = try Self.library()
    for name in library.names {
      let panel = try #require(library[name])
      let lines = ScreenText.lines(PanelSample.draw(panel, model: model), .bracket)
      let text = lines.map { line in
        var rest = Substring(line)
        while rest.last == " " { rest.removeLast() }
        return rest + "\n"
      }.joined()
      let path = "Tests/PanelsTests/Fixtures/\(name)-\(model).screen"
      if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
        try text.write(to: Repository.root.appending(path: path), atomically: true, encoding: .utf8)
      }
      #expect(try Repository.text(path) == text)
    }
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
    let (panels, faults) = PanelLibrary.load([source], required: [])
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
    _ = space.apply(menu.render([:], list: [["SESSID": "TSOA"]], on: canvas))
    // The command line is at row 23, after `Command ===>`.
    let position = 22 * 80 + 15
    var record: [UInt8] = [AID.enter.byte]
    BufferAddress.append(8 * 80 + 3, in: .model2, to: &record)
    record.append(Order.setBufferAddress)
    BufferAddress.append(position, in: .model2, to: &record)
    record += CodePage.cp037.encode(" tsoa ")
    record += [Order.setBufferAddress, 0x40, 0x40] + CodePage.cp037.encode("EVIL")
    let input = try menu.read(record, on: canvas)
    #expect(input.text("COMMAND") == "tsoa")
    #expect(input.cursorRow == 0)
    #expect(input.markedRow == nil)
    #expect(input.foreignFields == 1)
  }

  @Test func `a hidden field comes as a secret, not as text`() throws {
    let library = try Self.library()
    let name = try #require(PanelName("TEN0003"))
    let logon = try #require(library[name])
    let canvas = Panel.Canvas(TerminalCapabilities(model: 2), page: .cp037)
    var record: [UInt8] = [AID.enter.byte, 0x40, 0x40, Order.setBufferAddress]
    BufferAddress.append(16 * 80 + 19, in: .model2, to: &record)
    record += CodePage.cp037.encode("Secret99") + [0x00, 0x40]
    let input = try logon.read(record, on: canvas)
    let secret = try #require(input.secret("PASSWORD"))
    #expect(input.text("PASSWORD") == "")
    #expect((0..<secret.secret.count).map { secret.secret[$0] } == Array("Secret99".utf8))
  }
}
