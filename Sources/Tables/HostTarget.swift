/// Where a session's application is (`Host`).
public enum HostTarget: Hashable, Sendable, CustomStringConvertible {
  /// A demonstration application of the server: TSO-like, on a system with this SMF ID.
  case demoTSO(systemID: String)
  /// CICS-like.
  case demoCICS
  /// A TN3270 host.
  case tn3270(host: String, port: UInt16, isSecure: Bool)

  /// What may be written.
  public static let expected =
    "builtin:tso:SMFID, builtin:cics, tn3270://HOST:PORT or tn3270s://HOST:PORT"

  /// Nil where the text is none of these.
  public init?(_ text: String) {
    if text == "builtin:cics" {
      self = .demoCICS
      return
    }
    if text.hasPrefix("builtin:tso:") {
      let id = text.dropFirst(12).uppercased()
      guard (1...4).contains(id.count) else { return nil }
      self = .demoTSO(systemID: id)
      return
    }
    let isSecure = text.hasPrefix("tn3270s://")
    guard isSecure || text.hasPrefix("tn3270://") else { return nil }
    let rest = text.dropFirst(isSecure ? 10 : 9)
    let standard: UInt16 = isSecure ? 992 : 23
    if rest.hasPrefix("[") {
      guard let end = rest.firstIndex(of: "]") else { return nil }
      let host = rest[rest.index(after: rest.startIndex)..<end]
      let tail = rest[rest.index(after: end)...]
      guard let port = Self.port(tail.dropFirst(), standard), !host.isEmpty else { return nil }
      self = .tn3270(host: String(host), port: port, isSecure: isSecure)
      return
    }
    let parts = rest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let host = parts.first, !host.isEmpty, host.allSatisfy({ !" /@".contains($0) }),
      let port = Self.port(parts.count > 1 ? parts[1] : "", standard)
    else { return nil }
    self = .tn3270(host: String(host), port: port, isSecure: isSecure)
  }

  private static func port(_ text: some StringProtocol, _ standard: UInt16) -> UInt16? {
    text.isEmpty ? standard : UInt16(text).flatMap { $0 > 0 ? $0 : nil }
  }

  /// As it is written.
  public var description: String {
    switch self {
    case .demoTSO(let id): "builtin:tso:\(id)"
    case .demoCICS: "builtin:cics"
    case .tn3270(let host, let port, let isSecure):
      "\(isSecure ? "tn3270s" : "tn3270")://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
  }
}
