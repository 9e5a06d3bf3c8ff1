import Glibc
import Platform

/// haproxy in TCP mode before the measured host, on one thread as the server's sessions are; or before
/// the server's own port in clear, where it ends TLS.
final class MeasuredProxy {
  let address: SocketAddress
  private let child: ChildProcess

  var process: Int32 { child.process }

  /// How long it may take until it takes connections.
  private static let patience = 200

  /// Why it is of no use.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// - `certificate`: PEM file of a certificate with its key, for terminals inside TLS; nil for clear.
  init(
    _ program: String, host: SocketAddress, terminals: Int, in site: MeasuredSite,
    certificate: String? = nil
  ) throws {
    let port: UInt16
    do {
      // It cannot say which port it took: one that was free a moment ago is named to it.
      let listener = try Sockets.listen(on: SocketAddress(host: "127.0.0.1", port: 0))
      port = try Sockets.port(of: listener.number)
    }
    address = SocketAddress(host: "127.0.0.1", port: port)
    let file = site.folder + "/haproxy.cfg"
    let text = """
      global
        maxconn \(terminals + 16)
        nbthread 1
      defaults
        mode tcp
        timeout connect 10s
        timeout client 1h
        timeout server 1h
      listen relay
        bind \(address)\(certificate.map { " ssl crt \($0)" } ?? "")
        server host \(host)

      """
    try Files.write(Array(text.utf8), to: file)
    child = try ChildProcess(program, ["-db", "-f", file])
    for _ in 0..<Self.patience {
      if try Self.isThere(address) { return }
      usleep(50_000)
    }
    child.end()
    throw Failure(description: "\(program) takes no connections")
  }

  private static func isThere(_ address: SocketAddress) throws(SystemError) -> Bool {
    let (number, isConnected) = try Sockets.connect(to: address)
    let socket = Descriptor(number)
    var watched = pollfd(fd: socket.number, events: Int16(POLLOUT), revents: 0)
    guard isConnected || poll(&watched, 1, 1000) > 0 else { return false }
    return Sockets.connectError(socket.number, to: address) == nil
  }

  func end() { child.end() }
}
