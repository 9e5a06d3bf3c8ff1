import CPlatform
import Glibc

extension Files {
  /// The last bytes of a file, at most `count`.
  public static func readEnd(_ path: String, count: Int) throws(SystemError) -> [UInt8] {
    let fd = Descriptor(try system("open \(path)") { open(path, O_RDONLY | O_CLOEXEC) })
    let size = lseek(fd.number, 0, SEEK_END)
    _ = lseek(fd.number, max(0, size - count), SEEK_SET)
    var bytes = [UInt8](repeating: 0, count: min(Int(max(0, size)), count))
    var done = 0
    while done < bytes.count {
      let got = bytes.withUnsafeMutableBytes { buffer in
        Glibc.read(fd.number, buffer.baseAddress?.advanced(by: done), buffer.count - done)
      }
      guard got > 0 else { break }
      done += got
    }
    return Array(bytes.prefix(done))
  }

  /// Makes a directory of its own for this process, in TMPDIR or /tmp.
  public static func temporaryDirectory(_ name: String) throws(SystemError) -> String {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(base)/\(name)-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw SystemError("mkdtemp \(base)", code: cplatform_errno())
    }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Removes a directory with all that is in it; what cannot be removed stays.
  public static func removeTree(_ path: String) {
    for name in (try? list(path, suffix: "")) ?? [] {
      let inner = path + "/" + name
      var facts = stat()
      guard lstat(inner, &facts) == 0 else { continue }
      if facts.st_mode & S_IFMT == S_IFDIR { removeTree(inner) } else { unlink(inner) }
    }
    rmdir(path)
  }
}
