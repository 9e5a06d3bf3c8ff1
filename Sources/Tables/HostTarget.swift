import Names

/// Where a session's application is (`Host`).
public enum HostTarget: Hashable, Sendable, CustomStringConvertible {
  /// A demonstration application of the server: TSO-like, on a system with this SMF ID.
  case demoTSO(systemID: String)
  /// CICS-like.
  case demoCICS
  /// The operator's commands, as a session.
  case operatorSession
  /// The administration of the tables, as a session.
  case adminSession
  /// What users change of themselves, as a session.
  case selfMaintenance
  /// Another user's screen, as a session.
  case viewSession
  /// A TN3270 host.
  case tn3270(host: String, port: UInt16, isSecure: Bool)

  /// One way of writing it: a row of the table from which parser, help and schema come.
  private struct Form: Sendable {
    /// What it begins with.
    let scheme: String
    /// What may follow, in words.
    let operand: String
    /// The same for a JSON Schema (ECMA-262).
    let pattern: String
    /// The target of what follows; nil where it is not what was expected.
    let read: @Sendable (Substring) -> HostTarget?
  }

  private static let forms: [Form] = [
    Form(scheme: "builtin:tso:", operand: "SMFID", pattern: "[A-Za-z0-9$#@]{1,4}") {
      SystemID($0).map { .demoTSO(systemID: $0.description) }
    },
    Form(scheme: "builtin:cics", operand: "", pattern: "") { $0.isEmpty ? .demoCICS : nil },
    Form(scheme: "builtin:tpxoper", operand: "", pattern: "") {
      $0.isEmpty ? .operatorSession : nil
    },
    Form(scheme: "builtin:tpxadmin", operand: "", pattern: "") {
      $0.isEmpty ? .adminSession : nil
    },
    Form(scheme: "builtin:tpxself", operand: "", pattern: "") {
      $0.isEmpty ? .selfMaintenance : nil
    },
    Form(scheme: "builtin:tpxview", operand: "", pattern: "") {
      $0.isEmpty ? .viewSession : nil
    },
    Form(scheme: "tn3270://", operand: "HOST:PORT", pattern: addressPattern) {
      address($0, port: 23).map { .tn3270(host: $0.host, port: $0.port, isSecure: false) }
    },
    Form(scheme: "tn3270s://", operand: "HOST:PORT", pattern: addressPattern) {
      address($0, port: 992).map { .tn3270(host: $0.host, port: $0.port, isSecure: true) }
    },
  ]

  /// What may be written.
  public static let expected: String = {
    let words = forms.map { $0.scheme + $0.operand }
    return words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
  }()

  /// The same for a JSON Schema (ECMA-262).
  static let pattern = "^(" + forms.map { $0.scheme + $0.pattern }.joined(separator: "|") + ")$"

  private static let addressPattern =
    "([^\\s/@:\\[\\]]{1,255}|\\[[^\\s/@\\]]{1,255}\\])(:0*(\(NumberPattern.of(1...65_535))))?"

  /// Nil where the text is none of these.
  public init?(_ text: String) {
    guard let form = Self.forms.first(where: { text.hasPrefix($0.scheme) }),
      let target = form.read(text.dropFirst(form.scheme.count))
    else { return nil }
    self = target
  }

  /// As it is written.
  public var description: String {
    switch self {
    case .demoTSO(let id): "builtin:tso:\(id)"
    case .demoCICS: "builtin:cics"
    case .operatorSession: "builtin:tpxoper"
    case .adminSession: "builtin:tpxadmin"
    case .selfMaintenance: "builtin:tpxself"
    case .viewSession: "builtin:tpxview"
    case .tn3270(let host, let port, let isSecure):
      "\(isSecure ? "tn3270s" : "tn3270")://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
  }

  // MARK: What it is to the rest

  /// Whether the application is the server's own: no network leads to it, and it takes logon data.
  public var isBuiltIn: Bool {
    switch self {
    case .demoTSO, .demoCICS, .operatorSession, .adminSession, .selfMaintenance, .viewSession: true
    case .tn3270: false
    }
  }

  /// Whether the connection begins with TLS.
  public var isSecure: Bool {
    switch self {
    case .demoTSO, .demoCICS, .operatorSession, .adminSession, .selfMaintenance, .viewSession: false
    case .tn3270(_, _, let isSecure): isSecure
    }
  }

  /// For which name it evaluates tickets, whatever the entry says; nil where the entry says it.
  func evaluation(_ application: APPLID) -> TicketEvaluation? {
    switch self {
    case .demoTSO(let id): SystemID(id).map { .tso($0) } ?? .unknown
    case .demoCICS: .application(TicketName(application))
    case .operatorSession, .adminSession, .selfMaintenance, .viewSession, .tn3270: nil
    }
  }

  // MARK: Addresses

  /// Host and port of `HOST:PORT`, an address of IPv6 in brackets.
  /// - Parameters:
  ///   - text: what stands behind the scheme.
  ///   - defaultPort: the port where none follows the host.
  /// - Returns: nil where the text is no such address.
  private static func address(
    _ text: Substring, port defaultPort: UInt16
  ) -> (host: String, port: UInt16)? {
    let host: Substring
    let tail: Substring
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else { return nil }
      host = text[text.index(after: text.startIndex)..<end]
      tail = text[text.index(after: end)...]
    } else {
      host = text[..<(text.utf8.firstIndex(of: UInt8(ascii: ":")) ?? text.endIndex)]
      tail = text[host.endIndex...]
      guard !host.utf8.contains(where: { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "]") })
      else { return nil }
    }
    guard isHost(host), let port = port(tail, defaultPort) else { return nil }
    return (String(host), port)
  }

  /// Whether a text may be a host's name or address: 1 to 255 characters, no blank, `/` or `@`.
  private static func isHost(_ text: Substring) -> Bool {
    let hasBlank =
      text.utf8.allSatisfy { $0 < 0x80 }
      ? text.utf8.contains { $0 == 0x20 || (0x09...0x0D).contains($0) }
      : text.unicodeScalars.contains { $0.properties.isWhitespace }
    return !hasBlank && (1...255).contains(text.unicodeScalars.count)
      && !text.utf8.contains { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "@") }
  }

  /// The port behind a colon; the default where nothing follows the host.
  private static func port(_ tail: Substring, _ defaultPort: UInt16) -> UInt16? {
    guard !tail.isEmpty else { return defaultPort }
    let digits = tail.dropFirst()
    guard tail.first == ":", digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return UInt16(digits).flatMap { $0 > 0 ? $0 : nil }
  }
}
