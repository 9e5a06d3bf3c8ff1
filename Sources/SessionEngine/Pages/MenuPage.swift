import Bytes
import DataStream
import Messages
import Names
import Panels
import SAF
import Tables

/// The menu: which sessions there are, how they stand, and what the user wants of them.
struct MenuPage: PanelPage {
  static let contract = PanelContract.page(
    "TEN0041",
    [
      Seat.message, .shown(.news1, width: 79), .shown(.model), .shown(.keys), .shown(.more),
      .shown(.rows),
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
  init(showing session: SessionID? = nil, at station: Station) {
    let id = session ?? station.sessions.current.flatMap { station.sessions[$0]?.id }
    let visible = station.sessions.visible(station.seat.view)
    if let index = visible.firstIndex(where: { $0.id == id }) {
      let lines = Self.lines(station.seat)
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
      .news1: seat.site.standing.news[0], .model: seat.terminal.modelName,
      .keys: seat.view.keys.summary, .command: correction,
      .more: window.more, .rows: window.position,
    ]
  }

  func picture(_ station: Station) -> [UInt8] {
    let visible = station.sessions.visible(station.seat.view)
    let window = window(station.seat, visible.count)
    var texts = station.seat.completed(texts(station.seat, window))
    if visible.isEmpty, station.seat.notice == nil {
      let isBare = station.seat.site.tables.sessions.isEmpty
      let notice = isBare ? Notice.noApplications : .noSessions
      texts.set(.message, notice.text, tone: notice.tone)
    }
    return station.seat.panel(Self.contract).render(
      texts, list: rows(visible, window, at: station),
      over: station.seat.view.menuRows, from: top, on: station.seat.display.canvas)
  }

  /// The record that writes the status column and the message again, while the user goes on typing.
  /// `withNews`: the line of news too.
  func mending(_ station: Station, withNews: Bool) -> [UInt8] {
    let visible = station.sessions.visible(station.seat.view)
    let window = window(station.seat, visible.count)
    return station.seat.panel(Self.contract).renderOutputs(
      station.seat.completed(texts(station.seat, window)), list: rows(visible, window, at: station),
      on: station.seat.display.canvas,
      only: withNews ? [.status, .message, .news1] : [.status, .message])
  }

  /// The menu's lines, without how their sessions stand.
  static func lines(of sessions: [EffectiveSession]) -> PanelLines {
    PanelLines(
      sessions.map { definition in
        [
          .sessionID: definition.id.description, .sessionKey: keyName(definition.key),
          .summary: definition.entry.summary,
        ]
      })
  }

  /// `PF13` as the menu shows it: `PF 13`.
  private static func keyName(_ key: String?) -> String {
    key.map { "\($0.prefix(2)) \($0.dropFirst(2))" } ?? ""
  }

  /// What the lines that are shown have besides what they always have: how their sessions stand; of a
  /// session that the tables do not have, all.
  private func rows(
    _ visible: [EffectiveSession], _ window: ListWindow, at station: Station
  ) -> [PanelTexts] {
    let last = min(visible.count, top + window.lines)
    guard top < last else { return [] }
    guard !station.sessions.hasNoStatus || !station.seat.site.standing.holds.isEmpty else {
      return Array(repeating: [:], count: last - top)
    }
    return (top..<last).map { index in
      let definition = visible[index]
      var row: PanelTexts =
        index < station.seat.view.visible.count ? [:] : Self.stray(definition, station.seat)
      let status = station.sessions.status(of: definition.id, on: station.seat.display)
      if !status.text.isEmpty {
        row.set(.status, status.text, tone: status.isFault ? .fault : nil)
      } else if let hold = station.seat.site.hold(on: definition) {
        row.set(.status, hold.keeping.rawValue.lowercased(), tone: nil)
      }
      return row
    }
  }

  /// The line of a session that the tables do not have.
  private static func stray(_ definition: EffectiveSession, _ seat: Seat) -> PanelTexts {
    let isSecond =
      definition.id != definition.ownID && seat.view.session(definition.ownID) != nil
    // That of `/E` needs none.
    let isOurs = definition.host == .selfMaintenance
    return [
      .sessionID: definition.id.description, .sessionKey: "",
      .summary: (isOurs ? "" : isSecond ? "(one more) " : "(removed) ") + definition.entry.summary,
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

  mutating func input(_ input: PanelInput, at station: Station) -> Choice {
    correction = ""
    let keys = station.seat.view.keys
    if input.aid == keys.menu, let current = station.sessions.current,
      station.sessions.contains(current)
    {
      return .pass(input.aid, current)
    }
    if let definition = station.sessions.definition(for: input.aid, station.seat.view) {
      return .select(definition)
    }
    if input.aid == keys.jump { return .command(.jump, typed: "") }
    if input.aid == keys.command || input.aid == .enter { return entered(input, at: station) }
    switch input.aid {
    case .pf7, .pf19: return scroll(-1, at: station)
    case .pf8, .pf20: return scroll(1, at: station)
    case .pf1, .pf13: return .help
    case .pf3, .pf15: return .command(.signOff, typed: "")
    case .clear: return .stay(nil)
    default: return .stay(.keyNotActive(input.aid.description))
    }
  }

  private mutating func entered(
    _ input: PanelInput, at station: Station
  ) -> Choice {
    let entered = input.text(.command)
    let ids = station.sessions.visible(station.seat.view).dropFirst(top).prefix(
      Self.lines(station.seat)
    ).map(\.id)
    switch LineCommands(input.marks, ids: ids, isLive: { station.sessions.handle(of: $0) != nil }) {
    case .none: break
    case _ where !entered.isEmpty: return refused(.lineOrCommand, entered)
    case .refused(let text): return refused(text, entered)
    case .run(let end, _) where !end.isEmpty && !station.seat.view.commands.permits(.inactivate):
      return refused(station.seat.barred(.inactivate), entered)
    case .run(let end, let select): return .run(end: end, select: select)
    }
    if !entered.isEmpty {
      let command = UserCommand(
        entered, character: station.seat.view.keys.commandCharacter, onMenu: true
      ) { word in
        SessionID(word).flatMap { station.sessions.definition($0, station.seat.view) } != nil
      }
      return .command(command, typed: entered)
    }
    guard let row = input.cursorRow, ids.indices.contains(row),
      let definition = station.sessions.definition(ids[row], station.seat.view)
    else { return .stay(nil) }
    return .select(definition)
  }

  private mutating func refused(_ notice: Notice, _ entered: String) -> Choice {
    if notice.keepsTyping { correction = entered }
    return .stay(notice)
  }

  /// `pages`: how many screens down, or negative up.
  private mutating func scroll(
    _ pages: Int, at station: Station
  ) -> Choice {
    let window = window(station.seat, station.sessions.visible(station.seat.view).count)
    let former = top
    top = window.scrolled(by: pages * window.lines)
    guard top == former else { return .stay(nil) }
    return .stay(pages < 0 ? .topOfList : .bottomOfList)
  }

  /// Scrolls to the first line that has a text (`LOCATE`): of an id that begins with it, else one that
  /// has it anywhere; false where none has.
  mutating func locate(_ text: String, at station: Station) -> Bool {
    let visible = station.sessions.visible(station.seat.view)
    let found =
      visible.firstIndex { $0.id.description.hasPrefix(text) }
      ?? visible.firstIndex { MenuSearch.has($0, text) }
    guard let found else { return false }
    bring(found, of: visible.count, at: station.seat)
    return true
  }

  /// Scrolls so that a line is the first one, or on the last screen.
  private mutating func bring(_ line: Int, of count: Int, at seat: Seat) {
    top = ListWindow(top: line, count: count, lines: Self.lines(seat)).scrolled(by: 0)
  }

  /// Goes to the next line that has a text (`FIND`); nil: to the next one that has what was sought last.
  mutating func find(
    _ text: String?, after search: inout MenuSearch, at station: Station
  ) -> Notice {
    guard let text = text ?? search.text else {
      return .operandMissing(usage: CommandHelp.of("FIND").map(station.seat.usage) ?? "FIND text")
    }
    let visible = station.sessions.visible(station.seat.view)
    let hit = search.next(text, from: top, in: visible.count) { MenuSearch.has(visible[$0], text) }
    guard let hit else { return .notLocated(text) }
    bring(hit.line, of: visible.count, at: station.seat)
    return .found(
      visible[hit.line].id, line: hit.line + 1, of: visible.count, isFromTop: hit.isFromTop)
  }

  /// The tables changed: the first line shown is one of them.
  mutating func fit(_ station: Station) {
    top = min(top, max(0, station.sessions.visible(station.seat.view).count - 1))
  }
}

/// The variables that the menu has besides those of all panels.
extension PanelSlot {
  fileprivate static let status = PanelSlot(6, "STATUS")
  fileprivate static let selection = PanelSlot(7, "SEL")
  fileprivate static let sessionID = PanelSlot(8, "SESSID")
  fileprivate static let sessionKey = PanelSlot(9, "SESSKEY")
  fileprivate static let summary = PanelSlot(10, "DESC")
  fileprivate static let model = PanelSlot(11, "MODEL")
  fileprivate static let keys = PanelSlot(12, "KEYS")
  fileprivate static let command = PanelSlot(13, "COMMAND")
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
