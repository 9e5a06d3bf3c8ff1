/// Whose address a peer's is, as far as limits and penalties go.
///
/// Whoever has an IPv6 line has at least a network of 2^64 addresses (RFC 6177), so that a network
/// counts as one source; an IPv4 address inside an IPv6 one (`::ffff:192.0.2.1`) is that IPv4 address.
public struct PeerAddress: Hashable, Sendable, CustomStringConvertible {
  /// The address, or the network as `2001:db8:0:1::/64`.
  public let description: String
  /// Whether it is this machine itself.
  public let isLoopback: Bool

  /// - Parameter text: a numeric address as the system writes it; what is none is a source of its own.
  public init(_ text: String) {
    let plain = text.prefix { $0 != "%" }
    if let mapped = Self.mapped(plain) {
      description = String(mapped)
      isLoopback = mapped.hasPrefix("127.")
    } else if let words = Self.words(plain) {
      isLoopback = words == [0, 0, 0, 0, 0, 0, 0, 1]
      description =
        isLoopback
        ? "::1"
        : words.prefix(4).map { String($0, radix: 16) }.joined(separator: ":") + "::/64"
    } else {
      description = String(plain)
      isLoopback = plain.hasPrefix("127.")
    }
  }

  /// The IPv4 address inside `::ffff:a.b.c.d`.
  private static func mapped(_ text: Substring) -> Substring? {
    let prefix = "::ffff:"
    guard text.lowercased().hasPrefix(prefix), text.contains(".") else { return nil }
    return text.dropFirst(prefix.count)
  }

  /// The eight words of an IPv6 address; nil where it is none.
  private static func words(_ text: Substring) -> [UInt16]? {
    guard text.contains(":") else { return nil }
    let halves = text.split(separator: "::", omittingEmptySubsequences: false)
    guard halves.count <= 2 else { return nil }
    var parts: [[UInt16]] = []
    for half in halves {
      var words: [UInt16] = []
      for word in half.split(separator: ":") {
        guard let value = UInt16(word, radix: 16) else { return nil }
        words.append(value)
      }
      parts.append(words)
    }
    let count = parts.reduce(0) { $0 + $1.count }
    guard parts.count == 2 ? count < 8 : count == 8 else { return nil }
    guard parts.count == 2 else { return parts[0] }
    return parts[0] + Array(repeating: 0, count: 8 - count) + parts[1]
  }
}
