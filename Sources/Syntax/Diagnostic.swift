/// A fault in a definition file: where, what, and what was expected.
public struct Diagnostic: Hashable, Sendable {
  public enum Severity: String, Sendable {
    case error, warning
  }

  public let severity: Severity
  public let path: String
  public let span: SourceSpan?
  /// Stands alone; lower case, no full stop.
  public let message: String
  /// Beside the caret: what was expected, or what was perhaps meant.
  public let note: String?

  public init(
    _ path: String, _ span: SourceSpan?, _ message: String, note: String? = nil,
    severity: Severity = .error
  ) {
    self.severity = severity
    self.path = path
    self.span = span
    self.message = message
    self.note = note
  }

  /// The fault as people read it: the place, the line, and a caret run under what is meant.
  public func rendered(_ source: SourceText?) -> String {
    guard let span else {
      return "\(path): \(severity.rawValue): \(message)" + (note.map { "; \($0)" } ?? "")
    }
    let head = "\(path):\(span.line):\(span.column): \(severity.rawValue): \(message)"
    guard let source, source.lines.indices.contains(span.line - 1) else { return head }
    let line = String(source.lines[span.line - 1].map { $0 == "\t" ? " " : $0 })
    let number = String(span.line)
    let margin = String(repeating: " ", count: max(0, 5 - number.count)) + number
    let blanks = String(repeating: " ", count: 5)
    let carets =
      String(repeating: " ", count: span.column - 1) + String(repeating: "^", count: span.length)
    let hint = note.map { " \($0)" } ?? ""
    return "\(head)\n\(margin) | \(line)\n\(blanks) | \(carets)\(hint)"
  }
}

/// Finds the word that was perhaps meant.
public enum Suggestion {
  /// The candidate nearest to a word, or nil where none is near: silence beats a silly guess.
  public static func closest(to word: String, among candidates: some Sequence<String>) -> String? {
    let limit = max(1, min(3, word.count / 3))
    var best: (distance: Int, candidate: String)?
    for candidate in candidates {
      let distance = distance(Array(word.uppercased()), Array(candidate.uppercased()))
      if distance <= limit, distance < best?.distance ?? .max { best = (distance, candidate) }
    }
    return best?.candidate
  }

  /// Edits that make one text of another: insertions, deletions, replacements.
  static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var row = Array(0...right.count)
    for (index, character) in left.enumerated() {
      var previous = row[0]
      row[0] = index + 1
      for column in right.indices {
        let cost = previous + (right[column] == character ? 0 : 1)
        previous = row[column + 1]
        row[column + 1] = min(cost, row[column] + 1, row[column + 1] + 1)
      }
    }
    return row[right.count]
  }
}
