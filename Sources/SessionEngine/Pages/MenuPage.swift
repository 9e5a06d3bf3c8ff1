import Bytes
import DataStream
import Messages
import Names
import Panels
import Tables

/// The menu: which sessions there are, how they stand, and what the user wants of them.
struct MenuPage: PanelPage {
  static let contract = PanelContract.page(
    "TEN0041",
    [
      Seat.message, .shown(.model), .shown(.keys), .shown(.more), .shown(.rows),
      .typed(.selection, width: 1, inList: true),
      .shown(.sessionID, width: 8, isNeeded: true, inList: true),
      .shown(.sessionKey, width: 5, inList: true), .shown(.summary, width: 40, inList: true),
      .shown(.status, inList: true), .typed(.command, width: 11),
    ], help: "TEN0041H")

  /// The number of the first line shown.
  var top = 0
  /// What of the command line is shown again, to be corrected.
  var correction = ""

  init(top: Int = 0) { self.top = top }

  /// The menu, so that the line of a session is on the screen; without one, that of the session which
  /// was shown last.
  init(showing session: SessionID? = nil, _ seat: Seat, _ sessions: SessionTable) {
    let id = session ?? sessions.current.flatMap { sessions[$0]?.id }
    let visible = sessions.visible(seat.view)
    if let index = visible.firstIndex(where: { $0.id == id }) {
      let lines = Self.lines(seat)
      top = ListWindow(top: 0, count: visible.count, lines: lines).top(showing: index)
    }
  }

  private static func lines(_ seat: Seat) -> Int {
    seat.panel(contract).listRows(seat.display.canvas)
  }

  // MARK: What it shows

  /// The part of the list that is shown.
  private func window(_ seat: Seat, _ count: Int) -> ListWindow {
    ListWindow(top: top, count: count, lines: Self.lines(seat))
  }

  private func texts(_ seat: Seat, _ window: ListWindow) -> PanelTexts {
    [
      .model: seat.terminal.modelName, .keys: seat.view.keys.summary, .command: correction,
      .more: window.more, .rows: window.position,
    ]
  }

  func picture(_ seat: Seat, _ sessions: SessionTable) -> [UInt8] {
    let visible = sessions.visible(seat.view)
    let window = window(seat, visible.count)
    return seat.panel(Self.contract).render(
      seat.completed(texts(seat, window)), list: rows(visible, window, seat, sessions),
      over: seat.view.menuRows, from: top, on: seat.display.canvas)
  }

  /// The record that writes the status column and the message again, while the user goes on typing.
  func mending(_ seat: Seat, _ sessions: SessionTable) -> [UInt8] {
    let visible = sessions.visible(seat.view)
    let window = window(seat, visible.count)
    return seat.panel(Self.contract).renderOutputs(
      seat.completed(texts(seat, window)), list: rows(visible, window, seat, sessions),
      on: seat.display.canvas, only: [.status, .message])
  }

  /// What the lines that are shown have besides what they always have: how their sessions stand; of a
  /// session that the tables do not have, all.
  private func rows(
    _ visible: [EffectiveSession], _ window: ListWindow, _ seat: Seat, _ sessions: SessionTable
  ) -> [PanelTexts] {
    let last = min(visible.count, top + window.lines)
    guard top < last else { return [] }
    guard !sessions.hasNoStatus else { return Array(repeating: [:], count: last - top) }
    return (top..<last).map { index in
      let definition = visible[index]
      var row: PanelTexts = index < seat.view.visible.count ? [:] : Self.stray(definition, seat)
      let status = sessions.status(of: definition.id, on: seat.display)
      if !status.text.isEmpty { row.set(.status, status.text, tone: status.isFault ? .fault : nil) }
      return row
    }
  }

  /// The line of a session that the tables do not have.
  private static func stray(_ definition: EffectiveSession, _ seat: Seat) -> PanelTexts {
    let isSecond =
      definition.id != definition.ownID && seat.view.session(definition.ownID) != nil
    return [
      .sessionID: definition.id.description, .sessionKey: "",
      .summary: (isSecond ? "(one more) " : "(removed) ") + definition.entry.summary,
    ]
  }

  // MARK: What is typed

  /// What becomes of a key.
  enum Choice: Sendable {
    /// The menu is drawn again.
    case stay(Notice?)
    /// The key that brought the user here, pressed again, is for the application.
    case pass(AID, SessionHandle)
    case select(EffectiveSession)
    /// A command; where it is refused, what was typed may be shown again.
    case command(UserCommand, typed: String)
    /// Sessions that end, and then the one to go to.
    case run(end: [SessionID], select: SessionID?)
    case help
  }

  mutating func input(_ input: PanelInput, _ seat: Seat, _ sessions: SessionTable) -> Choice {
    correction = ""
    let keys = seat.view.keys
    if input.aid == keys.menu, let current = sessions.current, sessions.contains(current) {
      return .pass(input.aid, current)
    }
    if let definition = sessions.definition(for: input.aid, seat.view) {
      return .select(definition)
    }
    if input.aid == keys.jump { return .command(.jump, typed: "") }
    if input.aid == keys.command || input.aid == .enter { return entered(input, seat, sessions) }
    switch input.aid {
    case .pf7, .pf19: return scroll(-1, seat, sessions)
    case .pf8, .pf20: return scroll(1, seat, sessions)
    case .pf1, .pf13: return .help
    case .pf3, .pf15: return .command(.signOff, typed: "")
    case .clear: return .stay(nil)
    default: return .stay(.keyNotActive(input.aid.description))
    }
  }

  private mutating func entered(
    _ input: PanelInput, _ seat: Seat, _ sessions: SessionTable
  ) -> Choice {
    let entered = input.text(.command)
    let ids = sessions.visible(seat.view).dropFirst(top).prefix(Self.lines(seat)).map(\.id)
    switch LineCommands(input.marks, ids: ids, isLive: { sessions.handle(of: $0) != nil }) {
    case .none: break
    case _ where !entered.isEmpty: return refused(.lineOrCommand, entered)
    case .refused(let text): return refused(text, entered)
    case .run(let end, let select): return .run(end: end, select: select)
    }
    if !entered.isEmpty {
      let command = UserCommand(
        entered, character: seat.view.keys.commandCharacter, onMenu: true
      ) { word in
        SessionID(word).flatMap { sessions.definition($0, seat.view) } != nil
      }
      return .command(command, typed: entered)
    }
    guard let row = input.cursorRow, ids.indices.contains(row),
      let definition = sessions.definition(ids[row], seat.view)
    else { return .stay(nil) }
    return .select(definition)
  }

  private mutating func refused(_ notice: Notice, _ entered: String) -> Choice {
    if notice.keepsTyping { correction = entered }
    return .stay(notice)
  }

  /// `pages`: how many screens down, or negative up.
  private mutating func scroll(
    _ pages: Int, _ seat: Seat, _ sessions: SessionTable
  ) -> Choice {
    let window = window(seat, sessions.visible(seat.view).count)
    let former = top
    top = window.scrolled(by: pages * window.lines)
    guard top == former else { return .stay(nil) }
    return .stay(pages < 0 ? .topOfList : .bottomOfList)
  }

  /// Scrolls to the first line that has a text (`LOCATE`): of an id that begins with it, else one that
  /// has it anywhere; false where none has.
  mutating func locate(_ text: String, _ seat: Seat, _ sessions: SessionTable) -> Bool {
    let visible = sessions.visible(seat.view)
    let found =
      visible.firstIndex { $0.id.description.hasPrefix(text) }
      ?? visible.firstIndex { "\($0.id) \($0.entry.summary)".uppercased().contains(text) }
    guard let found else { return false }
    top = ListWindow(top: found, count: visible.count, lines: Self.lines(seat)).scrolled(by: 0)
    return true
  }

  /// The tables changed: the first line shown is one of them.
  mutating func fit(_ seat: Seat, _ sessions: SessionTable) {
    top = min(top, max(0, sessions.visible(seat.view).count - 1))
  }
}

extension MenuPage {
  func freeze(into freezer: inout Freezer) {
    freezer.put(top)
    freezer.put(correction)
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    top = try thawer.take()
    correction = try thawer.take()
    guard top >= 0 else { throw .invalid("line") }
  }
}
