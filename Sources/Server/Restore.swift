import Bytes
import Crypto
import Glibc
import Keystore
import Platform
import SAF
import Store
import Time

/// Puts a backup back where no server runs. All of it is looked at before anything is changed; what it
/// takes the place of stays beside it.
public struct Restore: Sendable {
  /// Why nothing was restored: a sentence for people.
  public struct Fault: Error, Sendable, CustomStringConvertible {
    /// The sentence.
    public let description: String
  }

  /// Directory that holds ACT and Screens, or shall.
  let site: String
  /// State directory; made where there is none.
  let state: String
  /// Whether what is there may be replaced.
  let replaces: Bool

  /// - Parameters:
  ///   - site: directory that holds ACT and Screens, or shall.
  ///   - state: state directory; made where there is none.
  ///   - replaces: whether what is there may be replaced.
  public init(site: String, state: String, replaces: Bool) {
    self.site = site
    self.state = state
    self.replaces = replaces
  }

  /// Restores a file.
  /// - Returns: what to tell the person who asked.
  public func run(_ file: String) throws(Fault) -> [String] {
    let backup = try read(file)
    let directory: StateDirectory
    switch StateDirectory.take(
      state, as: .command, isRunning: { ControlClient.isRunning(state: state) })
    {
    case .success(let taken): directory = taken
    case .failure(let fault): throw Fault(description: fault.description)
    }
    defer { withExtendedLifetime(directory) {} }
    let stamp = Self.stamp(Clock.wall())
    try refuseWhatIsThere(backup)
    var lines = try check(backup)
    do {
      lines += try put(backup, stamp)
    } catch {
      throw Fault(
        description: "\(error); what was there before is in files and folders named "
          + "*.before-\(stamp)")
    }
    let age = Clock.wall().seconds - backup.made.seconds
    lines.append("the backup is \(age / 3600) h \(age / 60 % 60) min old")
    lines.append(
      "tickets that were used in the last ten minutes before the old server stopped could be taken "
        + "again: start the server ten minutes after that")
    return lines
  }

  private func read(_ file: String) throws(Fault) -> BackupFile {
    do {
      var bytes = try Files.read(file, limit: BackupFile.limit)
      defer { Wipe.bytes(&bytes) }
      return try BackupFile(decoding: bytes)
    } catch let fault as BackupFile.Fault {
      throw Fault(description: "\(file): \(fault)")
    } catch {
      throw Fault(description: "\(error)")
    }
  }

  /// Names of keys whose files are there already and differ.
  private func otherKeys(_ backup: BackupFile) -> [String] {
    backup.keys.filter { key in
      let path = state + "/" + key.name
      return Files.exists(path) && (try? Files.read(path, limit: 64)) != key.bytes
    }.map(\.name)
  }

  private func refuseWhatIsThere(_ backup: BackupFile) throws(Fault) {
    guard !replaces else { return }
    var there =
      ["ACT", "Screens"].map { "\(site)/\($0)" }
      + ["\(state)/\(BackupFile.databaseName)"]
    there = there.filter { Files.exists($0) } + otherKeys(backup).map { "\(state)/\($0)" }
    guard there.isEmpty else {
      throw Fault(
        description:
          "\(there.joined(separator: ", ")): there already; --replace puts the backup in "
          + "their place, and keeps them beside it")
    }
  }

  /// Opens the database with its keys in a folder of its own, as a server would.
  private func check(_ backup: BackupFile) throws(Fault) -> [String] {
    let folder = state + "/restore-\(getpid())"
    defer { Files.removeTree(folder) }
    do {
      try Files.makeDirectory(folder)
      try Files.write(backup.database, to: folder + "/" + BackupFile.databaseName)
      for key in backup.keys { try Files.write(key.bytes, to: folder + "/" + key.name) }
      let keys = backup.keys.isEmpty ? state : folder
      let missing = BackupFile.keyNames.filter {
        !Files.exists(keys + "/" + $0) && Files.credential($0) == nil
      }
      guard missing.isEmpty else {
        throw Fault(
          description:
            "\(missing.joined(separator: ", ")): neither in the backup nor in \(keys); put "
            + "the keys of the old state directory there first")
      }
      let database = try SecurityDatabase.open(directory: folder, keys: keys)
      return database.missingMasterKeys.map {
        "warning: the \($0.rawValue)-MK is not the one that the database's keys are under"
      }
    } catch let fault as Fault {
      throw fault
    } catch {
      throw Fault(description: "the database in it cannot be opened: \(error)")
    }
  }

  private func put(_ backup: BackupFile, _ stamp: String) throws -> [String] {
    try Files.makeDirectory(site)
    let fresh = site + "/restore-\(getpid())"
    Files.removeTree(fresh)
    for file in backup.site { try putSite(file, below: fresh) }
    var moved: [String] = []
    func aside(_ path: String, _ suffix: String = "") throws {
      guard Files.exists(path + suffix) else { return }
      let old = "\(path).before-\(stamp)\(suffix)"
      try Files.rename(path + suffix, to: old)
      moved.append(old)
    }
    for name in ["ACT", "Screens"] where Files.exists(fresh + "/" + name) {
      try aside(site + "/" + name)
      try Files.rename(fresh + "/" + name, to: site + "/" + name)
    }
    Files.removeTree(fresh)
    let differing = Set(otherKeys(backup))
    for key in backup.keys {
      let path = state + "/" + key.name
      if differing.contains(key.name) { try aside(path) }
      try Files.write(key.bytes, to: path)
      try Files.give(path, toOwnerOf: state, rights: 0o600)
    }
    let database = state + "/" + BackupFile.databaseName
    // What the old database's log has belongs to it, and would be taken for the new one's.
    for suffix in ["", "-wal", "-shm"] { try aside(database, suffix) }
    try Files.write(backup.database, to: database)
    try Files.give(database, toOwnerOf: state, rights: 0o600)
    return [
      "restored \(backup.site.count) files of the site into \(site), the security database"
        + (backup.keys.isEmpty ? "" : " and \(backup.keys.count) keys") + " into \(state)"
    ] + moved.map { "kept: \($0)" }
  }

  /// Puts a file of the site below a folder; whoever has the site has it, and its group reads it.
  private func putSite(_ file: TarArchive.File, below folder: String) throws {
    var path = folder
    for part in file.name.split(separator: "/").dropLast() {
      path += "/\(part)"
      guard !Files.exists(path) else { continue }
      try Files.makeDirectory(path)
      try Files.give(path, toOwnerOf: site, rights: 0o750)
    }
    path = folder + "/" + file.name
    try Files.write(file.bytes, to: path)
    try Files.give(path, toOwnerOf: site, rights: 0o640)
  }

  private static func stamp(_ time: WallTime) -> String {
    let date = CivilDate(time)
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(date.year)\(two(date.month))\(two(date.day))-"
      + "\(two(date.hour))\(two(date.minute))\(two(date.second))"
  }
}
