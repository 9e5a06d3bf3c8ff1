import DataStream
import Names
import Panels
import Tables

/// What the tables are for one user: keys, and the sessions of the menu; shared by all whose tables
/// say the same.
final class UserView: Sendable {
  /// What holds for the user, and where it comes from.
  let effective: EffectiveUser
  let keys: ControlKeys
  /// Which commands the user has.
  let commands: CommandClass
  /// Time-outs, and what becomes of sessions.
  let policy: UserPolicy
  /// Whether the user may see the diagnosis.
  let isOperator: Bool
  /// The session in which the user changes the own options; nil where the user may change none.
  let selfMaintenance: EffectiveSession?
  /// In menu order, the invisible ones among them.
  let sessions: [EffectiveSession]
  /// Those that menus show, in the order that the user wants.
  let menus: MenuTree
  private let byID: [SessionID: EffectiveSession]
  private let byKey: [AID: EffectiveSession]

  init(_ tables: SiteTables, _ effective: EffectiveUser, in order: MenuOrder) {
    self.effective = effective
    let options = effective.options
    commands = tables.commandClass(of: effective)
    keys = ControlKeys(tables.system, options, of: commands)
    policy = UserPolicy(tables.system, options)
    isOperator = policy.isOperator
    let sessions = effective.sessions
    self.sessions = sessions
    menus = MenuTree(sessions.filter { !$0.entry.isInvisible }, in: order)
    let byID = Dictionary(sessions.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    self.byID = byID
    selfMaintenance = tables.updateClass(of: effective).map { _ in
      sessions.first { $0.host == .selfMaintenance }
        ?? EffectiveSession.selfMaintenance.named { byID[$0] == nil }
    }
    // A key that the user's own file gives yields to what had it: others may have given it later.
    let isOwn = { (session: EffectiveSession) in
      effective.changes[session.id]?["Session key"] == .own
    }
    let taken = Set([keys.menu, keys.jump, keys.command, keys.tag, keys.print])
    var byKey: [AID: EffectiveSession] = [:]
    for session in sessions.filter({ !isOwn($0) }) + sessions.filter(isOwn) {
      guard let key = session.key.flatMap({ AID(name: $0) }), byKey[key] == nil else { continue }
      if !isOwn(session) || !taken.contains(key) { byKey[key] = session }
    }
    self.byKey = byKey
  }

  /// Whether the menus' lines are the same, but for their status.
  func showsSameMenu(as other: UserView) -> Bool { menus.showsSame(as: other.menus) }

  /// Whether live sessions end at a departure.
  func endsSessions(_ departure: Departure) -> Bool {
    policy.transfer == .multiple || policy.inactivates(departure == .logOff)
  }

  func session(_ id: SessionID) -> EffectiveSession? { byID[id] }
  func session(for key: AID) -> EffectiveSession? { byKey[key] }
}
