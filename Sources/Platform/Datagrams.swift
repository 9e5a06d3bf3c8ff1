import CPlatform

/// Datagrams to services of this machine, such as journald and systemd's notify socket.
public enum Datagrams {
  /// Sends one datagram to a local socket; `@` before the path names an abstract one. Never waits.
  ///
  /// - Throws: where nobody takes it: no such socket, or too many datagrams wait there (EAGAIN).
  public static func send(_ bytes: [UInt8], to path: String) throws(SystemError) {
    _ = try system("send to \(path)") {
      bytes.withUnsafeBytes { cplatform_datagram(path, $0.baseAddress, $0.count) }
    }
  }
}
