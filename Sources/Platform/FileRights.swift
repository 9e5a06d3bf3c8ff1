import CPlatform
import Glibc

/// Who may touch a file or a directory that only its owner should.
public struct FileRights: Hashable, Sendable {
  /// The rule that a path must keep.
  public enum Rule: Hashable, Sendable {
    /// Nobody else may write it: a directory, where others could put files of their own.
    case writtenByOwnerAlone
    /// Nobody else may read it either: a key, a database.
    case seenByOwnerAlone

    var forbidden: UInt32 {
      switch self {
      case .writtenByOwnerAlone: 0o022
      case .seenByOwnerAlone: 0o077
      }
    }
  }

  /// Why a path may not be used, and what to do: one sentence for people.
  public struct Fault: Error, Hashable, Sendable {
    /// The file or directory.
    public let path: String
    /// What is wrong with its owner or its rights, in words.
    public let reason: String
  }

  let owner: UInt32
  let mode: UInt32

  init(owner: UInt32, mode: UInt32) {
    self.owner = owner
    self.mode = mode
  }

  /// Checks a path as it was found, for the user who is about to use it; the superuser's files are as
  /// good as one's own.
  func fault(_ rule: Rule, _ path: String, user: UInt32) -> Fault? {
    guard owner == user || owner == 0 else {
      return Fault(
        path: path,
        reason: "it belongs to the user with the number \(owner), not to \(user), who runs this; "
          + "run it as that user, or chown it")
    }
    guard mode & rule.forbidden != 0 else { return nil }
    let can = mode & 0o022 != 0 ? "write" : "read"
    let cure = rule == .seenByOwnerAlone ? "chmod 600" : "chmod go-w"
    return Fault(
      path: path,
      reason: "others may \(can) it (its mode is \(octal(mode))); \(cure) \(path) takes that away")
  }

  /// Checks a path by a rule; a path that does not exist passes.
  public static func check(_ path: String, _ rule: Rule) throws(Fault) {
    var facts = stat()
    guard stat(path, &facts) == 0 else { return }
    let rights = FileRights(owner: facts.st_uid, mode: facts.st_mode & 0o7777)
    if let fault = rights.fault(rule, path, user: geteuid()) { throw fault }
  }

  private func octal(_ mode: UInt32) -> String {
    let text = String(mode, radix: 8)
    return String(repeating: "0", count: max(0, 4 - text.count)) + text
  }
}
