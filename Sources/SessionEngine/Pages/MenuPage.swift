import Bytes
import DataStream
import Messages
import Names
import Panels
import SAF
import Tables

/// The menu, or a sub-menu: which sessions there are, how they stand, and what the user wants of them.
struct MenuPage: PanelPage {
  static let contract = PanelContract.page("TEN0041", variables, help: "TEN0041H")
  /// The panel of sub-menus.
  static let below = PanelContract.page(
    "TEN0043", variables + [.shown(.menuName, width: 8, isNeeded: true)], help: "TEN0041H")

  private static let variables: [PanelVariable] = [
    Seat.message, .shown(.news1, width: 79), .shown(.model), .shown(.keys), .shown(.more),
    .shown(.rows),
    .typed(.selection, width: 1, inList: true),
    .shown(.sessionID, width: 8, isNeeded: true, inList: true),
    .shown(.sessionKey, width: 5, inList: true), .shown(.summary, width: 40, inList: true),
    .shown(.status, inList: true), .typed(.command, width: 11),
  ]

  /// The sub-menu; nil for the main menu. Where there is none of the name any more, it is the main menu.
  private var menu: String?
  /// The number of the first line shown.
  private(set) var top = 0
  /// What of the command line is shown again, to be corrected.
  var correction = ""

  /// A menu from its first line on.
  ///
  /// - `menu`: the sub-menu; nil for the main menu.
  init(menu: String? = nil) { self.menu = menu }

  /// The menu, so that the line of a session is on the screen; without one, that of the session which
  /// was shown last.
  init(showing session: SessionID? = nil, at station: Station) {
    guard
      let id = session ?? station.sessions.current.flatMap({ station.sessions[$0]?.id }),
      let place = station.sessions.menus(station.seat.view).place(where: { $0.session?.id == id })
    else { return }
    go(to: place, at: station)
  }

  /// Turns to the screen, counted in whole ones, that has a line.
  private mutating func go(to place: MenuTree.Place, at station: Station) {
    menu = place.menu
    let count = station.sessions.menus(station.seat.view).list(menu).lines.count
    top = ListWindow(top: 0, count: count, lines: rows(station)).top(showing: place.line)
  }

  /// The panel that is shown.
  func shown(_ station: Station) -> PanelContract {
    menu.map { station.seat.view.menus.menus[$0] != nil } ?? false ? Self.below : Self.contract
  }

  /// Lines of the screen that the list has.
  private func rows(_ station: Station) -> Int {
    station.seat.panel(shown(station)).listRows(station.seat.display.canvas)
  }

  // MARK: What it shows

  /// The part of the list that is shown.
  private func window(_ station: Station, _ count: Int) -> ListWindow {
    ListWindow(top: top, count: count, lines: rows(station))
  }

  private func texts(_ seat: Seat, _ window: ListWindow) -> PanelTexts {
    [
      .menuName: menu ?? "",
      .news1: seat.site.standing.news[0], .model: seat.terminal.modelName,
      .keys: seat.view.keys.summary, .command: correction,
      .more: window.more, .rows: window.position,
    ]
  }

  func picture(_ station: Station) -> [UInt8] {
    let menus = station.sessions.menus(station.seat.view)
    let list = menus.list(menu)
    let window = window(station, list.lines.count)
    var texts = station.seat.completed(texts(station.seat, window))
    if list.lines.isEmpty, station.seat.notice == nil {
      let isBare = station.seat.site.tables.sessions.isEmpty
      let notice = isBare ? Notice.noApplications : .noSessions
      texts.set(.message, notice.text, tone: notice.tone)
    }
    return station.seat.panel(shown(station)).render(
      texts, list: rows(of: menus, window, at: station),
      over: list.rows, from: top, on: station.seat.display.canvas)
  }

  /// The record that writes the status column and the message again, while the user goes on typing.
  /// `withNews`: the line of news too.
  func mending(_ station: Station, withNews: Bool) -> [UInt8] {
    let menus = station.sessions.menus(station.seat.view)
    let window = window(station, menus.list(menu).lines.count)
    return station.seat.panel(shown(station)).renderOutputs(
      station.seat.completed(texts(station.seat, window)),
      list: rows(of: menus, window, at: station),
      on: station.seat.display.canvas,
      only: withNews ? [.status, .message, .news1] : [.status, .message])
  }

  /// The menu's lines, without how their sessions stand.
  static func lines(of lines: [MenuLine]) -> PanelLines {
    PanelLines(
      lines.map { line in
        [
          .sessionID: line.name, .sessionKey: keyName(line.session?.key), .summary: line.summary,
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
    of menus: MenuTree, _ window: ListWindow, at station: Station
  ) -> [PanelTexts] {
    let list = menus.list(menu)
    let last = min(list.lines.count, top + window.lines)
    guard top < last else { return [] }
    guard !station.sessions.hasNoStatus || !station.seat.site.standing.holds.isEmpty else {
      return Array(repeating: [:], count: last - top)
    }
    return (top..<last).map { index in
      guard let definition = list.lines[index].session else {
        let below = menus.list(list.lines[index].name).lines
        let status = station.sessions.status(ofMenu: below, on: station.seat.display)
        return status.isEmpty ? [:] : [.status: status]
      }
      var row: PanelTexts =
        index < list.rows.texts.count ? [:] : Self.stray(definition, station.seat)
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
    case .pf3, .pf15:
      guard leaveBelow(at: station) else { return .command(.signOff, typed: "") }
      return .stay(nil)
    case .clear: return .stay(nil)
    default: return .stay(.keyNotActive(input.aid.description))
    }
  }

  /// From a sub-menu to its line on the main menu; false on the main menu.
  private mutating func leaveBelow(at station: Station) -> Bool {
    let tree = station.sessions.menus(station.seat.view)
    guard let name = menu, tree.menus[name] != nil else { return false }
    let line = tree.main.lines.firstIndex { $0.session == nil && $0.name == name } ?? 0
    go(to: MenuTree.Place(menu: nil, line: line), at: station)
    return true
  }

  private mutating func entered(
    _ input: PanelInput, at station: Station
  ) -> Choice {
    let entered = input.text(.command)
    let menus = station.sessions.menus(station.seat.view)
    let lines = Array(menus.list(menu).lines.dropFirst(top).prefix(rows(station)))
    let marked = LineCommands(
      input.marks, lines: lines, isLive: { station.sessions.handle(of: $0) != nil })
    switch marked {
    case .none: break
    case _ where !entered.isEmpty: return refused(.lineOrCommand, entered)
    case .refused(let text): return refused(text, entered)
    case .run(let end, _) where !end.isEmpty && !station.seat.view.commands.permits(.inactivate):
      return refused(station.seat.barred(.inactivate), entered)
    case .run(let end, .menu(let name)?):
      (menu, top) = (name, 0)
      return .run(end: end, select: nil)
    case .run(let end, .session(let id)?): return .run(end: end, select: id)
    case .run(let end, nil): return .run(end: end, select: nil)
    }
    if !entered.isEmpty {
      let command = UserCommand(
        entered, character: station.seat.view.keys.commandCharacter, onMenu: true
      ) { word in
        menus.menus[word] != nil
          || SessionID(word).flatMap { station.sessions.definition($0, station.seat.view) } != nil
      }
      return .command(command, typed: entered)
    }
    guard let row = input.cursorRow, lines.indices.contains(row) else { return .stay(nil) }
    guard let id = lines[row].session?.id else {
      (menu, top) = (lines[row].name, 0)
      return .stay(nil)
    }
    return station.sessions.definition(id, station.seat.view).map { .select($0) } ?? .stay(nil)
  }

  private mutating func refused(_ notice: Notice, _ entered: String) -> Choice {
    if notice.keepsTyping { correction = entered }
    return .stay(notice)
  }

  /// `pages`: how many screens down, or negative up.
  private mutating func scroll(
    _ pages: Int, at station: Station
  ) -> Choice {
    let window = window(station, station.sessions.menus(station.seat.view).list(menu).lines.count)
    let former = top
    top = window.scrolled(by: pages * window.lines)
    guard top == former else { return .stay(nil) }
    return .stay(pages < 0 ? .topOfList : .bottomOfList)
  }

  /// Scrolls to the first line that has a text (`LOCATE`): of an id that begins with it, else one that
  /// has it anywhere; false where none has.
  mutating func locate(_ text: String, at station: Station) -> Bool {
    let menus = station.sessions.menus(station.seat.view)
    let found =
      menus.place { $0.name.hasPrefix(text) } ?? menus.place { MenuSearch.has($0, text) }
    guard let found else { return false }
    bring(found, of: menus, at: station)
    return true
  }

  /// Opens the menu of a line, and scrolls so that it is the first one, or on the last screen.
  private mutating func bring(_ place: MenuTree.Place, of menus: MenuTree, at station: Station) {
    menu = place.menu
    let count = menus.list(menu).lines.count
    top = ListWindow(top: place.line, count: count, lines: rows(station)).scrolled(by: 0)
  }

  /// Goes to the next line that has a text (`FIND`); nil: to the next one that has what was sought last.
  mutating func find(
    _ text: String?, after search: inout MenuSearch, at station: Station
  ) -> Notice {
    guard let text = text ?? search.text else {
      return .operandMissing(usage: CommandHelp.of("FIND").map(station.seat.usage) ?? "FIND text")
    }
    let menus = station.sessions.menus(station.seat.view)
    let places = menus.places
    let here = menus.menus[menu ?? ""] == nil ? nil : menu
    let start = places.firstIndex { $0.menu == here && $0.line == top } ?? 0
    let hit = search.next(text, from: start, in: places.count) {
      MenuSearch.has(menus.line(places[$0]), text)
    }
    guard let hit else { return .notLocated(text) }
    let place = places[hit.line]
    bring(place, of: menus, at: station)
    return .found(
      menus.line(place).name, line: place.line + 1, of: menus.list(place.menu).lines.count,
      isFromTop: hit.isFromTop)
  }

  /// The tables changed: the first line shown is one of them.
  mutating func fit(_ station: Station) {
    let menus = station.sessions.menus(station.seat.view)
    if let name = menu, menus.menus[name] == nil { (menu, top) = (nil, 0) }
    top = min(top, max(0, menus.list(menu).lines.count - 1))
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
  fileprivate static let menuName = PanelSlot(15, "MENU")
}

extension MenuPage {
  func freeze(into freezer: inout Freezer) {
    freezer.put(menu)
    freezer.put(top)
    freezer.put(correction)
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    menu = try thawer.take()
    top = try thawer.take()
    correction = try thawer.take()
    guard top >= 0 else { throw .invalid("line") }
  }
}
