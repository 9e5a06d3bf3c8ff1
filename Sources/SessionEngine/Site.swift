import DataStream
public import Names
public import Panels
public import Tables

/// The tables and panels that are in force: immutable, shared by all terminals, replaced whole.
public final class Site: Sendable {
  public let tables: SiteTables
  public let panels: PanelLibrary
  let keys: ControlKeys
  private let sessionKeys: [AID: EffectiveSession]
  private let pages: [Page: Panel]
  /// The menu's lines, without their status.
  let menuRows: [[String: String]]

  public init(tables: SiteTables, panels: PanelLibrary) {
    self.tables = tables
    self.panels = panels
    keys = ControlKeys(tables.system)
    var byKey: [AID: EffectiveSession] = [:]
    for session in tables.sessions {
      if let aid = session.key.flatMap({ AID(name: $0) }) { byKey[aid] = session }
    }
    sessionKeys = byKey
    pages = Dictionary(
      uniqueKeysWithValues: Page.allCases.compactMap { page in
        panels[page.panel].map { (page, $0) }
      })
    menuRows = tables.visible.map { definition in
      [
        "SESSID": definition.id.description, "SESSKEY": Self.keyName(definition.key),
        "DESC": definition.entry.summary,
      ]
    }
  }

  /// `PF13` as the menu shows it: `PF 13`.
  private static func keyName(_ key: String?) -> String {
    key.map { "\($0.prefix(2)) \($0.dropFirst(2))" } ?? ""
  }

  func panel(_ page: Page) -> Panel {
    guard let panel = pages[page] else {
      preconditionFailure("\(page.rawValue) was checked when the panels were loaded")
    }
    return panel
  }

  func session(for key: AID) -> EffectiveSession? { sessionKeys[key] }

  /// The panels that the server shows; each must be in Screens/.
  public static let requiredPanels: [PanelName] = Page.allCases.map(\.panel)
}

/// The keys that mean something inside a session.
struct ControlKeys: Hashable, Sendable {
  let menu: AID?
  let jump: AID?
  let command: AID?
  let commandCharacter: Character
  /// As the menu shows them.
  let summary: String

  init(_ system: SystemOptions) {
    menu = system.menuKey.flatMap { AID(name: $0) }
    jump = system.jumpKey.flatMap { AID(name: $0) }
    command = system.commandKey.flatMap { AID(name: $0) }
    commandCharacter = system.commandCharacter.first ?? "/"
    func name(_ key: AID?) -> String { key?.description ?? "NONE" }
    summary =
      "Cmdkey=\(name(command))  Jump=\(name(jump))  Menu=\(name(menu))  "
      + "Cmdchar=\(commandCharacter)"
  }
}
