import Names

/// Which sessions a user may have (`Sessions`).
enum AllowedSessions: Hashable, Sendable, CustomStringConvertible {
  case all
  case only([SessionID])

  /// Whether nothing is left out.
  var isAll: Bool { self == .all }

  /// As it is written.
  var description: String {
    switch self {
    case .all: "*"
    case .only(let ids): ids.map(\.description).joined(separator: ",")
    }
  }

  /// For the options panel, whose columns are narrow.
  var summary: String {
    switch self {
    case .all: "all"
    case .only(let ids): "\(ids.count) listed"
    }
  }

  static let expected = "session ids with commas between, or *"
  /// The same for a JSON Schema (ECMA-262).
  static let pattern = "^( *[*] *|\(item)(,\(item))*)$"
  private static let item = " *[A-Za-z0-9$#@]{1,8} *"

  /// Nil where an item is no session id.
  init?(_ text: String) {
    func trimmed(_ item: Substring) -> Substring? {
      let words = item.split(separator: " ", omittingEmptySubsequences: true)
      return words.count == 1 ? words[0] : nil
    }
    if trimmed(text[...]) == "*" {
      self = .all
      return
    }
    let ids = text.split(separator: ",", omittingEmptySubsequences: false)
      .map { trimmed($0).flatMap { SessionID($0) } }
    guard !ids.contains(nil) else { return nil }
    self = .only(ids.compactMap(\.self))
  }
}
