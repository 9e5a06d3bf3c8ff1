import Foundation
import Testing

@testable import Platform

@Suite struct KeepaliveTests {
  private static func option(_ socket: Int32, _ level: Int32, _ name: Int32) -> Int32 {
    var (value, length) = (Int32(-1), socklen_t(4))
    getsockopt(socket, level, name, &value, &length)
    return value
  }

  @Test(arguments: [(5, 1), (60, 10), (7200, 1200)])
  func `a silent peer is asked, and given up after the same time again`(
    seconds: Int, interval: Int32
  ) throws {
    let listener = try Sockets.listen(on: SocketAddress(host: "127.0.0.1", port: 0))
    let port = try Sockets.port(of: listener.number)
    let (number, _) = try Sockets.connect(to: SocketAddress(host: "127.0.0.1", port: port))
    let socket = Descriptor(number)
    try Sockets.keepAlive(socket.number, seconds: seconds)
    expectWatched(number, seconds, interval)
    _ = socket
  }

  private func expectWatched(_ number: Int32, _ seconds: Int, _ interval: Int32) {
    let tcp = Int32(IPPROTO_TCP)
    #expect(Self.option(number, SOL_SOCKET, SO_KEEPALIVE) == 1)
    #expect(Self.option(number, tcp, TCP_KEEPIDLE) == Int32(seconds))
    #expect(Self.option(number, tcp, TCP_KEEPINTVL) == interval)
    #expect(Self.option(number, tcp, TCP_KEEPCNT) == 6)
    #expect(Self.option(number, tcp, TCP_USER_TIMEOUT) == (Int32(seconds) + 5 * interval) * 1000)
    #expect(Self.option(number, tcp, TCP_NODELAY) == 1)
  }

  @Test(arguments: [(5, 1), (7200, 1200)])
  func `a listener's keepalive is that of the connections which come from then on`(
    seconds: Int, interval: Int32
  ) throws {
    let listener = try Sockets.listen(on: SocketAddress(host: "127.0.0.1", port: 0))
    let port = try Sockets.port(of: listener.number)
    try Sockets.keepAlive(listener.number, seconds: 60)
    try Sockets.keepAlive(listener.number, seconds: seconds)
    let (number, _) = try Sockets.connect(to: SocketAddress(host: "127.0.0.1", port: port))
    let peer = Descriptor(number)
    var wanted = pollfd(fd: listener.number, events: Int16(POLLIN), revents: 0)
    #expect(poll(&wanted, 1, 10_000) == 1)
    let (came, _) = try #require(try Sockets.accept(listener.number))
    let accepted = Descriptor(came)
    expectWatched(accepted.number, seconds, interval)
    _ = peer
  }

  @Test func `an address needs no look-up, a name does`() {
    for address in ["127.0.0.1", "::1", "192.0.2.7"] { #expect(Sockets.isNumeric(address)) }
    for name in ["", "localhost", "mvs.example", "1.example"] {
      #expect(!Sockets.isNumeric(name))
    }
  }
}
