import Crypto
import DataStream
import EBCDIC
import Messages
import Names
import Panels
import Tables
import Terminal
import Time

/// Commands: from the menu's command line, or with the command character from a session.
extension UserSession {
  /// - Parameter under: where the user comes back to from what a command shows; nil for the menu.
  mutating func perform(
    _ command: UserCommand, over under: Underneath? = nil, _ turn: inout Turn
  ) {
    let under = under ?? .menu(top: menuTop)
    switch command {
    case .blank: showMenu(&turn)
    case .select(let name), .activate(let name), .go(let name):
      guard let definition = SessionID(name).flatMap({ self.definition($0) }) else {
        say(.noSuchSession(name), &turn)
        return
      }
      var types = true
      if case .go = command { types = false }
      select(definition, types: types, &turn)
    case .inactivate(let name):
      guard let host = live(name, under) else {
        say(name.map { .notLive($0) } ?? nothingShown("I"), &turn)
        return
      }
      end(host, .byUser, &turn)
      if case .menu = screen { show(.menu, &turn) }
    case .signOff: leaveWithSessions(.signOff, &turn)
    case .logOff: leaveWithSessions(.logOff, &turn)
    case .lock: lock(over: under, &turn)
    case .jump: jump(&turn)
    case .help(nil): showHelp(.menuHelp, over: under, &turn)
    case .help(let word?): help(word, over: under, &turn)
    case .options:
      listTop = 0
      screen = .options(over: under)
      show(.options, &turn)
    case .diagnose(let name): diagnose(name, over: under, &turn)
    case .printScreen(let name):
      guard let host = live(name, under) else {
        say(name.map { .notLive($0) } ?? nothingShown("P"), &turn)
        return
      }
      uncover(under, &turn)
      printScreen(host, &turn)
    case .message(let to, let text):
      showMenu(&turn)
      turn.add(.message(to: to, text: text))
    case .messages(let isOn):
      inbox.isClosed = !isOn
      notice = isOn ? .messagesOn : .messagesOff
      uncover(under, &turn)
    case .locate(let text): locate(text, &turn)
    case .incomplete(let help): say(.operandMissing(usage: usage(help)), &turn)
    case .overlong(let help): say(.operandsTooMany(usage: usage(help)), &turn)
    case .unknown(let word): say(.unknownCommand(word), &turn)
    }
  }

  /// The live session of a name; without a name, the one that the command was typed in, which may have
  /// ended since, or on the menu the one that was shown last.
  private func live(_ name: String?, _ under: Underneath) -> HostID? {
    guard let name else {
      if case .session(let host) = under { return sessions.contains(host) ? host : nil }
      return current.flatMap { sessions.contains($0) ? $0 : nil }
    }
    return sessions.first { $0.id.description == name }?.host
  }

  /// Sends a session's screen to be printed, as it is in the model.
  func printScreen(_ host: HostID, _ turn: inout Turn) {
    guard let user, let session = sessions[host] else { return }
    let page = CodePage.named(session.definition.entry.codePage) ?? .bracket
    turn.add(
      .printScreen(user.id, session.id, ScreenText.lines(session.space, page)))
  }

  /// The result of a print: on the menu a line; in a session the alarm, and a failure in words.
  mutating func printed(_ result: PrintResult, _ turn: inout Turn) {
    let text = Notice.printed(result)
    notice = text
    guard case .session(let host) = screen, isConnected else {
      return refreshMenu(&turn)
    }
    if case .appended = result {
      turn.show([Command.write.rawValue, WCC.alarm.byte])
    } else if sessions[host]?.isTransferring == false {
      message = [text.text]
      save(host, .message, &turn)
    }
  }

  /// To the next live session, in the menu's order, round and round.
  private mutating func jump(_ turn: inout Turn) {
    let tagged = sessions.contains { $0.isTagged }
    let order = liveInOrder.filter { fits($0.space) && ($0.isTagged || !tagged) }.map(\.host)
    let here = current.flatMap { order.firstIndex(of: $0) }
    let next = here.map { order[($0 + 1) % order.count] } ?? order.first
    guard let next else {
      say(.noOtherSession, &turn)
      return
    }
    if order.count == 1, next == current { notice = .noOtherSession }
    enter(next, &turn)
  }

  // MARK: Leaving

  /// Whether live sessions end at this departure.
  func endsSessions(_ departure: Departure) -> Bool {
    view.policy.transfer == .multiple || view.policy.inactivates(departure == .logOff)
  }

  /// The departure that is being confirmed.
  var departure: Departure {
    if case .confirm(let departure) = screen { departure } else { .signOff }
  }

  private mutating func leaveWithSessions(
    _ departure: Departure, _ turn: inout Turn
  ) {
    let system = site.tables.system
    // SMRT options 34 and 35 are for users whose sessions end by `Inactivate on`.
    let isAsked = !sessions.isEmpty && view.policy.inactivates(departure == .logOff)
    if isAsked, system.refusesSignOff {
      say(.endSessionsFirst(sessions.count), &turn)
      return
    }
    if isAsked, system.confirmsSignOff {
      screen = .confirm(departure)
      show(.confirm, &turn)
      return
    }
    depart(departure, &turn)
  }

  mutating func confirmInput(
    _ input: PanelInput, _ departure: Departure, _ turn: inout Turn
  ) {
    notice = nil
    switch (input.aid, input.text(.choice).uppercased()) {
    case (.enter, "Y"): depart(departure, &turn)
    case (.enter, "N"), (.pf3, _), (.pf15, _): showMenu(&turn)
    default:
      notice = .chooseYesOrNo
      show(.confirm, &turn)
    }
  }

  mutating func depart(
    _ departure: Departure, ending end: HostEnd? = nil,
    because reason: CloseReason = .loggedOff, _ turn: inout Turn
  ) {
    guard let user else { return }
    abandonScreen(&turn)
    // The menu that the sessions were on is not shown any more.
    isSwitching = true
    if let end = end ?? (endsSessions(departure) ? .atSignOff : nil) { endAll(end, &turn) }
    isSwitching = false
    // Where several people have one user id, what others left is not this one's.
    if endsSessions(departure), view.policy.transfer != .multiple {
      turn.add(.endLeftBehind(user.id))
    }
    turn.log(.signOff(user: user.id, terminal: terminal.name, sessions: sessions.count))
    let left = sessions.takeAll()
    if !left.isEmpty { turn.add(.detach(user.id, left)) }
    turn.add(.identify(nil))
    inbox = MessageInbox()
    ended = [:]
    current = nil
    notice = nil
    self.user = nil
    view = site.view(of: nil)
    pending = .none
    switch departure {
    case .signOff: showLogon(&turn)
    case .logOff: close(reason, &turn)
    }
  }

  /// Lets the terminal go, and says why where its user did not ask for it.
  func close(_ reason: CloseReason, _ turn: inout Turn) {
    guard isConnected else { return }
    if let words = reason.lastWords {
      turn.show(
        [Command.eraseWrite.rawValue, WCC.restoreKeyboard.byte] + codePage.encode(words))
    }
    turn.add(.closeTerminal(reason))
  }

  mutating func cancelled(_ turn: inout Turn) {
    depart(.logOff, ending: .cancelled, because: .cancelled, &turn)
  }
}
