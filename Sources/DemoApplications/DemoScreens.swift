import DataStream
import EBCDIC
import Names
public import Panels
import SAF

/// The panels of the demonstration applications.
public struct DemoScreens: Sendable {
  let logon: Panel
  let ready: Panel
  let canvas: Panel.Canvas

  /// Panels that must be in Screens/, and what they need.
  public static let panelContracts: [PanelContract] =
    contracts(
      ["DEMOTSO1", "DEMOCIC1"],
      [
        .shown("SYSTEM", width: 8), .shown("LINE1", isNeeded: true), .typed("USERID", width: 8),
        .typed("PASSWORD", width: PasswordRule.lengths.upperBound, isHidden: true),
      ])
    + contracts(
      ["DEMOTSO2", "DEMOCIC2"],
      [
        .shown("SYSTEM", width: 8), .shown("USER", width: 8),
        .shown("LINE", isNeeded: true, inList: true), .typed("COMMAND", width: 70),
      ])

  private static func contracts(
    _ names: [String], _ variables: [PanelVariable]
  ) -> [PanelContract] {
    names.compactMap { PanelName($0) }.map { PanelContract($0, variables) }
  }

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
