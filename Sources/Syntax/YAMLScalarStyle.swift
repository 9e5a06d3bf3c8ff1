/// How a scalar stands in a file.
enum YAMLScalarStyle: Sendable {
  case plain, single, double
  /// On lines of its own, behind `|` or `>`.
  case block

  /// A text of one line as it is written in this style, or in double quotes where the style cannot hold
  /// it.
  ///
  /// `inFlow`: whether it stands in brackets or braces.
  func written(_ text: String, inFlow: Bool) -> String {
    switch self {
    case .single: "'" + text.replacing("'", with: "''") + "'"
    case .plain, .block: Self.isPlain(text, inFlow: inFlow) ? text : Self.quoted(text)
    case .double: Self.quoted(text)
    }
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// Words that other readers of YAML take for no text.
  private static let strange: Set = ["~", "null", "true", "false"]
  /// What a text may not begin with: signs of YAML's own, and what is one in some place.
  private static let signs: Set<Unicode.Scalar> = [
    "-", "?", ":", ",", "[", "]", "{", "}", "#", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`",
    "=", "<", ".", "~", " ",
  ]
  private static let flowSigns: Set<Unicode.Scalar> = [",", "[", "]", "{", "}", ":", "?"]

  /// Whether a text needs no quotes. Where that is in doubt it has them.
  private static func isPlain(_ text: String, inFlow: Bool) -> Bool {
    let scalars = Array(text.unicodeScalars)
    guard let first = scalars.first, let last = scalars.last, !signs.contains(first),
      last != " ", last != ":", !strange.contains(text.lowercased())
    else { return false }
    return scalars.indices.allSatisfy { index in
      let next = index + 1 < scalars.count ? scalars[index + 1] : nil
      switch scalars[index] {
      case ":": return next != " " && !inFlow
      case " ": return next != "#"
      case let scalar: return !inFlow || !flowSigns.contains(scalar)
      }
    }
  }
}
