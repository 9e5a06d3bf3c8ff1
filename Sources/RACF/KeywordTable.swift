import Crypto

/// A keyword of a command.
struct Keyword: Sendable {
  /// What is behind it in parentheses.
  enum Value: Sendable {
    case none
    /// A name or number that people may read.
    case open
    /// Free text: as good as open on a command line, and never in a log.
    case text
    /// A key or a password.
    case secret
  }

  /// What comes of it here.
  enum Effect: Sendable {
    case full
    /// It is kept, and listings show it.
    case listed
    /// It is taken, since real decks have it.
    case none
  }

  let name: String
  let value: Value
  let isValueOptional: Bool
  let effect: Effect

  fileprivate let bytes: [UInt8]
}

/// The keywords of a command, in one text: `NAME` stands alone, `NAME()` has a value that may be shown,
/// `NAME(')` free text, `NAME(!)` a secret; with `?` the value may be left out. `~` before a name says that
/// it is taken and has no effect here, `^` that it is kept and listed.
struct KeywordTable: Sendable {
  let keywords: [Keyword]

  init(_ text: String) {
    keywords = text.split { $0 == " " || $0 == "\n" }.map { entry in
      var name = entry[...]
      let effect: Keyword.Effect = name.first == "~" ? .none : name.first == "^" ? .listed : .full
      if effect != .full { name = name.dropFirst() }
      let word = name.prefix { $0 != "(" }
      let sign = name.dropFirst(word.count)
      let value: Keyword.Value =
        switch sign {
        case "": .none
        case "(!)", "(!?)": .secret
        case "(')", "('?)": .text
        default: .open
        }
      return Keyword(
        name: String(word), value: value, isValueOptional: sign.contains("?"),
        effect: effect, bytes: Array(word.utf8))
    }
  }

  /// The keyword that a word is, or is the beginning of.
  ///
  /// The word itself is in no fault: it may be a password whose keyword was forgotten.
  func find(_ word: WipedSlice, at place: Int) throws(RACFFault) -> Keyword {
    if let exact = keywords.first(where: { Self.isEqual($0.bytes, word) }) { return exact }
    let near = keywords.filter { Self.begins($0.bytes, with: word) }
    if let only = near.first, near.count == 1 { return only }
    guard near.isEmpty else {
      throw RACFFault(
        "IKJ56712I INVALID KEYWORD, WORD \(place): IT MAY BE "
          + near.map(\.name).joined(separator: " OR "))
    }
    let alike = keywords.filter { Self.isAlike($0.bytes, word) }.map(\.name)
    throw RACFFault(
      "IKJ56712I INVALID KEYWORD, WORD \(place)"
        + (alike.isEmpty ? "" : ": DID YOU MEAN \(alike.joined(separator: " OR "))"))
  }

  /// The keyword that a word certainly stands for, where the rest of the command is not understood.
  func known(_ word: WipedSlice) -> Keyword? {
    word.count < 3 ? keywords.first { Self.isEqual($0.bytes, word) } : try? find(word, at: 0)
  }

  /// The keywords that have an effect, for help: some lines.
  var help: [String] {
    var lines: [String] = []
    var line = ""
    for keyword in keywords where keyword.effect != .none {
      let text = keyword.value == .none ? keyword.name : "\(keyword.name)(...)"
      if line.count + text.count > 70 {
        lines.append("  " + line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + text
    }
    return line.isEmpty ? lines : lines + ["  " + line]
  }

  private static func isEqual(_ name: [UInt8], _ word: WipedSlice) -> Bool {
    name.count == word.count && begins(name, with: word)
  }

  private static func begins(_ name: [UInt8], with word: WipedSlice) -> Bool {
    guard !word.isEmpty, word.count <= name.count else { return false }
    return zip(name, word).allSatisfy { $0 == CommandAtom.upper($1) }
  }

  /// Whether one character more, less or other makes the word of the name.
  static func isAlike(_ name: [UInt8], _ word: WipedSlice) -> Bool {
    guard name.count >= 4, abs(name.count - word.count) <= 1 else { return false }
    let head = zip(name, word).prefix { $0 == CommandAtom.upper($1) }.count
    let tail = zip(name.reversed(), word.reversed()).prefix { $0 == CommandAtom.upper($1) }.count
    return head + tail >= max(name.count, word.count) - 1
  }
}

/// Keywords of a command that change nothing here: each is told once.
public struct IdleKeywords: Sendable, Hashable {
  /// Kept, and shown by listings.
  public private(set) var listed: [String] = []
  /// Taken and forgotten.
  public private(set) var passedOver: [String] = []

  /// No keywords.
  public init() {}

  mutating func note(_ keyword: Keyword) {
    switch keyword.effect {
    case .full: break
    case .listed: if !listed.contains(keyword.name) { listed.append(keyword.name) }
    case .none: passOver(keyword.name)
    }
  }

  mutating func passOver(_ name: String) {
    if !passedOver.contains(name) { passedOver.append(name) }
  }

  /// Adds those of another command.
  public mutating func add(_ other: IdleKeywords) {
    listed += other.listed.filter { !listed.contains($0) }
    passedOver += other.passedOver.filter { !passedOver.contains($0) }
  }

  /// At most a line for each kind.
  public var lines: [String] {
    var lines: [String] = []
    if !listed.isEmpty {
      lines.append("kept and listed, without effect here: \(listed.joined(separator: " "))")
    }
    if !passedOver.isEmpty {
      lines.append("taken, without effect here: \(passedOver.joined(separator: " "))")
    }
    return lines
  }
}
