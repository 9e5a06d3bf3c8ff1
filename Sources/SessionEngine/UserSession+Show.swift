import DataStream
import Messages
import Terminal
import Time

/// The screen of a session: the sizes that its application orders, and how it comes to the terminal.
extension UserSession {
  mutating func hostBound(
    _ host: HostID, _ sizes: BoundSizes, _ now: Moment, _ effects: inout [Effect]
  ) {
    guard let index = index(of: host) else { return }
    func size(_ rows: Int?, _ columns: Int?) -> Geometry? {
      guard let rows, let columns else { return nil }
      return Geometry(rows: rows, columns: columns)
    }
    finishSaving(now, &effects)
    sessions[index].systemInput = nil
    sessions[index].space.bind(
      default: size(sizes.rows, sizes.columns),
      alternate: size(sizes.alternateRows, sizes.alternateColumns))
    if screen == .session(host), isConnected { showWhole(index, alarm: false, &effects) }
  }

  /// The application passes the session on (CLSDST PASS): its screen is gone, and nothing may be typed
  /// before the next one's BIND.
  mutating func hostUnbound(_ host: HostID, _ now: Moment, _ effects: inout [Effect]) {
    guard let index = index(of: host) else { return }
    finishSaving(now, &effects)
    sessions[index].systemInput = nil
    sessions[index].readsOutstanding = []
    sessions[index].space.bind(default: nil, alternate: nil)
    sessions[index].space.restore(aid: .none, lock: .waiting)
    if screen == .session(host), isConnected { showWhole(index, alarm: false, &effects) }
  }

  // MARK: Showing a session

  /// Whether a session's screen can be shown on this terminal: its size in force is one of ours.
  func fits(_ space: PresentationSpace) -> Bool {
    space.size == capabilities.defaultSize || space.size == capabilities.alternateSize
  }

  /// Brings a session's screen to the terminal, as it is now.
  mutating func enter(_ host: HostID, _ effects: inout [Effect]) {
    guard let index = index(of: host) else { return }
    guard case .active = sessions[index].state else {
      notice = .sessionStarting(sessions[index].id)
      current = host
      showMenu(&effects)
      return
    }
    guard fits(sessions[index].space) else { return hold(index, &effects) }
    screen = .session(host)
    current = host
    redraw(index, alarm: sessions[index].alarmPending, &effects)
    sessions[index].hasUnseenOutput = false
    sessions[index].alarmPending = false
  }

  /// A session whose screen is larger than the terminal lives on behind the menu, which says so.
  private mutating func hold(_ index: Int, _ effects: inout [Effect]) {
    notice = .doesNotFit(sessions[index].id, sessions[index].space.size.description)
    showMenu(&effects)
  }

  /// Draws the session that is shown anew, or holds it where it fits no more.
  mutating func showWhole(_ index: Int, alarm: Bool, _ effects: inout [Effect]) {
    guard fits(sessions[index].space) else { return hold(index, &effects) }
    redraw(index, alarm: alarm, &effects)
  }

  func redraw(_ index: Int, alarm: Bool, _ effects: inout [Effect]) {
    for record in RestoreEncoder.records(sessions[index].space, for: capabilities, alarm: alarm) {
      effects.append(.sendTerminal(record))
    }
  }
}
