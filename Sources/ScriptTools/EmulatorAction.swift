/// An action of x3270's scripts: a name, and parameters in brackets or behind blanks.
struct EmulatorAction: Hashable {
  let name: String
  let parameters: [String]

  /// Why a line is no list of actions.
  enum Fault: Error, Hashable {
    case unreadable

    var reason: String { "this is no action of x3270 with its parameters" }
  }

  /// Actions of one line: `Name(a,b)`, several of them behind each other, or `Name a b` alone.
  static func actions(_ line: String) throws(Fault) -> [EmulatorAction] {
    var reader = Reader(line)
    var actions: [EmulatorAction] = []
    while let name = try reader.name() {
      if let parameters = try reader.bracketed() {
        actions.append(EmulatorAction(name: name, parameters: parameters))
      } else {
        actions.append(EmulatorAction(name: name, parameters: try reader.words()))
      }
    }
    return actions
  }

  private struct Reader {
    private let characters: [Character]
    private var at = 0

    init(_ line: String) { characters = Array(line) }

    private var next: Character? { at < characters.count ? characters[at] : nil }

    private mutating func skipBlanks() {
      while next == " " || next == "\t" { at += 1 }
    }

    mutating func name() throws(Fault) -> String? {
      skipBlanks()
      guard next != nil else { return nil }
      let start = at
      while let character = next, character.isASCII, character.isLetter || character.isNumber {
        at += 1
      }
      guard at > start else { throw .unreadable }
      return String(characters[start..<at])
    }

    mutating func bracketed() throws(Fault) -> [String]? {
      skipBlanks()
      guard next == "(" else { return nil }
      at += 1
      var parameters: [String] = []
      while true {
        skipBlanks()
        if next == ")", parameters.isEmpty {
          at += 1
          return []
        }
        parameters.append(try parameter(until: ",)"))
        skipBlanks()
        defer { at += 1 }
        switch next {
        case ",": continue
        case ")": return parameters
        default: throw .unreadable
        }
      }
    }

    /// Parameters behind blanks, to the end of the line.
    mutating func words() throws(Fault) -> [String] {
      var parameters: [String] = []
      while next != nil {
        parameters.append(try parameter(until: " \t"))
        skipBlanks()
      }
      return parameters
    }

    private mutating func parameter(until ends: String) throws(Fault) -> String {
      var text = ""
      guard next == "\"" else {
        while let character = next, !ends.contains(character) {
          text.append(character)
          at += 1
        }
        return text.trimmed
      }
      at += 1
      while let character = next, character != "\"" {
        text.append(character)
        at += 1
        // The character behind a backslash is read with what the text means.
        if character == "\\", let second = next {
          text.append(second)
          at += 1
        }
      }
      guard next == "\"" else { throw .unreadable }
      at += 1
      return text
    }
  }
}

/// Pieces of a text of x3270's String: what is typed, and keys in the form of escapes.
enum EmulatorText {
  enum Piece: Hashable {
    case text(String)
    /// An action without parameters, or with a number.
    case action(String, [String])
    /// An escape that no script has; as it stands.
    case unknown(String)
  }

  /// Takes a text apart; escapes are those of x3270's manual.
  static func pieces(_ text: String) -> [Piece] {
    var pieces: [Piece] = []
    var plain = ""
    func end() {
      if !plain.isEmpty { pieces.append(.text(plain)) }
      plain = ""
    }
    var rest = text[...]
    while let character = rest.popFirst() {
      guard character == "\\", let escape = rest.first else {
        plain.append(character)
        continue
      }
      if escape == "\\" || escape == "\"" || escape == "'" {
        rest.removeFirst()
        plain.append(escape)
        continue
      }
      end()
      pieces.append(piece(&rest))
    }
    end()
    return pieces
  }

  /// An escape behind its backslash.
  private static func piece(_ rest: inout Substring) -> Piece {
    for (head, name) in [("pf", "PF"), ("pa", "PA")] where rest.hasPrefix(head) {
      let number = rest.dropFirst(2).prefix(2).prefix { $0.isASCII && $0.isNumber }
      guard !number.isEmpty else { break }
      rest = rest[number.endIndex...]
      return .action(name, [String(number)])
    }
    let escape = rest.removeFirst()
    switch escape {
    case "n": return .action("Enter", [])
    case "t": return .action("Tab", [])
    case "T": return .action("BackTab", [])
    case "f": return .action("Clear", [])
    case "r": return .action("Newline", [])
    case "b": return .action("Left", [])
    default: return .unknown("\\\(escape)")
    }
  }
}
