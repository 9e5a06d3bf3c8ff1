import DataStream
import Messages
import Terminal
import Time

/// The screen of a session: the sizes that its application orders, and how it comes to the terminal.
extension UserSession {
  mutating func hostBound(
    _ host: HostID, _ sizes: BoundSizes, _ turn: inout Turn
  ) {
    guard sessions.contains(host) else { return }
    func size(_ rows: Int?, _ columns: Int?) -> Geometry? {
      guard let rows, let columns else { return nil }
      return Geometry(rows: rows, columns: columns)
    }
    // What follows may end the session, or all.
    finishSaving(&turn)
    renew(host, &turn)
    sessions[host]?.space.bind(
      default: size(sizes.rows, sizes.columns),
      alternate: size(sizes.alternateRows, sizes.alternateColumns))
    if screen == .session(host), isConnected { showWhole(host, alarm: false, &turn) }
  }

  /// The application passes the session on (CLSDST PASS): its screen is gone, and nothing may be typed
  /// before the next one's BIND.
  mutating func hostUnbound(_ host: HostID, _ turn: inout Turn) {
    guard sessions.contains(host) else { return }
    finishSaving(&turn)
    renew(host, &turn)
    sessions[host]?.space.bind(default: nil, alternate: nil)
    sessions[host]?.space.restore(aid: .none, lock: .waiting)
    if screen == .session(host), isConnected { showWhole(host, alarm: false, &turn) }
  }

  /// An application begins or ends: nothing that the one before asked goes on.
  private mutating func renew(_ host: HostID, _ turn: inout Turn) {
    forgetReads(host, turn.now)
    sessions[host]?.transfer = nil
    sessions[host]?.systemInput = nil
  }

  // MARK: Showing a session

  /// Whether a session's screen can be shown on this terminal: its size in force is one of ours.
  func fits(_ space: PresentationSpace) -> Bool {
    space.size == capabilities.defaultSize || space.size == capabilities.alternateSize
  }

  /// Brings a session's screen to the terminal, as it is now.
  ///
  /// - Parameter alarm: whether the terminal sounds it: a sign that a key of ours did what it does.
  mutating func enter(_ host: HostID, alarm: Bool = false, _ turn: inout Turn) {
    guard let session = sessions[host] else { return showMenu(&turn) }
    guard case .active = session.state else {
      notice = .sessionStarting(session.id)
      current = host
      showMenu(&turn)
      return
    }
    guard fits(session.space) else { return hold(host, &turn) }
    screen = .session(host)
    current = host
    redraw(host, alarm: alarm || session.alarmPending, &turn)
    sessions[host]?.hasUnseenOutput = false
    sessions[host]?.alarmPending = false
  }

  /// A session whose screen is larger than the terminal lives on behind the menu, which says so.
  private mutating func hold(_ host: HostID, _ turn: inout Turn) {
    guard let session = sessions[host] else { return }
    notice = .doesNotFit(session.id, session.space.size.description)
    showMenu(&turn)
  }

  /// Draws the session that is shown anew, or holds it where it fits no more.
  mutating func showWhole(_ host: HostID, alarm: Bool, _ turn: inout Turn) {
    guard let session = sessions[host] else { return }
    guard fits(session.space) else { return hold(host, &turn) }
    redraw(host, alarm: alarm, &turn)
  }

  func redraw(_ host: HostID, alarm: Bool, _ turn: inout Turn) {
    guard let space = sessions[host]?.space else { return }
    for record in RestoreEncoder.records(space, for: capabilities, alarm: alarm) {
      turn.show(record)
    }
  }

  // MARK: A terminal of another size than its host believes

  /// Whether a record is the terminal's whole screen in its other size.
  func isOfOtherSize(_ record: [UInt8], _ host: HostID) -> Bool {
    guard let size = sessions[host]?.space.size,
      let cells = PresentationSpace.cells(ofReadBuffer: record), cells != size.cells
    else { return false }
    return cells == capabilities.defaultSize.cells || cells == capabilities.alternateSize.cells
  }

  /// Says that model and terminal differ in size; what is drawn next puts that right.
  func reportSize(_ host: HostID, _ turn: inout Turn) {
    guard let user, let session = sessions[host] else { return }
    turn.log(
      .sizeDiffered(session: session.id, user: user.id, size: session.space.size.description))
  }
}
