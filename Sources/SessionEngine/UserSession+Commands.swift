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
  mutating func perform(_ command: UserCommand, _ now: Moment, _ effects: inout [Effect]) {
    switch command {
    case .none: showMenu(&effects)
    case .select(let name), .activate(let name), .go(let name):
      guard let definition = SessionID(name).flatMap({ view.session($0) }) else {
        say(.noSuchSession(name), &effects)
        return
      }
      var types = true
      if case .go = command { types = false }
      select(definition, types: types, now, &effects)
    case .inactivate(let name):
      guard let host = live(name) else {
        say(name.map { .notLive($0) } ?? nothingShown("I"), &effects)
        return
      }
      end(host, .byUser, &effects)
      if case .menu = screen { show(.menu, &effects) }
    case .signOff: leaveWithSessions(.signOff, now, &effects)
    case .logOff: leaveWithSessions(.logOff, now, &effects)
    case .lock: lock(&effects)
    case .jump: jump(&effects)
    case .help(nil): showHelp(.menuHelp, over: .menu(top: menuTop), &effects)
    case .help(let word?): help(word, &effects)
    case .options:
      listTop = 0
      screen = .options
      show(.options, &effects)
    case .diagnose(let name): diagnose(name, &effects)
    case .printScreen(let name):
      guard let host = live(name) else {
        say(name.map { .notLive($0) } ?? nothingShown("P"), &effects)
        return
      }
      showMenu(&effects)
      printScreen(host, &effects)
    case .message(let to, let text):
      showMenu(&effects)
      effects.append(.message(to: to, text: text))
    case .locate(let text): locate(text, &effects)
    case .incomplete(let help): say(.operandMissing(usage: usage(help)), &effects)
    case .overlong(let help): say(.operandsTooMany(usage: usage(help)), &effects)
    case .unknown(let word): say(.unknownCommand(word), &effects)
    }
  }

  /// The live session of a name; without a name, the one that was shown last.
  func live(_ name: String?) -> HostID? {
    guard let name else { return current.flatMap { index(of: $0) == nil ? nil : $0 } }
    return sessions.first { $0.id.description == name }?.host
  }

  /// Sends a session's screen to be printed, as it is in the model.
  func printScreen(_ host: HostID, _ effects: inout [Effect]) {
    guard let user, let index = index(of: host) else { return }
    let page = CodePage.named(sessions[index].definition.entry.codePage) ?? .bracket
    effects.append(
      .printScreen(user.id, sessions[index].id, ScreenText.lines(sessions[index].space, page)))
  }

  /// To the next live session, in the menu's order, round and round.
  private mutating func jump(_ effects: inout [Effect]) {
    let tagged = sessions.contains { $0.isTagged }
    let order = view.sessions.compactMap { definition in
      sessions.first {
        $0.id == definition.id && fits($0.space) && ($0.isTagged || !tagged)
      }?.host
    }
    let here = current.flatMap { order.firstIndex(of: $0) }
    let next = here.map { order[($0 + 1) % order.count] } ?? order.first
    guard let next else {
      say(.noOtherSession, &effects)
      return
    }
    if order.count == 1, next == current { notice = .noOtherSession }
    enter(next, &effects)
  }

  // MARK: Leaving

  /// Whether live sessions end at this departure.
  func endsSessions(_ departure: Departure) -> Bool {
    if view.policy.transfer == .multiple { return true }
    return switch view.policy.inactivateOn {
    case .signOff: true
    case .logOff: departure == .logOff
    case .never: false
    }
  }

  /// The departure that is being confirmed.
  var departure: Departure {
    if case .confirm(let departure) = screen { departure } else { .signOff }
  }

  private mutating func leaveWithSessions(
    _ departure: Departure, _ now: Moment, _ effects: inout [Effect]
  ) {
    let system = site.tables.system
    if !sessions.isEmpty, system.refusesSignOff {
      say(.endSessionsFirst(sessions.count), &effects)
      return
    }
    if !sessions.isEmpty, system.confirmsSignOff {
      screen = .confirm(departure)
      show(.confirm, &effects)
      return
    }
    depart(departure, now, &effects)
  }

  mutating func confirmInput(
    _ input: PanelInput, _ departure: Departure, _ now: Moment, _ effects: inout [Effect]
  ) {
    notice = nil
    switch (input.aid, input.text("CHOICE").uppercased()) {
    case (.enter, "Y"): depart(departure, now, &effects)
    case (.enter, "N"), (.pf3, _), (.pf15, _): showMenu(&effects)
    default:
      notice = .chooseYesOrNo
      show(.confirm, &effects)
    }
  }

  mutating func depart(
    _ departure: Departure, _ now: Moment?, endSessions: Bool = false, _ effects: inout [Effect]
  ) {
    guard let user else { return }
    if endSessions || endsSessions(departure) {
      endAll(.atSignOff, &effects)
    }
    effects.append(
      .record(.signOff(user: user.id, terminal: terminal.name, sessions: sessions.count)))
    if !sessions.isEmpty { effects.append(.detach(user.id, sessions)) }
    effects.append(.identify(nil))
    sessions = []
    inbox = []
    ended = [:]
    frozen = FrozenRecords()
    current = nil
    notice = nil
    self.user = nil
    view = site.view(of: nil)
    pending = .none
    switch departure {
    case .signOff: showLogon(&effects)
    case .logOff: effects.append(.closeTerminal(.loggedOff))
    }
  }

  mutating func cancelled(_ now: Moment, _ effects: inout [Effect]) {
    depart(.logOff, now, endSessions: true, &effects)
    effects.append(.closeTerminal(.cancelled))
  }
}
