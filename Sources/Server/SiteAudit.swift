import SAF
import Syntax
import Time

/// What the audit knows of a site's files: what became of them since is told once.
struct SiteAudit {
  /// The text of each path that was told last.
  private var told: [String: String]

  /// Who edits a file outside: nobody here knows.
  private static let outside = AuditAuthor("(file)", from: "edited outside")

  /// Begins with files of which nothing is to be told.
  init(_ files: SiteFiles) { told = Self.texts(files) }

  private static func texts(_ files: SiteFiles) -> [String: String] {
    Dictionary((files.tables + files.screens).map { ($0.path, $0.text) }) { $1 }
  }

  /// An entry for each file that is another than was told, now that the files are in force; of very many how
  /// many more there are.
  mutating func entries(_ files: SiteFiles, at time: WallTime) -> [AuditEntry] {
    let now = Self.texts(files)
    let paths = Set(told.keys).union(now.keys).filter { told[$0] != now[$0] }.sorted()
    var entries = paths.prefix(AuditLimits.files).map { path in
      entry(path, to: now[path], by: Self.outside, at: time)
    }
    if paths.count > AuditLimits.files {
      entries.append(
        AuditEntry(
          .file, of: "ACT", detail: "\(paths.count - AuditLimits.files) more files are others",
          by: Self.outside, at: time))
    }
    told = now
    return entries
  }

  /// The entries of a file that was saved here: where it had been edited outside and that was not told yet,
  /// such as while the tables had errors, that first, so that each has what he did.
  ///
  /// - Parameters:
  ///   - path: the file's.
  ///   - was: its text before; nil where there was none.
  ///   - text: its text from now on; nil where it is gone.
  ///   - author: who saved it.
  ///   - time: when.
  /// - Returns: one or two, the older first.
  mutating func saved(
    _ path: String, from was: String?, to text: String?, by author: AuditAuthor, at time: WallTime
  ) -> [AuditEntry] {
    var entries: [AuditEntry] = []
    if told[path] != was {
      entries.append(entry(path, to: was, by: Self.outside, at: time))
      told[path] = was
    }
    entries.append(entry(path, to: text, by: author, at: time))
    told[path] = text
    return entries
  }

  private func entry(
    _ path: String, to text: String?, by author: AuditAuthor, at time: WallTime
  ) -> AuditEntry {
    AuditEntry(
      .file, of: path, detail: SiteDifference(path, from: told[path], to: text).text, by: author,
      at: time)
  }
}
