import DataStream
import Names
public import Panels
public import SAF
import Synchronization
public import Tables

/// What is in force: tables and panels, whether the server is being emptied, and what else operators said;
/// immutable, shared by all terminals, replaced whole.
public final class Site: Sendable {
  /// The tables.
  public let tables: SiteTables
  /// The panels.
  public let panels: PanelLibrary
  /// Until when sessions live, where the server is being emptied.
  public let drain: Drain?
  /// News, and applications that take no sessions.
  public let standing: StandingOrders
  private let holds = HoldShelf()
  private let views: ViewShelf
  private let pages: [PanelName: Panel]

  /// Tables and panels that fit each other: each page has its panel.
  public init(tables: SiteTables, panels: PanelLibrary) {
    self.tables = tables
    self.panels = panels
    views = ViewShelf(tables)
    var pages: [PanelName: Panel] = [:]
    for contract in Self.panelContracts { pages[contract.panel] = panels[contract.panel] }
    for contract in Self.panelContracts {
      // What `)HELP` names stands in for the page's own help.
      if let help = contract.help, let name = pages[contract.panel]?.help, let panel = panels[name]
      {
        pages[help] = panel
      }
    }
    self.pages = pages
    drain = nil
    standing = StandingOrders()
  }

  private init(_ other: Site, drain: Drain?, standing: StandingOrders) {
    tables = other.tables
    panels = other.panels
    views = other.views
    pages = other.pages
    self.drain = drain
    self.standing = standing
  }

  /// The same tables and panels while the server is being emptied or, with nil, is not.
  public func draining(_ drain: Drain?) -> Site { Site(self, drain: drain, standing: standing) }

  /// The same tables and panels while operators say this.
  public func saying(_ standing: StandingOrders) -> Site {
    Site(self, drain: drain, standing: standing)
  }

  /// These tables and panels in place of others; what operators said stays.
  public func succeeding(_ former: Site) -> Site {
    Site(self, drain: former.drain, standing: former.standing)
  }

  /// What the tables are for a user of whom the security manager says this, with the menu in an order.
  func view(of user: UserID?, _ rights: Rights, in order: MenuOrder = .own) -> UserView {
    views.view(own: tables.own(user), rights, in: order)
  }

  /// Whether and how an application is kept from users: by its session id, its name, or its host's.
  public func hold(on session: EffectiveSession) -> StandingOrders.Hold? {
    standing.holds.isEmpty ? nil : holds.hold(on: session, by: standing)
  }

  /// Whether a session leads to what an operator names, in either case.
  public static func leads(_ session: EffectiveSession, to name: String) -> Bool {
    let name = name.uppercased()
    return names(of: session).contains { $0.uppercased() == name }
  }

  /// By what operators may name what a session leads to, as DISPLAY APPLS shows it.
  public static func names(of session: EffectiveSession) -> [String] {
    ["\(session.ownID)", "\(session.application)", "\(session.host)"]
  }

  /// The panel of a page.
  func panel(_ name: PanelName) -> Panel {
    guard let panel = pages[name] else {
      preconditionFailure("\(name) was checked when the panels were loaded")
    }
    return panel
  }
}

/// Which applications are held, found once for each: menus ask for every line that they draw.
private final class HoldShelf: Sendable {
  /// What an operator may name of a session.
  private struct Kind: Hashable {
    let id: SessionID
    let application: APPLID
    let host: HostTarget
  }

  /// As many as there are sessions, at the most those of the tables.
  private let found = Mutex<[Kind: StandingOrders.Hold?]>([:])

  func hold(
    on session: EffectiveSession, by standing: StandingOrders
  ) -> StandingOrders.Hold? {
    let kind = Kind(
      id: session.ownID, application: session.application, host: session.host)
    return found.withLock { found in
      if let hold = found[kind] { return hold }
      let hold = standing.hold(ofAny: Site.names(of: session))
      found[kind] = .some(hold)
      return hold
    }
  }
}

/// What the tables are for users, made when the first of its kind is wanted: users whose files say the
/// same, and of whom the security manager says the same, share one.
private final class ViewShelf: Sendable {
  private struct Kind: Hashable {
    let own: UserOptions?
    let rights: Rights
    let order: MenuOrder
  }

  private let tables: SiteTables
  private let standard: UserView
  private let views = Mutex<[Kind: UserView]>([:])

  /// Most that are kept: who comes then has one alone.
  private static let limit = 10_000

  init(_ tables: SiteTables) {
    self.tables = tables
    standard = UserView(tables, tables.effective(nil), in: .own)
  }

  func view(own: UserOptions?, _ rights: Rights, in order: MenuOrder) -> UserView {
    let kind = Kind(own: own, rights: rights, order: order)
    if kind == Kind(own: nil, rights: Rights(), order: .own) { return standard }
    if let view = views.withLock({ $0[kind] }) { return view }
    let view = UserView(tables, tables.effective(own: own, rights), in: order)
    return views.withLock { views in
      if let other = views[kind] { return other }
      if views.count < Self.limit { views[kind] = view }
      return view
    }
  }
}

/// The keys that mean something inside a session.
struct ControlKeys: Hashable, Sendable {
  let menu: AID?
  let jump: AID?
  let command: AID?
  let commandCharacter: Character
  let tag: AID?
  let print: AID?
  /// As the menu shows them.
  let summary: String

  /// The system's keys, or those that a user or a profile has instead; none for what the class bars.
  init(_ system: SystemOptions, _ user: UserOptions?, of commands: CommandClass = CommandClass()) {
    let options = system.options(of: user)
    func key(_ name: String?) -> AID? { name.flatMap { AID(name: $0) } }
    menu = key(options.menuKey)
    jump = commands.permits(.jump) ? key(options.jumpKey) : nil
    command = key(options.commandKey)
    tag = key(options.tagKey)
    print = commands.permits(.print) ? key(options.printKey) : nil
    commandCharacter = options.commandCharacter?.first ?? "/"
    func name(_ key: AID?) -> String { key?.description ?? "NONE" }
    // Keyboards of today have twelve function keys; emulators take the others with Shift.
    let names = (13...24).map { "PF\($0)" }
    let isShifted = [command, jump, menu].contains { names.contains(name($0)) }
    summary =
      "Cmdkey=\(name(command))  Jump=\(name(jump))  Menu=\(name(menu))  "
      + "Cmdchar=\(commandCharacter)" + (isShifted ? "  PF13-24=Shift+F1-12" : "")
  }
}
