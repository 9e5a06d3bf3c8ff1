import DataStream
import EBCDIC
import Names
public import Panels

/// The panel of a view's session, which is shown while nobody is viewed.
public struct ViewScreen: Sendable {
  let panel: Panel
  let canvas: Panel.Canvas

  private static let name = PanelName("TPXVIEW")

  /// The panel that must be in Screens/, and what it needs.
  public static let panelContracts: [PanelContract] =
    name.map {
      [
        PanelContract(
          $0,
          [
            .shown(.user, width: 8), .shown(.terminal, width: 8), .shown(.message, isNeeded: true),
            .typed(.command, width: 40),
          ])
      ]
    } ?? []

  /// Nil where the library lacks the panel.
  init?(_ panels: PanelLibrary) {
    guard let panel = Self.name.flatMap({ panels[$0] }) else { return nil }
    self.panel = panel
    canvas = Panel.Canvas(TerminalCapabilities(color: .model2), page: .bracket)
  }
}

/// The variables of the page.
extension PanelSlot {
  static let user = PanelSlot(0, "USER")
  static let terminal = PanelSlot(1, "TERMINAL")
  static let message = PanelSlot(2, "MESSAGE")
  static let command = PanelSlot(3, "COMMAND")
}
