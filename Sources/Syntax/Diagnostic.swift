/// A fault in a definition file: where, what, and what was expected.
public struct Diagnostic: Hashable, Sendable {
  /// What follows from it.
  public enum Severity: String, Sendable {
    /// The server refuses the file, and with it the whole site.
    case error
    /// The server takes the file, and something in it is ignored or will never work.
    case warning
  }

  /// What follows from it.
  public let severity: Severity
  /// Whether an administrator's or a user's panel does not save the file that has it: each error, and of
  /// warnings what clashes with other files.
  public let refusesSave: Bool
  /// Path of the file.
  public let path: String
  /// Where it is; nil for the whole file.
  public let span: SourceSpan?
  /// Stands alone; lower case, no full stop.
  public let message: String
  /// Beside the caret: what was expected, or what was perhaps meant.
  public let note: String?

  /// A fault of a file; `refusesSave`: whether panels do not save the file, though it be a warning.
  public init(
    _ path: String, at span: SourceSpan?, says message: String, note: String? = nil,
    severity: Severity = .error, refusesSave: Bool = false
  ) {
    self.severity = severity
    self.refusesSave = refusesSave || severity == .error
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
    guard let lines = source?.lines, lines.indices.contains(span.line - 1) else {
      return head + (note.map { "; \($0)" } ?? "")
    }
    let (line, column) = Self.excerpt(lines[span.line - 1], span.column)
    let number = String(span.line)
    let margin = String(repeating: " ", count: max(0, 5 - number.count)) + number
    let blanks = String(repeating: " ", count: 5)
    let length = max(1, min(span.length, Self.excerptLimit + 1 - column))
    let carets =
      String(repeating: " ", count: column - 1) + String(repeating: "^", count: length)
    let hint = note.map { " \($0)" } ?? ""
    return "\(head)\n\(margin) | \(line)\n\(blanks) | \(carets)\(hint)"
  }

  /// The place, what is wrong and the note, on one line: for the log.
  public var summary: String { rendered(nil) }

  /// Most characters that are shown of a line: a line may be as long as the file.
  static let excerptLimit = 160

  /// A line, or the part of it around a column, with the column in that part.
  private static func excerpt(_ line: String, _ column: Int) -> (text: String, column: Int) {
    let start = column > excerptLimit ? column - excerptLimit / 2 : 1
    let part = line.unicodeScalars.dropFirst(start - 1).prefix(excerptLimit)
    return (printable(String(String.UnicodeScalarView(part))), column - start + 1)
  }

  /// Most characters of a file's text in a message.
  private static let quoteLimit = 60

  /// Text of a file, fit to stand in a message: no controls, which a terminal would obey, and not
  /// longer than a message bears.
  public static func quoted(_ text: String) -> String {
    let part = text.unicodeScalars.prefix(quoteLimit)
    let isCut = text.unicodeScalars.count > quoteLimit
    return printable(String(String.UnicodeScalarView(part))) + (isCut ? "..." : "")
  }

  /// Blanks in place of tabs, question marks in place of other controls.
  private static func printable(_ text: String) -> String {
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      plain.append(scalar == "\t" ? " " : SourceText.isControl(scalar) ? "?" : scalar)
    }
    return String(plain)
  }
}

/// Finds the word that was perhaps meant.
public enum Suggestion {
  /// The candidate nearest to a word, or nil where none is near: silence beats a silly guess.
  public static func closest(to word: String, among candidates: some Sequence<String>) -> String? {
    let letters = Array(word.uppercased())
    let limit = max(1, min(3, letters.count / 3))
    var best: (distance: Int, candidate: String)?
    for candidate in candidates {
      let other = Array(candidate.uppercased())
      // Another length alone is as many edits: a word of a megabyte costs nothing.
      guard abs(other.count - letters.count) <= limit else { continue }
      let distance = distance(letters, other)
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
