import CPlatform
import Glibc

/// Tells when files in some directories change.
public struct FileWatch: ~Copyable, Sendable {
  private let descriptor: Descriptor

  public init(_ directories: [String]) throws(SystemError) {
    let watch = Descriptor(try system("inotify_init") { cplatform_inotify() })
    for directory in directories {
      let number = watch.number
      _ = try system("inotify_add_watch \(directory)") {
        cplatform_inotify_add(number, directory)
      }
    }
    descriptor = watch
  }

  /// Waits for a change, and then until none has come for a moment: editors write in several steps.
  public func wait() {
    var buffer = [UInt8](repeating: 0, count: 4096)
    _ = Glibc.read(descriptor.number, &buffer, buffer.count)
    var watched = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
    while poll(&watched, 1, 50) > 0 {
      _ = Glibc.read(descriptor.number, &buffer, buffer.count)
    }
  }
}
