import Glibc
import Platform
import SAF
import Store
import Time

/// A state directory that this process alone works on, and whose rights were looked at.
final class StateDirectory: Sendable {
  /// Why a state directory is not ours to work on.
  enum Fault: Error, CustomStringConvertible {
    /// Another process works on it; nil where it does not say which.
    case inUse(state: String, ProcessLock.Holder?)
    case unusable(String)

    var description: String {
      switch self {
      case .inUse(let state, let holder):
        switch holder?.role {
        case .server:
          "a server already runs with the state directory \(state) "
            + "(process \(holder?.process ?? 0))"
        case .command:
          "a command works on the state directory \(state) (process \(holder?.process ?? 0)); "
            + "try again"
        case nil: "another process works on the state directory \(state)"
        }
      case .unusable(let text): text
      }
    }
  }

  let path: String
  let lock: ProcessLock
  /// What is wrong with its rights, where a server goes on in it all the same.
  let doubt: String?

  private init(path: String, lock: ProcessLock, doubt: String? = nil) {
    self.path = path
    self.lock = lock
    self.doubt = doubt
  }

  /// How long another process is waited for that will be done soon, in tries of 20 ms.
  private static let tries = 500

  /// Takes a directory, made where there is none, for this process.
  ///
  /// - `process`: whom others are told of as the holder.
  /// - `kept`: the descriptor of the right, where it was kept of the worker before this one; then wrong
  ///   rights, which ended nobody's session before, are a doubt.
  /// - `isRunning`: whether a server answers meanwhile, which ends the wait of a command.
  static func take(
    _ path: String, as role: ProcessLock.Role, process: Int32 = Processes.own,
    kept: Int32? = nil, isRunning: () -> Bool = { false }
  ) -> Result<StateDirectory, Fault> {
    do {
      try SecurityDatabase.prepare(directory: path)
    } catch {
      return .failure(.unusable(error.description))
    }
    let doubt = wrongRights(path)
    if let kept {
      return .success(StateDirectory(path: path, lock: ProcessLock(kept: kept), doubt: doubt))
    }
    if let doubt { return .failure(.unusable(doubt)) }
    let file = path + "/server.lock"
    var holder: ProcessLock.Holder?
    for attempt in 0..<tries {
      if attempt > 0 { usleep(20_000) }
      do {
        if let lock = try ProcessLock.take(file, as: role, process: process) {
          return .success(StateDirectory(path: path, lock: lock))
        }
      } catch {
        return .failure(.unusable(error.description))
      }
      holder = ProcessLock.holder(file)
      // A server stays; a command ends soon. A server that has just begun will answer soon. What is
      // left of a server whose keeper was killed ends soon as well.
      if role == .server, holder?.role == .server,
        holder.map({ Processes.isThere($0.process) }) ?? true
      {
        break
      }
      if role == .command, isRunning() { break }
    }
    return .failure(.inUse(state: path, holder))
  }

  /// What is wrong with a directory's rights, in words; nil for nothing.
  private static func wrongRights(_ path: String) -> String? {
    do throws(FileRights.Fault) {
      try checkRights(path)
      return nil
    } catch {
      return "\(error.path): \(error.reason)"
    }
  }

  /// Nobody else may put files into the directory, nor see its keys and its database. Credentials
  /// that systemd gives lie elsewhere, and have rights of their own.
  private static func checkRights(_ path: String) throws(FileRights.Fault) {
    try FileRights.check(path, .writtenByOwnerAlone)
    for suffix in [".key", ".db", ".db-wal", ".db-shm"] {
      for name in (try? Files.list(path, suffix: suffix)) ?? [] {
        try FileRights.check(path + "/" + name, .seenByOwnerAlone)
      }
    }
    try FileRights.check(path + "/turnstile.log", .writtenByOwnerAlone)
  }
}
