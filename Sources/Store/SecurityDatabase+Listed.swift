import Keystore
import Names
import RACF

/// What RACF keeps and this product only lists, and which keys RACF made.
extension SecurityDatabase.Inside {
  /// What is kept of something.
  func listed(_ kind: String, _ name: String) throws(StoreError) -> [String: String] {
    var found: [String: String] = [:]
    for row in try sqlite.run(
      "SELECT keyword, value FROM listed WHERE kind = ?1 AND name = ?2", .text(kind), .text(name)
    ).rows { found[row[0].text ?? ""] = row[1].text }
    return found
  }

  /// What is kept of the profiles of a class, by their names.
  func listed(_ type: ResourceClass) throws(StoreError) -> [String: [ListedKeyword: String]] {
    var found: [String: [ListedKeyword: String]] = [:]
    for row in try sqlite.run(
      "SELECT name, keyword, value FROM listed WHERE kind = ?1", .text(type.rawValue)
    ).rows {
      guard let name = row[0].text,
        let keyword = row[1].text.flatMap({ ListedKeyword(rawValue: $0) })
      else { continue }
      found[name, default: [:]][keyword] = row[2].text
    }
    return found
  }

  func list(
    _ changes: [ListedKeyword: Change<String>], _ type: ResourceClass, _ name: String
  ) throws(StoreError) {
    for (keyword, change) in changes {
      try list(change, type.rawValue, name, keyword.rawValue)
    }
  }

  func list(
    _ change: Change<String>, _ kind: String, _ name: String, _ keyword: String
  ) throws(StoreError) {
    switch change {
    case .set(let value):
      _ = try sqlite.run(
        "INSERT OR REPLACE INTO listed VALUES (?1, ?2, ?3, ?4)", .text(kind), .text(name),
        .text(keyword), .text(value))
    case .removed:
      _ = try sqlite.run(
        "DELETE FROM listed WHERE kind = ?1 AND name = ?2 AND keyword = ?3", .text(kind),
        .text(name), .text(keyword))
    }
  }

  func forgetListed(_ kind: String, _ name: String) throws(StoreError) {
    _ = try sqlite.run(
      "DELETE FROM listed WHERE kind = ?1 AND name = ?2", .text(kind), .text(name))
  }

  // MARK: Keys that RACF made

  private static let made = (kind: "CKDS", keyword: "MADE")

  func noteMade(_ label: KeyLabel) throws(StoreError) {
    try list(.set("KEYENCRYPTED"), Self.made.kind, label.text, Self.made.keyword)
  }

  func forgetMade(_ label: KeyLabel) throws(StoreError) {
    try forgetListed(Self.made.kind, label.text)
  }

  /// Labels that RACF made up.
  func madeLabels() throws(StoreError) -> [KeyLabel] {
    try sqlite.run("SELECT name FROM listed WHERE kind = ?1", .text(Self.made.kind)).rows
      .compactMap { $0.first?.text.flatMap { KeyLabel($0) } }
  }
}

extension SQLite.Value {
  /// A text, or nothing.
  static func optional(_ text: String?) -> SQLite.Value { text.map { .text($0) } ?? .null }
}
