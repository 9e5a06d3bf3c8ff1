import Platform
import Synchronization

/// A new site, and a clean end.
extension SecurityDatabase {
  /// What a start has to do before the first user can sign on.
  public enum Beginning: Hashable, Sendable {
    /// A new database: the decks, and the first user.
    case newSite
    /// A database in use that nobody is left in: the first user alone.
    case noUser
    case nothing
  }

  public func beginning() throws(StoreError) -> Beginning {
    try inside.withLock { (inside) throws(StoreError) in
      guard inside.users.isEmpty else { return .nothing }
      return try Inside.fact("installed", inside.sqlite) == 1 ? .noUser : .newSite
    }
  }

  /// Whether a state directory has a database.
  public static func exists(in directory: String) -> Bool {
    Files.exists(StateFiles(directory: directory, keys: directory).database)
  }

  /// Runs what makes a site of a new database as one change: all of it counts, or nothing, so that a start
  /// that fails or is killed begins again. Nobody else may use the database meanwhile.
  public func install<Failure: Error>(_ body: () throws(Failure) -> Void) throws {
    try inside.withLock { (inside) throws(StoreError) in try inside.sqlite.begin() }
    do {
      try body()
    } catch {
      inside.withLock { $0.sqlite.rollBack() }
      throw error
    }
    try inside.withLock { (inside) throws(StoreError) in
      try inside.keep(1, as: "installed")
      try inside.sqlite.commit()
    }
    checkpoint()
  }

  /// Brings all changes from the write-ahead log into `security.db`, so that the one file may be copied.
  /// It is tried only: the log is as good.
  public func checkpoint() {
    inside.withLock { inside in
      _ = try? inside.sqlite.run("PRAGMA wal_checkpoint(TRUNCATE)")
    }
  }
}
