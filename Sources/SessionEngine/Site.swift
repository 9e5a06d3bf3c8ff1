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

  public init(tables: SiteTables, panels: PanelLibrary) {
    self.tables = tables
    self.panels = panels
    keys = ControlKeys(tables.system)
    var byKey: [AID: EffectiveSession] = [:]
    for session in tables.sessions {
      if let aid = session.key.flatMap({ AID(name: $0) }) { byKey[aid] = session }
    }
    sessionKeys = byKey
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
