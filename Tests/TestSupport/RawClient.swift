import Foundation

/// A TCP client that sends what it likes.
public final class RawClient {
  private let socket: Int32

  /// Connects to a port of this machine.
  public init(port: Int) throws {
    socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var patience = timeval(tv_sec: 15, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw CocoaError(.fileReadUnknown) }
  }

  deinit { close(socket) }

  /// Sends bytes; false where the server has closed.
  @discardableResult
  public func send(_ bytes: [UInt8]) -> Bool {
    Foundation.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
  }

  /// Sends as much as the server takes, until it has taken nothing for a second; how much that was.
  public func offer(_ bytes: [UInt8]) -> Int { Socket.offer(bytes, to: socket) }

  /// What the server sends until it closes.
  public func readToEnd() -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(socket, &buffer, buffer.count, 0)
      guard count > 0 else { return all }
      all += buffer[..<count]
    }
  }

  /// At least so many bytes.
  public func read(_ count: Int) -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while all.count < count {
      let got = recv(socket, &buffer, buffer.count, 0)
      guard got > 0 else { return all }
      all += buffer[..<got]
    }
    return all
  }
}
