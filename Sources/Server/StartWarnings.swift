import Names
import Platform

/// What a server starts with all the same, and what is seldom wanted: said at the start, and in the log.
enum StartWarnings {
  /// Of ports where passwords come over the network as they are typed.
  static func ports(
    _ addresses: [SocketAddress], allowsClearPasswords: Bool
  ) -> [String] {
    guard allowsClearPasswords else { return [] }
    return addresses.filter { !PeerAddress($0.host).isLoopback }.map {
      "\($0) takes passwords in clear, and others may listen in; --listen-tls takes them inside "
        + "TLS, and Allow cleartext passwords: N in ACT/System.yaml refuses them in clear"
    }
  }

  /// Of a port for figures that others reach.
  static func figures(_ address: SocketAddress) -> [String] {
    guard !PeerAddress(address.host).isLoopback else { return [] }
    return [
      "figures are told to whoever reaches \(address) (Metrics address in ACT/System.yaml): how "
        + "many users there are, and names of applications; :PORT tells them on this machine alone"
    ]
  }

  /// Of files that hold keys: who else can read them.
  static func key(_ path: String) -> [String] {
    do throws(FileRights.Fault) {
      try FileRights.check(path, .seenByOwnerAlone)
      return []
    } catch {
      return ["\(error.path): \(error.reason)"]
    }
  }
}
