import Names
import Panels
import Tables

/// A line of a menu.
enum MenuLine: Sendable {
  case session(EffectiveSession)
  /// A sub-menu, and how many lines it has.
  case menu(String, lines: Int)

  /// What is typed for it.
  var name: String {
    switch self {
    case .session(let session): session.id.description
    case .menu(let name, _): name
    }
  }

  /// What the menu says of it.
  var summary: String {
    switch self {
    case .session(let session): session.entry.summary
    case .menu(_, let lines): "(menu) \(lines) session\(lines == 1 ? "" : "s")"
    }
  }

  var session: EffectiveSession? { if case .session(let session) = self { session } else { nil } }
}

/// The lines of one menu.
struct MenuList: Sendable {
  let lines: [MenuLine]
  /// The same without how they stand, as far as the tables have them.
  let rows: PanelLines
}

/// A user's main menu and the sub-menus below it (TPX: tiered menus): sessions whose entries name the same
/// `Menu` are lines of a sub-menu, for which the main menu has one line where the first of them would stand.
struct MenuTree: Sendable {
  private(set) var main: MenuList
  /// The sub-menus by name; none is empty.
  let menus: [String: MenuList]

  /// Where a line stands.
  struct Place: Hashable {
    /// The sub-menu; nil for the main menu.
    let menu: String?
    /// The line there, from 0.
    let line: Int
  }

  /// Sessions that are shown, in their order, as menus whose lines are in another one.
  init(_ sessions: [EffectiveSession], in order: MenuOrder) {
    var main: [MenuLine?] = []
    var below: [String: (place: Int, lines: [MenuLine])] = [:]
    for session in sessions {
      guard let menu = session.entry.menu else {
        main.append(.session(session))
        continue
      }
      if below[menu] == nil {
        below[menu] = (main.count, [])
        main.append(nil)
      }
      below[menu]?.lines.append(.session(session))
    }
    for (name, menu) in below { main[menu.place] = .menu(name, lines: menu.lines.count) }
    self.main = Self.list(main.compactMap(\.self), order)
    menus = below.mapValues { Self.list($0.lines, order) }
  }

  private static func list(_ lines: [MenuLine], _ order: MenuOrder) -> MenuList {
    let sorted = order.sorted(lines)
    return MenuList(lines: sorted, rows: MenuPage.lines(of: sorted))
  }

  /// The same with sessions behind the lines of the main menu.
  func adding(_ strays: [EffectiveSession]) -> MenuTree {
    guard !strays.isEmpty else { return self }
    var tree = self
    tree.main = MenuList(lines: main.lines + strays.map { .session($0) }, rows: main.rows)
    return tree
  }

  /// The lines of a sub-menu; those of the main menu for nil, and where there is no such sub-menu.
  func list(_ menu: String?) -> MenuList { menu.flatMap { menus[$0] } ?? main }

  /// The place of the first line that fits, in the main menu's order, sub-menus behind their own lines.
  func place(where fits: (MenuLine) -> Bool) -> Place? {
    for (index, line) in main.lines.enumerated() {
      if fits(line) { return Place(menu: nil, line: index) }
      guard case .menu(let name, _) = line, let menu = menus[name] else { continue }
      if let below = menu.lines.firstIndex(where: fits) { return Place(menu: name, line: below) }
    }
    return nil
  }

  /// All places, in that order.
  var places: [Place] {
    main.lines.enumerated().flatMap { index, line -> [Place] in
      let own = Place(menu: nil, line: index)
      guard case .menu(let name, _) = line, let menu = menus[name] else { return [own] }
      return [own] + menu.lines.indices.map { Place(menu: name, line: $0) }
    }
  }

  /// The line of a place that is one of these.
  func line(_ place: Place) -> MenuLine { list(place.menu).lines[place.line] }

  /// Whether all menus have the same lines, but for how they stand.
  func showsSame(as other: MenuTree) -> Bool {
    main.rows.texts == other.main.rows.texts
      && menus.mapValues(\.rows.texts) == other.menus.mapValues(\.rows.texts)
  }
}
