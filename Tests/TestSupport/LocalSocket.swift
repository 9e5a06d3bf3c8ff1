import Foundation

/// A client of a socket in the file system that sends what it likes.
public final class LocalClient: Sendable {
  private let socket: Int32

  /// Connects to a socket.
  public init(path: String) throws {
    socket = Foundation.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard withLocalAddress(path, { connect(socket, $0, $1) }) == 0 else {
      throw CocoaError(.fileReadUnknown)
    }
  }

  deinit { close(socket) }

  /// Sends bytes.
  public func send(_ bytes: [UInt8]) {
    _ = Foundation.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  /// What comes until the other side closes.
  public func readToEnd() -> String { String(decoding: LocalListener.read(socket), as: UTF8.self) }
}

/// A server on a path that reads one request, sends what it was given, and closes.
public final class LocalListener: Sendable {
  private let socket: Int32

  /// Listens on a path for one request.
  public init(path: String, answer: String) throws {
    socket = Foundation.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard withLocalAddress(path, { bind(socket, $0, $1) }) == 0, listen(socket, 4) == 0 else {
      throw CocoaError(.fileWriteUnknown)
    }
    let listener = socket
    Thread.detachNewThread {
      let peer = accept(listener, nil, nil)
      guard peer >= 0 else { return }
      _ = Self.read(peer)
      let bytes = Array(answer.utf8)
      _ = Foundation.send(peer, bytes, bytes.count, Int32(MSG_NOSIGNAL))
      close(peer)
    }
  }

  deinit { close(socket) }

  fileprivate static func read(_ socket: Int32) -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(socket, &buffer, buffer.count, 0)
      guard count > 0 else { return all }
      all += buffer[..<count]
    }
  }
}

private func withLocalAddress(
  _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
) -> Int32 {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else { return -1 }
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
  return withUnsafePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
}

/// A socket that takes datagrams, as journald's and systemd's do.
public final class DatagramReader: Sendable {
  private let socket: Int32

  /// Takes datagrams at a path from now on.
  public init(path: String) throws {
    socket = Foundation.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    guard withLocalAddress(path, { bind(socket, $0, $1) }) == 0 else {
      throw CocoaError(.fileWriteUnknown)
    }
  }

  deinit { close(socket) }

  /// The datagrams that wait, in order.
  public func readAll() -> [[UInt8]] {
    var all: [[UInt8]] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = recv(socket, &buffer, buffer.count, Int32(MSG_DONTWAIT))
      guard count > 0 else { return all }
      all.append(Array(buffer[..<count]))
    }
  }
}
