import Syntax

/// A file as a statement that makes it.
enum TableExtract {
  /// Lines of ADD; none of a file that cannot be read.
  static func statement(_ kind: SiteFile, _ path: String, of bytes: [UInt8]) -> [String] {
    let source = SourceText(path: path, bytes: bytes)
    guard case .mapping(let members, _)? = YAMLNode.parse(source).0 else {
      return ["* \(path) cannot be read"]
    }
    let object: TableObject? = TableObject.allCases.first { $0.kind == kind && !$0.isSession }
    guard let object else { return [] }
    let name = quotedName(source.name.uppercased())
    var lines = [
      "\(object == .system ? "UPDATE" : "ADD") \(object.rawValue) ("
        + (object == .system ? "" : name)
    ]
    for case (let label, _, .scalar(let text, _)) in members {
      lines.append("  (\(quoted(label))(\(quoted(text))))")
    }
    lines[lines.count - 1] += ")"
    for case (SessionOptions.label, _, .mapping(let sessions, _)) in members {
      for case (let id, _, .mapping(let labels, _)) in sessions {
        lines.append("ADD \(object.rawValue)SESSION (\(name) \(quotedName(id.uppercased()))")
        for case (let label, _, .scalar(let text, _)) in labels {
          lines.append("  (\(quoted(label))(\(quoted(text))))")
        }
        lines[lines.count - 1] += ")"
      }
    }
    return lines
  }

  /// In quotes where it would be read as something else: with a parenthesis, a blank at an end, or a quote
  /// before it. Blanks in quotes stay, and a quote further in is a sign as others.
  private static func quoted(_ text: String) -> String {
    let isPlain =
      !text.contains { $0 == "(" || $0 == ")" } && text.first != "'" && text.first != " "
      && text.last != " " && text.first != "*"
    return isPlain ? text : inQuotes(text)
  }

  /// A name, which ends with a blank.
  private static func quotedName(_ text: String) -> String {
    text.contains { "()' ".contains($0) } ? inQuotes(text) : text
  }

  private static func inQuotes(_ text: String) -> String {
    "'" + text.replacing("'", with: "''") + "'"
  }
}
