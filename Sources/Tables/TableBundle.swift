import Syntax

/// Definition files in one text, each behind a line with its path: `--- # ACT/Users/BOB.yaml`. To a YAML
/// reader it is a stream of documents; comments stay.
struct TableBundle {
  private static let mark = "--- # "

  /// In the order of the text.
  private(set) var files: [(path: String, text: String)] = []
  private(set) var faults: [Diagnostic] = []

  /// Whether a text is one: its first line that is not blank or a comment says so.
  static func isOne(_ source: SourceText) -> Bool {
    source.lines.first { !$0.allSatisfy { $0 == " " } && $0.first != "#" }?.hasPrefix(mark) ?? false
  }

  init(_ source: SourceText) {
    var seen: Set<String> = []
    var open: (path: String, lines: [String])?
    func close(_ files: inout [(path: String, text: String)]) {
      guard let (path, all) = open else { return }
      var lines = all[...]
      while lines.last?.allSatisfy({ $0 == " " }) ?? false { lines.removeLast() }
      files.append((path, lines.map { $0 + "\n" }.joined()))
    }
    for (number, line) in source.lines.enumerated() {
      guard line.hasPrefix(Self.mark) else {
        open?.lines.append(line)
        continue
      }
      close(&files)
      let path = String(line.dropFirst(Self.mark.count))
      open = (path, [])
      let kind = SiteFile.kind(of: path)
      let isWrong = kind?.isTable != true
      guard isWrong || !seen.insert(path.uppercased()).inserted else { continue }
      faults.append(
        Diagnostic(
          source.path, at: SourceSpan(line: number + 1, column: Self.mark.count + 1),
          says: isWrong
            ? "\(Diagnostic.quoted(path)) is no file of ACT"
            : "\(Diagnostic.quoted(path)) stands twice",
          note: isWrong ? "as --- # ACT/Users/BOB.yaml" : "leave one out"))
    }
    close(&files)
  }

  /// Files as lines of one text.
  static func lines(_ files: [(path: String, text: String)]) -> [String] {
    files.flatMap { file in
      [mark + file.path]
        + file.text.split(separator: "\n", omittingEmptySubsequences: false)
        .map(String.init)
    }
  }
}
