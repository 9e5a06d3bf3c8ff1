import Bytes

/// A single-byte EBCDIC code page, or the single-byte part of a mixed one: which character a code
/// point means.
///
/// Relayed screens are never translated; panels, messages, logs and scripts are.
public struct CodePage: Sendable, Equatable {
  /// What all that has the page shares: the page is one reference.
  private final class Table: Sendable {
    let name: String
    let characters: [UInt16]
    let codePoints: [UInt16: UInt8]
    /// Code points of the ASCII characters, since nearly all text of panels is ASCII.
    let ascii: [UInt8]

    init(name: String, characters: [UInt16]) {
      self.name = name
      self.characters = characters
      var reverse: [UInt16: UInt8] = [:]
      // Where two code points mean one character, the lower is the one we write.
      for (code, character) in characters.enumerated().reversed()
      where character != CodePage.undefined {
        reverse[character] = UInt8(code)
      }
      codePoints = reverse
      ascii = (0..<128).map { (value: UInt16) -> UInt8 in
        if value < 0x20 || value == 0x7F { return CodePage.blank }
        // A page without small letters shows capitals.
        let capital = (0x61...0x7A).contains(value) ? reverse[value - 0x20] : nil
        return reverse[value] ?? capital ?? CodePage.substitute
      }
    }
  }

  private let table: Table

  private init(name: String, characters: [UInt16]) {
    table = Table(name: name, characters: characters)
  }

  /// The page's number, as `037`, or `bracket` for x3270's default.
  public var name: String { table.name }

  /// Whether both are one page: there is one of each name.
  public static func == (one: CodePage, other: CodePage) -> Bool { one.table === other.table }

  /// Stands in the tables for a code point without a character.
  private static let undefined: UInt16 = 0xFFFD

  /// Code point shown where a character has none: a question mark (X'6F' in every page here).
  public static let substitute: UInt8 = 0x6F
  /// A blank.
  public static let blank: UInt8 = 0x40

  /// United States and Canada, the page of names and of most hosts.
  public static let cp037 = CodePage(name: "037", characters: base)
  /// Page 037 with brackets where page 1047 has them: x3270's default, which reports itself as 037.
  public static let bracket = named("bracket") ?? cp037

  private static let base: [UInt16] = (Hex.decode(CodePageTables.cp037) ?? []).map { UInt16($0) }
  private static let others: [String: CodePage] = {
    var pages: [String: CodePage] = [:]
    for entry in CodePageTables.differences {
      var characters = base
      for (code, character) in entry.changes { characters[Int(code)] = character }
      pages[entry.name] = CodePage(name: entry.name, characters: characters)
    }
    for entry in CodePageTables.whole {
      let bytes = Hex.decode(entry.characters) ?? []
      let shown = stride(from: 0, to: bytes.count - 1, by: 2).map { index in
        UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
      }
      pages[entry.name] = CodePage(
        name: entry.name, characters: base[..<0x40] + shown + base[(0x40 + shown.count)...])
    }
    return pages
  }()

  /// The single-byte part of pages that mix it with double-byte text (SO, SI).
  private static let mixed: [String: String] = [
    "930": "290", "933": "833", "935": "836", "937": "037", "939": "1027", "1364": "833",
    "1388": "836", "1390": "290", "1399": "1027",
  ]

  /// Names of all pages, in order of their numbers.
  public static var names: [String] {
    (["037"] + others.keys + mixed.keys).sorted {
      (Int($0) ?? .max, $0) < (Int($1) ?? .max, $1)
    }
  }

  /// The page of this name, with or without `cp` before it; nil where there is none.
  ///
  /// A mixed page's name, such as `930`, gives its single-byte part.
  public static func named(_ name: String) -> CodePage? {
    let plain = Self.number(name)
    let number = mixed[plain] ?? plain
    return number == "037" || number == "37" ? cp037 : others[number]
  }

  /// A page's name without `cp` before it.
  public static func number(_ name: String) -> String {
    let folded = name.lowercased()
    return folded.hasPrefix("cp") ? String(folded.dropFirst(2)) : folded
  }

  /// The page of a terminal that reports this coded graphic character set (Query Reply, Character Sets):
  /// the set's number in the upper half, the page's in the lower. Nil where no page has it.
  public static func page(ofCharacterSet identifier: UInt32) -> CodePage? {
    let (set, number) = (identifier >> 16, identifier & 0xFFFF)
    // x3270's default reports itself as 697/37 and has the brackets of 1047.
    return set == latin1Set && number == 37 ? .bracket : named(String(number))
  }

  private static let latin1Set: UInt32 = 697

  /// Code point of a character, or nil where the page has none.
  public func encode(_ character: Unicode.Scalar) -> UInt8? {
    guard character.value <= 0xFFFF else { return nil }
    return table.codePoints[UInt16(character.value)]
  }

  /// Code point of an ASCII byte, as `encode` of its character gives it; for secrets, which are
  /// never text.
  public func encode(ascii byte: UInt8) -> UInt8 {
    byte < 128 ? table.ascii[Int(byte)] : Self.substitute
  }

  /// Code points of a text; what the page lacks becomes `substitute`, controls become blanks.
  public func encode(_ text: String) -> [UInt8] {
    var codes: [UInt8] = []
    append(text, atMost: .max, to: &codes)
    return codes
  }

  /// Appends the first code points of a text, as `encode` gives them.
  ///
  /// - Returns: how many were appended.
  @discardableResult
  public func append(_ text: String, atMost limit: Int, to codes: inout [UInt8]) -> Int {
    let bytes = text.utf8.span
    let count = min(bytes.count, limit)
    var every: UInt8 = 0
    for index in 0..<count { every |= bytes[index] }
    guard every < 128 else {
      // Nearly all text is ASCII: no scalars are made of it.
      let scalars = text.unicodeScalars.prefix(limit)
      codes.append(contentsOf: scalars.map { encode(orSubstitute: $0) })
      return scalars.count
    }
    let start = codes.count
    codes.append(contentsOf: repeatElement(Self.blank, count: count))
    let ascii = table.ascii
    let codePoints = ascii.span
    var places = codes.mutableSpan
    precondition(codePoints.count == 128 && start + count == places.count)
    for index in 0..<count { places[start + index] = codePoints[Int(bytes[index] & 0x7F)] }
    return count
  }

  private func encode(orSubstitute scalar: Unicode.Scalar) -> UInt8 {
    if scalar.value < 128 { return table.ascii[Int(scalar.value)] }
    guard !(0x80...0x9F).contains(scalar.value) else { return Self.blank }
    return encode(scalar) ?? Self.substitute
  }

  /// The character of a code point.
  public func decode(_ code: UInt8) -> Unicode.Scalar {
    Unicode.Scalar(table.characters[Int(code)]) ?? "?"
  }

  /// Text of code points; controls and nulls become blanks.
  public func decode(_ codes: some Sequence<UInt8>) -> String {
    var text = String.UnicodeScalarView()
    for code in codes { text.append(code < 0x40 || code == 0xFF ? " " : decode(code)) }
    return String(text)
  }
}
