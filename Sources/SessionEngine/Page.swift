import DataStream
import EBCDIC
import Messages
import Names
import Panels
import Tables
import Time

/// The panels that the engine shows.
enum Page: String, CaseIterable {
  case logon = "TEN0003"
  case logonHelp = "TEN0003H"
  case menu = "TEN0041"
  case menuHelp = "TEN0041H"
  case commandHelp = "TEN0042H"
  case lock = "TEN0155"
  case confirm = "TEN0156"
  case transfer = "TEN0157"
  case transferHelp = "TEN0157H"
  case message = "TEN0158"
  case diagnosis = "TEN0159"
  case options = "TEN0166"

  var panel: PanelName {
    guard let name = PanelName(rawValue) else { preconditionFailure("a panel id follows its rule") }
    return name
  }
}

extension UserSession {
  var canvas: Panel.Canvas {
    Panel.Canvas(capabilities, page: codePage)
  }

  /// The code page of a terminal that reports this character set and page (697/273).
  static func codePage(_ characterSet: UInt32?) -> CodePage {
    characterSet.flatMap { CodePage.page(ofCharacterSet: $0) } ?? .bracket
  }

  func panel(_ page: Page) -> Panel { site.panel(page) }

  /// Draws a page with what it shows.
  func show(_ page: Page, _ turn: inout Turn) {
    let values = values(page)
    let record =
      if page == .menu {
        panel(page).render(
          values, list: menuRows(), over: view.menuRows, from: menuTop, on: canvas)
      } else {
        panel(page).render(
          values, list: Array(lines(page).dropFirst(listTop)), on: canvas,
          cursor: page == .logon && typedUser != nil ? .password : nil)
      }
    turn.show(record)
  }

  /// All lines of the list of a page other than the menu.
  func lines(_ page: Page) -> [PanelTexts] {
    switch (page, screen) {
    case (.menuHelp, _):
      CommandHelp.all.map {
        [.command: $0.usage(view.keys.commandCharacter), .what: $0.summary]
      }
    case (.commandHelp, .commandHelp(let help, _)):
      TextLines.wrapped(help.text, canvas.geometry.columns - 4).map { [.line: $0] }
    case (.options, _):
      site.tables.optionLines(of: user?.id).map {
        [.label: $0.label, .own: $0.own, .profile: $0.profile, .systems: $0.system]
      }
    case (.message, _): message.map { [.line: $0] }
    case (.diagnosis, .diagnosis(let lines, _)):
      lines.map { line in
        var row: PanelTexts = [:]
        row.set(.line, line.text, tone: line.tone)
        return row
      }
    default: []
    }
  }

  /// The part of its list that a page other than the menu shows.
  func window(_ page: Page) -> ListWindow {
    ListWindow(top: listTop, count: lines(page).count, lines: panel(page).listRows(canvas))
  }

  /// PF7 and PF8 on a page with a list; false for any other key.
  mutating func scrolls(_ page: Page, _ key: AID, _ turn: inout Turn) -> Bool {
    let window = window(page)
    guard window.lines > 0 else { return false }
    switch key {
    case .pf7, .pf19: listTop = window.scrolled(by: -window.lines)
    case .pf8, .pf20: listTop = window.scrolled(by: window.lines)
    default: return false
    }
    show(page, &turn)
    return true
  }

  func values(_ page: Page) -> PanelTexts {
    let system = site.tables.system
    var values: PanelTexts = [
      .terminal: terminal.name.description, .system: system.systemName,
      .user: user?.id.description ?? "",
    ]
    values.set(.message, notice?.text ?? "", tone: notice?.tone)
    switch page {
    case .logon:
      values[.news1] = system.news1
      values[.news2] = system.news2
      values[.userID] = typedUser?.description ?? ""
    case .menu:
      values[.model] = terminal.modelName
      values[.keys] = view.keys.summary
      values[.command] = correction
      values[.more] = menuWindow.more
      values[.rows] = menuWindow.position
    case .confirm:
      let stay = sessions.count == 1 ? ["It ends", "It stays"] : ["They end", "They stay"]
      values[.what] =
        "\(counted(sessions.count, "session is", plural: "sessions are")) live. "
        + "\(endsSessions(departure) ? stay[0] : stay[1]) when you leave."
    case .transfer:
      values[.what] = "\(counted(sessionsElsewhere, "session")) at \(namesElsewhere)."
      values[.choice] = suggestedTransfer
    case .commandHelp:
      guard case .commandHelp(let help, _) = screen else { break }
      values[.usage] = help.usage(view.keys.commandCharacter)
      values[.what] = help.summary
    case .logonHelp, .menuHelp, .transferHelp, .lock, .options, .diagnosis, .message: break
    }
    switch page {
    case .menuHelp, .commandHelp, .options, .diagnosis, .message:
      values[.more] = window(page).more
      values[.rows] = window(page).position
    default: break
    }
    return values
  }

  var menuLines: Int { panel(.menu).listRows(canvas) }

  /// The part of the menu that is shown.
  var menuWindow: ListWindow { ListWindow(top: menuTop, count: visible.count, lines: menuLines) }

  /// What the lines of the menu that are shown have besides what they always have: how their sessions
  /// stand; of a session that the tables do not have, all.
  func menuRows() -> [PanelTexts] {
    let visible = visible
    let last = min(visible.count, menuTop + menuLines)
    guard menuTop < last else { return [] }
    return (menuTop..<last).map { index in
      var row = index < view.visible.count ? [:] : strayRow(visible[index])
      let status = status(of: visible[index])
      if !status.isEmpty {
        row.set(.status, status, tone: status.hasPrefix(Self.endedPrefix) ? .fault : nil)
      }
      return row
    }
  }

  /// Writes the menu's status column and message again, while the user goes on typing.
  func refreshMenu(_ turn: inout Turn) {
    guard case .menu = screen, isConnected, !isSwitching else { return }
    turn.show(
      panel(.menu).renderOutputs(
        values(.menu), list: menuRows(), on: canvas, only: [.status, .message]))
  }
}
