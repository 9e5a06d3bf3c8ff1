import Syntax

/// A script that was understood; an object, since each statement of a run looks at it.
public final class Program: Sendable {
  /// Its name.
  public let name: ScriptName
  /// Its text.
  let source: SourceText
  let statements: [Statement]
  /// The statement behind each label; their count for the script's end.
  let places: [Int]
  /// Labels that no statement names.
  let unusedLabels: [(name: String, span: SourceSpan)]
  /// What its text comes to: a run that was frozen goes on only in the same text.
  let digest: UInt64

  init(
    name: ScriptName, source: SourceText, statements: [Statement], places: [Int],
    unusedLabels: [(name: String, span: SourceSpan)]
  ) {
    self.name = name
    self.source = source
    self.statements = statements
    self.places = places
    self.unusedLabels = unusedLabels
    digest = Self.digest(source.text)
  }

  /// FNV-1a of a text, which an administrator writes, and nobody forges against himself.
  private static func digest(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// A statement as the script has it, for the trace; what KEY types is left out.
  func words(of index: Int) -> String {
    let span = statements[index].span
    if case .key = statements[index].operation { return "KEY ..." }
    let line = source.lines[span.line - 1].unicodeScalars.dropFirst(span.column - 1)
    let end =
      index + 1 < statements.count && statements[index + 1].span.line == span.line
      ? statements[index + 1].span.column - span.column : line.count
    var text = String(String.UnicodeScalarView(line.prefix(end)))
    while text.last == " " { text.removeLast() }
    return text
  }
}
