import Glibc
import Platform

/// A connection whose bytes are written and read by one thread that may wait.
///
/// Nothing fails here: a peer that ends the connection may be right.
final class BlockingWire {
  private let socket: Descriptor
  private var buffer = [UInt8](repeating: 0, count: 16 << 10)
  /// Nothing more can be written or read.
  private(set) var isEnded = false

  /// How long a peer that does not read is written to, in milliseconds.
  private static let patience: Int32 = 500

  init(_ socket: consuming Descriptor) { self.socket = socket }

  /// Connects; nil where nobody answers.
  convenience init?(to address: SocketAddress) {
    guard let (number, _) = try? Sockets.connect(to: address) else { return nil }
    self.init(Descriptor(number))
    guard wait(for: Int16(POLLOUT), 2000), Sockets.connectError(number, to: address) == nil else {
      return nil
    }
  }

  /// Waits until the socket can do something; false where it cannot in time.
  private func wait(for events: Int16, _ milliseconds: Int32) -> Bool {
    var watched = pollfd(fd: socket.number, events: events, revents: 0)
    return poll(&watched, 1, milliseconds) > 0
  }

  /// Writes all, or as much as the peer takes while it takes anything.
  func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty, !isEnded {
      switch Descriptor.write(socket.number, rest) {
      case .bytes(let count): rest = rest.dropFirst(count)
      case .wouldBlock: if !wait(for: Int16(POLLOUT), Self.patience) { return }
      case .ended, .failed: isEnded = true
      }
    }
  }

  /// What came within some milliseconds; empty where nothing did.
  func read(_ milliseconds: Int32) -> ArraySlice<UInt8> {
    guard !isEnded, wait(for: Int16(POLLIN), milliseconds) else { return [] }
    let number = socket.number
    switch buffer.withUnsafeMutableBytes({ Descriptor.read(number, into: $0) }) {
    case .bytes(let count): return buffer[..<count]
    case .wouldBlock: return []
    case .ended, .failed:
      isEnded = true
      return []
    }
  }

  /// No more bytes from here, but still from there.
  func halfClose() { shutdown(socket.number, Int32(SHUT_WR)) }

  /// The close will be a reset.
  func resetAtClose() {
    var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
    setsockopt(
      socket.number, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
  }

  /// Pauses this thread.
  static func pause(_ milliseconds: Int32) { poll(nil, 0, milliseconds) }
}
