import Bytes
import Crypto
import Platform
import Time

/// A site and its state in one file: an archive whose first member tells the digests of the others.
struct BackupFile {
  /// Why there is no backup, or none that can be used: a sentence for people.
  struct Fault: Error, Sendable, CustomStringConvertible {
    let description: String
  }

  /// When it was made.
  let made: WallTime
  /// Files of the site, by their paths below it.
  let site: [TarArchive.File]
  /// `security.db`.
  let database: [UInt8]
  /// Keys of the state directory, by their files' names; empty where they were left out.
  let keys: [TarArchive.File]

  /// Names of keys that a backup may have.
  static let keyNames = ["des-mk.key", "aes-mk.key", "local.key"]
  static let databaseName = "security.db"
  private static let manifestName = "MANIFEST"
  private static let title = "turnstile-backup 1"

  /// Most bytes of a backup: a database of a million users has a third.
  static let limit = 1 << 30

  init(
    made: WallTime, site: [TarArchive.File], database: [UInt8], keys: [TarArchive.File]
  ) {
    self.made = made
    self.site = site
    self.database = database
    self.keys = keys
  }

  private var members: [TarArchive.File] {
    site + keys + [TarArchive.File(name: Self.databaseName, bytes: database)]
  }

  /// The file's bytes; they hold keys where there are any, and who takes them wipes them.
  func encode() throws(Fault) -> [UInt8] {
    var lines = ["\(Self.title) \(made.seconds) \(Server.version)"]
    lines += members.map { "\(Hex.encode(SHA256.digest($0.bytes))) \($0.name)" }
    let manifest = TarArchive.File(
      name: Self.manifestName, bytes: Array(lines.map { $0 + "\n" }.joined().utf8))
    do {
      return try TarArchive.encode([manifest] + members, seconds: made.seconds)
    } catch {
      throw Fault(description: error.description)
    }
  }

  /// Reads a backup: all of it is there and as it was written, and nothing else is.
  init(decoding bytes: [UInt8]) throws(Fault) {
    let files: [TarArchive.File]
    do {
      files = try TarArchive.decode(bytes)
    } catch {
      throw Fault(description: error.description)
    }
    guard let manifest = files.first, manifest.name == Self.manifestName else {
      throw Fault(description: "it is no backup of turnstile backup")
    }
    let lines = String(decoding: manifest.bytes, as: UTF8.self).split(separator: "\n")
    let head = (lines.first ?? "").split(separator: " ")
    guard lines.first?.hasPrefix(Self.title + " ") == true, head.count >= 3,
      let seconds = Int64(head[2])
    else { throw Fault(description: "it is a backup of another version") }
    let told = lines.dropFirst().map { String($0) }
    let found = files.dropFirst().map { "\(Hex.encode(SHA256.digest($0.bytes))) \($0.name)" }
    guard told == found else {
      let wrong = zip(told, found).first { $0 != $1 }?.0.split(separator: " ").last
      throw Fault(
        description: "what is in it is not what was written"
          + (wrong.map { ": \($0)" } ?? ", or something is missing"))
    }
    var rest = Array(files.dropFirst())
    guard let database = rest.popLast(), database.name == Self.databaseName else {
      throw Fault(description: "it has no \(Self.databaseName)")
    }
    made = WallTime(seconds: seconds)
    self.database = database.bytes
    keys = rest.filter { Self.keyNames.contains($0.name) }
    site = rest.filter { $0.name.hasPrefix("ACT/") || $0.name.hasPrefix("Screens/") }
    guard keys.count + site.count == rest.count else {
      throw Fault(description: "it has files that belong to no site")
    }
  }
}
