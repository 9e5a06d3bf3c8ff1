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
    while let next = rest.firstIndex(of: "&") {
      if next > rest.startIndex { parts.append(.text(String(rest[..<next]))) }
      rest = rest[next...]
      let folded = rest.uppercased()
      let variable = SessionVariable.allCases.first { folded.hasPrefix($0.rawValue) }
      let word = rest.dropFirst().prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
      let count = variable?.rawValue.count ?? 1
      if !word.isEmpty, word.count + 1 != count { unknown.append("&" + word) }
      parts.append(variable.map { .variable($0) } ?? .text("&"))
      rest = rest.dropFirst(count)
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
  }

  /// Whether it names a variable.
  public func has(_ variable: SessionVariable) -> Bool { parts.contains(.variable(variable)) }
}
