import Glibc
import Platform

/// The service manager that started this process, as far as its environment tells: who is told how it
/// goes (sd_notify(3)), and listeners that it gave (sd_listen_fds(3)). Both are a few words; there is no
/// library between.
public struct ServiceManager: Sendable {
  /// Listeners that it gave, with their names.
  let listeners: [(name: String, descriptor: Int32)]
  /// Socket where it listens; nil where nobody does.
  let path: String?

  /// First descriptor that a service manager gives.
  private static let firstDescriptor: Int32 = 3

  /// Reads the environment, and takes out what is not for processes that this one starts.
  public init() {
    self.init(value: { name in getenv(name).map { String(cString: $0) } }, process: Processes.own)
    for name in ["NOTIFY_SOCKET", "LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] { unsetenv(name) }
  }

  /// One that a keeper before this one had; its listeners are among what that one kept.
  init(path: String?) {
    self.path = path
    listeners = []
  }

  /// - `value`: what a variable of the environment has.
  /// - `process`: number of this process; listeners that are another's are none of its business.
  init(value: (String) -> String?, process: Int32) {
    let path = value("NOTIFY_SOCKET") ?? ""
    self.path = path.hasPrefix("/") || path.hasPrefix("@") ? path : nil
    let count = value("LISTEN_FDS").flatMap { Int32($0) } ?? 0
    guard value("LISTEN_PID").flatMap({ Int32($0) }) == process, (1...64).contains(count) else {
      listeners = []
      return
    }
    let names = (value("LISTEN_FDNAMES") ?? "").split(
      separator: ":", omittingEmptySubsequences: false)
    listeners = (0..<count).map { index in
      let name = names.indices.contains(Int(index)) ? String(names[Int(index)]) : ""
      return (name, Self.firstDescriptor + index)
    }
  }

  /// Tells lines such as `READY=1`.
  func notify(_ lines: [String]) {
    guard let path else { return }
    // One that does not listen is not waited for: the service itself goes on.
    try? Datagrams.send(Array(lines.joined(separator: "\n").utf8), to: path)
  }
}
