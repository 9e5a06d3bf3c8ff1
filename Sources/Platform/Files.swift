import CPlatform
import Glibc

/// Whole files, small ones.
public enum Files {
  /// Reads a plain file of at most `limit` bytes; a larger one is EFBIG.
  public static func read(_ path: String, limit: Int) throws(SystemError) -> [UInt8] {
    let fd = Descriptor(
      try system("open \(path)") { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) })
    var facts = stat()
    _ = try system("fstat \(path)") { fstat(fd.number, &facts) }
    guard facts.st_mode & S_IFMT == S_IFREG else {
      throw SystemError("read \(path)", code: EINVAL)
    }
    guard facts.st_size <= limit else { throw SystemError("read \(path)", code: EFBIG) }
    var bytes = [UInt8](repeating: 0, count: Int(facts.st_size))
    var count = 0
    while count < bytes.count {
      let got = bytes.withUnsafeMutableBytes { buffer in
        Glibc.read(fd.number, buffer.baseAddress?.advanced(by: count), buffer.count - count)
      }
      if got == 0 { break }
      if got < 0 {
        let code = cplatform_errno()
        if code == EINTR { continue }
        throw SystemError("read \(path)", code: code)
      }
      count += got
    }
    return Array(bytes.prefix(count))
  }

  /// Names in a directory that end with `suffix`, in order.
  public static func list(_ path: String, suffix: String) throws(SystemError) -> [String] {
    guard let directory = opendir(path) else {
      throw SystemError("open \(path)", code: cplatform_errno())
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(suffix), !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  /// An entry of a directory.
  public struct Entry: Hashable, Sendable {
    /// Its name, without the directory.
    public let name: String
    /// Whether it is a directory, or a link to one.
    public let isDirectory: Bool
    /// Whether it is a symbolic link.
    public let isLink: Bool
  }

  /// Everything in a directory, in order.
  public static func entries(_ path: String) throws(SystemError) -> [Entry] {
    try list(path, suffix: "").map { name in
      var (own, target) = (stat(), stat())
      let full = path + "/" + name
      let isLink = lstat(full, &own) == 0 && own.st_mode & S_IFMT == S_IFLNK
      let isThere = stat(full, &target) == 0
      return Entry(
        name: name, isDirectory: isThere && target.st_mode & S_IFMT == S_IFDIR, isLink: isLink)
    }
  }

  /// Puts names, sizes and times of a directory's entries into a hash.
  public static func stamp(_ path: String, _ hasher: inout Hasher) {
    guard let names = try? list(path, suffix: "") else { return }
    for name in names {
      var facts = stat()
      hasher.combine(name)
      guard stat("\(path)/\(name)", &facts) == 0 else { continue }
      hasher.combine(facts.st_ino)
      hasher.combine(facts.st_size)
      hasher.combine(facts.st_mtim.tv_sec)
      hasher.combine(facts.st_mtim.tv_nsec)
    }
  }

  /// Makes a directory, with those above it, for its owner alone; one that exists stays as it is.
  public static func makeDirectory(_ path: String) throws(SystemError) {
    if mkdir(path, 0o700) == 0 { return }
    switch cplatform_errno() {
    case EEXIST:
      var facts = stat()
      guard stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR else {
        throw SystemError("mkdir \(path)", code: ENOTDIR)
      }
    case ENOENT:
      guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
        throw SystemError("mkdir \(path)", code: ENOENT)
      }
      try makeDirectory(String(path[..<slash]))
      _ = try system("mkdir \(path)") { mkdir(path, 0o700) }
    case let code: throw SystemError("mkdir \(path)", code: code)
    }
  }

  /// Gives a file or directory to whom another one belongs, which only root can, and sets its rights.
  public static func give(
    _ path: String, toOwnerOf other: String, rights: UInt32
  ) throws(SystemError) {
    var facts = stat()
    _ = try system("stat \(other)") { stat(other, &facts) }
    if geteuid() == 0 {
      _ = try system("chown \(path)") { chown(path, facts.st_uid, facts.st_gid) }
    }
    _ = try system("chmod \(path)") { chmod(path, rights) }
  }

  /// Gives a file or directory another name.
  public static func rename(_ path: String, to other: String) throws(SystemError) {
    _ = try system("rename \(path)") { Glibc.rename(path, other) }
  }

  /// Whether this process may make files in a directory.
  public static func isWritable(_ path: String) -> Bool { access(path, W_OK | X_OK) == 0 }

  /// A path as an administrator wrote it: relative ones are from `directory`; blank stays blank.
  public static func path(_ text: String, in directory: String) -> String {
    text.isEmpty || text.hasPrefix("/") ? text : directory + "/" + text
  }

  /// A path as `path(_:in:)` has it; `credential:NAME` is a credential that systemd gives the service.
  public static func secretPath(
    _ text: String, in directory: String
  ) throws(SystemError) -> String {
    let scheme = "credential:"
    guard text.hasPrefix(scheme) else { return path(text, in: directory) }
    let name = String(text.dropFirst(scheme.count))
    guard let path = credential(name) else { throw SystemError("credential \(name)", code: ENOENT) }
    return path
  }

  /// Path of a credential that systemd gives the service (systemd.exec(5), LoadCredential); nil where
  /// there is none of the name.
  public static func credential(_ name: String) -> String? {
    guard let folder = getenv("CREDENTIALS_DIRECTORY").map({ String(cString: $0) }),
      !name.isEmpty, !name.contains("/")
    else { return nil }
    let path = folder + "/" + name
    return exists(path) ? path : nil
  }

  /// Bytes of a file; nil where there is none.
  public static func size(_ path: String) -> Int? {
    var facts = stat()
    return stat(path, &facts) == 0 ? Int(facts.st_size) : nil
  }

  /// A path without links and from the top; nil where nothing is there.
  public static func realPath(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  /// Whether a file or folder is there, and belongs to who this process acts for.
  public static func isOwn(_ path: String) -> Bool {
    var facts = stat()
    return stat(path, &facts) == 0 && facts.st_uid == geteuid()
  }

  /// Whether a file is there that this process may look up.
  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Appends to a file of its owner's alone; false where it would grow past `limit` bytes.
  public static func append(
    _ bytes: [UInt8], to path: String, limit: Int
  ) throws(SystemError) -> Bool {
    let fd = Descriptor(
      try system("open \(path)") {
        open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
      })
    guard try system("seek \(path)", { Int32(clamping: lseek(fd.number, 0, SEEK_END)) }) <= limit
    else {
      return false
    }
    try writeAll(bytes, to: fd.number, path: path)
    return true
  }

  static func writeAll(
    _ bytes: [UInt8], to number: Int32, path: String
  ) throws(SystemError) {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(number, $0.baseAddress?.advanced(by: done), bytes.count - done)
      }
      if count < 0 { throw SystemError("write \(path)", code: cplatform_errno()) }
      done += count
    }
  }

  /// Writes a file for its owner alone, whole or not at all.
  public static func write(_ bytes: [UInt8], to path: String) throws(SystemError) {
    let temporary = path + ".new"
    do {
      let fd = Descriptor(
        try system("open \(temporary)") {
          open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        })
      try writeAll(bytes, to: fd.number, path: temporary)
      _ = try system("fsync \(temporary)") { fsync(fd.number) }
    }
    _ = try system("rename \(temporary)") { Glibc.rename(temporary, path) }
  }

  /// Makes a directory that belongs to whom another one belongs, with its rights.
  public static func makeDirectory(_ path: String, like other: String) throws(SystemError) {
    var facts = stat()
    _ = try system("stat \(other)") { stat(other, &facts) }
    // One that is there already, or a link that somebody puts there meanwhile, is given to nobody.
    _ = try system("mkdir \(path)") { mkdir(path, 0o700) }
    let fd = Descriptor(
      try system("open \(path)") {
        open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
      })
    if geteuid() == 0 {
      _ = try system("chown \(path)") { fchown(fd.number, facts.st_uid, facts.st_gid) }
    }
    _ = try system("chmod \(path)") { fchmod(fd.number, facts.st_mode & 0o777) }
  }

  /// Removes a file.
  public static func remove(_ path: String) throws(SystemError) {
    _ = try system("unlink \(path)") { unlink(path) }
  }
}
