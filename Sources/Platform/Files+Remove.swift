import Glibc

extension Files {
  /// Removes a file.
  public static func remove(_ path: String) throws(SystemError) {
    _ = try system("unlink \(path)") { unlink(path) }
  }
}
