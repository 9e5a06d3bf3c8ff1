import DataStream
import Messages
import Names
import Panels
import Tables

/// `/D`: the diagnosis of a session's tickets, on the terminal of an operator.
extension UserSession {
  mutating func diagnose(_ name: String?, _ effects: inout [Effect]) {
    let id = name.flatMap { SessionID($0) } ?? current.flatMap(index(of:)).map { sessions[$0].id }
    guard view.isOperator, let user else {
      notice = .notOperator
      showMenu(&effects)
      return
    }
    guard let definition = id.flatMap({ view.session($0) }) else {
      notice = .noSuchSession(name ?? "")
      showMenu(&effects)
      return
    }
    // The keyboard stays locked until the answer is there.
    effects.append(.diagnose(definition, user.id))
  }

  mutating func diagnosed(_ lines: [String], _ effects: inout [Effect]) {
    guard case .menu(let top) = screen, isConnected else { return }
    let width = capabilities.defaultSize.columns - 2
    screen = .diagnosis(lines.flatMap { Self.wrapped($0, width) }, top: 0, menu: top)
    show(.diagnosis, &effects)
  }

  mutating func diagnosisInput(_ input: PanelInput, _ effects: inout [Effect]) {
    guard case .diagnosis(let lines, let top, let menu) = screen else { return }
    let shown = panel(.diagnosis).listRows(canvas)
    switch input.aid {
    case .pf7, .pf19: scrollDiagnosis(lines, max(0, top - shown), menu, &effects)
    case .pf8, .pf20:
      scrollDiagnosis(lines, top + shown < lines.count ? top + shown : top, menu, &effects)
    default: uncover(.menu(top: menu), &effects)
    }
  }

  private mutating func scrollDiagnosis(
    _ lines: [String], _ top: Int, _ menu: Int, _ effects: inout [Effect]
  ) {
    screen = .diagnosis(lines, top: top, menu: menu)
    show(.diagnosis, &effects)
  }

  /// Lines no longer than `width`, broken between words.
  ///
  /// - Parameter hang: what the lines behind the first are set in by, besides the first's own indent.
  static func wrapped(_ line: String, _ width: Int, hang: String = "  ") -> [String] {
    let indent = String(line.prefix { $0 == " " })
    var lines: [String] = []
    var open = indent
    for word in line.split(separator: " ", omittingEmptySubsequences: true) {
      if open.count + word.count + 1 > width, open != indent {
        lines.append(open)
        open = indent + hang
      }
      open += (open.allSatisfy { $0 == " " } ? "" : " ") + word
    }
    return lines + [String(open.prefix(width))]
  }
}
