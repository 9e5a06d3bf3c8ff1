/// One definition file: its path as people name it, and its lines.
public struct SourceText: Hashable, Sendable {
  /// Path from the site's directory, as `ACT/Applications/TSOA.yaml`.
  public let path: String
  public let text: String
  /// The lines without their ends; a carriage return at an end is left out.
  public let lines: [String]

  /// Largest definition file: an entry has some hundred bytes.
  public static let sizeLimit = 1 << 20

  public init(path: String, text: String) {
    self.path = path
    self.text = text
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.hasSuffix("\r") ? String($0.dropLast()) : String($0)
    }
  }

  /// The file's name without folders and ending.
  public var name: String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.split(separator: ".").first.map(String.init) ?? file
  }
}

/// A part of one line.
public struct SourceSpan: Hashable, Sendable {
  /// Counted from 1.
  public let line: Int
  /// Counted from 1, in characters.
  public let column: Int
  /// Characters; at least 1.
  public let length: Int

  public init(line: Int, column: Int, length: Int = 1) {
    self.line = line
    self.column = column
    self.length = max(1, length)
  }
}
