/// Where a port for figures is: on this machine itself where no address is said.
public struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
  /// An IPv4 address, or an IPv6 address without brackets.
  public let host: String
  /// The TCP port; 0 lets the system choose.
  public let port: UInt16

  /// What may be written.
  public static let expected =
    ":PORT for this machine alone, such as :9327, or ADDRESS:PORT, such as 192.0.2.1:9327"

  /// The same for a JSON Schema (ECMA-262); that a port is under 65536 is beyond it.
  static let pattern = "^([0-9.]+|\\[[0-9A-Fa-f:.]+\\])?:[0-9]{1,5}$"

  /// Nil where the text is neither; names are not looked up.
  public init?(_ text: String) {
    let port = text.split(separator: ":", omittingEmptySubsequences: false).last ?? ""
    guard text.contains(":"), (1...5).contains(port.count),
      port.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt16(port)
    else { return nil }
    self.port = number
    let head = String(text.dropLast(port.count + 1))
    if head.isEmpty {
      host = "127.0.0.1"
    } else if head.hasPrefix("["), head.hasSuffix("]") {
      host = String(head.dropFirst().dropLast())
      guard host.contains(":"), host.allSatisfy({ $0.isHexDigit || ":.".contains($0) }) else {
        return nil
      }
    } else {
      host = head
      guard head.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }) else {
        return nil
      }
    }
  }

  /// As it is written.
  public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
