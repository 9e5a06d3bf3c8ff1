public import Bytes
public import DataStream
import Messages
public import Names
import Panels
import SAF
import Tables
import Terminal
public import Time

/// One terminal, the user who signs on at it, and the sessions behind it.
///
/// A value with one verb: `handle` takes an event and the time, and appends what is to be done.
/// It touches no descriptor, file or clock; its test is a transcript.
public struct UserSession: Sendable {
  /// The workplace, and whoever sits there.
  var desk: Attendance

  /// A terminal that has just come.
  public init(terminal: TerminalFacts, site: Site) {
    desk = Attendance(Workplace(Seat(terminal, site)))
  }

  /// Sessions that a user left behind, without a terminal.
  public init(parking sessions: [ActiveSession], of user: UserID, as former: UserSession) {
    self.init(terminal: former.terminal, site: former.desk.place.seat.site)
    desk.place.seat.display = Display(former.desk.place.seat.display.capabilities)
    for session in sessions { desk.place.sessions.append(session) }
    desk.place.seat.seat(user, former.desk.place.seat.rights)
    desk.place.state = .away(State.Away(isParked: true))
  }

  /// What the server knows of the terminal.
  public var terminal: TerminalFacts { desk.place.terminal }
  /// What lives behind the terminal.
  public var sessions: SessionTable { desk.place.sessions }
  /// Sizes, colours and the like of the terminal.
  public var capabilities: TerminalCapabilities { desk.place.seat.display.capabilities }

  /// What the terminal shows, in words, for operators.
  public var shown: String { desk.place.state.words(desk.place.sessions) }

  /// When a key was pressed here last.
  public var lastKey: Instant { desk.idle.last }
  /// Who is signed on here.
  public var signedOnUser: UserID? { desk.place.seat.user }
  /// Whether the terminal is there; its sessions live on without it.
  public var isConnected: Bool { desk.place.isConnected }
  /// Whether the answer to a password is on its way; it is written down also where the terminal has gone.
  public var awaitsVerdict: Bool { desk.place.state.question?.request != nil }
  /// Whether several people may have this user id (Transfer option MULT).
  public var isShared: Bool { desk.place.seat.view.policy.transfer == .multiple }

  /// How the terminal stands, for the user's other terminals.
  public var standing: TerminalStanding {
    guard case .away(let away) = desk.place.state else { return .connected }
    return away.isParked ? .signedOff : .lost
  }

  /// How far the terminal and its user are.
  public var stage: TerminalStage {
    switch desk.place.state {
    case .querying: .negotiating
    case .signingOn, .proving: .signingOn
    case .closing: .leaving
    case .away: .away
    case .present(let surface):
      switch surface {
      case .menu: .menu
      case .session, .saving, .switching: .session
      case .locating, .transfer, .confirm, .reading, .changing: .panel
      case .locked: .locked
      }
    }
  }

  /// Whether one more message can be kept for the user; the operator's are refused by nobody.
  public func takesMessages(isOperator: Bool) -> Bool {
    desk.inbox.hasRoom && (isOperator || !desk.inbox.isClosed)
  }

  /// Whether a timer that was set still has something to do when its time has come.
  public func awaits(_ purpose: TimerPurpose, at due: Instant) -> Bool {
    desk.awaits(purpose, at: due)
  }

  // MARK: Events

  /// Greets the terminal: asks what it can do, or shows the logon panel at once.
  public mutating func start(at now: Moment, into effects: inout [Effect]) {
    Turn.run(at: now, into: &effects) { turn in greet(&turn) }
  }

  private mutating func greet(_ turn: inout Turn) {
    turn.log(
      .terminal.logon(
        terminal: desk.place.terminal.name, address: desk.place.terminal.address,
        type: desk.place.terminal.type))
    let patience = Duration.seconds(desk.place.seat.site.tables.system.logoTimeout)
    turn.wake(.logon, turn.now.instant.advanced(by: patience))
    guard desk.place.terminal.isExtended else { return desk.showSignOn(&turn) }
    turn.show(StructuredField.readPartitionQuery)
    turn.wake(.query, turn.now.instant.advanced(by: Workplace.replyTimeout))
  }

  /// Takes one event at a time and appends what is to be done, in order.
  public mutating func handle(_ event: Event, at now: Moment, into effects: inout [Effect]) {
    Turn.run(at: now, into: &effects) { turn in
      let came = desk.place.surface?.leadsToMenu ?? true
      handle(event, &turn)
      desk.doWanted(&turn)
      ScriptWish.fulfil(for: &desk, in: &turn)
      if desk.place.seat.audience.hasFarewells { desk.place.seat.audience.bidFarewell(in: &turn) }
      desk.showMessages(came: came, &turn)
    }
  }

  mutating func handle(_ event: Event, _ turn: inout Turn) {
    switch event {
    case .terminalRecord(let record): desk.terminalRecord(record, &turn)
    case .attention: desk.attention(&turn)
    case .systemRequest: desk.systemRequest(&turn)
    case .terminalLost: terminalLost(&turn)
    case .verdict(let request, let verdict): answered(request, verdict, in: &turn)
    case .factorOffered(let secret): FactorPage.offered(secret, at: desk.place, in: &turn)
    case .ticket(let request, let answer):
      desk.place.makeWay(forTicket: request, &turn)
      let change = desk.place.station.ticketAnswered(request, answer, in: &turn)
      desk.place.follow(change, &turn)
    case .hostReady(let handle, _):
      let change = desk.place.station.hostReady(handle, &turn)
      desk.place.follow(change, &turn)
    case .hostRecord(let handle, let record, let reply):
      desk.place.hostRecord(handle, record, reply: reply, in: &turn)
    case .hostText(let handle, let text): desk.place.hostText(handle, text, in: &turn)
    case .hostBound(let handle, let sizes): desk.place.hostBound(handle, sizes, in: &turn)
    case .hostUnbound(let handle): desk.place.hostBound(handle, nil, in: &turn)
    case .hostClosed(let handle, let end): desk.place.hostClosed(handle, end, in: &turn)
    case .timer(.viewers):
      for (viewer, text) in desk.place.seat.audience.expire(in: &turn) {
        desk.tell(ofViewer: viewer, text)
      }
    case .timer(let purpose): desk.timer(purpose, &turn)
    case .viewer(let viewer, let news): heard(news, of: viewer, in: &turn)
    case .siteReplaced(let site): siteReplaced(site, &turn)
    case .rights(let user, let rights):
      guard desk.place.admit(user, rights, in: &turn) else { return }
      desk.armIdleTimer(&turn)
      endOutOfReach(&turn)
      desk.place.seat.dismissRefused()
    case .elsewhere(let terminals): foundElsewhere(terminals, &turn)
    case .adopted(let moved): adopted(moved, &turn)
    case .messages(let all): for one in all { desk.messageArrived(one) }
    case .messageDelivered(let to, let fate):
      desk.place.seat.notice = fate.notice(to)
      desk.place.refreshMenu(&turn)
    case .printed(let result): desk.place.printed(result, &turn)
    case .diagnosed(let lines): desk.diagnosed(lines, &turn)
    case .cancelled(let reason): desk.end(.cancelled, because: .cancelled(reason), in: &turn)
    case .serverStops: desk.end(.serverStopped, because: .serverStops, in: &turn)
    case .evicted: desk.place.endAll(.evicted, &turn)
    case .departed: if !desk.place.isConnected { desk.place.endAll(.atSignOff, &turn) }
    }
  }

  /// New tables or panels: they count from the next screen on, running sessions go on as they are.
  mutating func siteReplaced(_ new: Site, _ turn: inout Turn) {
    let former = desk.place.seat.view
    let old = desk.place.seat.site
    desk.place.seat.replace(new)
    // What operators say is seen at once. What files say counts from the next screen on: a panel may have
    // other places now than the one that is shown.
    let isSaid = new.standing != old.standing
    if new.drain != old.drain || isSaid {
      // What is typed stays.
      switch desk.place.state {
      case .signingOn(let page): turn.show(desk.place.seat.mention(page.shown))
      case .proving(let page): turn.show(desk.place.seat.mention(page.shown))
      case .querying, .present, .closing, .away: break
      }
    }
    if isSaid { desk.place.refreshMenu(withNews: true, &turn) }
    desk.place.refit(former, &turn)
    desk.armIdleTimer(&turn)
    endOutOfReach(&turn)
    desk.place.seat.dismissRefused()
  }

  // MARK: Sessions elsewhere

  /// Other terminals of this user are known: take over, ask, or go on.
  private mutating func foundElsewhere(_ terminals: [RemoteTerminal], _ turn: inout Turn) {
    guard let user = desk.place.seat.user, desk.place.sessions.isEmpty,
      case .locating? = desk.place.surface?.unlocked
    else {
      return
    }
    let hasOwn = terminals.contains { TakeOver.own.takes($0, at: desk.place.terminal.name) }
    let elsewhere = terminals.filter {
      TakeOver.everything.takes($0, at: desk.place.terminal.name)
        && !TakeOver.own.takes($0, at: desk.place.terminal.name)
    }
    switch desk.place.seat.view.policy.transfer {
    case .ask where !elsewhere.isEmpty:
      desk.place.showUnlocked(.transfer(TransferPage(elsewhere: elsewhere, hasOwn: hasOwn)), &turn)
    case .any where !elsewhere.isEmpty, .hold where !elsewhere.isEmpty:
      turn.add(.takeOver(user, .everything))
    default: desk.takeOwn(user, hasOwn, in: &turn)
    }
  }

  mutating func adopted(_ moved: [ActiveSession], _ turn: inout Turn) {
    guard desk.place.seat.user != nil else {
      for session in moved { turn.add(.closeHost(session.handle)) }
      return
    }
    // That a password ends is said once a day; the menu shows the sessions.
    if !moved.isEmpty, desk.place.seat.notice?.tone != .remark {
      desk.place.seat.notice = .sessionsMoved(moved.count)
    }
    for session in moved {
      desk.place.station.adopt(session, &turn)
      if desk.place.seat.view.policy.transfer == .any, !desk.place.seat.display.fits(session.space)
      {
        desk.place.end(session.handle, .doesNotFit, in: &turn)
      }
    }
    desk.place.sessions.current = desk.place.sessions.handles.first
    desk.arrive(&turn)
  }

  // MARK: Viewers

  /// Who looks on, or asks to.
  public var audience: Audience { desk.place.seat.audience }

  /// Somebody looks on, or wants to.
  private mutating func heard(
    _ news: ViewerNews, of viewer: SessionHandle, in turn: inout Turn
  ) {
    switch news {
    case .asks(let who):
      guard let user = signedOnUser, isConnected else {
        return turn.add(.tellViewer(who, .over("nobody is signed on there", nil)))
      }
      let target = ViewTarget(user: user, terminal: terminal.name)
      let (policy, usage) = (
        desk.place.seat.view.policy, "\(desk.place.seat.view.keys.commandCharacter)V"
      )
      let told = desk.place.seat.audience.ask(
        who, of: target, policy: policy, usage: usage, in: &turn)
      if let told { desk.tell(ofViewer: viewer, told) }
    case .looks:
      let screen = audience.lets(viewer) ? SeenScreen(desk.place) : nil
      desk.place.seat.audience.look(viewer, screen, in: &turn)
    case .leaves:
      if let told = desk.place.seat.audience.leave(viewer, in: &turn) {
        desk.tell(ofViewer: viewer, told)
      }
    }
  }

  // MARK: The terminal goes

  /// The connection broke, or another terminal takes over: the sessions stay.
  private mutating func terminalLost(_ turn: inout Turn) {
    guard desk.place.isConnected else { return }
    if case .saving(let saving)? = desk.place.surface {
      saving.takeBack(at: &desk.place.station)
    }
    desk.place.state = .away(State.Away(question: desk.place.state.question))
    desk.place.seat.audience.dismiss(because: "the terminal is gone")
    turn.log(.terminal.lost(terminal: desk.place.terminal.name, user: desk.place.seat.user))
    desk.place.seat.display.late = LateReplies()
    desk.place.thaw(&turn)
    for handle in desk.place.sessions.handles {
      desk.place.station.settle(handle, isOwed: false, in: &turn)
    }
    endOutOfReach(&turn)
    awaitTerminal(&turn)
  }

  /// Ends sessions that nobody can come back to: the line is lost, the terminal had its name from the
  /// server and will have another one, and no other terminal may take them over.
  private mutating func endOutOfReach(_ turn: inout Turn) {
    guard standing == .lost, !desk.place.terminal.isNamedByClient else { return }
    switch desk.place.seat.view.policy.transfer {
    case .stay, .multiple: desk.place.endAll(.outOfReach, &turn)
    case .any, .hold, .ask: break
    }
  }

  /// The sessions are without a terminal from now on.
  private mutating func awaitTerminal(_ turn: inout Turn) {
    let minutes = desk.place.seat.site.tables.system.disconnectTimeout
    guard !desk.place.sessions.isEmpty, minutes > 0, case .away(var away) = desk.place.state else {
      return
    }
    let due = turn.now.instant.advanced(by: .seconds(minutes * 60))
    away.due = due
    desk.place.state = .away(away)
    turn.wake(.disconnect, due)
  }

  /// Begins to hold sessions that a user left behind: their times go on here.
  public mutating func park(at now: Moment, into effects: inout [Effect]) {
    Turn.run(at: now, into: &effects) { turn in
      for handle in desk.place.sessions.handles { desk.place.station.hold(handle, &turn) }
      awaitTerminal(&turn)
    }
  }

  /// Goes on in another process: what was asked and not answered there is asked again. A password is
  /// nowhere any more, so that its user types it again; sessions' far ends are the server's.
  public mutating func resume(at now: Moment, into effects: inout [Effect]) {
    Turn.run(at: now, into: &effects) { turn in
      if let request = desk.place.state.question?.request {
        answered(
          request, .refused(SignOnRefusal(.interrupted, delay: .zero)), in: &turn)
      }
      if case .proving(let page) = desk.place.state { page.resume(at: &desk.place, in: &turn) }
      if case .locating? = desk.place.surface?.unlocked, let user = signedOnUser {
        turn.add(.findUser(user))
      }
      for handle in desk.place.sessions.handles
      where desk.place.sessions[handle]?.isAwaitingTicket ?? false {
        desk.place.station.askTicket(handle, &turn)
      }
      for handle in desk.place.sessions.handles { desk.place.station.resumeScript(handle, &turn) }
    }
  }

  /// Gives the sessions away, to a terminal that takes them over.
  public mutating func surrender() -> [ActiveSession] { desk.place.sessions.takeAll() }

  // MARK: Freezing

  /// Writes all that a terminal's user is. The site is not in it: what thaws has one.
  ///
  /// A password is never in it: it left with `authenticate`, and what waits is its answer, which whoever
  /// thaws in another process asks for again, or refuses.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(number: UInt64(sessions.count))
    for session in sessions { session.freeze(into: &freezer) }
    freezePlace(into: &freezer)
    freezePace(into: &freezer)
  }

  /// Reads what `freeze` wrote, and goes on with the tables of a site.
  public init(thawing thawer: inout Thawer, site: Site) throws(ThawError) {
    var sessions: [SessionHandle: ActiveSession] = [:]
    for _ in 0..<(try thawer.count()) {
      let session = try ActiveSession(thawing: &thawer, site.tables)
      guard sessions.updateValue(session, forKey: session.handle) == nil else {
        throw .invalid("session")
      }
    }
    try self.init(Workplace(thawing: &thawer, site, sessions: sessions), pace: &thawer)
  }

  /// Reads what `freezePlace` and `freezePace` wrote; `sessions` are the user's, thawed before.
  public init(
    thawingPlace thawer: inout Thawer, pace: inout Thawer, site: Site,
    sessions: [SessionHandle: ActiveSession]
  ) throws(ThawError) {
    try self.init(Workplace(thawing: &thawer, site, sessions: sessions), pace: &pace)
  }

  private init(_ place: Workplace, pace thawer: inout Thawer) throws(ThawError) {
    desk = Attendance(place)
    desk.idle = try thawer.take()
    desk.inbox = try thawer.take()
  }

  /// Writes who sits there, what is shown, and which sessions there are: it changes seldom, where a session
  /// changes with each screen.
  public func freezePlace(into freezer: inout Freezer) { desk.place.freeze(into: &freezer) }

  /// Writes how long the keyboard has been idle, and the messages that wait: it changes with each key.
  public func freezePace(into freezer: inout Freezer) {
    freezer.put(desk.idle)
    freezer.put(desk.inbox)
  }

  /// Whether what `freezePlace` writes may have changed since this was asked last.
  public mutating func takePlaceChanged() -> Bool { desk.place.takeChanged() }

  /// Writes each session that may have changed since it was frozen last; `taking` gets its handle, and takes
  /// what was written.
  public mutating func freezeChanged(
    into freezer: inout Freezer, taking: (SessionHandle, inout Freezer) -> Void
  ) {
    desk.place.sessions.freezeChanged(into: &freezer, taking: taking)
  }
}
