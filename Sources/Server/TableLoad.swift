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

  /// What a deck changes: told, and done unless it is a trial. All of it or nothing: files that were changed
  /// before one could not be get what they had, and those that cannot are named.
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
      return Answer(lines: [fault], isFailed: true)
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
    for (folder, kind) in SiteFile.folders where kind.isTable {
      guard Files.exists("\(site)/\(folder)") else { continue }
      for entry in try Files.entries("\(site)/\(folder)") where !entry.isDirectory {
        let path = "\(folder)/\(entry.name)"
        guard SiteFile.kind(of: path) == kind, let bytes = try files.read(path) else { continue }
        all[path] = bytes
      }
    }
    return all
  }

  /// Errors that the site would have, and clashes in the files of the deck, which it has not now.
  private func siteFaults(_ changes: [TableBatch.Change]) -> [String] {
    guard !changes.isEmpty else { return [] }
    let paths = Set(changes.map(\.path))
    let now = SiteFiles(site)
    let after = SiteLoader.load(
      now.replacing(Dictionary(uniqueKeysWithValues: changes.map { ($0.path, $0.becomes) })), site,
      moment: .tables)
    func refused(_ faults: [Diagnostic]) -> [Diagnostic] {
      faults.filter { $0.severity == .error || ($0.refusesSave && paths.contains($0.path)) }
    }
    let found = refused(after.faults)
    guard !found.isEmpty else { return [] }
    let before = refused(SiteLoader.load(now, site, moment: .tables).faults)
    let known = Set(before)
    // Where a clash stands may have moved.
    let clashes = Set(before.filter { $0.severity == .warning }.map { [$0.path, $0.message] })
    return found.filter { fault in
      fault.severity == .error
        ? !known.contains(fault) : !clashes.contains([fault.path, fault.message])
    }.map { $0.rendered(after.sources[$0.path]) }
  }

  /// Writes all files beside those that are there, and when the last byte of all is on the disk, puts them
  /// in their places; a disk that is full is found before the first file is another.
  ///
  /// - Returns: nil where it is done; else what went wrong, and whether anything is changed.
  private func write(_ changes: [TableBatch.Change]) -> String? {
    var prepared: [FileReplacement?] = []
    var done: [TableBatch.Change] = []
    func left(_ fault: String) -> String {
      for replacement in prepared.dropFirst(done.count) { replacement?.discard() }
      let staying = done.reversed().filter { !isTaken(back: $0) }.map(\.path).sorted()
      guard !staying.isEmpty else { return "\(fault); nothing is changed" }
      return "\(fault); these files stay changed: " + staying.joined(separator: ", ")
    }
    do throws(SystemError) {
      for change in changes {
        if let bytes = change.becomes {
          prepared.append(try files.prepare(bytes, for: change.path, suffix: "load"))
        } else {
          prepared.append(nil)
        }
      }
      for (change, replacement) in zip(changes, prepared) {
        guard try files.read(change.path) == change.was else {
          return left("\(change.path) was changed meanwhile")
        }
        if let replacement { try replacement.finish() } else { try files.remove(change.path) }
        done.append(change)
      }
      return nil
    } catch {
      return left("\(error)")
    }
  }

  /// Whether a file that was written has what it had; what somebody made of it since stays.
  private func isTaken(back change: TableBatch.Change) -> Bool {
    do throws(SystemError) {
      guard try files.read(change.path) == change.becomes else { return false }
      if let bytes = change.was {
        try files.write(bytes, to: change.path)
      } else {
        try files.remove(change.path)
      }
      return true
    } catch {
      return false
    }
  }
}
