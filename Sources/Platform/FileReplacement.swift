import Glibc

/// A file that is written whole beside the one whose place it takes: of several, all can be written before
/// the first takes its place.
///
/// It gets the rights and the group of the file that is there, and from root its owner; a link stays, and what
/// it leads to is replaced. A new file is open as its folder is.
public struct FileReplacement: Sendable {
  private let target: String
  private let temporary: String

  /// Writes the bytes, and waits until the disk has them.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - bytes: what it will have.
  ///   - suffix: of the file beside it, which those who wait long to take its place have for themselves.
  /// - Throws: where the disk does not take it; the file is as it was.
  public init(
    of path: String, with bytes: [UInt8], suffix: String = "new"
  ) throws(SystemError) {
    let target = Files.realPath(path) ?? path
    let slash = target.lastIndex(of: "/")
    let folder = slash.map { String(target[..<$0]) } ?? "."
    let name = slash.map { String(target[target.index(after: $0)...]) } ?? target
    var facts = stat()
    let isThere = stat(target, &facts) == 0
    if !isThere { _ = try system("stat \(folder)") { stat(folder, &facts) } }
    // Readers of folders leave out what begins with a full stop.
    let temporary = "\(folder)/.\(name).\(suffix)"
    // What was left over by a process that ended; a file that is opened is one that is made here.
    unlink(temporary)
    let fd = Descriptor(
      try system("open \(temporary)") {
        open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
      })
    do throws(SystemError) {
      try Files.writeAll(bytes, to: fd.number, path: temporary)
      // By the descriptor: whoever owns the folder may put another file at the path.
      if geteuid() == 0 {
        _ = try system("chown \(temporary)") { fchown(fd.number, facts.st_uid, facts.st_gid) }
      } else {
        // Others give a file to a group of their own at the most.
        _ = fchown(fd.number, uid_t.max, facts.st_gid)
      }
      let rights = facts.st_mode & (isThere ? 0o7777 : 0o666)
      _ = try system("chmod \(temporary)") { fchmod(fd.number, rights) }
      _ = try system("fsync \(temporary)") { fsync(fd.number) }
    } catch {
      unlink(temporary)
      throw error
    }
    (self.target, self.temporary) = (target, temporary)
  }

  /// Takes the file's place; where it cannot, the file is as it was.
  public func finish() throws(SystemError) {
    do throws(SystemError) {
      _ = try system("rename \(temporary)") { Glibc.rename(temporary, target) }
    } catch {
      discard()
      throw error
    }
  }

  /// Leaves the file as it is.
  public func discard() { unlink(temporary) }
}
