import Bytes
import Crypto
import DataStream
import EBCDIC
import Messages
import Names
import Panels
import SAF
import Script
import Tables
import Terminal
import Time

/// A station and what its terminal shows: everything that is there whether somebody presses keys or not.
///
/// It shows panels and sessions, and brings the user from one to another with all that was typed.
struct Workplace: Sendable {
  /// Who sits here, and the sessions behind the terminal.
  var station: Station
  /// How far terminal and user are.
  var state = State.querying { didSet { isStateChanged = true } }
  private var isStateChanged = true
  /// A command that a user typed in a session, which is left now; whoever handles the event does it.
  var wanted: WantedCommand?
  /// What scripts want; whoever handles the event does it.
  var wishes: [ScriptWish] = []

  init(_ seat: Seat) { station = Station(seat) }

  /// Who sits here, and what the terminal can.
  var seat: Seat {
    _read { yield station.seat }
    _modify { yield &station.seat }
  }
  /// What lives behind the terminal.
  var sessions: SessionTable {
    _read { yield station.sessions }
    _modify { yield &station.sessions }
  }
  var terminal: TerminalFacts { seat.terminal }
  /// Whether the terminal is there; its sessions live on without it.
  var isConnected: Bool { if case .away = state { false } else { true } }

  /// How long a terminal may take for a Query Reply, or for the Read Buffer of a jump.
  static let replyTimeout = Duration.seconds(3)

  /// What the terminal shows of a user's; nil where nobody sits at it, or is signed on.
  var surface: Surface? {
    get { if case .present(let surface) = state { surface } else { nil } }
    set { if let newValue, case .present = state { state = .present(newValue) } }
  }

  func isShowing(_ handle: SessionHandle) -> Bool {
    if case .present(.session(handle)) = state { true } else { false }
  }

  /// The command that waits for the end of what led to it; it waits no more.
  mutating func takeWanted() -> WantedCommand? {
    defer { wanted = nil }
    return wanted
  }

  // MARK: Showing

  /// Shows something else.
  mutating func show(_ surface: Surface, _ turn: inout Turn) {
    self.surface = surface
    draw(&turn)
  }

  /// Shows something else or, where the terminal is locked, has unlocking lead to it.
  mutating func showUnlocked(_ surface: Surface, _ turn: inout Turn) {
    if case .locked(let page, _)? = self.surface {
      self.surface = .locked(page, over: surface)
    } else {
      show(surface, &turn)
    }
  }

  /// Draws the panel that is shown; a session is drawn by `enter`.
  func draw(_ turn: inout Turn) {
    // What it shows is a secret that nobody here keeps.
    if case .proving(let page) = state, page.isOffering { return turn.add(.offerFactor(page.user)) }
    if let record = state.picture(station) { turn.show(record) }
  }

  /// The menu as it was, or with the line of the session that was shown last.
  mutating func showMenu(_ turn: inout Turn) {
    if case .menu? = surface {} else { surface = .menu(MenuPage(at: station)) }
    draw(&turn)
  }

  /// Writes the menu's status column and message again, while the user goes on typing.
  /// `withNews`: the line of news too.
  func refreshMenu(withNews: Bool = false, _ turn: inout Turn) {
    if case .present(.menu(let page)) = state {
      turn.show(page.mending(station, withNews: withNews))
    }
  }

  /// What the security manager says of the user is known, or another than before; whether it is.
  mutating func admit(_ user: UserID, _ rights: Rights, in turn: inout Turn) -> Bool {
    guard seat.user == user, seat.rights != rights else { return false }
    let former = seat.view
    seat.admit(rights)
    refit(former, &turn)
    return true
  }

  /// The tables are others for the user: the menu is drawn again where its lines changed, and only there,
  /// since a user may be typing on it. What runs goes on as it is.
  mutating func refit(_ former: UserView, _ turn: inout Turn) {
    guard case .menu(var page)? = surface, !former.showsSameMenu(as: seat.view) else { return }
    page.fit(station)
    show(.menu(page), &turn)
  }

  /// Refuses a command in words, on the menu; a name that was misspelt there stays, to be corrected.
  mutating func say(_ notice: Notice, typed: String = "", in turn: inout Turn) {
    seat.notice = notice
    var page: MenuPage
    if case .menu(let shown)? = surface { page = shown } else { page = MenuPage(at: station) }
    page.correction = notice.keepsTyping ? typed : ""
    show(.menu(page), &turn)
  }

  /// Goes back to what a panel covered.
  mutating func uncover(_ under: Surface, _ turn: inout Turn) {
    if case .session(let handle) = under { enter(handle, in: &turn) } else { show(under, &turn) }
  }

  /// Brings a session's screen to the terminal, as it is now.
  ///
  /// `alarm`: whether the terminal sounds it: a sign that a key of ours did what it does.
  mutating func enter(_ handle: SessionHandle, alarm: Bool = false, in turn: inout Turn) {
    guard sessions.contains(handle) else { return showMenu(&turn) }
    guard sessions[handle]?.isReady ?? false else {
      seat.notice = startingNotice(of: handle)
      sessions.current = handle
      return showMenu(&turn)
    }
    guard station.fits(handle) else { return hold(handle, &turn) }
    surface = .session(handle)
    sessions.current = handle
    redraw(handle, alarm: alarm || sessions[handle]?.alarmPending ?? false, in: &turn)
    sessions[handle]?.hasUnseenOutput = false
    sessions[handle]?.alarmPending = false
  }

  /// A session whose screen is larger than the terminal lives on behind the menu, which says so.
  private mutating func hold(_ handle: SessionHandle, _ turn: inout Turn) {
    guard let session = sessions[handle] else { return }
    seat.notice = .doesNotFit(session.id, session.space.size.description)
    showMenu(&turn)
  }

  /// Draws the session that is shown anew, or holds it where it fits no more.
  mutating func showWhole(_ handle: SessionHandle, alarm: Bool, in turn: inout Turn) {
    guard sessions.contains(handle) else { return }
    if station.fits(handle) { redraw(handle, alarm: alarm, in: &turn) } else { hold(handle, &turn) }
  }

  func redraw(_ handle: SessionHandle, alarm: Bool, in turn: inout Turn) {
    guard let space = sessions[handle]?.space, let secret = sessions[handle]?.secret else { return }
    let capabilities = seat.display.capabilities
    let records = RestoreEncoder.records(space, for: capabilities, alarm: alarm)
    guard !secret.isEmpty else { return records.forEach { turn.show($0) } }
    let dark = RestoreEncoder.records(
      space.hiding(secret.positions), for: capabilities, alarm: alarm)
    for (record, told) in zip(records, dark) { turn.add(.sendTerminalSecret(record, told: told)) }
  }

  /// Whether a record is an answer that nobody waits for any more.
  mutating func isLate(_ record: [UInt8], _ now: Moment) -> Bool {
    guard seat.display.late.count > 0, seat.display.late.takes(record, now.instant) else {
      return false
    }
    if case .saving(var saving)? = surface {
      saving.sawLate = true
      surface = .saving(saving)
    }
    return true
  }

  /// Whether the terminal is asked for its buffer, by us or by the host that is shown.
  var awaitsBuffer: Bool {
    switch state {
    case .present(.saving): true
    case .present(.session(let handle)): sessions[handle]?.reads.awaitsBuffer ?? false
    default: false
    }
  }

  /// Locks the terminal over what unlocking leads back to.
  mutating func lock(over under: Surface, _ turn: inout Turn) {
    guard let user = seat.user else { return }
    turn.log(.user.locked(user: user, terminal: terminal.name))
    seat.notice = nil
    // A password that is being changed: its answer is shown on the lock panel.
    let question = state.question
    show(.locked(LockPage(question: question), over: under), &turn)
  }

  // MARK: Sessions

  /// Starts the session, or switches to it where it lives.
  mutating func select(
    _ definition: EffectiveSession, types: Bool = true, in turn: inout Turn
  ) {
    if let handle = sessions.handle(of: definition.id) {
      if sessions[handle]?.script?.isShown == false {
        ScriptedSession(handle).breakIn(at: &self, in: &turn)
      }
      enter(handle, in: &turn)
      return
    }
    if let notice = seat.barring(definition) { return say(notice, in: &turn) }
    start(definition, types: types, in: &turn)
  }

  mutating func start(
    _ definition: EffectiveSession, types: Bool = true, isWanted: Bool = true,
    in turn: inout Turn
  ) {
    let change = station.start(definition, types: types, isWanted: isWanted, in: &turn)
    follow(change, &turn)
  }

  /// Shows what became of a session.
  mutating func follow(_ change: SessionChange, _ turn: inout Turn) {
    switch change {
    case .nothing: break
    case .refused:
      // Nobody is torn out of another session, a question, or the lock panel by what starts by itself.
      switch surface {
      case .menu, .switching: showMenu(&turn)
      default: refreshMenu(&turn)
      }
    case .ready(let handle):
      if case .menu? = surface, sessions.current == handle {
        enter(handle, in: &turn)
      } else {
        refreshMenu(&turn)
      }
    case .scripted(let handle): ScriptedSession(handle).goOn(isTyped: true, at: &self, in: &turn)
    case .unscripted(let handle):
      end(handle, .scriptFailed("its script is not in the tables any more"), in: &turn)
    case .over(let handle): forget(handle, &turn)
    }
  }

  /// A host takes its time: the user gets the menu, and is brought to the session when it is ready.
  mutating func startTimer(_ handle: SessionHandle, _ turn: inout Turn) {
    guard let notice = startingNotice(of: handle) else { return }
    seat.notice = notice
    draw(&turn)
  }

  private func startingNotice(of handle: SessionHandle) -> Notice? {
    sessions[handle].map { $0.script == nil ? .sessionStarting($0.id) : .scriptRuns($0.id) }
  }

  /// Whether the user waits for a session that starts.
  func isStarting(_ handle: SessionHandle) -> Bool {
    sessions.current == handle && sessions[handle]?.isReady == false
  }

  mutating func hostRecord(
    _ handle: SessionHandle, _ record: [UInt8], reply: ReplyWanted, in turn: inout Turn
  ) {
    if case .present(.saving(let saving)) = state, saving.handle == handle {
      station.sessions.frozen.append(
        FrozenRecords.Item(handle: handle, record: record, reply: reply))
      if station.sessions.frozen.isFull { saveUnread(saving, &turn) }
      return
    }
    let isShown = isShowing(handle)
    let outcome = station.hostRecord(handle, record, reply: reply, isShown: isShown, in: &turn)
    guard let outcome else { return }
    if outcome.wantsDrawing { showWhole(handle, alarm: outcome.alarm, in: &turn) }
    if outcome.isNews { refreshMenu(&turn) }
    if let fault = outcome.fault { dataStreamError(handle, fault, in: &turn) }
    station.sessions[handle]?.typeData(&turn)
    if outcome.hasWritten { ScriptedSession(handle).hears(.hostWrote, at: &self, in: &turn) }
    if let after = outcome.after, isShowing(handle) { save(handle, after, in: &turn) }
  }

  /// Text of the host's system services: shown as the terminal would show it.
  mutating func hostText(_ handle: SessionHandle, _ text: [UInt8], in turn: inout Turn) {
    guard sessions.contains(handle) else { return }
    // What follows may end the session, or all.
    finishSaving(&turn)
    guard sessions.contains(handle) else { return }
    station.hostText(handle, text, in: &turn)
    if isShowing(handle) {
      showWhole(handle, alarm: false, in: &turn)
    } else if sessions[handle]?.unseen(alarm: false) ?? false {
      refreshMenu(&turn)
    }
    sessions[handle]?.typeData(&turn)
    ScriptedSession(handle).hears(.hostWrote, at: &self, in: &turn)
  }

  /// An application begins with these sizes; nil: the one before passed the session on.
  mutating func hostBound(_ handle: SessionHandle, _ sizes: BoundSizes?, in turn: inout Turn) {
    guard sessions.contains(handle) else { return }
    // What follows may end the session, or all.
    finishSaving(&turn)
    station.hostBound(handle, sizes, in: &turn)
    if isShowing(handle) { showWhole(handle, alarm: false, in: &turn) }
  }

  /// A record was broken: it is logged, and ends the session where its entry says so.
  mutating func dataStreamError(_ handle: SessionHandle, _ fault: String, in turn: inout Turn) {
    if station.logFault(handle, fault, in: &turn) { end(handle, .protocolError(fault), in: &turn) }
  }

  mutating func hostClosed(_ handle: SessionHandle, _ end: HostEnd, in turn: inout Turn) {
    guard sessions.contains(handle) else { return }
    let wasCurrent = sessions.current == handle
    // What an operator ended shall not be there again at once.
    let restart =
      if case .byOperator = end { nil as EffectiveSession? } else {
        station.restart(of: handle, turn.now.instant)
      }
    ScriptedSession(handle).hears(.sessionEnded, at: &self, in: &turn)
    station.tellEnd(of: handle, end, in: &turn)
    forget(handle, &turn)
    if let restart, isConnected { start(restart, isWanted: wasCurrent, in: &turn) }
  }

  /// Ends a session from this side.
  mutating func end(_ handle: SessionHandle, _ end: HostEnd, in turn: inout Turn) {
    guard sessions.contains(handle) else { return }
    turn.add(.closeHost(handle))
    station.tellEnd(of: handle, end, in: &turn)
    forget(handle, &turn)
  }

  /// Ends all sessions from this side.
  mutating func endAll(_ end: HostEnd, _ turn: inout Turn) {
    for handle in sessions.handles { self.end(handle, end, in: &turn) }
  }

  /// The session is over: its screen is wiped, and who looked at it sees the menu and why.
  private mutating func forget(_ handle: SessionHandle, _ turn: inout Turn) {
    guard let id = sessions[handle]?.id else { return }
    if case .saving(let saving)? = surface, saving.handle == handle {
      saving.owe(at: &station, turn.now.instant)
    }
    let wasCurrent = sessions.current == handle
    station.forget(handle, turn.now.instant)
    switch surface {
    case .saving(let saving)? where saving.handle == handle:
      // Whoever was on the way from this session goes on.
      go(saving.destination, from: handle, in: &turn)
    case .session(handle)?: show(.menu(MenuPage(showing: id, at: station)), &turn)
    case .menu?:
      // Whoever started it waits with a locked keyboard; anybody else may be typing.
      if wasCurrent { draw(&turn) } else { refreshMenu(&turn) }
    default: break
    }
  }

  // MARK: Freezing

  /// Whether what `freeze` writes may have changed since this was asked last.
  mutating func takeChanged() -> Bool {
    defer { isStateChanged = false }
    return station.takeChanged() || isStateChanged
  }

  /// Writes all but the sessions, which it names.
  func freeze(into freezer: inout Freezer) {
    station.freeze(into: &freezer)
    freezer.put(state)
  }

  /// - `site`: the tables and panels with which it goes on.
  /// - `thawed`: the sessions.
  init(
    thawing thawer: inout Thawer, _ site: Site, sessions thawed: [SessionHandle: ActiveSession]
  ) throws(ThawError) {
    station = try Station(thawing: &thawer, site, sessions: thawed)
    state = try thawer.take()
  }
}
