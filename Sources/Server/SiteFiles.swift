import Bytes
import Platform
import Syntax
import Tables

/// A site's files as they were read at one moment; equal where nothing has changed.
struct SiteFiles: Hashable {
  private(set) var tables: [SourceText] = []
  private(set) var screens: [SourceText] = []
  /// What could not be read, and what is not read.
  private(set) var faults: [Diagnostic] = []
  /// Folders that are there, and the file of the whole system: what must not get lost by chance.
  private(set) var parts: Set<String> = []
  private var bytes = 0

  /// Most bytes of all files together, and most files: a site of a hundred thousand entries has half.
  private static let sizeLimit = 128 << 20
  private static let countLimit = 250_000

  var count: Int { tables.count + screens.count }

  /// Reads a site's directory.
  init(_ site: String) {
    guard Files.exists("\(site)/ACT") || Files.exists("\(site)/Screens") else {
      if Self.isEmpty(site) {
        faults.append(
          Diagnostic(
            site, at: nil, says: "no application is defined, so all menus are empty",
            note: "turnstile init \(site) makes the first files", severity: .warning))
      } else {
        fault(
          site, "no site is here: neither ACT nor Screens",
          note: "--site names the directory that holds them; turnstile init DIR makes one")
      }
      return
    }
    readTop(site)
    for (path, kind) in SiteFile.folders { read(site, path, as: kind) }
  }

  /// Whether nothing is in a directory but the server's own: one of something else is a wrong --site.
  private static func isEmpty(_ site: String) -> Bool {
    guard let entries = try? Files.entries(site) else { return false }
    return entries.allSatisfy { $0.name.hasPrefix(".") || $0.name == "state" }
  }

  /// The same files, but for one that has other bytes or, with nil, is not there.
  func replacing(_ path: String, with bytes: [UInt8]?) -> SiteFiles {
    var other = self
    other.tables.removeAll { $0.path == path }
    guard let bytes else { return other }
    // Last, so that what clashes with another file is told of this one.
    other.tables.append(SourceText(path: path, bytes: bytes))
    return other
  }

  /// The same files, but for those that have other bytes or, with nil, are not there.
  func replacing(_ changes: [String: [UInt8]?]) -> SiteFiles {
    var other = self
    other.tables.removeAll { changes.keys.contains($0.path) }
    other.tables += changes.sorted { $0.key < $1.key }.compactMap { path, bytes in
      bytes.map { SourceText(path: path, bytes: $0) }
    }
    return other
  }

  private mutating func fault(_ path: String, _ message: String, note: String? = nil) {
    faults.append(Diagnostic(path, at: nil, says: message, note: note))
  }

  private mutating func remark(_ path: String, isFolder: Bool) {
    if let remark = SiteFile.ignored(path, isFolder: isFolder) { faults.append(remark) }
  }

  /// ACT itself: the file of the whole system, and folders.
  private mutating func readTop(_ site: String) {
    let entries: [Files.Entry]
    do {
      entries = try Files.entries("\(site)/ACT")
    } catch {
      fault("ACT", "the folder cannot be read: \(error.reason)")
      return
    }
    for entry in entries {
      let path = "ACT/\(entry.name)"
      if path == SiteFile.systemPath, !entry.isDirectory {
        if let source = source(site, path) { tables.append(source) }
        parts.insert(path)
      } else if !entry.isDirectory || !SiteFile.folders.contains(where: { $0.path == path }) {
        remark(path, isFolder: entry.isDirectory)
      }
    }
  }

  private mutating func read(_ site: String, _ folder: String, as kind: SiteFile) {
    let isNeeded = kind == .application
    guard isNeeded || Files.exists("\(site)/\(folder)") else { return }
    let entries: [Files.Entry]
    do {
      entries = try Files.entries("\(site)/\(folder)")
    } catch {
      fault(
        folder, "the folder cannot be read: \(error.reason)",
        note: "--site names the directory that holds ACT and Screens")
      return
    }
    // Decks are for the first run, and may go then.
    if kind != .deck { parts.insert(folder) }
    for entry in entries {
      let path = "\(folder)/\(entry.name)"
      guard !entry.isDirectory, SiteFile.kind(of: path) == kind else {
        remark(path, isFolder: entry.isDirectory)
        continue
      }
      guard kind != .deck else { continue }
      guard count < Self.countLimit, bytes < Self.sizeLimit else {
        fault(
          folder, "a site has at most \(Self.countLimit) files and \(Self.sizeLimit >> 20) MiB",
          note: "make two sites of it")
        return
      }
      guard let source = source(site, path) else { continue }
      if kind == .panel { screens.append(source) } else { tables.append(source) }
    }
  }

  private mutating func source(_ site: String, _ path: String) -> SourceText? {
    let file = "\(site)/\(path)"
    guard Links.isOpen(file, toOwnerOf: site) else {
      fault(
        path, "the link leads out of the site, to a file that only its owner may read",
        note: "copy the file, or give everybody the right to read it")
      return nil
    }
    do {
      let read = try Files.read(file, limit: SourceText.sizeLimit)
      bytes += read.count
      return SourceText(path: path, bytes: read)
    } catch {
      fault(
        path, "the file cannot be read: \(error.reason)",
        note: error.isTooLarge
          ? "a file has at most \(SourceText.sizeLimit) bytes" : "it must be a plain file")
      return nil
    }
  }

  /// What is to be watched so that no change of a site's files escapes: each folder, and each name on
  /// the way there, since a folder may be replaced and a link led elsewhere.
  static func places(_ site: String) -> Set<FileWatch.Place> {
    var places: Set<FileWatch.Place> = []
    func way(_ path: String) {
      for step in Links.steps(to: path) {
        places.insert(FileWatch.Place(step.directory, step.name))
      }
    }
    for folder in ["ACT"] + SiteFile.folders.map(\.path) {
      let path = "\(site)/\(folder)"
      way(path)
      places.insert(FileWatch.Place(path))
      guard let entries = try? Files.entries(path) else { continue }
      for entry in entries where entry.isLink { way("\(path)/\(entry.name)") }
    }
    return places
  }

  /// What tells that a site has changed where the kernel tells nothing, as of a network's file system:
  /// names, sizes and times.
  static func stamp(_ site: String) -> Int {
    var hasher = Hasher()
    for folder in ["ACT"] + SiteFile.folders.map(\.path) {
      Files.stamp("\(site)/\(folder)", &hasher)
    }
    return hasher.finalize()
  }
}

extension SiteFiles: Freezable {
  /// Appends paths and texts, and what must not get lost; faults are told once.
  func freeze(into freezer: inout Freezer) {
    for sources in [tables, screens] {
      freezer.put(number: UInt64(sources.count))
      for source in sources {
        freezer.put(source.path)
        freezer.put(source.text)
      }
    }
    freezer.put(parts)
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    func sources() throws(ThawError) -> [SourceText] {
      var all: [SourceText] = []
      for _ in 0..<(try thawer.count()) {
        let path = try thawer.take(String.self)
        all.append(SourceText(path: path, text: try thawer.take()))
      }
      return all
    }
    tables = try sources()
    screens = try sources()
    parts = try thawer.take()
  }
}
