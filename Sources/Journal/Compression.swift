import CZlib
import Glibc
import Platform

/// Compresses an old log file.
enum Compression {
  /// Writes `source` compressed to `target`, and removes it.
  static func compress(_ source: String, to target: String) throws(SystemError) {
    let input = open(source, O_RDONLY | O_CLOEXEC)
    guard input >= 0 else { throw SystemError("open \(source)", code: errno) }
    defer { close(input) }
    guard let output = gzopen(target, "wb6") else {
      throw SystemError("open \(target)", code: errno)
    }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var failed = false
    while !failed {
      let count = read(input, &buffer, buffer.count)
      if count <= 0 { break }
      failed = gzwrite(output, buffer, UInt32(count)) != count
    }
    guard gzclose(output) == Z_OK, !failed else {
      unlink(target)
      throw SystemError("write \(target)", code: ENOSPC)
    }
    unlink(source)
  }
}
