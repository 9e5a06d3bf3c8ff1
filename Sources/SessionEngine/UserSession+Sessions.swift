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
    _ definition: EffectiveSession, types: Bool = true, isWanted: Bool = true, _ now: Moment,
    _ effects: inout [Effect]
  ) {
    guard let user else { return }
    guard sessions.count < PeerLimits.sessionsPerUser else {
      refuse(.sessionLimit(PeerLimits.sessionsPerUser), &effects)
      return
    }
    let entry = definition.entry
    let ticket = definition.ticket
    if let ticket, let other = ticket.onlyFor, !ticket.isFor(user.id) {
      effects.append(
        .record(.aclUserInvalid(user: user.id, session: definition.id, aclUser: other)))
      refuse(.aclUserInvalid(definition.id), &effects)
      return
    }
    var space = PresentationSpace(entry.told(capabilities))
    // Nothing may be typed before the application has spoken.
    space.restore(aid: .none, lock: .waiting)
    let host = nextHost()
    if isWanted { current = host }
    ended[definition.id] = nil
    effects.append(.setTimer(.starting(host), now.instant.advanced(by: Self.startPatience)))
    sessions.append(
      ActiveSession(
        host: host, definition: definition, state: .connecting, space: space, types: types,
        now: now.instant))
    if ticket != nil {
      askTicket(host, &effects)
    } else {
      open(host, ticket: nil, &effects)
    }
  }

  /// Asks for a session's ticket; the answer comes to who asked last.
  mutating func askTicket(_ host: HostID, _ effects: inout [Effect]) {
    guard let user, let definition = sessions[host]?.definition,
      let ticket = definition.ticket
    else { return }
    let request = nextRequest()
    sessions[host]?.state = .awaitingTicket(request)
    effects.append(
      .issueTicket(
        request,
        TicketRequest(
          user: user.id, session: definition.id, profile: ticket.application,
          form: ticket.form, ahead: ticket.ahead)))
  }

  private mutating func refuse(_ text: Notice, _ effects: inout [Effect]) {
    notice = text
    showMenu(&effects)
  }

  /// Opens the application's end, with the logon data that `Session data` asks for.
  private mutating func open(
    _ host: HostID, ticket: SharedSecret?, _ effects: inout [Effect]
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
    effects.append(.openHost(host, definition, data.logonData, shown))
  }

  mutating func ticketAnswered(
    _ request: RequestID, _ answer: TicketOutcome, _ now: Moment, _ effects: inout [Effect]
  ) {
    let found = sessions.first {
      if case .awaitingTicket(request) = $0.state { true } else { false }
    }
    guard let user, let found else { return }
    let (host, definition) = (found.host, found.definition)
    switch answer {
    case .issued(let ticket, let kind):
      effects.append(
        .record(
          .ticketIssued(
            user: user.id, session: definition.id, profile: definition.ticketProfile, kind: kind)))
      open(host, ticket: ticket, &effects)
    case .failed(let failure):
      effects.append(
        .record(
          .ticketFailed(
            user: user.id, session: definition.id, profile: definition.ticketProfile,
            code: failure.reasonCode, additional: failure.additional, meaning: failure.meaning)))
      notice = .ticketFailed(definition.id)
      ended[definition.id] = "no ticket"
      forget(host, now, &effects)
    }
  }

  mutating func hostReady(_ host: HostID, _ now: Moment, _ effects: inout [Effect]) {
    guard let user, let definition = sessions[host]?.definition else { return }
    sessions[host]?.state = .active
    sessions[host]?.started = now.instant
    sessions[host]?.touch(now.instant)
    effects.append(
      .record(
        .sessionStarted(
          user: user.id, session: definition.id, application: definition.application)))
    armSessionTimer(host, now, &effects)
    if case .menu = screen, current == host, isConnected {
      enter(host, &effects)
    } else {
      refreshMenu(&effects)
    }
  }

  mutating func hostClosed(
    _ host: HostID, _ end: HostEnd, _ now: Moment, _ effects: inout [Effect]
  ) {
    guard let user, let session = sessions[host] else { return }
    let id = session.id
    tell(session.definition, end, user.id, &effects)
    let lived = session.started.map { $0.duration(to: now.instant) } ?? .zero
    let wasCurrent = current == host
    forget(host, now, &effects)
    // What falls over at once would fall over again, and again; what is no more in the tables, or
    // shall not restart by them, stays ended.
    if let definition = view.session(id), definition.entry.restarts, isConnected,
      lived >= Self.restartAfter
    {
      start(definition, isWanted: wasCurrent, now, &effects)
    }
  }

  /// How long a user waits with a locked keyboard for a session that starts.
  static let startPatience = Duration.seconds(1)

  /// A host takes its time: the user gets the menu, and is brought to the session when it is ready.
  mutating func startTimer(_ host: HostID, _ effects: inout [Effect]) {
    guard let session = sessions[host], current == host, isConnected else { return }
    if case .active = session.state { return }
    guard case .menu = screen else { return }
    notice = .sessionStarting(session.id)
    show(.menu, &effects)
  }

  /// How long a session must have lived to be started again by itself (`Auto restart`).
  static let restartAfter = Duration.seconds(10)

  /// Ends a session from this side.
  mutating func end(
    _ host: HostID, _ end: HostEnd, _ now: Moment, _ effects: inout [Effect]
  ) {
    guard let user, let definition = sessions[host]?.definition else { return }
    effects.append(.closeHost(host))
    tell(definition, end, user.id, &effects)
    forget(host, now, &effects)
  }

  /// Ends all sessions from this side.
  mutating func endAll(_ end: HostEnd, _ now: Moment, _ effects: inout [Effect]) {
    for host in sessions.hosts { self.end(host, end, now, &effects) }
  }

  /// Says why a session is over: in the log, on line 5, and in the menu's Status column.
  private mutating func tell(
    _ definition: EffectiveSession, _ end: HostEnd, _ user: UserID, _ effects: inout [Effect]
  ) {
    effects.append(
      .record(
        .sessionEnded(
          user: user, session: definition.id, application: definition.application,
          reason: end.logged)))
    notice = .sessionEnded(definition.id, end.shown, isFault: end.isFault)
    ended[definition.id] = end.word
  }

  /// The session is over: its screen is wiped, and who looked at it sees the menu and why.
  private mutating func forget(_ host: HostID, _ now: Moment, _ effects: inout [Effect]) {
    guard let id = sessions[host]?.id else { return }
    if case .saving(let saving) = screen, saving.host == host, !saving.sawLate {
      expectLateBuffer(host, now)
    }
    forgetReads(host, now)
    frozen.forget(host)
    sessions.remove(host)
    let wasCurrent = current == host
    if wasCurrent { current = sessions.last?.host }
    guard isConnected else { return }
    switch screen {
    case .saving(let saving) where saving.host == host:
      // Whoever was on the way from this session goes on.
      screen = .menu(top: 0)
      go(saving.destination, from: host, now, &effects)
    case .session(host):
      screen = menu(showing: id)
      if !isSwitching { show(.menu, &effects) }
    case .menu:
      // Whoever started it waits with a locked keyboard; anybody else may be typing.
      if wasCurrent, !isSwitching { show(.menu, &effects) } else { refreshMenu(&effects) }
    default: break
    }
  }
}
