/// Rows under headings: one table, written for people or for programs.
public struct TextTable: Hashable, Sendable {
  /// How a table is written.
  public enum Format: String, CaseIterable, Sendable {
    /// Columns as wide as their widest text.
    case table = "TABLE"
    /// RFC 4180, headings first.
    case csv = "CSV"
    /// An array of objects, one a line; keys are the headings in small letters (RFC 8259).
    case json = "JSON"
  }

  /// What stands above the columns, in capitals.
  public let headings: [String]
  /// The rows, each with a text for every heading.
  public private(set) var rows: [[String]] = []

  /// A table without rows.
  public init(_ headings: [String]) { self.headings = headings }

  /// Adds a row, which has a text for every heading.
  public mutating func append(_ row: [String]) {
    precondition(row.count == headings.count, "a row has a text for every heading")
    rows.append(row)
  }

  /// The table, a line each.
  public func lines(as format: Format = .table) -> [String] {
    switch format {
    case .table: columns
    case .csv: ([headings] + rows).map { $0.map(Self.field).joined(separator: ",") }
    case .json: json
    }
  }

  private var columns: [String] {
    var widths = headings.map(\.count)
    for row in rows {
      for (place, text) in row.enumerated() { widths[place] = max(widths[place], text.count) }
    }
    return ([headings] + rows).map { row in
      var line = ""
      for (place, text) in row.enumerated() {
        line += text
        // Nothing follows the last column.
        guard place < row.count - 1 else { break }
        line += String(repeating: " ", count: widths[place] - text.count + 2)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  private static func field(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { $0 != 0x22 && $0 != 0x2C && $0 != 0x0A && $0 != 0x0D }
    guard !isPlain else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }

  private var json: [String] {
    let keys = headings.map { JSONText.quoted($0.lowercased()) }
    guard !rows.isEmpty else { return ["[]"] }
    return ["["]
      + rows.enumerated().map { index, row in
        let members = zip(keys, row).map { "\($0): \(JSONText.quoted($1))" }
        return "  {" + members.joined(separator: ", ") + "}" + (index < rows.count - 1 ? "," : "")
      } + ["]"]
  }
}
