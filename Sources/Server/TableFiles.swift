import Names
import Platform
import SessionEngine
import Syntax
import Tables

/// The definition files of a site, one by one: read, written and removed, and what the site would be then.
struct TableFiles: Sendable {
  let site: String

  /// An area's files, by name.
  func list(_ area: AdminArea, _ tables: SiteTables) throws(SystemError) -> [AdminLine] {
    guard area != .system else { return [] }
    let folder = folder(of: area.path(of: "X"))
    guard Files.exists("\(site)/\(folder)") else { return [] }
    let remarks = tables.remarks(on: area.kind)
    return try Files.entries("\(site)/\(folder)").compactMap { entry in
      let path = "\(folder)/\(entry.name)"
      guard !entry.isDirectory, SiteFile.kind(of: path) == area.kind else { return nil }
      let name = SourceText(path: path, text: "").name
      return AdminLine(name: name, path: path, remark: remarks[name.uppercased()] ?? "")
    }
  }

  /// Where a user's own file is, in whatever case its name is written; or where it would be.
  func path(of user: UserID) throws(SystemError) -> String {
    let path = AdminArea.users.path(of: user.description)
    let folder = folder(of: path)
    guard !Files.exists("\(site)/\(path)"), Files.exists("\(site)/\(folder)") else { return path }
    let paths = try Files.entries("\(site)/\(folder)").map { "\(folder)/\($0.name)" }
    return paths.first {
      SiteFile.kind(of: $0) == .user
        && SourceText(path: $0, text: "").name.uppercased() == user.description
    } ?? path
  }

  private func folder(of path: String) -> String {
    String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
  }

  /// What a file has; nil where there is none.
  func read(_ path: String) throws(SystemError) -> [UInt8]? {
    let file = "\(site)/\(path)"
    guard Files.exists(file) else { return nil }
    guard Links.isOpen(file, toOwnerOf: site) else {
      throw SystemError("read \(path)", code: SystemError.notAllowed)
    }
    do {
      return try Files.read(file, limit: SourceText.sizeLimit)
    } catch {
      throw SystemError("read \(path)", code: error.code)
    }
  }

  /// Writes a file whole or not at all; its folder is made where it is missing.
  func write(_ bytes: [UInt8], to path: String) throws(SystemError) {
    let replacement = try prepare(bytes, for: path)
    do {
      try replacement.finish()
    } catch {
      throw SystemError("write \(path)", code: error.code)
    }
  }

  /// Writes all that a file will have beside it, into a file with a suffix of its own.
  func prepare(
    _ bytes: [UInt8], for path: String, suffix: String = "new"
  ) throws(SystemError) -> FileReplacement {
    let folder = folder(of: path)
    let places = ["\(site)/\(path)", "\(site)/\(folder)", "\(site)/ACT"]
    try confine(places.first { Files.exists($0) } ?? site, "write \(path)")
    do {
      if !Files.exists("\(site)/\(folder)") {
        try Files.makeDirectory("\(site)/\(folder)", like: site)
      }
      return try FileReplacement(of: "\(site)/\(path)", with: bytes, suffix: suffix)
    } catch {
      throw SystemError("write \(path)", code: error.code)
    }
  }

  /// Refuses a place to which a link leads out of the site, unless it belongs to the site's owner: a server
  /// that is root would write for him what he may not.
  private func confine(_ place: String, _ what: String) throws(SystemError) {
    guard Links.isOwn(place, ofOwnerOf: site) else {
      throw SystemError(what, code: SystemError.notAllowed)
    }
  }

  /// Removes a file.
  func remove(_ path: String) throws(SystemError) {
    try confine("\(site)/\(folder(of: path))", "remove \(path)")
    do {
      try Files.remove("\(site)/\(path)")
    } catch {
      throw SystemError("remove \(path)", code: error.code)
    }
  }

  /// What keeps a file from being saved: errors that the site would have if it had other bytes, or with nil,
  /// were not there, and that the site has not without that; and what clashes in it, and did not before.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - bytes: what it would have.
  ///   - looksForClashes: whether clashes count that are warnings once they are there.
  /// - Returns: nothing where it can be saved.
  func faults(_ path: String, with bytes: [UInt8]?, looksForClashes: Bool) -> [Diagnostic] {
    let files = SiteFiles(site)
    func found(_ files: SiteFiles) -> [Diagnostic] {
      SiteLoader.load(files, site, moment: .reload).faults.filter { fault in
        fault.severity == .error || (looksForClashes && fault.refusesSave && fault.path == path)
      }
    }
    let after = found(files.replacing(path, with: bytes))
    guard !after.isEmpty else { return [] }
    let before = found(files)
    let known = Set(before)
    let clashes = Set(before.filter { $0.severity == .warning }.map(\.message))
    return after.filter { fault in
      fault.severity == .error
        ? fault.path == path || !known.contains(fault) : !clashes.contains(fault.message)
    }
  }
}
