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

/// Commands, times and messages.
extension Attendance {
  /// Nobody signed on in time.
  private mutating func signOnTimer(_ turn: inout Turn) {
    switch place.state {
    case .querying, .signingOn: break
    case .present, .closing, .away: return
    }
    turn.log(.timedOut(user: nil, terminal: place.terminal.name, what: "NO SIGNON IN TIME"))
    close(.timedOut, &turn)
  }

  // MARK: Commands

  /// Does what a command of the menu's, or one that was typed in a session, says.
  ///
  /// - Parameters:
  ///   - command: the command.
  ///   - under: where the user comes back to from what it shows; nil for the menu.
  ///   - typed: what is shown again where the command is refused.
  ///   - turn: what is done.
  mutating func perform(
    _ command: UserCommand, over under: Surface? = nil, typed: String = "", _ turn: inout Turn
  ) {
    let under = under ?? place.surface?.beneath ?? .menu(MenuPage())
    switch command {
    case .blank: place.showMenu(&turn)
    case .select(let name), .activate(let name), .go(let name):
      let id = SessionID(name)
      guard let definition = id.flatMap({ place.sessions.definition($0, place.seat.view) }) else {
        return place.say(.noSuchSession(name), typed: typed, &turn)
      }
      var types = true
      if case .go = command { types = false }
      place.select(definition, types: types, &turn)
    case .inactivate(let name):
      guard let handle = live(name, under) else {
        return place.say(
          name.map { .notLive($0) } ?? place.seat.nothingShown("I"), typed: typed, &turn)
      }
      place.end(handle, .byUser, &turn)
      if case .menu? = place.surface { place.draw(&turn) }
    case .signOff: leaveWithSessions(.signOff, &turn)
    case .logOff: leaveWithSessions(.logOff, &turn)
    case .lock: place.lock(over: under, &turn)
    case .jump: place.jump(&turn)
    case .help(nil): place.show(.reading(ReadingPage(.menuHelp), over: under), &turn)
    case .help(let word?): help(word, over: under, typed: typed, &turn)
    case .options: place.show(.reading(ReadingPage(.options), over: under), &turn)
    case .diagnose(let name): diagnose(name, over: under, typed: typed, &turn)
    case .printScreen(let name):
      guard let handle = live(name, under) else {
        return place.say(
          name.map { .notLive($0) } ?? place.seat.nothingShown("P"), typed: typed, &turn)
      }
      place.uncover(under, &turn)
      place.printScreen(handle, &turn)
    case .message(let to, let text):
      place.showMenu(&turn)
      turn.add(.message(to: to, text: text))
    case .messages(let isOn):
      inbox.isClosed = !isOn
      place.seat.notice = isOn ? .messagesOn : .messagesOff
      place.uncover(under, &turn)
    case .locate(let text): locate(text, typed: typed, &turn)
    case .incomplete(let help):
      place.say(.operandMissing(usage: place.seat.usage(help)), typed: typed, &turn)
    case .overlong(let help):
      place.say(.operandsTooMany(usage: place.seat.usage(help)), typed: typed, &turn)
    case .unknown(let word): place.say(.unknownCommand(word), typed: typed, &turn)
    }
  }

  /// `/H F`: what one command does.
  private mutating func help(
    _ word: String, over under: Surface, typed: String, _ turn: inout Turn
  ) {
    let character = place.seat.view.keys.commandCharacter
    let letter = word.first == character ? word.dropFirst() : word[...]
    guard let help = CommandHelp.of(String(letter)) else {
      return place.say(.unknownCommand(word), typed: typed, &turn)
    }
    let page = ReadingPage(.commandHelp(CommandHelpPage(help: help)))
    place.show(.reading(page, over: under), &turn)
  }

  /// `LOCATE text`: scrolls the menu to the first line that has the text.
  private mutating func locate(_ text: String, typed: String, _ turn: inout Turn) {
    var page = MenuPage(place.seat, place.sessions)
    guard page.locate(text, place.seat, place.sessions) else {
      return place.say(.notLocated(text), typed: typed, &turn)
    }
    place.show(.menu(page), &turn)
  }

  /// The live session of a name; without a name, the one that the command was typed in, which may have
  /// ended since, or on the menu the one that was shown last.
  private func live(_ name: String?, _ under: Surface) -> SessionHandle? {
    if let name { return SessionID(name).flatMap { place.sessions.handle(of: $0) } }
    let handle: SessionHandle? =
      if case .session(let handle) = under { handle } else { place.sessions.current }
    return handle.flatMap { place.sessions.contains($0) ? $0 : nil }
  }

  /// `/D`: the diagnosis of a session's tickets, on the terminal of an operator.
  mutating func diagnose(
    _ name: String?, over under: Surface, typed: String, _ turn: inout Turn
  ) {
    let id =
      name.flatMap { SessionID($0) } ?? place.sessions.current.flatMap { place.sessions[$0]?.id }
    guard place.seat.view.isOperator, let user = place.seat.user else {
      return place.say(.notOperator, typed: typed, &turn)
    }
    guard let definition = id.flatMap({ place.sessions.definition($0, place.seat.view) }) else {
      return place.say(
        name.map { .noSuchSession($0) } ?? place.seat.nothingShown("D"), typed: typed, &turn)
    }
    // The keyboard stays locked until the answer is there; whoever frees it and presses a key goes
    // back, and the answer is dropped.
    place.surface = .reading(ReadingPage(.diagnosis(DiagnosisPage(findings: nil))), over: under)
    turn.add(.diagnose(definition, user))
  }

  mutating func diagnosed(_ lines: [DiagnosisLine], _ turn: inout Turn) {
    guard case .reading(let page, let under)? = place.surface,
      case .diagnosis(let asked) = page.content, asked.findings == nil
    else { return }
    let width = place.seat.display.canvas.geometry.columns - 2
    let findings = lines.flatMap { $0.wrapped(width) }
    place.show(
      .reading(ReadingPage(.diagnosis(DiagnosisPage(findings: findings))), over: under), &turn)
  }

  // MARK: Time

  mutating func timer(_ purpose: TimerPurpose, _ turn: inout Turn) {
    switch purpose {
    case .query: if case .querying = place.state { showSignOn(&turn) }
    case .logon: signOnTimer(&turn)
    case .delay: delayOver(&turn)
    // What waits is looked at after each event.
    case .messages: break
    case .jump:
      if case .saving(let saving)? = place.surface, saving.until <= turn.now.instant {
        place.saveUnread(saving, &turn)
      }
    case .starting(let handle): place.startTimer(handle, &turn)
    case .read(let handle): place.sessions[handle]?.readTimer(on: &place.seat.display, &turn)
    case .idle: idleTimer(&turn)
    case .session(let handle): sessionTimer(handle, &turn)
    case .disconnect:
      guard case .away(let away) = place.state, let due = away.due, due <= turn.now.instant else {
        return
      }
      place.endAll(.abandoned, &turn)
    }
  }

  private mutating func delayOver(_ turn: inout Turn) {
    guard case .heldBack(let notice)? = place.state.question else { return }
    place.state.question = nil
    guard place.isConnected else { return }
    place.seat.notice = notice
    place.draw(&turn)
  }

  /// Sets the timer for what comes next to an idle keyboard.
  mutating func armIdleTimer(_ turn: inout Turn) {
    guard place.seat.user != nil, place.isConnected else { return }
    idle.arm(place.seat.view.policy, &turn)
  }

  private mutating func idleTimer(_ turn: inout Turn) {
    let now = turn.now.instant
    let policy = place.seat.user != nil && place.isConnected ? place.seat.view.policy : nil
    var isBusy = false
    if case .session(let handle)? = place.surface {
      isBusy = place.sessions[handle]?.transfer?.isBusy(now) ?? false
    }
    switch idle.wentOff(policy, isBusy: isBusy, now: now) {
    case .nothing: break
    case .announce(let option): announce(option, &turn)
    case .strike(let option): strike(option, &turn)
    }
    armIdleTimer(&turn)
  }

  mutating func strike(_ option: StageOption, _ turn: inout Turn) {
    turn.log(
      .timedOut(
        user: place.seat.user, terminal: place.terminal.name, what: "STAGE \(idle.stage): \(option)"
      ))
    switch option {
    case .lock:
      if case .locked? = place.surface { return }
      let under = place.surface?.beneath ?? .menu(MenuPage())
      place.abandonScreen(&turn)
      place.lock(over: under, &turn)
    case .signOff: depart(.signOff, &turn)
    case .signOffAndEnd: depart(.signOff, ending: .atSignOff, &turn)
    case .logOff: depart(.logOff, &turn)
    case .logOffAndEnd: depart(.logOff, ending: .atSignOff, &turn)
    }
  }

  /// Says that a stage of the idle time is near, whatever the terminal shows.
  mutating func announce(_ option: StageOption, _ turn: inout Turn) {
    // A terminal that is locked is not locked again.
    if option == .lock, case .locked? = place.surface { return }
    let what = option == .lock ? "The terminal is locked" : "You are signed off"
    let notice = Notice.timeoutSoon(seconds: IdleClock.warning, what: what)
    place.finishSaving(&turn)
    doWanted(&turn)
    switch place.surface {
    case .menu:
      place.seat.notice = notice
      place.refreshMenu(&turn)
    case .session(let handle): place.save(handle, .message([notice.text]), &turn)
    case .locked: place.mention(notice, LockPage.contract, &turn)
    case .confirm: place.mention(notice, ConfirmPage.contract, &turn)
    case .transfer: place.mention(notice, TransferPage.contract, &turn)
    case .reading(let page, let under):
      var lines: [String] = []
      if case .message(let shown) = page.content { lines = shown.text }
      place.show(Workplace.message(lines + [notice.text], over: under), &turn)
    case nil, .locating, .saving, .switching: break
    }
  }

  private mutating func sessionTimer(_ handle: SessionHandle, _ turn: inout Turn) {
    switch place.sessions[handle]?.timerWentOff(turn.now.instant) {
    case .end: return place.end(handle, .idle, &turn)
    case .warn: warn(handle, &turn)
    case nil, .nothing: break
    }
    place.sessions[handle]?.armTimer(&turn)
  }

  /// Says that a session's own time-out is near, where the user can be spoken to.
  private mutating func warn(_ handle: SessionHandle, _ turn: inout Turn) {
    guard let id = place.sessions[handle]?.id else { return }
    let notice = Notice.sessionTimeoutSoon(id, seconds: IdleClock.warning)
    switch place.surface {
    case .menu?:
      place.seat.notice = notice
      place.refreshMenu(&turn)
    case .session(handle)?: place.save(handle, .message([notice.text]), &turn)
    default: break
    }
  }

  // MARK: Messages

  mutating func messageArrived(_ from: String, _ text: String) {
    let width = place.seat.display.capabilities.defaultSize.columns - 6
    inbox.append(["Message from \(from):"] + TextLines.wrapped(text, width).prefix(2))
  }

  /// Shows the messages that wait where the user can be spoken to: on the menu and in a session, but not
  /// while a file is on its way, a panel is filled in, or the terminal is locked.
  ///
  /// - Parameters:
  ///   - came: whether the user has just come to the menu, and so is not interrupted.
  ///   - turn: what is done.
  mutating func showMessages(came: Bool, _ turn: inout Turn) {
    guard !inbox.isEmpty else { return }
    switch place.surface {
    case .session(let handle)?:
      guard place.sessions[handle]?.isTransferring == false, mayInterrupt(&turn) else { return }
      place.save(handle, .message(inbox.take(turn.now.instant)), &turn)
    case .menu(let page)?:
      guard came || mayInterrupt(&turn) else { return }
      place.show(Workplace.message(inbox.take(turn.now.instant), over: .menu(page)), &turn)
    default: return
    }
  }

  /// Whether the user may be interrupted; if not, it is looked at again when that is over.
  mutating func mayInterrupt(_ turn: inout Turn) -> Bool {
    if inbox.mayInterrupt(turn.now.instant) { return true }
    if let next = inbox.nextLook(turn.now.instant) { turn.wake(.messages, next) }
    return false
  }
}
