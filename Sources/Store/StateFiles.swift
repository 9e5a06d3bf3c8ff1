import Crypto
import Platform
import SAF

/// The files of a state directory that belong together: the database and the keys that open it.
///
/// A directory is new as long as its first database is not whole: until then a mark lies in it, so that a
/// start that was killed in between begins again. Keys without a database and without that mark are what
/// is left of a database that was lost.
struct StateFiles {
  let directory: String
  /// Directory of the keys.
  let keys: String

  var database: String { directory + "/security.db" }
  private var mark: String { directory + "/new-site" }

  private static let keyNames = ["des-mk.key", "aes-mk.key", "local.key", "card.key"]

  /// Begins to open the directory.
  /// - Returns: whether the directory is new, so that keys are made.
  func begin() throws(StoreError) -> Bool {
    if Files.exists(mark) { return true }
    if Files.exists(database) { return false }
    if keys == directory, let left = Self.keyNames.first(where: { Files.exists("\(keys)/\($0)") }) {
      throw StoreError(
        path: database,
        reason: "the security database is gone, and its key \(left) is there: copy a saved "
          + "security.db (turnstile oper backup makes them) back; to begin as a new site, without "
          + "the users and keys of before, move the files *.key out of \(directory)")
    }
    do {
      // What is left of another database's log would be taken for this one's.
      for rest in ["-wal", "-shm"] where Files.exists(database + rest) {
        try Files.remove(database + rest)
      }
      try Files.write([], to: mark)
    } catch {
      throw StoreError(path: mark, reason: error.reason)
    }
    return true
  }

  /// The database is whole.
  func finish() throws(StoreError) {
    guard Files.exists(mark) else { return }
    do {
      try Files.remove(mark)
    } catch {
      throw StoreError(path: mark, reason: error.reason)
    }
  }

  /// A key of 32 bytes: a credential that systemd gives, or a file for its owner alone.
  ///
  /// `other`: the file that it is copied from where it has none. `isMade`: whether it is made at
  /// random where there is none; never beside an old database, whose keys it could not open.
  func key(
    _ name: String, else other: String? = nil, isMade: Bool
  ) throws(StoreError) -> Secret {
    let path = keys + "/" + name
    let old = other.map { keys + "/" + $0 }
    do throws(SystemError) {
      let source = Files.credential(name) ?? (Files.exists(path) ? path : old ?? path)
      if Files.exists(source) {
        var bytes = try Files.read(source, limit: 33)
        defer { Wipe.bytes(&bytes) }
        guard bytes.count == 32 else { throw SystemError("read \(source)", code: 22) }
        if source == old { try Files.write(bytes, to: path) }
        return Secret(copying: bytes)
      }
      guard isMade else { throw SystemError("read \(path)", code: 2) }
      guard let key = try? Random.secret(count: 32) else {
        throw SystemError("random \(path)", code: 5)
      }
      var bytes = key.withBytes { Array($0) }
      defer { Wipe.bytes(&bytes) }
      try Files.write(bytes, to: path)
      return key
    } catch {
      throw StoreError(path: path, reason: error.reason)
    }
  }
}
