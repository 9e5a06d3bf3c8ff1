import Crypto
import DataStream
import EBCDIC
import Messages
import Names
import Panels
import SAF
import Tables
import Terminal
import Time

/// Sessions begin, live and end.
extension Workplace {
  // MARK: They begin

  /// Starts the session, or switches to it where it lives.
  mutating func select(
    _ definition: EffectiveSession, types: Bool = true, _ turn: inout Turn
  ) {
    if let handle = sessions.handle(of: definition.id) {
      enter(handle, &turn)
    } else {
      start(definition, types: types, &turn)
    }
  }

  /// - Parameters:
  ///   - definition: what is started.
  ///   - types: whether the session data is typed where the entry says so.
  ///   - isWanted: whether the user is brought to it when it is ready.
  ///   - turn: what is done.
  mutating func start(
    _ definition: EffectiveSession, types: Bool = true, isWanted: Bool = true,
    _ turn: inout Turn
  ) {
    guard let user = seat.user else { return }
    guard sessions.count < PeerLimits.sessionsPerUser else {
      seat.notice = .sessionLimit(PeerLimits.sessionsPerUser)
      return showMenu(&turn)
    }
    if let ticket = definition.ticket, let other = ticket.onlyFor, !ticket.isFor(user) {
      turn.log(.aclUserInvalid(user: user, session: definition.id, aclUser: other))
      seat.notice = .aclUserInvalid(definition.id)
      return showMenu(&turn)
    }
    let handle = nextHandle()
    if isWanted { sessions.current = handle }
    sessions.ended[definition.id] = nil
    turn.wake(.starting(handle), turn.now.instant.advanced(by: Self.startPatience))
    sessions.append(
      ActiveSession(
        handle: handle, definition: definition, capabilities: seat.display.capabilities,
        types: types,
        now: turn.now.instant))
    if definition.ticket != nil {
      let request = nextRequest()
      sessions[handle]?.askTicket(request, user, &turn)
    } else {
      sessions[handle]?.open(for: user, at: seat, ticket: nil, &turn)
    }
  }

  mutating func ticketAnswered(
    _ request: RequestID, _ answer: TicketOutcome, _ turn: inout Turn
  ) {
    guard let user = seat.user, let handle = sessions.handle(awaiting: request),
      let definition = sessions[handle]?.definition
    else { return }
    let (id, profile) = (definition.id, definition.ticketProfile)
    switch answer {
    case .issued(let ticket, let kind):
      turn.log(.ticketIssued(user: user, session: id, profile: profile, kind: kind))
      sessions[handle]?.open(for: user, at: seat, ticket: ticket, &turn)
    case .failed(let failure):
      turn.log(
        .ticketFailed(
          user: user, session: id, profile: profile, code: failure.reasonCode,
          additional: failure.additional, meaning: failure.meaning))
      seat.notice = .ticketFailed(id)
      sessions.ended[id] = "no ticket"
      forget(handle, &turn)
    }
  }

  mutating func hostReady(_ handle: SessionHandle, _ turn: inout Turn) {
    guard let user = seat.user, let definition = sessions[handle]?.definition else { return }
    sessions[handle]?.becomeReady(turn.now.instant)
    turn.log(
      .sessionStarted(user: user, session: definition.id, application: definition.application))
    sessions[handle]?.armTimer(&turn)
    if case .menu? = surface, sessions.current == handle {
      enter(handle, &turn)
    } else {
      refreshMenu(&turn)
    }
  }

  /// How long a user waits with a locked keyboard for a session that starts.
  static let startPatience = Duration.seconds(1)

  /// A host takes its time: the user gets the menu, and is brought to the session when it is ready.
  mutating func startTimer(_ handle: SessionHandle, _ turn: inout Turn) {
    guard sessions.current == handle, case .menu? = surface, let id = sessions[handle]?.id,
      sessions[handle]?.isActive == false
    else { return }
    seat.notice = .sessionStarting(id)
    draw(&turn)
  }

  // MARK: Their hosts

  mutating func hostRecord(
    _ handle: SessionHandle, _ record: [UInt8], _ reply: ReplyWanted, _ turn: inout Turn
  ) {
    if case .present(.saving(let saving)) = state, saving.handle == handle {
      sessions.frozen.append(FrozenRecords.Item(handle: handle, record: record, reply: reply))
      if sessions.frozen.isFull { saveUnread(saving, &turn) }
      return
    }
    let isShown = isShowing(handle)
    let outcome = sessions[handle]?.hostRecord(
      record, reply, on: &seat.display, isShown: isShown, &turn)
    guard let outcome else { return }
    if outcome.wantsDrawing { showWhole(handle, alarm: outcome.alarm, &turn) }
    if outcome.isNews { refreshMenu(&turn) }
    if let fault = outcome.fault { dataStreamError(handle, fault, &turn) }
    sessions[handle]?.typeData(&turn)
    if let after = outcome.after, isShowing(handle) { save(handle, after, &turn) }
  }

  /// Text of the host's system services: shown as the terminal would show it.
  mutating func hostText(_ handle: SessionHandle, _ text: [UInt8], _ turn: inout Turn) {
    guard sessions.contains(handle) else { return }
    // What follows may end the session, or all.
    finishSaving(&turn)
    guard sessions.contains(handle) else { return }
    sessions[handle]?.hostText(text, turn.now.instant)
    if isShowing(handle) {
      showWhole(handle, alarm: false, &turn)
    } else if sessions[handle]?.unseen(alarm: false) ?? false {
      refreshMenu(&turn)
    }
    sessions[handle]?.typeData(&turn)
  }

  /// An application begins with these sizes; nil: the one before passed the session on.
  mutating func hostBound(_ handle: SessionHandle, _ sizes: BoundSizes?, _ turn: inout Turn) {
    guard sessions.contains(handle) else { return }
    // What follows may end the session, or all.
    finishSaving(&turn)
    if let sizes {
      sessions[handle]?.bind(sizes, on: &seat.display, turn.now.instant)
    } else {
      sessions[handle]?.unbind(on: &seat.display, turn.now.instant)
    }
    if isShowing(handle) { showWhole(handle, alarm: false, &turn) }
  }

  /// Logs a broken record, as often as is useful, and ends the session where its entry says so.
  mutating func dataStreamError(_ handle: SessionHandle, _ fault: String, _ turn: inout Turn) {
    guard let user = seat.user, let definition = sessions[handle]?.definition else { return }
    if let told = sessions[handle]?.note(fault: fault) {
      turn.log(
        .dataStreamError(
          session: definition.id, application: definition.application, user: user, fault: told))
    }
    if definition.entry.dataStreamErrors == .end { end(handle, .protocolError(fault), &turn) }
  }

  /// Says that model and terminal differ in size; what is drawn next puts that right.
  func reportSize(_ handle: SessionHandle, _ turn: inout Turn) {
    guard let user = seat.user, let id = sessions[handle]?.id,
      let size = sessions[handle]?.space.size
    else { return }
    turn.log(.sizeDiffered(session: id, user: user, size: size.description))
  }

  // MARK: They end

  /// How long a session must have lived to be started again by itself (`Auto restart`).
  static let restartAfter = Duration.seconds(10)

  mutating func hostClosed(_ handle: SessionHandle, _ end: HostEnd, _ turn: inout Turn) {
    guard let former = sessions[handle]?.definition,
      let lived = sessions[handle]?.lived(turn.now.instant)
    else { return }
    let wasCurrent = sessions.current == handle
    tell(former, end, &turn)
    forget(handle, &turn)
    // What falls over at once would fall over again, and again; what is no more in the tables, or
    // shall not restart by them, stays ended.
    if let definition = seat.view.session(former.id), definition.entry.restarts, isConnected,
      lived >= Self.restartAfter
    {
      start(definition, isWanted: wasCurrent, &turn)
    }
  }

  /// Ends a session from this side.
  mutating func end(_ handle: SessionHandle, _ end: HostEnd, _ turn: inout Turn) {
    guard let definition = sessions[handle]?.definition else { return }
    turn.add(.closeHost(handle))
    tell(definition, end, &turn)
    forget(handle, &turn)
  }

  /// Ends all sessions from this side.
  mutating func endAll(_ end: HostEnd, _ turn: inout Turn) {
    for handle in sessions.handles { self.end(handle, end, &turn) }
  }

  /// Says why a session is over: in the log, on line 5, and in the menu's Status column.
  private mutating func tell(
    _ definition: EffectiveSession, _ end: HostEnd, _ turn: inout Turn
  ) {
    guard let user = seat.user else { return }
    turn.log(
      .sessionEnded(
        user: user, session: definition.id, application: definition.application,
        reason: end.logged))
    seat.notice = .sessionEnded(definition.id, end.shown, isFault: end.isFault)
    sessions.ended[definition.id] = end.word
  }

  /// The session is over: its screen is wiped, and who looked at it sees the menu and why.
  mutating func forget(_ handle: SessionHandle, _ turn: inout Turn) {
    guard let id = sessions[handle]?.id, let cells = sessions[handle]?.space.size.cells else {
      return
    }
    if case .saving(let saving)? = surface, saving.handle == handle, !saving.sawLate {
      seat.display.late.expectBuffer(cells: cells, turn.now.instant)
    }
    let wasCurrent = sessions.current == handle
    sessions.forget(handle, on: &seat.display, turn.now.instant)
    switch surface {
    case .saving(let saving)? where saving.handle == handle:
      // Whoever was on the way from this session goes on.
      go(saving.destination, from: handle, &turn)
    case .session(handle)?: show(.menu(MenuPage(showing: id, seat, sessions)), &turn)
    case .menu?:
      // Whoever started it waits with a locked keyboard; anybody else may be typing.
      if wasCurrent { draw(&turn) } else { refreshMenu(&turn) }
    default: break
    }
  }

  /// Writes a panel's message line; what is typed on the panel stays.
  mutating func mention(
    _ notice: Notice, _ contract: PanelContract, _ turn: inout Turn
  ) {
    seat.notice = notice
    turn.show(seat.mention(contract))
  }
}
