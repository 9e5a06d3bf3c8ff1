import Names
import Platform
import TLS
import Time

/// What a server starts with all the same, and what is seldom wanted: said at the start, and in the log.
enum StartWarnings {
  /// Days before its end from which a certificate is worth a word.
  private static let notice: Int64 = 14

  /// Of a server's own certificate.
  static func certificate(
    _ file: String, _ validity: CertificateValidity, now: WallTime
  ) -> [String] {
    let (from, to) = (day(validity.from), day(validity.to))
    if now.seconds > validity.to {
      return ["\(file): the certificate ended on \(to); terminals that look at it will refuse it"]
    }
    if now.seconds < validity.from {
      return ["\(file): the certificate begins on \(from) only; compare the clock"]
    }
    if now.seconds > validity.to - notice * 86_400 {
      return ["\(file): the certificate ends on \(to)"]
    }
    return []
  }

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
      "figures are told to whoever reaches \(address) (Metrics address in ACT/System.yaml): how many "
        + "users there are, and names of applications; :PORT tells them on this machine alone"
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

  private static func day(_ seconds: Int64) -> String {
    let date = CivilDate(WallTime(seconds: seconds))
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(date.year)-\(two(date.month))-\(two(date.day))"
  }
}
