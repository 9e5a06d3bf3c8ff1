import Foundation
import Testing

/// A table of README, or of a page of the guide, that is made from a table of the program.
///
/// It stands between `<!-- NAME -->` and the next blank line. `UPDATE_GOLDEN=1` writes it anew; the
/// difference is then to be read.
public enum ReadmeTable {
  /// Compares a table with its rows.
  /// - Parameters:
  ///   - name: what stands in the comment before it.
  ///   - header: the line of its headings.
  ///   - rows: its lines, as Markdown.
  ///   - page: where it stands.
  /// - Throws: where the page cannot be read or written.
  public static func expect(
    _ name: String, header: String, _ rows: [String], in page: String = "README.md"
  ) throws {
    let path = Repository.root.appending(path: page)
    let text = try Repository.text(page)
    let start = try #require(
      text.range(of: "<!-- \(name) -->\n"), "\(page) has no <!-- \(name) -->")
    let end = text.range(of: "\n\n", range: start.upperBound..<text.endIndex)
    let place = start.upperBound..<(end?.lowerBound ?? text.endIndex)
    let rule = "|" + header.split(separator: "|").map { _ in "---|" }.joined()
    let table = ([header, rule] + rows).joined(separator: "\n")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try text.replacingCharacters(in: place, with: table)
        .write(to: path.resolvingSymlinksInPath(), atomically: true, encoding: .utf8)
    } else {
      #expect(text[place] == table, "\(name) of \(page): swift test with UPDATE_GOLDEN=1 mends it")
    }
  }
}
