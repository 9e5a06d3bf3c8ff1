import DataStream
import EBCDIC
import Names
public import Panels
import SessionEngine

/// The panels of an administrator's session.
public struct AdminScreens: Sendable {
  /// Which panel.
  enum Name: String, CaseIterable, Sendable {
    case menu = "TPXADMIN"
    case list = "TPXADML"
    /// A file whose values are its own.
    case sheet = "TPXADMD"
    /// A file whose values are those of one level among several.
    case levels = "TPXADMU"
    case reading = "TPXADMR"
    case value = "TPXADMX"
  }

  private let panels: [Name: Panel]
  /// What the session's screen can show.
  var terminal = TerminalCapabilities(color: .model2) {
    didSet { canvas = Panel.Canvas(terminal, page: .bracket) }
  }
  private(set) var canvas = Panel.Canvas(TerminalCapabilities(color: .model2), page: .bracket)

  /// Nil where the library lacks one of the panels.
  init?(_ library: PanelLibrary) {
    var panels: [Name: Panel] = [:]
    for name in Name.allCases {
      guard let panel = PanelName(name.rawValue).flatMap({ library[$0] }) else { return nil }
      panels[name] = panel
    }
    self.panels = panels
  }

  subscript(_ name: Name) -> Panel {
    guard let panel = panels[name] else { preconditionFailure("\(name) was looked for") }
    return panel
  }

  /// Lines that a panel has for its list.
  func rows(_ name: Name) -> Int { self[name].listRows(canvas) }

  /// A text as the terminal shows it: what its code page lacks is another character there.
  func shown(_ text: String) -> String {
    canvas.page.decode(canvas.page.encode(text)[...])
  }

  /// Cells of a row's value.
  func valueWidth(_ name: Name) -> Int { self[name].width(of: PanelSlot.value.name) ?? 0 }

  /// The panels that must be in Screens/, and what they need.
  public static let panelContracts: [PanelContract] = Name.allCases.compactMap { name in
    PanelName(name.rawValue).map { PanelContract($0, head + variables(name)) }
  }

  /// What all panels have.
  private static let head: [PanelVariable] = [
    .shown(.title), .shown(.user, width: 8), .shown(.terminal, width: 8), .shown(.rows),
  ]

  private static let messages: [PanelVariable] = [
    .shown(.message, width: messageWidth, isNeeded: true), .shown(.more, width: messageWidth),
  ]

  /// Cells of a line of a message.
  static let messageWidth = 79
  /// Characters of a value that is shown whole.
  static let wholeWidth = 400

  private static func variables(_ name: Name) -> [PanelVariable] {
    switch name {
    case .menu:
      messages + [
        .typed(.command, width: 20), .shown(.option, width: 4, isNeeded: true, inList: true),
        .shown(.text, isNeeded: true, inList: true),
      ]
    case .list:
      messages + [
        .typed(.command, width: 30), .shown(.head), .typed(.mark, width: 1, inList: true),
        .shown(.fileName, width: 8, isNeeded: true, inList: true), .shown(.text, inList: true),
      ]
    case .sheet:
      messages + [
        .typed(.command, width: 20), .shown(.label, width: 33, isNeeded: true, inList: true),
        .typed(.value, width: 30, inList: true), .shown(.note, width: 8, inList: true),
      ]
    case .levels:
      messages + [
        .typed(.command, width: 20), .shown(.label, width: 29, isNeeded: true, inList: true),
        .typed(.value, width: 16, inList: true), .shown(.profile, width: 8, inList: true),
        .shown(.system, width: 8, inList: true), .shown(.origin, width: 8, inList: true),
      ]
    case .reading: [.shown(.text, width: messageWidth, isNeeded: true, inList: true)]
    case .value: messages + [.typed(.value, width: wholeWidth)]
    }
  }
}

/// The variables of the panels.
extension PanelSlot {
  static let title = PanelSlot(0, "TITLE")
  static let user = PanelSlot(1, "USER")
  static let terminal = PanelSlot(2, "TERMINAL")
  static let message = PanelSlot(3, "MESSAGE")
  static let more = PanelSlot(4, "MESSAGE2")
  static let command = PanelSlot(5, "COMMAND")
  static let rows = PanelSlot(6, "ROWS")
  static let head = PanelSlot(7, "HEAD")
  static let option = PanelSlot(8, "OPTION")
  static let text = PanelSlot(9, "TEXT")
  static let mark = PanelSlot(10, "SEL")
  static let fileName = PanelSlot(11, "NAME")
  static let label = PanelSlot(12, "LABEL")
  static let value = PanelSlot(13, "VALUE")
  static let note = PanelSlot(14, "NOTE")
  static let profile = PanelSlot(15, "PROFILE")
  static let system = PanelSlot(16, "SYSTEMS")
  static let origin = PanelSlot(17, "ORIGIN")
}
