import Messages
import Names
import Panels
import Tables

/// A command that a user gave, on the menu or in a session.
struct GivenCommand: Sendable {
  let command: UserCommand
  /// Where the user comes back to from what it shows.
  let under: Surface
  /// What is shown again where the command is refused.
  var typed = ""

  /// What is left to do for whoever attends the user.
  enum Rest: Hashable, Sendable {
    case nothing
    case leave(Departure)
    /// Whether messages of other users are taken from now on.
    case messages(Bool)
  }

  /// Does what it says, as far as screens and sessions go.
  func perform(at place: inout Workplace, _ turn: inout Turn) -> Rest {
    if let command = command.inClass, !place.seat.view.commands.permits(command) {
      refuse(place.seat.barred(command), at: &place, in: &turn)
      return .nothing
    }
    switch command {
    case .signOff: return .leave(.signOff)
    case .logOff: return .leave(.logOff)
    case .messages(let isOn):
      place.seat.notice = isOn ? .messagesOn : .messagesOff
      place.uncover(under, &turn)
      return .messages(isOn)
    case .blank: place.showMenu(&turn)
    case .select(let name), .activate(let name): select(name, types: true, at: &place, in: &turn)
    case .go(let name): select(name, types: false, at: &place, in: &turn)
    case .inactivate(let name):
      guard let handle = live(name, "I", at: &place, in: &turn) else { break }
      place.end(handle, .byUser, in: &turn)
      if case .menu? = place.surface { place.draw(&turn) }
    case .lock: place.lock(over: under, &turn)
    case .password: PasswordPage.open(over: under, at: &place, in: &turn)
    case .jump: place.jump(&turn)
    case .help(nil): show(.menuHelp, at: &place, in: &turn)
    case .help(let word?): help(word, at: &place, in: &turn)
    case .options:
      if let own = place.seat.view.selfMaintenance {
        place.select(own, in: &turn)
      } else {
        show(.options, at: &place, in: &turn)
      }
    case .diagnose(let name): diagnose(name, at: &place, in: &turn)
    case .printScreen(let name):
      guard let handle = live(name, "P", at: &place, in: &turn) else { break }
      place.uncover(under, &turn)
      place.station.printScreen(handle, &turn)
    case .message(let to, let text):
      place.showMenu(&turn)
      turn.add(.message(to: to, text: text))
    case .viewers(let words): answerViewers(words, at: &place, in: &turn)
    case .locate(let text): locate(text, at: &place, in: &turn)
    case .find(let text): find(text, at: &place, in: &turn)
    case .sort(let word):
      guard let order = MenuOrder(word) else {
        refuse(.notSorted(word), at: &place, in: &turn)
        break
      }
      place.station.seat.sort(order)
      place.show(.menu(MenuPage()), &turn)
    case .incomplete(let help):
      refuse(.operandMissing(usage: place.seat.usage(help)), at: &place, in: &turn)
    case .overlong(let help):
      refuse(.operandsTooMany(usage: place.seat.usage(help)), at: &place, in: &turn)
    case .unknown(let word): refuse(.unknownCommand(word), at: &place, in: &turn)
    }
    return .nothing
  }

  /// `/V`, whose notice a session has no line for: there it has a panel of its own.
  private func answerViewers(_ words: String?, at place: inout Workplace, in turn: inout Turn) {
    let notice = place.seat.audience.answer(words, in: &turn) ?? .viewersYesOrNo
    if case .session = under {
      return place.show(.message([notice.text], over: under), &turn)
    }
    guard notice.tone != .fault else { return refuse(notice, at: &place, in: &turn) }
    place.seat.notice = notice
    place.uncover(under, &turn)
  }

  private func refuse(_ notice: Notice, at place: inout Workplace, in turn: inout Turn) {
    place.say(notice, typed: typed, in: &turn)
  }

  private func show(
    _ content: ReadingPage.Content, at place: inout Workplace, in turn: inout Turn
  ) {
    place.show(.reading(ReadingPage(content), over: under), &turn)
  }

  private func select(
    _ name: String, types: Bool, at place: inout Workplace, in turn: inout Turn
  ) {
    let id = SessionID(name)
    guard let definition = id.flatMap({ place.sessions.definition($0, place.seat.view) }) else {
      let menu = name.uppercased()
      guard place.seat.view.menus.menus[menu] != nil else {
        return refuse(.noSuchSession(name), at: &place, in: &turn)
      }
      place.seat.notice = nil
      return place.show(.menu(MenuPage(menu: menu)), &turn)
    }
    place.select(definition, types: types, in: &turn)
  }

  /// The live session of a name; without a name, the one that the command was typed in, which may have
  /// ended since, or on the menu the one that was shown last. Where there is none, it says so.
  private func live(
    _ name: String?, _ letter: String, at place: inout Workplace, in turn: inout Turn
  ) -> SessionHandle? {
    let sought: SessionHandle? =
      if let name {
        SessionID(name).flatMap { place.sessions.handle(of: $0) }
      } else if case .session(let handle) = under {
        handle
      } else {
        place.sessions.current
      }
    if let sought, place.sessions.contains(sought) { return sought }
    refuse(name.map { .notLive($0) } ?? place.seat.nothingShown(letter), at: &place, in: &turn)
    return nil
  }

  /// `/H F`: what one command does, or another word of ours means.
  private func help(_ word: String, at place: inout Workplace, in turn: inout Turn) {
    let character = place.seat.view.keys.commandCharacter
    let hasSign = word.first == character || word.first == "/"
    let letter = hasSign ? word.dropFirst() : word[...]
    let command = CommandHelp.of(String(letter)).map { CommandHelpPage.Subject.command($0) }
    guard let subject = command ?? Explanation.of(word).map({ .word($0) }) else {
      let near = Explanation.near(word)
      return refuse(.notExplained(word, near: near.first), at: &place, in: &turn)
    }
    show(.commandHelp(CommandHelpPage(subject: subject)), at: &place, in: &turn)
  }

  /// `LOCATE text`: scrolls the menu to the first line that has the text.
  private func locate(_ text: String, at place: inout Workplace, in turn: inout Turn) {
    var page = MenuPage(at: place.station)
    guard page.locate(text, at: place.station) else {
      return refuse(.notLocated(text), at: &place, in: &turn)
    }
    place.show(.menu(page), &turn)
  }

  /// `FIND text`: scrolls the menu to the next line that has the text.
  private func find(_ text: String?, at place: inout Workplace, in turn: inout Turn) {
    var page: MenuPage
    if case .menu(let shown) = under { page = shown } else { page = MenuPage(at: place.station) }
    var search = place.seat.search
    let notice = page.find(text, after: &search, at: place.station)
    place.seat.search = search
    guard notice.tone != .fault else { return refuse(notice, at: &place, in: &turn) }
    place.seat.notice = notice
    place.show(.menu(page), &turn)
  }

  /// `/D`: the diagnosis of a session's tickets, on the terminal of an operator.
  private func diagnose(_ name: String?, at place: inout Workplace, in turn: inout Turn) {
    let id =
      name.flatMap { SessionID($0) } ?? place.sessions.current.flatMap { place.sessions[$0]?.id }
    guard place.seat.view.isOperator, let user = place.seat.user else {
      return refuse(.notOperator, at: &place, in: &turn)
    }
    guard let definition = id.flatMap({ place.sessions.definition($0, place.seat.view) }) else {
      return refuse(
        name.map { .noSuchSession($0) } ?? place.seat.nothingShown("D"), at: &place, in: &turn)
    }
    // The keyboard stays locked until the answer is there; whoever frees it and presses a key goes
    // back, and the answer is dropped.
    place.surface = .reading(ReadingPage(.diagnosis(DiagnosisPage(findings: nil))), over: under)
    turn.add(.diagnose(definition, user))
  }
}
