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
    if let host = sessions.host(of: definition.id) {
      enter(host, &turn)
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
    let host = nextHost()
    if isWanted { sessions.current = host }
    sessions.ended[definition.id] = nil
    turn.wake(.starting(host), turn.now.instant.advanced(by: Self.startPatience))
    sessions.append(
      ActiveSession(
        host: host, definition: definition, capabilities: seat.display.capabilities, types: types,
        now: turn.now.instant))
    if definition.ticket != nil {
      let request = nextRequest()
      sessions[host]?.askTicket(request, user, &turn)
    } else {
      sessions[host]?.open(for: user, at: seat, ticket: nil, &turn)
    }
  }

  mutating func ticketAnswered(
    _ request: RequestID, _ answer: TicketOutcome, _ turn: inout Turn
  ) {
    guard let user = seat.user, let host = sessions.host(awaiting: request),
      let definition = sessions[host]?.definition
    else { return }
    let (id, profile) = (definition.id, definition.ticketProfile)
    switch answer {
    case .issued(let ticket, let kind):
      turn.log(.ticketIssued(user: user, session: id, profile: profile, kind: kind))
      sessions[host]?.open(for: user, at: seat, ticket: ticket, &turn)
    case .failed(let failure):
      turn.log(
        .ticketFailed(
          user: user, session: id, profile: profile, code: failure.reasonCode,
          additional: failure.additional, meaning: failure.meaning))
      seat.notice = .ticketFailed(id)
      sessions.ended[id] = "no ticket"
      forget(host, &turn)
    }
  }

  mutating func hostReady(_ host: HostID, _ turn: inout Turn) {
    guard let user = seat.user, let definition = sessions[host]?.definition else { return }
    sessions[host]?.becomeReady(turn.now.instant)
    turn.log(
      .sessionStarted(user: user, session: definition.id, application: definition.application))
    sessions[host]?.armTimer(&turn)
    if case .menu? = surface, sessions.current == host {
      enter(host, &turn)
    } else {
      refreshMenu(&turn)
    }
  }

  /// How long a user waits with a locked keyboard for a session that starts.
  static let startPatience = Duration.seconds(1)

  /// A host takes its time: the user gets the menu, and is brought to the session when it is ready.
  mutating func startTimer(_ host: HostID, _ turn: inout Turn) {
    guard sessions.current == host, case .menu? = surface, let id = sessions[host]?.id,
      sessions[host]?.isActive == false
    else { return }
    seat.notice = .sessionStarting(id)
    draw(&turn)
  }

  // MARK: Their hosts

  mutating func hostRecord(
    _ host: HostID, _ record: [UInt8], _ reply: ReplyWanted, _ turn: inout Turn
  ) {
    if case .present(.saving(let saving)) = state, saving.host == host {
      sessions.frozen.append(FrozenRecords.Item(host: host, record: record, reply: reply))
      if sessions.frozen.isFull { saveUnread(saving, &turn) }
      return
    }
    let isShown = isShowing(host)
    let outcome = sessions[host]?.hostRecord(
      record, reply, on: &seat.display, isShown: isShown, &turn)
    guard let outcome else { return }
    if outcome.wantsDrawing { showWhole(host, alarm: outcome.alarm, &turn) }
    if outcome.isNews { refreshMenu(&turn) }
    if let fault = outcome.fault { dataStreamError(host, fault, &turn) }
    sessions[host]?.typeData(&turn)
    if let after = outcome.after, isShowing(host) { save(host, after, &turn) }
  }

  /// Text of the host's system services: shown as the terminal would show it.
  mutating func hostText(_ host: HostID, _ text: [UInt8], _ turn: inout Turn) {
    guard sessions.contains(host) else { return }
    // What follows may end the session, or all.
    finishSaving(&turn)
    guard sessions.contains(host) else { return }
    sessions[host]?.hostText(text, turn.now.instant)
    if isShowing(host) {
      showWhole(host, alarm: false, &turn)
    } else if sessions[host]?.unseen(alarm: false) ?? false {
      refreshMenu(&turn)
    }
    sessions[host]?.typeData(&turn)
  }

  /// An application begins with these sizes; nil: the one before passed the session on.
  mutating func hostBound(_ host: HostID, _ sizes: BoundSizes?, _ turn: inout Turn) {
    guard sessions.contains(host) else { return }
    // What follows may end the session, or all.
    finishSaving(&turn)
    if let sizes {
      sessions[host]?.bind(sizes, on: &seat.display, turn.now.instant)
    } else {
      sessions[host]?.unbind(on: &seat.display, turn.now.instant)
    }
    if isShowing(host) { showWhole(host, alarm: false, &turn) }
  }

  /// Logs a broken record, as often as is useful, and ends the session where its entry says so.
  mutating func dataStreamError(_ host: HostID, _ fault: String, _ turn: inout Turn) {
    guard let user = seat.user, let definition = sessions[host]?.definition else { return }
    if let told = sessions[host]?.note(fault: fault) {
      turn.log(
        .dataStreamError(
          session: definition.id, application: definition.application, user: user, fault: told))
    }
    if definition.entry.dataStreamErrors == .end { end(host, .protocolError(fault), &turn) }
  }

  /// Says that model and terminal differ in size; what is drawn next puts that right.
  func reportSize(_ host: HostID, _ turn: inout Turn) {
    guard let user = seat.user, let id = sessions[host]?.id, let size = sessions[host]?.space.size
    else { return }
    turn.log(.sizeDiffered(session: id, user: user, size: size.description))
  }

  // MARK: They end

  /// How long a session must have lived to be started again by itself (`Auto restart`).
  static let restartAfter = Duration.seconds(10)

  mutating func hostClosed(_ host: HostID, _ end: HostEnd, _ turn: inout Turn) {
    guard let former = sessions[host]?.definition,
      let lived = sessions[host]?.lived(turn.now.instant)
    else { return }
    let wasCurrent = sessions.current == host
    tell(former, end, &turn)
    forget(host, &turn)
    // What falls over at once would fall over again, and again; what is no more in the tables, or
    // shall not restart by them, stays ended.
    if let definition = seat.view.session(former.id), definition.entry.restarts, isConnected,
      lived >= Self.restartAfter
    {
      start(definition, isWanted: wasCurrent, &turn)
    }
  }

  /// Ends a session from this side.
  mutating func end(_ host: HostID, _ end: HostEnd, _ turn: inout Turn) {
    guard let definition = sessions[host]?.definition else { return }
    turn.add(.closeHost(host))
    tell(definition, end, &turn)
    forget(host, &turn)
  }

  /// Ends all sessions from this side.
  mutating func endAll(_ end: HostEnd, _ turn: inout Turn) {
    for host in sessions.hosts { self.end(host, end, &turn) }
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
  mutating func forget(_ host: HostID, _ turn: inout Turn) {
    guard let id = sessions[host]?.id, let cells = sessions[host]?.space.size.cells else { return }
    if case .saving(let saving)? = surface, saving.host == host, !saving.sawLate {
      seat.display.late.expectBuffer(cells: cells, turn.now.instant)
    }
    let wasCurrent = sessions.current == host
    sessions.forget(host, on: &seat.display, turn.now.instant)
    switch surface {
    case .saving(let saving)? where saving.host == host:
      // Whoever was on the way from this session goes on.
      go(saving.destination, from: host, &turn)
    case .session(host)?: show(.menu(MenuPage(showing: id, seat, sessions)), &turn)
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
