/// A crypto card of a site: the built-in one, or a PKCS#11 token.
public enum CardTarget: Hashable, Sendable, CustomStringConvertible {
  case software
  /// A token of a module, both by name; the PIN is in a file.
  case token(TokenAddress)

  /// What may be written.
  public static let expected =
    "software, or pkcs11:token=LABEL?module-path=FILE&pin-source=file:FILE (RFC 7512; "
    + "credential:NAME for one of systemd's)"

  /// The same for a JSON Schema (ECMA-262); that each attribute stands once is beyond it.
  static let pattern =
    "^([Ss][Oo][Ff][Tt][Ww][Aa][Rr][Ee]|pkcs11:token=[^;?]+[?]"
    + "(module-path=/[^&]*&pin-source=[^&]+|pin-source=[^&]+&module-path=/[^&]*))$"

  /// Nil where the text is neither.
  public init?(_ text: String) {
    if text.lowercased() == "software" {
      self = .software
      return
    }
    guard let address = TokenAddress(text) else { return nil }
    self = .token(address)
  }

  /// As it is written.
  public var description: String {
    switch self {
    case .software: "software"
    case .token(let address): address.description
    }
  }
}

/// Where a PKCS#11 token is (RFC 7512, the attributes that are needed).
public struct TokenAddress: Hashable, Sendable, CustomStringConvertible {
  /// Label of the token.
  public let label: String
  /// Shared library of the module.
  public let module: String
  /// File with the user's PIN.
  public let pinFile: String

  /// Nil where an attribute is missing or unknown.
  public init?(_ text: String) {
    guard text.hasPrefix("pkcs11:"), let question = text.firstIndex(of: "?") else { return nil }
    let path = text[..<question].dropFirst(7)
    let query = text[text.index(after: question)...].split(
      separator: "&", omittingEmptySubsequences: false)
    var values: [String: String] = [:]
    for pair in [path] + query {
      guard let equal = pair.firstIndex(of: "=") else { return nil }
      let value = Self.decoded(pair[pair.index(after: equal)...])
      guard values.updateValue(value, forKey: String(pair[..<equal])) == nil else { return nil }
    }
    guard path.hasPrefix("token="), !path.contains(";"),
      Set(values.keys) == ["token", "module-path", "pin-source"],
      let label = values["token"], let module = values["module-path"],
      let pin = values["pin-source"], !label.isEmpty, module.hasPrefix("/"), !pin.isEmpty
    else { return nil }
    self.label = label
    self.module = module
    pinFile = pin.hasPrefix("file:") ? String(pin.dropFirst(5)) : pin
  }

  /// As it is written.
  public var description: String {
    let isCredential = pinFile.hasPrefix("credential:")
    return "pkcs11:token=\(Self.encoded(label))?module-path=\(Self.encoded(module))&pin-source="
      + (isCredential ? "" : "file:") + Self.encoded(pinFile)
  }

  /// With the signs that part a URI written as `%20` and the like.
  private static func encoded(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      guard "%;?&".unicodeScalars.contains(scalar) else { return String(scalar) }
      return "%" + String(scalar.value, radix: 16, uppercase: true)
    }.joined()
  }

  /// With `%20` and the like undone.
  private static func decoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == 0x25, let high = rest.popFirst(), let low = rest.popFirst(),
        let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16)
      {
        bytes.append(value)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
