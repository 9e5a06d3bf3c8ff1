import Bytes
import Names
import SessionEngine
import Tables

/// Rows that somebody added to a page, and of which the file says nothing yet.
struct AddedRows: Hashable, Sendable {
  /// Why nothing is added: what to say.
  struct Fault: Error {
    let text: String
  }

  private(set) var sessions: [SessionID] = []
  private(set) var rules: [TableSheet.NewRule] = []

  /// Most that are added and have nothing in the file yet: a session is ten rows, which every key on the page
  /// works through.
  static let limit = 50

  /// Whether files of an area may get rows.
  static func isFor(_ area: AdminArea) -> Bool {
    area == .users || area == .profiles || area == .masks
  }

  /// Does what ADD says.
  ///
  /// - Parameters:
  ///   - words: the command.
  ///   - area: the file's.
  ///   - sheet: the rows that there are.
  /// - Returns: what the rows to go to are called: a session's id, or a rule.
  /// - Throws: where it says nothing that can be added.
  mutating func add(
    _ words: [String], to area: AdminArea, having sheet: TableSheet
  ) throws(Fault) -> String {
    guard area == .masks else { return try addSession(words, having: sheet) }
    let isBefore = words.count == 4 && words[2].uppercased() == "BEFORE"
    guard words.count == 2 || isBefore, MaskingRules.isRule(words[1]) else {
      throw Fault(
        text: "say ADD RULE, or ADD RULE BEFORE OTHER, the left side of a rule as TN000###")
    }
    let rule = words[1].uppercased()
    func row(_ name: String) -> TableSheet.Row? {
      sheet.rows.first { $0.name.uppercased() == name.uppercased() }
    }
    if let there = row(rule) { return there.name }
    var next: String?
    if isBefore {
      guard let other = row(words[3]), other.said != nil else {
        throw Fault(text: "the file has no rule \(words[3])")
      }
      next = other.name
    }
    try checkRoom()
    rules.append(TableSheet.NewRule(rule, before: next))
    return rule
  }

  private mutating func addSession(
    _ words: [String], having sheet: TableSheet
  ) throws(Fault) -> String {
    guard words.count == 2, let id = SessionID(words[1]) else {
      throw Fault(text: "say ADD SESSION, its id; options of that session then follow the others")
    }
    if !sheet.rows.contains(where: { $0.session == id }) {
      try checkRoom()
      sessions.append(id)
    }
    return id.description
  }

  private func checkRoom() throws(Fault) {
    let count = sessions.count + rules.count
    guard count < Self.limit else {
      throw Fault(text: "\(count) were added: give them values, and save first")
    }
  }

  /// Forgets what a file says by itself from now on.
  mutating func forget(saidBy sheet: TableSheet) {
    let said = Set(sheet.rows.compactMap(\.session))
    sessions.removeAll { said.contains($0) }
    let names = Set(sheet.rows.map { $0.name.uppercased() })
    rules.removeAll { names.contains($0.physical) }
  }
}

extension AddedRows: Freezable {
  /// Appends what was added.
  func freeze(into freezer: inout Freezer) {
    freezer.put(sessions.map(\.description))
    freezer.put(rules.map(\.physical))
    freezer.put(rules.map { $0.next ?? "" })
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    sessions = try thawer.take([String].self).compactMap { SessionID($0) }
    let physical = try thawer.take([String].self)
    let next = try thawer.take([String].self)
    guard physical.count == next.count, physical.allSatisfy(MaskingRules.isRule) else {
      throw .invalid("rows that were added")
    }
    rules = zip(physical, next).map { TableSheet.NewRule($0, before: $1.isEmpty ? nil : $1) }
  }
}
