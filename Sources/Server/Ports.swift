import Glibc
import Platform

/// The ports that terminals connect to, kept open as long as the server runs.
///
/// They have their addresses before anything else is done, so that a port in use is found out first;
/// nobody can connect before the start is through.
final class Ports: Sendable {
  /// One port.
  private struct Port: Sendable {
    let wanted: SocketAddress
    let listener: PortDesk.Listener
  }

  private let all: [Port]

  /// Takes addresses; nobody can connect yet.
  init(_ addresses: [(SocketAddress, isSecure: Bool)]) throws(Server.StartError) {
    var all: [Port] = []
    for (address, isSecure) in addresses {
      do {
        let number = try Sockets.bind(to: address).release()
        all.append(
          Port(wanted: address, listener: PortDesk.Listener(number: number, isSecure: isSecure)))
      } catch {
        for port in all { close(port.listener.number) }
        throw Self.fault(error)
      }
    }
    self.all = all
  }

  deinit { for port in all { close(port.listener.number) } }

  var listeners: [PortDesk.Listener] { all.map(\.listener) }

  /// From here on terminals can connect.
  func listen() throws(Server.StartError) {
    for port in all {
      do {
        try Sockets.listen(port.listener.number, port.wanted)
      } catch {
        throw Self.fault(error)
      }
    }
  }

  /// The addresses as they came to be: a port of 0 was chosen by the system.
  func opened() throws(SystemError) -> [(address: SocketAddress, isSecure: Bool)] {
    try all.map { (port) throws(SystemError) in
      let number = try Sockets.port(of: port.listener.number)
      return (SocketAddress(host: port.wanted.host, port: number), port.listener.isSecure)
    }
  }

  private static func fault(_ error: SystemError) -> Server.StartError {
    Server.StartError(
      lines: ["\(error)"]
        + (error.isAddressInUse
          ? ["another program listens there; name another port with --listen"] : []))
  }
}
