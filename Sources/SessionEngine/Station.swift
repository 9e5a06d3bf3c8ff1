import Bytes
import DataStream
import Messages
import Names
import SAF
import Tables
import Terminal
import Time

/// A seat and the sessions behind it: they begin, live and end, whatever the terminal shows.
///
/// What this means for the screen it gives back as a `SessionChange`: who owns the screen follows it.
struct Station: Sendable {
  /// Who sits here, and what the terminal can.
  var seat: Seat
  /// What lives behind the terminal; empty where nobody is signed on.
  var sessions = SessionTable()
  /// The number of the last request or session.
  private var numbers: UInt32 = 0 { didSet { seat.isChanged = true } }

  init(_ seat: Seat) { self.seat = seat }

  mutating func nextRequest() -> RequestID {
    numbers &+= 1
    return RequestID(numbers)
  }

  private mutating func nextHandle() -> SessionHandle {
    numbers &+= 1
    return SessionHandle(terminal: seat.terminal.serial, number: numbers)
  }

  func fits(_ handle: SessionHandle) -> Bool {
    sessions[handle].map { seat.display.fits($0.space) } ?? false
  }

  // MARK: They begin

  /// Starts a session, or says on the menu why not.
  ///
  /// - Parameters:
  ///   - definition: what is started.
  ///   - types: whether the session data is typed where the entry says so.
  ///   - isWanted: whether the user is brought to it when it is ready.
  ///   - generation: how many sessions started each other by their scripts until this one.
  ///   - turn: what is done.
  /// - Returns: whether it was refused.
  mutating func start(
    _ definition: EffectiveSession, types: Bool, isWanted: Bool, generation: Int = 0,
    in turn: inout Turn
  ) -> SessionChange {
    guard let user = seat.user else { return .nothing }
    guard sessions.count < PeerLimits.sessionsPerUser else {
      seat.notice = .sessionLimit(PeerLimits.sessionsPerUser)
      return .refused
    }
    if let hold = seat.site.hold(on: definition) {
      seat.notice = .held(definition.id, isInactive: hold.keeping == .inactive, reason: hold.reason)
      return .refused
    }
    if let ticket = definition.ticket, let other = ticket.onlyFor, !ticket.isFor(user) {
      turn.log(.security.aclUserInvalid(user: user, session: definition.id, aclUser: other))
      seat.notice = .aclUserInvalid(definition.id)
      return .refused
    }
    let handle = nextHandle()
    if isWanted { sessions.current = handle }
    sessions.ended[definition.id] = nil
    turn.wake(.starting(handle), turn.now.instant.advanced(by: Self.startPatience))
    sessions.append(
      ActiveSession(
        handle: handle, definition: definition, capabilities: seat.display.capabilities,
        types: types, generation: generation, now: turn.now.instant))
    if sessions[handle]?.needsTicket ?? false {
      askTicket(handle, &turn)
    } else {
      sessions[handle]?.open(for: user, at: seat, ticket: nil, in: &turn)
    }
    return .nothing
  }

  /// How long a user waits with a locked keyboard for a session that starts.
  static let startPatience = Duration.seconds(1)

  /// Asks for a session's ticket; the answer to a question before it counts no more.
  mutating func askTicket(_ handle: SessionHandle, _ turn: inout Turn) {
    guard let user = seat.user else { return }
    let request = nextRequest()
    sessions[handle]?.askTicket(request, user, in: &turn)
  }

  mutating func ticketAnswered(
    _ request: RequestID, _ answer: TicketOutcome, in turn: inout Turn
  ) -> SessionChange {
    if let handle = scriptTicket(request, answer, in: &turn) { return .scripted(handle) }
    guard let user = seat.user, let handle = sessions.handle(awaiting: request),
      let definition = sessions[handle]?.definition
    else { return .nothing }
    let (id, profile) = (definition.id, definition.ticketProfile)
    switch answer {
    case .issued(let ticket, let kind):
      turn.log(.security.ticketIssued(user: user, session: id, profile: profile, kind: kind))
      // Operators may have said so while it was made.
      if let hold = seat.site.hold(on: definition), hold.keeping == .inactive {
        seat.notice = .held(id, isInactive: true, reason: hold.reason)
        return .over(handle)
      }
      sessions[handle]?.open(for: user, at: seat, ticket: ticket, in: &turn)
      return .nothing
    case .failed(let failure):
      turn.log(
        .security.ticketFailed(
          user: user, session: id, profile: profile, code: failure.reasonCode,
          additional: failure.additional, meaning: failure.meaning))
      seat.notice = .ticketFailed(id)
      sessions.ended[id] = "no ticket"
      return .over(handle)
    }
  }

  /// The application's end is there.
  mutating func hostReady(_ handle: SessionHandle, _ turn: inout Turn) -> SessionChange {
    guard let user = seat.user, let definition = sessions[handle]?.definition else {
      return .nothing
    }
    sessions[handle]?.becomeReady(turn.now.instant)
    turn.log(
      .session.started(user: user, session: definition.id, application: definition.application))
    sessions[handle]?.armTimer(&turn)
    return beginScript(handle)
  }

  /// Takes a session that came from another terminal, under an id that is free here.
  mutating func adopt(_ moved: ActiveSession, _ turn: inout Turn) {
    var session = moved
    session.definition = moved.definition.named { sessions.handle(of: $0) == nil }
    sessions.append(session)
    settle(session.handle, isOwed: false, in: &turn)
    hold(session.handle, &turn)
  }

  /// A session lives here from now on: its times go on, and what was asked for it elsewhere is asked
  /// again, since the answer goes to the terminal that asked.
  mutating func hold(_ handle: SessionHandle, _ turn: inout Turn) {
    sessions[handle]?.armTimer(&turn)
    if sessions[handle]?.isAwaitingTicket ?? false { askTicket(handle, &turn) }
    resumeScript(handle, &turn)
  }

  /// A script goes on elsewhere: what it asked for is asked again, and its time is set again.
  mutating func resumeScript(_ handle: SessionHandle, _ turn: inout Turn) {
    guard let script = sessions[handle]?.script else { return }
    if case .asked = script.ticket { askScriptTicket(handle, &turn) }
    sessions[handle]?.script?.resume(handle, &turn)
  }

  // MARK: Their hosts

  /// Gives a host's record to its session; nil where that is gone.
  mutating func hostRecord(
    _ handle: SessionHandle, _ record: [UInt8], reply: ReplyWanted, isShown: Bool,
    in turn: inout Turn
  ) -> ActiveSession.HostOutcome? {
    sessions[handle]?.hostRecord(
      record, reply, on: &seat.display, isShown: isShown, in: &turn)
  }

  /// Text of the host's system services: shown as the terminal would show it.
  mutating func hostText(_ handle: SessionHandle, _ text: [UInt8], in turn: inout Turn) {
    sessions[handle]?.hostText(text, turn.now.instant)
  }

  /// An application begins with these sizes; nil: the one before passed the session on.
  mutating func hostBound(_ handle: SessionHandle, _ sizes: BoundSizes?, in turn: inout Turn) {
    if let sizes {
      sessions[handle]?.bind(sizes, on: &seat.display, at: turn.now.instant)
    } else {
      sessions[handle]?.unbind(on: &seat.display, turn.now.instant)
    }
  }

  /// Logs a broken record, as often as is useful.
  ///
  /// - Returns: whether the entry says that it ends the session.
  mutating func logFault(_ handle: SessionHandle, _ fault: String, in turn: inout Turn) -> Bool {
    guard let user = seat.user, let definition = sessions[handle]?.definition else { return false }
    if let told = sessions[handle]?.faults.note(fault) {
      turn.log(
        .session.dataStreamError(
          session: definition.id, application: definition.application, user: user, fault: told))
    }
    return definition.entry.dataStreamErrors == .end
  }

  /// Says that model and terminal differ in size; what is drawn next puts that right.
  func logSize(_ handle: SessionHandle, _ turn: inout Turn) {
    guard let user = seat.user, let id = sessions[handle]?.id,
      let size = sessions[handle]?.space.size
    else { return }
    turn.log(.session.sizeDiffered(session: id, user: user, size: size.description))
  }

  // MARK: Their terminal

  /// Gives a record of the terminal that shows a session to it; nil where that is gone.
  ///
  /// `menuKey`: the key that leads to the menu.
  mutating func terminalRecord(
    _ handle: SessionHandle, _ record: [UInt8], menuKey: AID?, in turn: inout Turn
  ) -> ActiveSession.TerminalOutcome? {
    sessions[handle]?.terminalRecord(record, menuKey: menuKey, on: seat.display, in: &turn)
  }

  /// Answers what an application asked of a terminal that shows something else now, or is gone.
  ///
  /// `isOwed`: whether the terminal's own answers are still to come.
  mutating func settle(_ handle: SessionHandle, isOwed: Bool, in turn: inout Turn) {
    sessions[handle]?.settle(isOwed: isOwed, on: &seat.display, in: &turn)
  }

  /// The same without an end of a transfer.
  mutating func settleReads(_ handle: SessionHandle, isOwed: Bool, in turn: inout Turn) {
    sessions[handle]?.settleReads(isOwed: isOwed, on: &seat.display, in: &turn)
  }

  /// The terminal takes long to answer a read.
  mutating func readTimer(_ handle: SessionHandle, _ turn: inout Turn) {
    sessions[handle]?.readTimer(on: &seat.display, &turn)
  }

  /// Sends a session's screen to be printed, as it is in the model.
  func printScreen(_ handle: SessionHandle, _ turn: inout Turn) {
    guard let user = seat.user, let session = sessions[handle] else { return }
    turn.add(
      .printScreen(user, session.id, ScreenText.lines(session.space, session.codePage)))
  }

  // MARK: They end

  /// How long a session must have lived to be started again by itself (`Auto restart`).
  private static let restartAfter = Duration.seconds(10)

  /// What starts again where its host ended it now.
  ///
  /// What falls over at once would fall over again, and again; what is no more in the tables, or shall
  /// not restart by them, stays ended.
  func restart(of handle: SessionHandle, _ now: Instant) -> EffectiveSession? {
    guard let id = sessions[handle]?.id, let lived = sessions[handle]?.lived(now),
      lived >= Self.restartAfter, let definition = seat.view.session(id)
    else { return nil }
    return definition.entry.restarts ? definition : nil
  }

  /// Says why a session is over: in the log, on line 5, and in the menu's Status column.
  mutating func tellEnd(of handle: SessionHandle, _ end: HostEnd, in turn: inout Turn) {
    guard let user = seat.user, let definition = sessions[handle]?.definition else { return }
    turn.log(
      .session.ended(
        user: user, session: definition.id, application: definition.application,
        reason: end.logged))
    // Who left the own options knows that.
    guard definition.host != .selfMaintenance || end.isFault else { return }
    seat.notice = .sessionEnded(definition.id, end.shown, isFault: end.isFault)
    sessions.ended[definition.id] = end.word
  }

  /// Takes a session out that is over.
  mutating func forget(_ handle: SessionHandle, _ now: Instant) {
    sessions.forget(handle, on: &seat.display, at: now)
  }

  // MARK: Freezing

  /// Whether what `freeze` writes may have changed since this was asked last.
  mutating func takeChanged() -> Bool {
    defer { (seat.isChanged, seat.display.isChanged, sessions.isChanged) = (false, false, false) }
    return seat.isChanged || seat.display.isChanged || sessions.isChanged
  }

  /// Writes all but the sessions, which it names.
  func freeze(into freezer: inout Freezer) {
    seat.freeze(into: &freezer)
    sessions.freeze(into: &freezer)
    freezer.put(numbers)
  }

  /// - `site`: the tables and panels with which it goes on.
  /// - `thawed`: the sessions.
  init(
    thawing thawer: inout Thawer, _ site: Site, sessions thawed: [SessionHandle: ActiveSession]
  ) throws(ThawError) {
    seat = try Seat(thawing: &thawer, site)
    sessions = try SessionTable(thawing: &thawer, thawed)
    numbers = try thawer.take()
  }
}

/// What became of a session, as far as a screen may show it.
enum SessionChange: Sendable {
  case nothing
  /// It was not started; the message line says why.
  case refused
  /// Its application is there: who waits for it on the menu is brought to it.
  case ready(SessionHandle)
  /// Its script goes on.
  case scripted(SessionHandle)
  /// Its script is not there any more.
  case unscripted(SessionHandle)
  /// It is over, and is taken out as soon as who looks at it is elsewhere.
  case over(SessionHandle)
}
