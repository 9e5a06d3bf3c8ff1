import Messages
import Names
import Platform
public import Syntax
import Tables

/// Many definition files of a site at once: `turnstile load --tables` and `extract --tables`.
///
/// The files are the truth, and who may write them may load: the server takes them over as it takes any
/// other change, and its audit tells what differs.
public struct TableLoad {
  /// What came of it.
  public struct Answer {
    /// Faults, or what differs, a line each.
    public let lines: [String]
    /// Whether nothing could be changed.
    public let isFailed: Bool
  }

  private let site: String
  private let files: TableFiles

  /// Of the site in a directory.
  public init(_ site: String) {
    self.site = site
    files = TableFiles(site: site)
  }

  /// What a deck changes: told, and done unless it is a trial. All of it or nothing: files that were written
  /// before one could not be have what they had.
  public func load(_ deck: SourceText, isTrial: Bool) -> Answer {
    let outcome: TableBatch.Outcome
    do {
      outcome = TableBatch.outcome(of: deck, on: try all())
    } catch {
      return Answer(lines: ["\(error); nothing is changed"], isFailed: true)
    }
    let faults = outcome.faults.map { $0.rendered(deck) } + siteFaults(outcome.changes)
    guard faults.isEmpty else {
      return Answer(
        lines: faults + ["\(counted(faults.count, "fault")): nothing is changed"], isFailed: true)
    }
    let told = outcome.changes.map { change in
      func text(_ bytes: [UInt8]?) -> String? {
        bytes.map { SourceText(path: change.path, bytes: $0).text }
      }
      return change.path + "  "
        + SiteDifference(change.path, from: text(change.was), to: text(change.becomes)).text
    }
    let count = counted(outcome.changes.count, "file")
    guard !isTrial else {
      return Answer(
        lines: outcome.lines + told + ["\(count) to change; nothing is changed"], isFailed: false)
    }
    if let fault = write(outcome.changes) {
      return Answer(lines: ["\(fault); nothing is changed"], isFailed: true)
    }
    return Answer(lines: outcome.lines + told + ["\(count) changed"], isFailed: false)
  }

  /// The files whose names a mask means, as `load` takes them; nil for all.
  public func extract(mask: String?, isDeck: Bool) -> Answer {
    var wanted: NameMask?
    if let mask {
      wanted = NameMask(mask)
      guard wanted != nil else {
        return Answer(lines: ["\(mask): expected a mask such as SALES--- or A*"], isFailed: true)
      }
    }
    do {
      return Answer(
        lines: TableBatch.extract(try all(), mask: wanted, isDeck: isDeck), isFailed: false)
    } catch {
      return Answer(lines: ["\(error)"], isFailed: true)
    }
  }

  /// All files of ACT, by their paths.
  private func all() throws(SystemError) -> [String: [UInt8]] {
    var all: [String: [UInt8]] = [:]
    if let bytes = try files.read(SiteFile.systemPath) { all[SiteFile.systemPath] = bytes }
    for (folder, kind) in SiteFile.folders where kind != .panel && kind != .deck {
      guard Files.exists("\(site)/\(folder)") else { continue }
      for entry in try Files.entries("\(site)/\(folder)") where !entry.isDirectory {
        let path = "\(folder)/\(entry.name)"
        guard SiteFile.kind(of: path) == kind, let bytes = try files.read(path) else { continue }
        all[path] = bytes
      }
    }
    return all
  }

  /// Errors that the site would have, and that it has not now.
  private func siteFaults(_ changes: [TableBatch.Change]) -> [String] {
    guard !changes.isEmpty else { return [] }
    let now = SiteFiles(site)
    let after = SiteLoader.load(
      now.replacing(Dictionary(uniqueKeysWithValues: changes.map { ($0.path, $0.becomes) })), site,
      moment: .tables)
    let errors = after.faults.filter { $0.severity == .error }
    guard !errors.isEmpty else { return [] }
    let before = Set(
      SiteLoader.load(now, site, moment: .tables).faults.filter { $0.severity == .error })
    return errors.filter { !before.contains($0) }.map { $0.rendered(after.sources[$0.path]) }
  }

  /// Writes all files; why not, after what was written had been taken back.
  private func write(_ changes: [TableBatch.Change]) -> String? {
    var done: [TableBatch.Change] = []
    do throws(SystemError) {
      for change in changes {
        guard try files.read(change.path) == change.was else {
          take(back: done)
          return "\(change.path) was changed meanwhile"
        }
        try put(change.becomes, change.path)
        done.append(change)
      }
      return nil
    } catch {
      take(back: done)
      return "\(error)"
    }
  }

  private func put(_ bytes: [UInt8]?, _ path: String) throws(SystemError) {
    if let bytes { try files.write(bytes, to: path) } else { try files.remove(path) }
  }

  private func take(back done: [TableBatch.Change]) {
    for change in done.reversed() { try? put(change.was, change.path) }
  }
}
