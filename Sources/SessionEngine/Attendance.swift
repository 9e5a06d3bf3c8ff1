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

/// Somebody at a workplace: keys come in, and lead somewhere.
struct Attendance: Sendable {
  /// The terminal and the sessions behind it.
  var place: Workplace
  /// How long the keyboard has been idle.
  var idle = IdleClock()
  /// Messages that wait until the user can be spoken to.
  var inbox = MessageInbox()

  init(_ place: Workplace) { self.place = place }

  // MARK: Signing on

  /// `until`: when its time is over; nil for that of a connection's first sign-on.
  mutating func showSignOn(_ turn: inout Turn, until: Instant? = nil) {
    place.state = .signingOn(SignOnPage(until: until))
    place.draw(&turn)
  }

  private mutating func signOnInput(_ input: PanelInput, _ page: SignOnPage, in turn: inout Turn) {
    var page = page
    let choice = page.input(input, place.seat, certified: place.seat.certified)
    if case .wait = choice { return }
    place.seat.notice = nil
    place.state = .signingOn(page)
    switch choice {
    case .wait: break
    case .help: place.draw(&turn)
    case .stay(let notice):
      place.seat.notice = notice
      place.draw(&turn)
    case .leave: close(.loggedOff, &turn)
    case .ask(let name, let user, let password, let new):
      let request = place.station.nextRequest()
      place.state.question = .signOn(request, name)
      turn.add(.authenticate(request, user, password, newPassword: new))
    case .certify(let user):
      let request = place.station.nextRequest()
      place.state.question = .signOn(request, .user(user))
      turn.add(.certify(request, user))
    }
  }

  /// Has the user's own sessions moved here, or goes on where there are none.
  mutating func takeOwn(_ user: UserID, _ hasOwn: Bool, in turn: inout Turn) {
    if hasOwn { turn.add(.takeOver(user, .own)) } else { arrive(&turn) }
  }

  private mutating func transferInput(
    _ input: PanelInput, _ page: TransferPage, in turn: inout Turn
  ) {
    guard let user = place.seat.user else { return }
    place.seat.notice = nil
    switch page.input(input) {
    case .takeOver:
      place.surface = .locating
      turn.add(.takeOver(user, .everything))
    case .leaveThere(let notice):
      place.seat.notice = notice
      place.surface = .locating
      takeOwn(user, page.hasOwn, in: &turn)
    case .signOff: depart(.signOff, in: &turn)
    case .help: place.show(.reading(ReadingPage(.transferHelp), over: .transfer(page)), &turn)
    case .stay(let notice):
      place.seat.notice = notice
      place.draw(&turn)
    }
  }

  /// The menu, and the sessions that start by themselves.
  mutating func arrive(_ turn: inout Turn) {
    armIdleTimer(&turn)
    let automatic =
      place.sessions.isEmpty ? place.seat.view.sessions.filter(\.entry.startsAtSignOn) : []
    if case .locked? = place.surface {
      place.showUnlocked(.menu(MenuPage()), &turn)
    } else {
      place.showMenu(&turn)
    }
    for definition in automatic { place.start(definition, in: &turn) }
  }

  /// Does what a command says, and what is left of it to do here.
  mutating func perform(_ command: GivenCommand, _ turn: inout Turn) {
    switch command.perform(at: &place, &turn) {
    case .nothing: break
    case .leave(let departure): leaveWithSessions(departure, &turn)
    case .messages(let isOn): inbox.isClosed = !isOn
    }
  }

  /// Does the command that a user typed in a session which is left now.
  mutating func doWanted(_ turn: inout Turn) {
    guard let wanted = place.takeWanted() else { return }
    perform(
      GivenCommand(command: KeyWay.command(wanted.line), under: .session(wanted.handle)), &turn)
    if wanted.wantsMenu { place.saveForMenu(&turn) }
  }

  // MARK: Leaving

  private mutating func leaveWithSessions(_ departure: Departure, _ turn: inout Turn) {
    let system = place.seat.site.tables.system
    // SMRT options 34 and 35 are for users whose sessions end by `Inactivate on`.
    let isAsked =
      !place.sessions.isEmpty && place.seat.view.policy.inactivates(departure == .logOff)
    if isAsked, system.refusesSignOff {
      place.say(.endSessionsFirst(place.sessions.count), in: &turn)
    } else if isAsked, system.confirmsSignOff {
      place.show(.confirm(ConfirmPage(departure: departure)), &turn)
    } else {
      depart(departure, in: &turn)
    }
  }

  private mutating func confirmInput(_ input: PanelInput, _ page: ConfirmPage, in turn: inout Turn)
  {
    place.seat.notice = nil
    switch page.input(input) {
    case .leave: depart(page.departure, in: &turn)
    case .back: place.showMenu(&turn)
    case .stay(let notice):
      place.seat.notice = notice
      place.draw(&turn)
    }
  }

  mutating func depart(
    _ departure: Departure, ending end: HostEnd? = nil, because reason: CloseReason = .loggedOff,
    in turn: inout Turn
  ) {
    guard let user = place.seat.user else { return }
    place.abandonScreen(&turn)
    // What the sessions were on is not shown any more.
    place.surface = .switching
    let endsSessions = place.seat.view.endsSessions(departure)
    if let end = end ?? (endsSessions ? .atSignOff : nil) { place.endAll(end, &turn) }
    // Where several people have one user id, what others left is not this one's.
    if endsSessions, place.seat.view.policy.transfer != .multiple { turn.add(.endLeftBehind(user)) }
    turn.log(
      .user.signOff(user: user, terminal: place.terminal.name, sessions: place.sessions.count))
    let left = place.sessions.takeAll()
    if !left.isEmpty { turn.add(.detach(user, left)) }
    turn.add(.identify(nil))
    inbox = MessageInbox()
    place.seat.notice = nil
    place.seat.seat(nil)
    place.state.question = nil
    guard place.isConnected else { return }
    switch departure {
    case .signOff: showSignOn(&turn, until: .never)
    case .logOff: close(reason, &turn)
    }
  }

  /// Ends the user's sessions and the sign-on from outside, and with that the terminal; where the server
  /// stops, also a terminal without a user.
  mutating func end(_ end: HostEnd, because reason: CloseReason, in turn: inout Turn) {
    if place.seat.user == nil, reason == .serverStops { return close(reason, &turn) }
    depart(.logOff, ending: end, because: reason, in: &turn)
  }

  /// Lets the terminal go, and says why where its user did not ask for it.
  mutating func close(_ reason: CloseReason, _ turn: inout Turn) {
    switch place.state {
    case .closing, .away: return
    case .querying, .signingOn, .proving, .present: break
    }
    if let words = reason.lastWords {
      turn.show(
        [Command.eraseWrite.rawValue, WCC.restoreKeyboard.byte]
          + place.seat.display.codePage.encode(words))
    }
    turn.add(.closeTerminal(reason))
    place.state = .closing(place.state.question)
  }

  // MARK: From the terminal

  mutating func terminalRecord(_ record: [UInt8], _ turn: inout Turn) {
    guard !place.isLate(record, turn.now) else { return }
    guard !SystemRequest.isRecord(record, awaitsBuffer: place.awaitsBuffer) else {
      return systemRequest(&turn)
    }
    switch place.state {
    case .querying:
      if let reply = TerminalCapabilities(queryReply: record, model: place.terminal.model) {
        place.seat.display = Display(reply)
      }
      showSignOn(&turn)
    case .present(.session(let handle)):
      SessionInput(record: record, handle: handle).take(at: &self, in: &turn)
    case .present(.saving(let saving)):
      if place.savingInput(record, saving, in: &turn) { idle.touch(turn.now.instant) }
    case .signingOn(let page):
      guard let input = panelInput(record, page.shown, in: &turn) else { return }
      signOnInput(input, page, in: &turn)
    case .proving(let page):
      guard let input = panelInput(record, page.shown, in: &turn) else { return }
      page.take(input, at: &place, in: &turn)
    case .present(.menu(let page)):
      guard let input = panelInput(record, page.shown(place.station), in: &turn) else { return }
      menuInput(input, page, in: &turn)
    case .present(.transfer(let page)):
      guard let input = panelInput(record, TransferPage.contract, in: &turn) else { return }
      transferInput(input, page, in: &turn)
    case .present(.confirm(let page)):
      guard let input = panelInput(record, ConfirmPage.contract, in: &turn) else { return }
      confirmInput(input, page, in: &turn)
    case .present(.locked(let page, _)):
      guard let input = panelInput(record, LockPage.contract, in: &turn) else { return }
      lockInput(input, page, in: &turn)
    case .present(.changing(let page, let under)):
      guard let input = panelInput(record, PasswordPage.contract, in: &turn) else { return }
      page.take(input, over: under, at: &place, in: &turn)
    case .present(.reading(let page, let under)):
      guard let input = panelInput(record, page.contract, in: &turn) else { return }
      readingInput(input, page, over: under, in: &turn)
    case .present(.locating), .present(.switching), .closing, .away: break
    }
  }

  /// What was typed into a panel; nil where a record is no key.
  private mutating func panelInput(
    _ record: [UInt8], _ contract: PanelContract, in turn: inout Turn
  ) -> PanelInput? {
    // A whole screen is an answer to Read Buffer that nobody expects any more.
    guard Display.isKey(record), !place.seat.display.isWhole(record) else { return nil }
    idle.touch(turn.now.instant)
    guard let input = try? place.seat.panel(contract).read(record, on: place.seat.display.canvas)
    else {
      // A record that cannot be read changes nothing; the panel is drawn again.
      place.draw(&turn)
      return nil
    }
    if input.foreignFields > 0 {
      turn.log(
        .terminal.foreignInput(
          terminal: place.terminal.name, user: place.seat.user, fields: input.foreignFields))
    }
    return input
  }

  private mutating func readingInput(
    _ input: PanelInput, _ page: ReadingPage, over under: Surface, in turn: inout Turn
  ) {
    var page = page
    if page.scrolls(input.aid, place.seat) { return place.show(.reading(page, over: under), &turn) }
    // The key counts for the session that it leads back to, whose time-out may have been announced.
    if case .session(let handle) = under { place.sessions[handle]?.touch(turn.now.instant) }
    place.uncover(under, &turn)
  }

  private mutating func lockInput(_ input: PanelInput, _ page: LockPage, in turn: inout Turn) {
    guard let user = place.seat.user else { return }
    let choice = page.input(input)
    if case .wait = choice { return }
    place.seat.notice = nil
    switch choice {
    case .wait: break
    case .stay(let notice):
      place.seat.notice = notice
      place.draw(&turn)
    case .signOff: depart(.signOff, in: &turn)
    case .ask(let password):
      let request = place.station.nextRequest()
      place.state.question = .unlock(request)
      turn.add(.authenticate(request, user, password, newPassword: nil))
    }
  }

  private mutating func menuInput(_ input: PanelInput, _ page: MenuPage, in turn: inout Turn) {
    var page = page
    place.seat.notice = nil
    let choice = page.input(input, at: place.station)
    place.surface = .menu(page)
    switch choice {
    case .stay(let notice):
      place.seat.notice = notice
      place.draw(&turn)
    case .pass(let key, let handle):
      ScriptedSession(handle).breakIn(at: &place, in: &turn)
      place.enter(handle, in: &turn)
      if place.isShowing(handle) { place.sessions[handle]?.press(key, &turn) }
    case .select(let definition): place.select(definition, in: &turn)
    case .command(let command, let typed):
      perform(GivenCommand(command: command, under: .menu(page), typed: typed), &turn)
    case .run(let end, let select):
      for handle in end.compactMap({ place.sessions.handle(of: $0) }) {
        place.end(handle, .byUser, in: &turn)
      }
      if let definition = select.flatMap({ place.sessions.definition($0, place.seat.view) }) {
        place.select(definition, in: &turn)
      } else {
        place.showMenu(&turn)
      }
    case .help: place.show(.reading(ReadingPage(.menuHelp), over: .menu(page)), &turn)
    }
  }

  mutating func attention(_ turn: inout Turn) {
    guard place.isConnected else { return }
    idle.touch(turn.now.instant)
    guard case .session(let handle)? = place.surface else { return }
    // What a script has begun no key of the user's disturbs.
    if place.sessions[handle]?.script == nil { turn.add(.attentionHost(handle)) }
  }

  /// SYSREQ: the key that no host can take.
  ///
  /// From whatever a session shows it leads to the menu, and on a panel of ours it stays and says so: this
  /// tells our panels from a host's picture of them. Pressed again on the menu it goes to the session's
  /// host.
  mutating func systemRequest(_ turn: inout Turn) {
    guard place.isConnected else { return }
    idle.touch(turn.now.instant)
    if case .signingOn(var page) = place.state {
      page.showsHelp = false
      place.state = .signingOn(page)
      return showOwn(&turn)
    }
    if case .proving = place.state { return showOwn(&turn) }
    switch place.surface {
    case nil, .locating, .switching: break
    case .session(let handle):
      // A transfer through the screen is broken off at once: a host can pretend it, and some emulators
      // clear their screen at this key, and with it the part of the file that is there.
      if case .structuredField? = place.sessions[handle]?.transfer?.step,
        place.sessions[handle]?.postpones(.menu) ?? false
      {
        return
      }
      ScriptedSession(handle).breakIn(at: &place, in: &turn)
      place.save(handle, .menu, afterSystemRequest: true, in: &turn)
    case .saving(var saving):
      saving.mayBeCleared = true
      saving.wantsMenu = true
      place.surface = .saving(saving)
    case .menu:
      guard let current = place.sessions.current, place.sessions.contains(current) else {
        return showOwn(&turn)
      }
      place.enter(current, in: &turn)
      guard place.isShowing(current), place.sessions[current]?.script == nil else { return }
      turn.add(.systemRequestHost(current))
    case .reading(_, let under):
      switch under {
      case .menu: place.showMenu(&turn)
      case .session(let handle):
        ScriptedSession(handle).breakIn(at: &place, in: &turn)
        place.showMenu(&turn)
      default: place.uncover(under, &turn)
      }
    case .transfer, .confirm, .changing, .locked: showOwn(&turn)
    }
  }

  /// Draws a panel anew, which the terminal may have cleared, and says whose it is.
  private mutating func showOwn(_ turn: inout Turn) {
    guard place.state.question == nil else { return }
    place.seat.notice = .ownPanel(place.seat.site.tables.system.systemName)
    place.draw(&turn)
  }

  /// The answer to `/D` is there.
  mutating func diagnosed(_ lines: [DiagnosisLine], _ turn: inout Turn) {
    guard case .reading(let page, let under)? = place.surface,
      case .diagnosis(let asked) = page.content, asked.findings == nil
    else { return }
    let width = place.seat.display.canvas.geometry.columns - 2
    let findings = lines.flatMap { $0.wrapped(width) }
    place.show(
      .reading(ReadingPage(.diagnosis(DiagnosisPage(findings: findings))), over: under), &turn)
  }
}
