import DataStream
import Messages
import Names
import Panels
import Tables
import Time

/// The menu: which sessions there are, how they stand, and what the user wants of them.
extension UserSession {
  /// Sessions that the menu shows, in its order.
  var visible: [EffectiveSession] {
    let strays = strays
    return strays.isEmpty ? view.visible : view.visible + strays.map(\.definition)
  }

  mutating func showMenu(_ turn: inout Turn) {
    if case .menu = screen {} else { screen = menu(showing: nil) }
    show(.menu, &turn)
  }

  /// The menu, so that the line of a session is on the screen; without one, that of the session which
  /// was shown last.
  func menu(showing session: SessionID?) -> Screen {
    let id = session ?? current.flatMap { sessions[$0]?.id }
    guard let index = visible.firstIndex(where: { $0.id == id }) else { return .menu(top: 0) }
    let window = ListWindow(top: 0, count: visible.count, lines: menuLines)
    return .menu(top: window.top(showing: index))
  }

  mutating func menuInput(_ input: PanelInput, _ turn: inout Turn) {
    notice = nil
    correction = ""
    entered = input.text(.command)
    defer { entered = "" }
    let keys = view.keys
    if input.aid == keys.menu, let current, sessions.contains(current) {
      // The key that brought the user here, pressed again, is for the application.
      enter(current, &turn)
      pass(input.aid, to: current, &turn)
      return
    }
    if let definition = definition(for: input.aid) {
      select(definition, &turn)
      return
    }
    if input.aid == keys.jump {
      perform(.jump, &turn)
      return
    }
    if input.aid == keys.command || input.aid == .enter {
      menuEntered(input, &turn)
      return
    }
    switch input.aid {
    case .pf7, .pf19: scroll(by: -menuLines, &turn)
    case .pf8, .pf20: scroll(by: menuLines, &turn)
    case .pf1, .pf13: showHelp(.menuHelp, over: .menu(top: menuTop), &turn)
    case .pf3, .pf15: perform(.signOff, &turn)
    case .clear: showMenu(&turn)
    default:
      notice = .keyNotActive(input.aid.description)
      showMenu(&turn)
    }
  }

  private mutating func menuEntered(
    _ input: PanelInput, _ turn: inout Turn
  ) {
    let ids = Array(visible.dropFirst(menuTop).prefix(menuLines)).map(\.id)
    let marks = LineCommands(input.marks, ids: ids) { sessions.host(of: $0) != nil }
    switch marks {
    case .none: break
    case _ where !entered.isEmpty:
      say(.lineOrCommand, &turn)
      return
    case .refused(let text):
      say(text, &turn)
      return
    case .run(let end, let select):
      run(end: end, select: select, &turn)
      return
    }
    if !entered.isEmpty {
      let command = UserCommand(entered, character: view.keys.commandCharacter, onMenu: true) {
        word in SessionID(word).flatMap { definition($0) } != nil
      }
      perform(command, &turn)
    } else if let row = input.cursorRow, ids.indices.contains(row),
      let definition = definition(ids[row])
    {
      select(definition, &turn)
    } else {
      showMenu(&turn)
    }
  }

  /// Does what the line commands say.
  private mutating func run(
    end: [SessionID], select id: SessionID?, _ turn: inout Turn
  ) {
    for id in end {
      guard let host = sessions.host(of: id) else { continue }
      self.end(host, .byUser, &turn)
    }
    if let definition = id.flatMap({ definition($0) }) {
      select(definition, &turn)
    } else {
      showMenu(&turn)
    }
  }

  private mutating func scroll(by lines: Int, _ turn: inout Turn) {
    let top = menuWindow.scrolled(by: lines)
    if top == menuTop { notice = lines < 0 ? .topOfList : .bottomOfList }
    screen = .menu(top: top)
    show(.menu, &turn)
  }

  var menuTop: Int { if case .menu(let top) = screen { top } else { 0 } }

  /// What the status of a session begins with that ended by itself.
  static let endedPrefix = "ended: "

  /// How a session stands, in the words of the menu's Status column.
  func status(of definition: EffectiveSession) -> String {
    guard let host = sessions.host(of: definition.id), let session = sessions[host] else {
      return ended[definition.id].map { Self.endedPrefix + $0 } ?? ""
    }
    switch session.state {
    case .awaitingTicket, .connecting: return "starting"
    case .active:
      if !fits(session.space) { return "held" }
      if session.isTransferring { return "transfer" }
      if session.hasUnseenOutput { return "waiting" }
      let state = session.host == current ? "current" : "active"
      return session.isTagged ? state + " *" : state
    }
  }

  /// Starts the session, or switches to it where it lives.
  mutating func select(
    _ definition: EffectiveSession, types: Bool = true, _ turn: inout Turn
  ) {
    if let host = sessions.host(of: definition.id) {
      enter(host, &turn)
    } else {
      start(definition, types: types, &turn)
    }
  }
}
