import EBCDIC
import Syntax

/// Texts of definition files that panels show, on terminals with EBCDIC code pages.
enum ShownText {
  private static let labels: Set = [
    "Session description", "System name", "Logo news 1", "Logo news 2",
  ]

  /// A warning where a text has characters that are in no common code page; they would be shown as `?`.
  static func warning(
    _ label: String, _ text: String, at span: SourceSpan, in file: SourceText
  ) -> Diagnostic? {
    // All of ASCII is in every code page, and nearly all texts are ASCII.
    guard !text.utf8.allSatisfy({ $0 < 0x80 }), labels.contains(label) else { return nil }
    let strange = text.unicodeScalars.filter { CodePage.cp037.encode($0) == nil }
    guard !strange.isEmpty else { return nil }
    let shown = strange.prefix(10).map { "`\($0)`" }.joined(separator: " ")
    return Diagnostic(
      file.path, at: span, says: "terminals have no character \(shown) and show ? for it",
      note: "expected characters of EBCDIC, such as those of English", severity: .warning)
  }
}
