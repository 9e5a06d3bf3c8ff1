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
    /// Whether terminals could connect before this process began.
    var isOpen = false
  }

  private let all: [Port]

  /// Takes addresses; nobody can connect yet, except to ports that were kept or given.
  ///
  /// - `kept`: ports of the worker before this one, which are taken where they are wanted.
  /// - `given`: listeners of the service manager's; one whose name begins with `tls` is for TLS.
  init(
    _ addresses: [(SocketAddress, isSecure: Bool)], kept: [Held] = [],
    given: [(name: String, descriptor: Int32)] = []
  ) throws(Server.StartError) {
    var all: [Port] = []
    var kept = kept
    for (name, descriptor) in given {
      all.append(try Self.port(of: descriptor, isSecure: name.hasPrefix("tls")))
    }
    for (address, isSecure) in addresses {
      let found = kept.firstIndex {
        $0.kind == .listener(isSecure: isSecure) && $0.address == address.description
      }
      if let found {
        let listener = PortDesk.Listener(number: kept[found].descriptor, isSecure: isSecure)
        kept.remove(at: found)
        all.append(Port(wanted: address, listener: listener, isOpen: true))
        continue
      }
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

  /// A listener that the service manager gave.
  private static func port(
    of descriptor: Int32, isSecure: Bool
  ) throws(Server.StartError) -> Port {
    do {
      let address = try Sockets.take(listener: descriptor)
      return Port(
        wanted: address, listener: PortDesk.Listener(number: descriptor, isSecure: isSecure),
        isOpen: true)
    } catch {
      throw Server.StartError(lines: ["the service manager gave no listener: \(error)"])
    }
  }

  var listeners: [PortDesk.Listener] { all.map(\.listener) }

  /// Has all ports kept, so that who connects while there is no worker waits for the next one.
  func hold(_ custody: any Custody) {
    for (index, port) in all.enumerated() {
      custody.hold(
        Held(
          token: UInt64(index + 1), .listener(isSecure: port.listener.isSecure),
          descriptor: port.listener.number, address: port.wanted.description))
    }
  }

  /// From here on terminals can connect.
  func listen() throws(Server.StartError) {
    for port in all where !port.isOpen {
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
