import DataStream
import EBCDIC
import Names
public import Panels
import SessionEngine

/// The panel of an operator's session.
public struct OperatorScreen: Sendable {
  let panel: Panel
  /// What the session's screen can show.
  let terminal: TerminalCapabilities
  let canvas: Panel.Canvas

  private static let name = PanelName("TPXOPER")

  /// The panel that must be in Screens/, and what it needs.
  public static let panelContracts: [PanelContract] =
    name.map {
      [
        PanelContract(
          $0,
          [
            .shown(.user, width: 8), .shown(.terminal, width: 8),
            .shown(.line, width: AnswerBook.width, isNeeded: true, inList: true),
            .typed(.command, width: 60), .shown(.more, width: 9), .shown(.rows),
          ])
      ]
    } ?? []

  /// Nil where the library lacks the panel.
  init?(_ panels: PanelLibrary) {
    guard let panel = Self.name.flatMap({ panels[$0] }) else { return nil }
    self.init(panel, on: TerminalCapabilities(color: .model2))
  }

  private init(_ panel: Panel, on terminal: TerminalCapabilities) {
    self.panel = panel
    self.terminal = terminal
    canvas = Panel.Canvas(terminal, page: .bracket)
  }

  /// The same with the rows of another terminal.
  func fitting(_ terminal: TerminalCapabilities) -> OperatorScreen {
    OperatorScreen(panel, on: terminal)
  }

  /// Lines that it has for answers.
  var rows: Int { panel.listRows(canvas) }
}

/// The variables of the page.
extension PanelSlot {
  static let user = PanelSlot(0, "USER")
  static let terminal = PanelSlot(1, "TERMINAL")
  static let line = PanelSlot(2, "LINE")
  static let command = PanelSlot(3, "COMMAND")
  static let more = PanelSlot(4, "MORE")
  static let rows = PanelSlot(5, "ROWS")
}
