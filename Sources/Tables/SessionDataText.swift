/// What `Session data` may name, and each session has its own of.
public enum SessionVariable: String, CaseIterable, Sendable {
  case user = "&USERID"
  case password = "&PSWD"
  case application = "&APPLID"
  case terminal = "&TERMID"
  /// The terminal's network name, TPX's word for it.
  case network = "&NETNAME"
  /// Where the terminal connects from.
  case address = "&IPADDR"
  /// The next field of the screen.
  case tab = "&TAB"
}

/// An entry's `Session data`, taken apart: the rule that the session's start and `check` follow.
public struct SessionDataText: Sendable {
  /// A text as it stands, or a variable.
  public enum Part: Hashable, Sendable {
    case text(String)
    case variable(SessionVariable)
  }

  /// Its parts in order.
  public private(set) var parts: [Part] = []
  /// Words behind an `&` that are no variable whole, such as `&USERIDX`.
  public private(set) var unknown: [String] = []

  /// Takes an entry's text apart.
  public init(_ text: String) {
    var rest = text[...]
    while let next = rest.utf8.firstIndex(of: UInt8(ascii: "&")) {
      if next > rest.startIndex { parts.append(.text(String(rest[..<next]))) }
      rest = rest[next...]
      let variable = SessionVariable.allCases.first { Self.begins(rest, $0.rawValue) }
      let word = rest.utf8.dropFirst().prefix(while: Self.isWord)
      let count = variable?.rawValue.utf8.count ?? 1
      if !word.isEmpty, word.count + 1 != count { unknown.append("&" + String(Substring(word))) }
      parts.append(variable.map { .variable($0) } ?? .text("&"))
      rest = rest[rest.utf8.index(rest.startIndex, offsetBy: count)...]
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
  }

  /// Whether a text begins with a variable's name, in any case.
  private static func begins(_ text: Substring, _ name: String) -> Bool {
    text.utf8.count >= name.utf8.count
      && zip(text.utf8, name.utf8).allSatisfy { byte, wanted in
        byte == wanted || (byte & 0xDF == wanted && (0x41...0x5A).contains(wanted))
      }
  }

  /// ASCII letters and digits.
  private static func isWord(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
  }

  /// Whether it names a variable.
  public func has(_ variable: SessionVariable) -> Bool { parts.contains(.variable(variable)) }
}
