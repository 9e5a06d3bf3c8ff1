import Crypto
import DataStream
import Messages
import Names
import SAF
import Tables
import Terminal
import Time

/// Sessions begin and end.
extension UserSession {
  /// - Parameters:
  ///   - types: whether the session data is typed where the entry says so.
  ///   - isWanted: whether the user is brought to it when it is ready.
  mutating func start(
    _ definition: EffectiveSession, types: Bool = true, isWanted: Bool = true, _ turn: inout Turn
  ) {
    guard let user else { return }
    guard sessions.count < PeerLimits.sessionsPerUser else {
      refuse(.sessionLimit(PeerLimits.sessionsPerUser), &turn)
      return
    }
    let entry = definition.entry
    let ticket = definition.ticket
    if let ticket, let other = ticket.onlyFor, !ticket.isFor(user.id) {
      turn.log(.aclUserInvalid(user: user.id, session: definition.id, aclUser: other))
      refuse(.aclUserInvalid(definition.id), &turn)
      return
    }
    var space = PresentationSpace(entry.told(capabilities))
    // Nothing may be typed before the application has spoken.
    space.restore(aid: .none, lock: .waiting)
    let host = nextHost()
    if isWanted { current = host }
    ended[definition.id] = nil
    turn.wake(.starting(host), turn.now.instant.advanced(by: Self.startPatience))
    sessions.append(
      ActiveSession(
        host: host, definition: definition, state: .connecting, space: space, types: types,
        now: turn.now.instant))
    if ticket != nil {
      askTicket(host, &turn)
    } else {
      open(host, ticket: nil, &turn)
    }
  }

  /// Asks for a session's ticket; the answer comes to who asked last.
  mutating func askTicket(_ host: HostID, _ turn: inout Turn) {
    guard let user, let definition = sessions[host]?.definition,
      let ticket = definition.ticket
    else { return }
    let request = nextRequest()
    sessions[host]?.state = .awaitingTicket(request)
    turn.add(
      .issueTicket(
        request,
        TicketRequest(
          user: user.id, session: definition.id, profile: ticket.application,
          form: ticket.form, ahead: ticket.ahead)))
  }

  private mutating func refuse(_ text: Notice, _ turn: inout Turn) {
    notice = text
    showMenu(&turn)
  }

  /// Opens the application's end, with the logon data that `Session data` asks for.
  private mutating func open(
    _ host: HostID, ticket: SharedSecret?, _ turn: inout Turn
  ) {
    guard let user, let session = sessions[host] else { return }
    let definition = session.definition
    let data = SessionData(
      definition, user: definition.entry.aclUser ?? user.id, ticket: ticket, terminal: terminal)
    sessions[host]?.state = .connecting
    if session.typesData, case .tn3270 = definition.host { sessions[host]?.typing = data }
    let told = session.space.capabilities
    let shown = HostTerminal(
      names: site.tables.luNames(
        of: definition, for: terminal.ruleName, given: terminal.givenName, user: user.id),
      alternate: told.alternateSize,
      isExtended: terminal.isExtended && definition.entry.isExtended,
      deviceType: definition.entry.deviceType)
    turn.add(.openHost(host, definition, data.logonData, shown))
  }

  mutating func ticketAnswered(
    _ request: RequestID, _ answer: TicketOutcome, _ turn: inout Turn
  ) {
    let found = sessions.first {
      if case .awaitingTicket(request) = $0.state { true } else { false }
    }
    guard let user, let found else { return }
    let (host, definition) = (found.host, found.definition)
    switch answer {
    case .issued(let ticket, let kind):
      turn.log(
        .ticketIssued(
          user: user.id, session: definition.id, profile: definition.ticketProfile, kind: kind))
      open(host, ticket: ticket, &turn)
    case .failed(let failure):
      turn.log(
        .ticketFailed(
          user: user.id, session: definition.id, profile: definition.ticketProfile,
          code: failure.reasonCode, additional: failure.additional, meaning: failure.meaning))
      notice = .ticketFailed(definition.id)
      ended[definition.id] = "no ticket"
      forget(host, &turn)
    }
  }

  mutating func hostReady(_ host: HostID, _ turn: inout Turn) {
    guard let user, let definition = sessions[host]?.definition else { return }
    sessions[host]?.state = .active
    sessions[host]?.started = turn.now.instant
    sessions[host]?.touch(turn.now.instant)
    turn.log(
      .sessionStarted(
        user: user.id, session: definition.id, application: definition.application))
    armSessionTimer(host, &turn)
    if case .menu = screen, current == host, isConnected {
      enter(host, &turn)
    } else {
      refreshMenu(&turn)
    }
  }

  mutating func hostClosed(
    _ host: HostID, _ end: HostEnd, _ turn: inout Turn
  ) {
    guard let user, let session = sessions[host] else { return }
    let id = session.id
    tell(session.definition, end, user.id, &turn)
    let lived = session.started.map { $0.duration(to: turn.now.instant) } ?? .zero
    let wasCurrent = current == host
    forget(host, &turn)
    // What falls over at once would fall over again, and again; what is no more in the tables, or
    // shall not restart by them, stays ended.
    if let definition = view.session(id), definition.entry.restarts, isConnected,
      lived >= Self.restartAfter
    {
      start(definition, isWanted: wasCurrent, &turn)
    }
  }

  /// How long a user waits with a locked keyboard for a session that starts.
  static let startPatience = Duration.seconds(1)

  /// A host takes its time: the user gets the menu, and is brought to the session when it is ready.
  mutating func startTimer(_ host: HostID, _ turn: inout Turn) {
    guard let session = sessions[host], current == host, isConnected else { return }
    if case .active = session.state { return }
    guard case .menu = screen else { return }
    notice = .sessionStarting(session.id)
    show(.menu, &turn)
  }

  /// How long a session must have lived to be started again by itself (`Auto restart`).
  static let restartAfter = Duration.seconds(10)

  /// Ends a session from this side.
  mutating func end(
    _ host: HostID, _ end: HostEnd, _ turn: inout Turn
  ) {
    guard let user, let definition = sessions[host]?.definition else { return }
    turn.add(.closeHost(host))
    tell(definition, end, user.id, &turn)
    forget(host, &turn)
  }

  /// Ends all sessions from this side.
  mutating func endAll(_ end: HostEnd, _ turn: inout Turn) {
    for host in sessions.hosts { self.end(host, end, &turn) }
  }

  /// Says why a session is over: in the log, on line 5, and in the menu's Status column.
  private mutating func tell(
    _ definition: EffectiveSession, _ end: HostEnd, _ user: UserID, _ turn: inout Turn
  ) {
    turn.log(
      .sessionEnded(
        user: user, session: definition.id, application: definition.application,
        reason: end.logged))
    notice = .sessionEnded(definition.id, end.shown, isFault: end.isFault)
    ended[definition.id] = end.word
  }

  /// The session is over: its screen is wiped, and who looked at it sees the menu and why.
  private mutating func forget(_ host: HostID, _ turn: inout Turn) {
    guard let id = sessions[host]?.id else { return }
    if case .saving(let saving) = screen, saving.host == host, !saving.sawLate {
      expectLateBuffer(host, turn.now)
    }
    forgetReads(host, turn.now)
    frozen.forget(host)
    sessions.remove(host)
    let wasCurrent = current == host
    if wasCurrent { current = sessions.last?.host }
    guard isConnected else { return }
    switch screen {
    case .saving(let saving) where saving.host == host:
      // Whoever was on the way from this session goes on.
      screen = .menu(top: 0)
      go(saving.destination, from: host, &turn)
    case .session(host):
      screen = menu(showing: id)
      if !isSwitching { show(.menu, &turn) }
    case .menu:
      // Whoever started it waits with a locked keyboard; anybody else may be typing.
      if wasCurrent, !isSwitching { show(.menu, &turn) } else { refreshMenu(&turn) }
    default: break
    }
  }
}
