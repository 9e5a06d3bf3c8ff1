import Names

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

  /// The same for a JSON Schema (ECMA-262).
  static let pattern =
    "^(builtin:cics|builtin:tso:[A-Za-z0-9$#@]{1,4}|tn3270s?://"
    + "([^\\s/@:\\[\\]]{1,255}|\\[[^\\s/@\\]]{1,255}\\])(:0*(\(NumberPattern.of(1...65_535))))?)$"

  /// Nil where the text is none of these.
  public init?(_ text: String) {
    if text == "builtin:cics" {
      self = .demoCICS
      return
    }
    if text.hasPrefix("builtin:tso:") {
      guard let id = SystemID(text.dropFirst(12)) else { return nil }
      self = .demoTSO(systemID: id.description)
      return
    }
    let isSecure = text.hasPrefix("tn3270s://")
    guard isSecure || text.hasPrefix("tn3270://") else { return nil }
    let rest = text.dropFirst(isSecure ? 10 : 9)
    let standard: UInt16 = isSecure ? 992 : 23
    let host: Substring
    let tail: Substring
    if rest.hasPrefix("[") {
      guard let end = rest.firstIndex(of: "]") else { return nil }
      host = rest[rest.index(after: rest.startIndex)..<end]
      tail = rest[rest.index(after: end)...]
    } else {
      host = rest.prefix { $0 != ":" }
      tail = rest[host.endIndex...]
      guard !host.contains(where: { "[]".contains($0) }) else { return nil }
    }
    guard (1...255).contains(host.unicodeScalars.count),
      host.allSatisfy({ !$0.isWhitespace && !"/@".contains($0) }),
      let port = Self.port(tail, standard)
    else { return nil }
    self = .tn3270(host: String(host), port: port, isSecure: isSecure)
  }

  /// The port behind a colon; the standard one where nothing follows the host.
  private static func port(_ tail: Substring, _ standard: UInt16) -> UInt16? {
    guard !tail.isEmpty else { return standard }
    let digits = tail.dropFirst()
    guard tail.first == ":", digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return UInt16(digits).flatMap { $0 > 0 ? $0 : nil }
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
