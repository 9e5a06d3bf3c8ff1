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
        .shown(.system, width: 8), .shown(.message, isNeeded: true), .typed(.userID, width: 8),
        .typed(.password, width: PasswordRule.lengths.upperBound, isHidden: true),
      ])
    + contracts(
      ["DEMOTSO2", "DEMOCIC2"],
      [
        .shown(.system, width: 8), .shown(.user, width: 8),
        .shown(.line, isNeeded: true, inList: true), .typed(.command, width: 70),
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

/// The variables of both pages, the logon and what follows it.
extension PanelSlot {
  static let system = PanelSlot(0, "SYSTEM")
  static let message = PanelSlot(1, "LINE1")
  static let userID = PanelSlot(2, "USERID")
  static let password = PanelSlot(3, "PASSWORD")
  static let user = PanelSlot(1, "USER")
  static let line = PanelSlot(2, "LINE")
  static let command = PanelSlot(3, "COMMAND")
}
