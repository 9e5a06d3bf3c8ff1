import Glibc

/// Where paths lead: links on the way, and whose files they reach.
public enum Links {
  /// The names that lead to a path, each in its directory, the path's own last. Links are followed: they
  /// are in the list, and so is what they name.
  public static func steps(to path: String) -> [(directory: String, name: String)] {
    func parts(_ text: String) -> [String] { text.split(separator: "/").map(String.init) }
    var pending = parts(path)[...]
    var current = path.hasPrefix("/") ? "/" : "."
    var steps: [(directory: String, name: String)] = []
    var links = 0
    while let name = pending.popFirst() {
      if name == "." { continue }
      let full = current == "/" ? "/" + name : current + "/" + name
      if name != ".." {
        steps.append((current, name))
        if links < linkLimit, let target = link(full) {
          links += 1
          if target.hasPrefix("/") { current = "/" }
          pending = (parts(target) + pending)[...]
          continue
        }
      }
      current = full
    }
    return steps
  }

  /// Most links on the way to a path, as the kernel has it.
  private static let linkLimit = 40

  /// What a link names; nil where the path is none.
  private static func link(_ path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &buffer, buffer.count)
    guard count > 0 else { return nil }
    return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Whether a path may be written on behalf of the owner of `directory`: it lies there, or belongs to the
  /// same. False where there is nothing at the path.
  public static func isOwn(_ path: String, ofOwnerOf directory: String) -> Bool {
    guard let file = Files.realPath(path), let folder = Files.realPath(directory) else {
      return false
    }
    if file.hasPrefix(folder == "/" ? "/" : folder + "/") { return true }
    var (own, other) = (stat(), stat())
    guard stat(directory, &own) == 0, stat(path, &other) == 0 else { return false }
    return other.st_uid == own.st_uid
  }

  /// Whether a path may be read on behalf of the owner of `directory`: it lies there, or everybody may
  /// read it, or the owner is the same. A link must not lead to what its maker could not read.
  public static func isOpen(_ path: String, toOwnerOf directory: String) -> Bool {
    guard let real = realpath(path, nil), let root = realpath(directory, nil) else { return true }
    defer {
      free(real)
      free(root)
    }
    let folder = String(cString: root)
    let file = String(cString: real)
    if file.hasPrefix(folder == "/" ? "/" : folder + "/") { return true }
    var (own, other) = (stat(), stat())
    guard stat(directory, &own) == 0, stat(path, &other) == 0 else { return true }
    return other.st_mode & S_IROTH != 0 || other.st_uid == own.st_uid
  }
}
