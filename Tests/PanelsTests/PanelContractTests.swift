import DataStream
import Names
import Syntax
import Testing

@testable import Panels

/// Panels against what the server needs of them.
@Suite struct PanelContractTests {
  private static let contract = PanelContract(
    name("X"),
    [
      .shown(PanelSlot(0, "MESSAGE"), isNeeded: true), .shown(PanelSlot(1, "NEWS"), width: 10),
      .typed(PanelSlot(2, "USERID"), width: 8),
      .typed(PanelSlot(3, "PASSWORD"), width: 100, isHidden: true),
      .shown(PanelSlot(4, "LINE"), inList: true),
    ])

  private static func name(_ text: String) -> PanelName {
    guard let name = PanelName(text) else { preconditionFailure("a panel's name") }
    return name
  }

  private static let good = [
    ")ATTR", " $ TYPE(OUTPUT)", " ! TYPE(INPUT) INTENS(NON) LENGTH(100) END(<)", ")BODY",
    "$MESSAGE", "$NEWS", " _USERID  +", " !PASSWORD", "", ")MODEL", "$LINE", ")END",
  ]

  private static func faults(_ lines: [String]) -> [String] {
    let source = SourceText(path: "Screens/X.panel", text: lines.joined(separator: "\n"))
    return PanelLibrary.load([source], contracts: [contract]).faults.map { $0.rendered(nil) }
  }

  @Test func `a panel that has all it needs is in order`() {
    #expect(Self.faults(Self.good) == [])
  }

  static let changes: [(line: Int, text: String, fault: String)] = [
    (4, "$MESAGE", "5:1: error: MESAGE is no variable of this panel"),
    (4, "$TERMINALL", "5:1: error: TERMINALL is no variable of this panel"),
    (4, "%MESSAGE", ": error: the panel has no field MESSAGE"),
    (5, "$LINE", "6:1: error: LINE stands in the list only"),
    (10, "$NEWS", "11:1: error: NEWS stands outside the list"),
    (6, " _USERID+", "7:2: error: USERID needs 8 cells, and has 6"),
    (6, " $USERID  +", "7:2: error: USERID is what the user types"),
    (6, "", ": error: the panel has no field USERID"),
    (7, " _PASSWORD", "8:2: error: PASSWORD must be typed unseen"),
    (7, "", ": error: the panel has no field PASSWORD"),
    (4, "_MESSAGE", "5:1: error: MESSAGE is shown, not typed"),
    (5, "$NEWS+", "6:1: warning: NEWS has up to 10 characters, of which 4 are shown"),
    (8, "+text", "9:1: error: this field stands in the cells of PASSWORD"),
    (5, " _USERID  +", "7:2: error: USERID is there already"),
    (2, " ! TYPE(INPUT) INTENS(NON)", "8:2: error: PASSWORD needs 100 cells, and has 77"),
    (2, " ! TYPE(INPUT) LENGTH(0)", "3:16: error: `LENGTH(0)` cannot be used here"),
    (2, " ! TYPE(INPUT) INTENS(NON) LENGTH(200)", "8:2: error: PASSWORD runs over the end"),
    (7, " !PASSWORD  _USERID  +", "8:13: error: a hidden field runs into this one"),
  ]

  @Test(arguments: changes.indices)
  func `what it lacks, hides or misspells is told with its place`(index: Int) {
    let change = Self.changes[index]
    var lines = Self.good
    lines[change.line] = change.text
    let faults = Self.faults(lines)
    let start = "Screens/X.panel" + (change.fault.hasPrefix(":") ? "" : ":")
    #expect(faults.contains { $0.hasPrefix(start + change.fault) }, "\(faults)")
  }

  @Test func `the name that was perhaps meant is told`() {
    var lines = Self.good
    lines[4] = "$MESAGE"
    let source = SourceText(path: "Screens/X.panel", text: lines.joined(separator: "\n"))
    let faults = PanelLibrary.load([source], contracts: [Self.contract]).faults
    #expect(faults.contains { $0.note == "did you mean MESSAGE?" })
  }

  @Test func `a panel that nobody shows is told, and harmless`() {
    let sources = [
      SourceText(path: "Screens/X.panel", text: Self.good.joined(separator: "\n")),
      SourceText(path: "Screens/Y.panel", text: ")BODY\n%Y\n)END\n"),
    ]
    let (panels, faults) = PanelLibrary.load(sources, contracts: [Self.contract])
    #expect(panels != nil)
    #expect(faults.map(\.severity) == [.warning])
  }

  @Test func `a help of the site's own keeps to the contract of the one it stands in for`() throws {
    let (x, h) = (try #require(PanelName("X")), try #require(PanelName("H")))
    let contracts = [
      PanelContract(x, [], help: h), PanelContract(h, [.shown(PanelSlot(0, "WHAT"))]),
    ]
    func load(_ own: String) -> [Diagnostic] {
      PanelLibrary.load(
        [
          SourceText(path: "Screens/X.panel", text: ")BODY\n%X\n)HELP OWN\n)END\n"),
          SourceText(path: "Screens/H.panel", text: ")BODY\n%H\n)END\n"),
          SourceText(
            path: "Screens/OWN.panel", text: ")ATTR\n $ TYPE(OUTPUT)\n)BODY\n$\(own)\n)END\n"),
        ], contracts: contracts
      ).faults
    }
    #expect(load("WHAT") == [])
    #expect(load("WHATT").map(\.message) == ["WHATT is no variable of this panel"])
  }

  @Test func `two files of one panel are told, whatever letters their names have`() {
    let text = ")BODY\n%X\n)END\n"
    let (panels, faults) = PanelLibrary.load(
      [
        SourceText(path: "Screens/X.panel", text: text),
        SourceText(path: "Screens/x.panel", text: text),
      ], contracts: [])
    #expect(panels == nil)
    #expect(
      faults.map { $0.rendered(nil) } == [
        "Screens/x.panel: error: panel X is there twice; also in Screens/X.panel"
      ])
  }

  @Test func `the manual tells of every variable`() {
    let page = PanelsPage.markdown([Self.contract])
    #expect(page.contains("## X\n"))
    #expect(page.contains("| PASSWORD | typed unseen | 100 | needed |"))
    #expect(page.contains("| LINE | shown, in the list |  |  |"))
  }
}
