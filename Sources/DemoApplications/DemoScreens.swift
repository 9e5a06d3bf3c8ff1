import DataStream
import EBCDIC
public import Names
import Panels

/// The panels of the demonstration applications.
public struct DemoScreens: Sendable {
  let logon: Panel
  let ready: Panel
  let canvas: Panel.Canvas

  /// Panels that must be in Screens/.
  public static let requiredPanels = ["DEMOTSO1", "DEMOTSO2", "DEMOCIC1", "DEMOCIC2"]
    .compactMap { PanelName($0) }

  /// Nil where the library lacks a panel of these names.
  init?(_ panels: PanelLibrary, logon: String, ready: String) {
    guard let logon = PanelName(logon).flatMap({ panels[$0] }),
      let ready = PanelName(ready).flatMap({ panels[$0] })
    else { return nil }
    self.logon = logon
    self.ready = ready
    canvas = Panel.Canvas(TerminalCapabilities(color: .model2), page: .bracket)
  }
}
