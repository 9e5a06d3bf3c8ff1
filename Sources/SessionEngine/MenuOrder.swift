import Bytes

/// The order of a menu's lines.
enum MenuOrder: UInt8, CaseIterable, Hashable, Sendable, Freezable {
  /// As the tables have it.
  case own
  /// By session id.
  case id
  /// By description, capitals as small letters.
  case description

  /// The order that a word behind SORT names; nil where it names none.
  init?(_ word: String) {
    switch word.uppercased() {
    case "OFF": self = .own
    case "ID", "SESSID": self = .id
    case "DESC", "DESCRIPTION": self = .description
    default: return nil
    }
  }

  /// Lines in this order; those that are alike stay in the tables' order.
  func sorted(_ lines: [MenuLine]) -> [MenuLine] {
    switch self {
    case .own: lines
    case .id: sorted(lines) { $0.name }
    case .description: sorted(lines) { $0.summary.uppercased() }
    }
  }

  private func sorted(_ lines: [MenuLine], by key: (MenuLine) -> String) -> [MenuLine] {
    lines.enumerated().map { (key: key($1), place: $0, line: $1) }
      .sorted { ($0.key, $0.place) < ($1.key, $1.place) }.map(\.line)
  }
}
