import Bytes
import Crypto
import Glibc
import Platform
import Time

/// Makes a backup of a site and its state, while its server runs or not.
public enum Backup {
  /// Why there is none: a sentence for people.
  public struct Fault: Error, Sendable, CustomStringConvertible {
    /// The sentence.
    public let description: String
  }

  /// Most files of a site.
  private static let countLimit = 50_000
  /// How often files are read again that change while they are read.
  private static let tries = 3

  /// Writes a backup of a site and its state into a file, for its owner alone; what is there is replaced.
  ///
  /// With the state directory's keys whoever has the file has everything. Returns what to tell the
  /// person who asked.
  public static func write(
    to file: String, site: String, state: String, withKeys: Bool
  ) throws(Fault) -> [String] {
    for _ in 0..<tries {
      let before = SiteFiles(site)
      let files = try tree(site)
      let database = try database(state, site)
      // Tables that changed meanwhile may not be those that the database's profiles belong to.
      guard SiteFiles(site) == before else { continue }
      let backup = BackupFile(
        made: Clock.wall(), site: files, database: database,
        keys: withKeys ? try keys(state) : [])
      return try write(backup, to: file, withKeys: withKeys)
    }
    throw Fault(description: "\(site): the tables change while they are read; try again")
  }

  private static func write(
    _ backup: BackupFile, to file: String, withKeys: Bool
  ) throws(Fault) -> [String] {
    do {
      var bytes = try backup.encode()
      defer { Wipe.bytes(&bytes) }
      try Files.write(bytes, to: file)
      return [
        "\(file): \(backup.site.count) files of the site, the security database"
          + (withKeys ? ", \(backup.keys.count) keys" : "") + ", \(bytes.count) bytes",
        withKeys
          ? "whoever has this file can make tickets for everybody: keep it as you keep the keys"
          : "the keys are not in it (--keys): nothing of the database can be used without them",
      ]
    } catch {
      throw Fault(description: "\(error)")
    }
  }

  /// All plain files of ACT and Screens, in order.
  private static func tree(_ site: String) throws(Fault) -> [TarArchive.File] {
    var files: [TarArchive.File] = []
    var bytes = 0
    var folders = ["ACT", "Screens"]
    do {
      while let folder = folders.popLast() {
        for entry in try Files.entries("\(site)/\(folder)") {
          let name = "\(folder)/\(entry.name)"
          if entry.isDirectory {
            // A link to a folder above would lead round for ever.
            if !entry.isLink { folders.append(name) }
            continue
          }
          guard TarArchive.isClean(name) else { continue }
          let content = try Files.read("\(site)/\(name)", limit: BackupFile.limit)
          bytes += content.count
          files.append(TarArchive.File(name: name, bytes: content))
          guard files.count <= countLimit, bytes <= BackupFile.limit / 4 else {
            throw Fault(
              description:
                "\(site): more than \(countLimit) files, or \(BackupFile.limit / 4) bytes")
          }
        }
      }
    } catch let fault as Fault {
      throw fault
    } catch {
      throw Fault(description: "\(error)")
    }
    return files.sorted { $0.name < $1.name }
  }

  /// A copy of the database, which the server makes where one runs.
  private static func database(_ state: String, _ site: String) throws(Fault) -> [UInt8] {
    do {
      // Below the state directory, where the server may write, whatever it is kept from.
      let folder = (Files.realPath(state) ?? state) + "/backup-\(getpid())"
      defer { Files.removeTree(folder) }
      Files.removeTree(folder)
      let answer = try Administration.ask(["backup", folder], state: state, site: site)
      guard !answer.isFailed else {
        throw Fault(description: answer.lines.joined(separator: "; "))
      }
      return try Files.read(folder + "/" + BackupFile.databaseName, limit: BackupFile.limit)
    } catch let fault as Fault {
      throw fault
    } catch {
      throw Fault(description: "\(error)")
    }
  }

  private static func keys(_ state: String) throws(Fault) -> [TarArchive.File] {
    var keys: [TarArchive.File] = []
    for name in BackupFile.keyNames {
      let path = Files.credential(name) ?? state + "/" + name
      guard Files.exists(path) else {
        throw Fault(
          description: "\(path) is not there: keys that are systemd's credentials are saved by "
            + "themselves; leave --keys out")
      }
      do {
        keys.append(TarArchive.File(name: name, bytes: try Files.read(path, limit: 64)))
      } catch {
        throw Fault(description: error.description)
      }
    }
    return keys
  }
}
