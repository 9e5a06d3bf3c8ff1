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
    let number = characterSet.map { $0 & 0xFFFF } ?? 37
    // x3270's default reports itself as 037 and has the brackets of 1047.
    return number == 37 ? .bracket : CodePage.named(String(number)) ?? .bracket
  }

  func panel(_ page: Page) -> Panel { site.panel(page) }

  /// Draws a page with what it shows.
  func show(_ page: Page, _ effects: inout [Effect]) {
    var cursor: String?
    if page == .logon, typedUser != nil { cursor = "PASSWORD" }
    let list = rows(page)
    effects.append(
      .sendTerminal(
        panel(page).render(values(page), list: list, on: canvas, cursor: cursor)))
  }

  /// Lines of a page's list.
  private func rows(_ page: Page) -> [[String: String]] {
    switch (page, screen) {
    case (.menu, _): menuRows()
    case (.menuHelp, _): CommandHelp.all.map { ["COMMAND": $0.usage, "WHAT": $0.summary] }
    case (.commandHelp, .commandHelp(let help, _)):
      Self.wrapped(help.text, capabilities.defaultSize.columns - 4, hang: "").map {
        ["LINE": $0]
      }
    case (.options, _):
      site.tables.optionLines(of: user?.id).map {
        ["LABEL": $0.label, "OWN": $0.own, "PROFILE": $0.profile, "SYSTEMS": $0.system]
      }
    case (.diagnosis, .diagnosis(let lines, let top, _)): lines.dropFirst(top).map { ["LINE": $0] }
    default: []
    }
  }

  func values(_ page: Page) -> [String: String] {
    let system = site.tables.system
    var values = [
      "TERMINAL": terminal.name.description, "SYSTEM": system.systemName,
      "MESSAGE": notice?.text ?? "", "USER": user?.id.description ?? "",
    ]
    switch page {
    case .logon:
      values["NEWS1"] = system.news1
      values["NEWS2"] = system.news2
      values["USERID"] = typedUser?.description ?? ""
    case .menu:
      values["MODEL"] = terminal.modelName
      values["KEYS"] = view.keys.summary
      let shown = menuTop + menuLines
      if visible.count > shown { values["MORE"] = "More: +" }
      if menuTop > 0 { values["MORE"] = visible.count > shown ? "More: - +" : "More: -" }
    case .confirm:
      values["WHAT"] =
        "\(sessions.count) sessions are live. "
        + (endsSessions(departure) ? "They end when you leave." : "They stay when you leave.")
    case .transfer:
      let count = elsewhere.reduce(0) { $0 + $1.sessions }
      let names = elsewhere.map(\.name.description).joined(separator: " ")
      values["WHAT"] = "\(count) sessions at terminal \(names)."
    case .message:
      for (index, line) in message.prefix(3).enumerated() { values["LINE\(index + 1)"] = line }
    case .diagnosis:
      guard case .diagnosis(let lines, let top, _) = screen else { break }
      let isMore = lines.count > top + panel(.diagnosis).listRows(canvas)
      values["MORE"] = isMore ? (top > 0 ? "More: - +" : "More: +") : top > 0 ? "More: -" : ""
    case .commandHelp:
      guard case .commandHelp(let help, _) = screen else { break }
      values["USAGE"] = help.usage
      values["WHAT"] = help.summary
    case .logonHelp, .menuHelp, .lock, .options: break
    }
    return values
  }

  var menuLines: Int { panel(.menu).listRows(canvas) }

  func menuRows() -> [[String: String]] {
    let last = min(visible.count, menuTop + menuLines)
    guard menuTop < last else { return [] }
    return (menuTop..<last).map { index in
      let status = status(of: visible[index])
      // Most lines have none: those are shared by all terminals.
      guard !status.isEmpty else { return view.menuRows[index] }
      var row = view.menuRows[index]
      row["STATUS"] = status
      return row
    }
  }

  /// Writes the menu's status column and message again, while the user goes on typing.
  func refreshMenu(_ effects: inout [Effect]) {
    guard case .menu = screen, isConnected, !isSwitching else { return }
    effects.append(
      .sendTerminal(
        panel(.menu).renderOutputs(
          values(.menu), list: menuRows(), on: canvas, only: ["STATUS", "MESSAGE"])))
  }
}
