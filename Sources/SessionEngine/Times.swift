import DataStream
import Messages
import Names
import Panels
import Tables
import Time

/// What happens while nobody presses a key: times run out, and messages wait.
extension Attendance {
  /// Whether anything happens when the time of a timer has come; what it was set for may be over.
  func awaits(_ purpose: TimerPurpose, at due: Instant) -> Bool {
    switch purpose {
    case .query: if case .querying = place.state { true } else { false }
    case .logon:
      switch place.state {
      case .querying: true
      case .signingOn(let page): page.until.map { $0 <= due } ?? true
      case .proving(let page): page.until <= due
      case .present, .closing, .away: false
      }
    case .delay: if case .heldBack? = place.state.question { true } else { false }
    case .messages: !inbox.isEmpty
    case .viewers: place.seat.audience.isArmed(by: due)
    case .jump: if case .saving(let saving)? = place.surface { saving.until <= due } else { false }
    case .starting(let handle):
      if case .menu? = place.surface { place.isStarting(handle) } else { false }
    case .read(let handle): place.sessions[handle]?.reads.oldest.map { $0.until <= due } ?? false
    case .idle: place.seat.user != nil && place.isConnected && idle.isSet(by: due)
    case .session(let handle): place.sessions[handle]?.nextTimeout != nil
    case .script(let handle): place.sessions[handle]?.script?.due.map { $0 <= due } ?? false
    case .disconnect:
      if case .away(let away) = place.state { away.due.map { $0 <= due } ?? false } else { false }
    }
  }

  mutating func timer(_ purpose: TimerPurpose, _ turn: inout Turn) {
    guard awaits(purpose, at: turn.now.instant) else { return }
    switch purpose {
    case .query: showSignOn(&turn)
    case .logon:
      turn.log(.user.timedOut(user: nil, terminal: place.terminal.name, what: "NO SIGNON IN TIME"))
      close(.timedOut, &turn)
    case .delay: delayOver(&turn)
    // What waits is looked at after each event.
    case .messages: break
    // Whoever has the audience takes it.
    case .viewers: break
    case .jump: place.finishSaving(&turn)
    case .starting(let handle): place.startTimer(handle, &turn)
    case .read(let handle): place.station.readTimer(handle, &turn)
    case .idle: idleTimer(&turn)
    case .session(let handle): sessionTimer(handle, &turn)
    case .script(let handle): ScriptedSession(handle).timer(at: &place, in: &turn)
    case .disconnect: place.endAll(.abandoned, &turn)
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
    var isBusy = false
    if case .session(let handle)? = place.surface {
      isBusy = place.sessions[handle]?.transfer?.isBusy(now) ?? false
    }
    switch idle.wentOff(place.seat.view.policy, isBusy: isBusy, now: now) {
    case .nothing: break
    case .announce(let option): announce(option, &turn)
    case .strike(let option): strike(option, &turn)
    }
    armIdleTimer(&turn)
  }

  private mutating func strike(_ option: StageOption, _ turn: inout Turn) {
    turn.log(
      .user.timedOut(
        user: place.seat.user, terminal: place.terminal.name, what: "STAGE \(idle.stage): \(option)"
      ))
    switch option {
    case .lock:
      if case .locked? = place.surface { return }
      let under = place.surface?.beneath ?? .menu(MenuPage())
      place.abandonScreen(&turn)
      place.lock(over: under, &turn)
    case .signOff: depart(.signOff, in: &turn)
    case .signOffAndEnd: depart(.signOff, ending: .atSignOff, in: &turn)
    case .logOff: depart(.logOff, in: &turn)
    case .logOffAndEnd: depart(.logOff, ending: .atSignOff, in: &turn)
    }
  }

  /// Says that a stage of the idle time is near, whatever the terminal shows.
  private mutating func announce(_ option: StageOption, _ turn: inout Turn) {
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
    case .session(let handle): place.save(handle, .message([notice.text]), in: &turn)
    case .locked: mention(notice, on: LockPage.contract, in: &turn)
    case .changing: mention(notice, on: PasswordPage.contract, in: &turn)
    case .confirm: mention(notice, on: ConfirmPage.contract, in: &turn)
    case .transfer: mention(notice, on: TransferPage.contract, in: &turn)
    case .reading(let page, let under):
      var lines: [String] = []
      if case .message(let shown) = page.content { lines = shown.text }
      place.show(.message(lines + [notice.text], over: under), &turn)
    case nil, .locating, .saving, .switching: break
    }
  }

  /// Writes a panel's message line; what is typed on the panel stays.
  private mutating func mention(
    _ notice: Notice, on contract: PanelContract, in turn: inout Turn
  ) {
    place.seat.notice = notice
    turn.show(place.seat.mention(contract))
  }

  private mutating func sessionTimer(_ handle: SessionHandle, _ turn: inout Turn) {
    switch place.sessions[handle]?.timerWentOff(turn.now.instant) {
    case .end: return place.end(handle, .idle, in: &turn)
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
    case .session(handle)?: place.save(handle, .message([notice.text]), in: &turn)
    default: break
    }
  }

  // MARK: Messages

  mutating func messageArrived(_ message: UserText) {
    inbox.append(lines(of: message), letter: message.letter)
  }

  /// The server tells of a viewer, at once and whatever else waits.
  mutating func tell(ofViewer viewer: SessionHandle, _ text: String) {
    inbox.append(
      lines(of: UserText(from: "TPXVIEW", text: text)), ofViewer: viewer,
      present: place.seat.audience.places.map(\.viewer.session))
    inbox.hurry()
  }

  private func lines(of message: UserText) -> [String] {
    let width = place.seat.display.capabilities.defaultSize.columns - 6
    return ["Message from \(message.from):"] + TextLines.wrapped(message.text, width).prefix(2)
  }

  /// What waits is shown now: letters among it are needed no more.
  private mutating func takeMessages(_ turn: inout Turn) -> [String] {
    let (lines, letters) = inbox.take(turn.now.instant)
    if !letters.isEmpty { turn.add(.forgetLetters(letters)) }
    if place.seat.audience.places.contains(where: { !$0.isTold }) { place.seat.audience.areTold() }
    return lines
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
      place.save(handle, .message(takeMessages(&turn)), in: &turn)
    case .menu(let page)?:
      guard came || mayInterrupt(&turn) else { return }
      place.show(.message(takeMessages(&turn), over: .menu(page)), &turn)
    default: return
    }
  }

  /// Whether the user may be interrupted; if not, it is looked at again when that is over.
  private mutating func mayInterrupt(_ turn: inout Turn) -> Bool {
    if inbox.mayInterrupt(turn.now.instant) { return true }
    if let next = inbox.nextLook(turn.now.instant) { turn.wake(.messages, next) }
    return false
  }
}
