import Foundation

/// A TCP listener of a test's own, and the connection that came.
public final class TestListener {
  private let listener: Int32
  private var connection: Int32 = -1
  /// Port on this machine.
  public let port: Int

  /// Listens on a free port.
  public init() throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let number = listener
    let result = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(number, $0, length) == 0 && listen(number, 8) == 0
          && getsockname(number, $0, &length) == 0
      }
    }
    guard result else { throw CocoaError(.fileReadUnknown) }
    port = Int(UInt16(bigEndian: address.sin_port))
  }

  /// The listener's descriptor, which stays its own.
  public var descriptor: Int32 { listener }

  /// A port that nobody has now, for a program that cannot choose one itself.
  public static func freePort() throws -> Int { try TestListener().port }

  deinit {
    close(listener)
    if connection >= 0 { close(connection) }
  }

  /// Waits for a connection; the one before ends.
  public func accept() throws {
    hangUp()
    connection = Foundation.accept(listener, nil, nil)
    guard connection >= 0 else { throw CocoaError(.fileReadUnknown) }
    var on: Int32 = 1
    setsockopt(connection, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4)
    var patience = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(
      connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
  }

  /// Sends bytes on the connection.
  public func send(_ bytes: [UInt8]) {
    _ = Foundation.send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  /// Sends as much as the peer takes, until it has taken nothing for a second; how much that was.
  public func offer(_ bytes: [UInt8]) -> Int { Socket.offer(bytes, to: connection) }

  /// Ends the connection in order; the listener stays.
  public func hangUp() {
    if connection >= 0 { close(connection) }
    connection = -1
  }

  /// Breaks the connection off with RST, as a host that crashes or a firewall does.
  public func reset() {
    var now = linger(l_onoff: 1, l_linger: 0)
    setsockopt(connection, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    hangUp()
  }

  /// What comes next; empty at the end.
  public func receive() -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(connection, &buffer, buffer.count, 0)
    return count > 0 ? Array(buffer[..<count]) : []
  }
}

enum Socket {
  /// Sends as much as the peer takes, until it has taken nothing for a second; how much that was.
  static func offer(_ bytes: [UInt8], to socket: Int32) -> Int {
    var sent = 0
    var ready = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
    while sent < bytes.count, poll(&ready, 1, 1000) == 1 {
      let count = bytes[sent...].withUnsafeBytes {
        Foundation.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
      }
      guard count > 0 else { break }
      sent += count
    }
    return sent
  }
}
