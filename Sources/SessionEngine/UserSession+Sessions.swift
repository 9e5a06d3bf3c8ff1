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
  /// - Parameter types: whether the session data is typed where the entry says so.
  mutating func start(
    _ definition: EffectiveSession, types: Bool = true, _ now: Moment, _ effects: inout [Effect]
  ) {
    guard let user else { return }
    guard sessions.count < Self.sessionLimit else {
      refuse(.sessionLimit(Self.sessionLimit), &effects)
      return
    }
    let entry = definition.entry
    let wantsTicket = entry.generatesTicket || entry.generatesQualifiedTicket
    if wantsTicket, let other = entry.aclUser, other != user.id {
      effects.append(
        .record(.aclUserInvalid(user: user.id, session: definition.id, aclUser: other)))
      refuse(.aclUserInvalid(definition.id), &effects)
      return
    }
    var space = PresentationSpace(entry.told(capabilities))
    // Nothing may be typed before the application has spoken.
    space.restore(aid: .none, lock: .waiting)
    let host = nextHost()
    current = host
    ended[definition.id] = nil
    effects.append(.setTimer(.starting(host), now.instant.advanced(by: Self.startPatience)))
    if wantsTicket {
      let request = nextRequest()
      sessions.append(
        ActiveSession(
          host: host, definition: definition, state: .awaitingTicket(request), space: space,
          types: types, now: now.instant))
      effects.append(
        .issueTicket(
          request,
          TicketRequest(
            user: user.id, session: definition.id, profile: definition.ticketProfile,
            form: entry.ticketForm)))
    } else {
      sessions.append(
        ActiveSession(
          host: host, definition: definition, state: .connecting, space: space, types: types,
          now: now.instant))
      open(host, ticket: nil, &effects)
    }
  }

  private mutating func refuse(_ text: Notice, _ effects: inout [Effect]) {
    notice = text
    showMenu(&effects)
  }

  /// Opens the application's end, with the logon data that `Session data` asks for.
  private mutating func open(
    _ host: HostID, ticket: SharedSecret?, _ effects: inout [Effect]
  ) {
    guard let user, let index = index(of: host) else { return }
    let definition = sessions[index].definition
    let data = SessionData(
      definition, user: definition.entry.aclUser ?? user.id, ticket: ticket, terminal: terminal)
    sessions[index].state = .connecting
    if sessions[index].typesData, case .tn3270 = definition.host {
      sessions[index].typing = data
    }
    let told = sessions[index].space.capabilities
    let shown = HostTerminal(
      names: site.tables.luNames(of: definition, for: terminal.name, user: user.id),
      alternate: told.alternateSize,
      isExtended: terminal.isExtended && definition.entry.isExtended,
      deviceType: definition.entry.deviceType)
    effects.append(.openHost(host, definition, data.logonData, shown))
  }

  mutating func ticketAnswered(
    _ request: RequestID, _ answer: TicketOutcome, _ now: Moment, _ effects: inout [Effect]
  ) {
    let found = sessions.firstIndex {
      if case .awaitingTicket(request) = $0.state { true } else { false }
    }
    guard let user, let found else { return }
    let definition = sessions[found].definition
    switch answer {
    case .issued(let ticket, let kind):
      effects.append(
        .record(
          .ticketIssued(
            user: user.id, session: definition.id, profile: definition.ticketProfile, kind: kind)))
      open(sessions[found].host, ticket: ticket, &effects)
    case .failed(let failure):
      effects.append(
        .record(
          .ticketFailed(
            user: user.id, session: definition.id, profile: definition.ticketProfile,
            code: failure.reasonCode, additional: failure.additional, meaning: failure.meaning)))
      let host = sessions[found].host
      notice = .ticketFailed(definition.id)
      ended[definition.id] = "no ticket"
      forget(host, &effects)
    }
  }

  mutating func hostReady(_ host: HostID, _ now: Moment, _ effects: inout [Effect]) {
    guard let user, let index = index(of: host) else { return }
    sessions[index].state = .active
    sessions[index].started = now.instant
    sessions[index].touch(now.instant)
    let definition = sessions[index].definition
    effects.append(
      .record(
        .sessionStarted(
          user: user.id, session: definition.id, application: definition.application)))
    armSessionTimer(index, now, &effects)
    if case .menu = screen, current == host, isConnected {
      enter(host, &effects)
    } else {
      refreshMenu(&effects)
    }
  }

  mutating func hostClosed(
    _ host: HostID, _ end: HostEnd, _ now: Moment, _ effects: inout [Effect]
  ) {
    guard let user, let index = index(of: host) else { return }
    let definition = sessions[index].definition
    tell(definition, end, user.id, &effects)
    let lived = sessions[index].started.map { $0.duration(to: now.instant) } ?? .zero
    forget(host, &effects)
    // What falls over at once would fall over again, and again.
    if definition.entry.restarts, isConnected, lived >= Self.restartAfter {
      start(definition, now, &effects)
    }
  }

  /// How long a user waits with a locked keyboard for a session that starts.
  static let startPatience = Duration.seconds(1)

  /// A host takes its time: the user gets the menu, and is brought to the session when it is ready.
  mutating func startTimer(_ host: HostID, _ effects: inout [Effect]) {
    guard let index = index(of: host), current == host, isConnected else { return }
    if case .active = sessions[index].state { return }
    guard case .menu = screen else { return }
    notice = .sessionStarting(sessions[index].id)
    show(.menu, &effects)
  }

  /// How long a session must have lived to be started again by itself (`Auto restart`).
  static let restartAfter = Duration.seconds(10)

  /// Ends a session from this side.
  mutating func end(_ host: HostID, _ end: HostEnd, _ effects: inout [Effect]) {
    guard let user, let index = index(of: host) else { return }
    effects.append(.closeHost(host))
    tell(sessions[index].definition, end, user.id, &effects)
    forget(host, &effects)
  }

  /// Ends all sessions from this side.
  mutating func endAll(_ end: HostEnd, _ effects: inout [Effect]) {
    for session in sessions { self.end(session.host, end, &effects) }
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
  private mutating func forget(_ host: HostID, _ effects: inout [Effect]) {
    guard let index = index(of: host) else { return }
    sessions[index].space.wipe()
    sessions.remove(at: index)
    frozen.forget(host)
    let wasCurrent = current == host
    if wasCurrent { current = sessions.last?.host }
    guard isConnected else { return }
    switch screen {
    case .session(host), .saving(host, _, _):
      screen = .menu(top: 0)
      show(.menu, &effects)
    case .menu:
      // Whoever started it waits with a locked keyboard; anybody else may be typing.
      if wasCurrent { show(.menu, &effects) } else { refreshMenu(&effects) }
    case .help(let page, over: .session(host)): screen = .help(page, over: .menu(top: 0))
    case .message(over: .session(host)): screen = .message(over: .menu(top: 0))
    default: break
    }
  }
}

extension ACTEntry {
  /// Which key the entry's tickets are made with.
  fileprivate var ticketForm: TicketRequest.Form {
    switch (generatesQualifiedTicket, generatesTicket) {
    case (true, true): .best
    case (true, false): .qualified
    default: .plain
    }
  }
}
