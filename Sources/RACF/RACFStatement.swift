import Crypto

/// One command of a deck, its continuation lines joined; as bytes, since keys stand in it.
public struct RACFStatement: Sendable {
  /// Line of the deck where it begins, from 1.
  public let line: Int
  public var bytes: [UInt8]

  private init(line: Int) {
    self.line = line
    bytes = []
  }

  /// Adds a line's bytes; where they have to move, no copy of a key stays behind.
  private mutating func append(_ more: ArraySlice<UInt8>) {
    if bytes.capacity < bytes.count + more.count {
      var moved: [UInt8] = []
      moved.reserveCapacity(2 * bytes.count + more.count)
      moved += bytes
      Wipe.bytes(&bytes)
      bytes = moved
    }
    bytes += more
  }

  /// Most bytes of one command (TSO's own limit is 32,766).
  static let limit = 32_766

  /// The commands of a deck: comments and blank lines left out, `-` or `+` at a line's end joins
  /// the next line (z/OS TSO/E Command Reference).
  public static func statements(_ deck: [UInt8]) -> [RACFStatement] {
    var found: [RACFStatement] = []
    var open: RACFStatement?
    var keepsBlanks = false
    var text = withoutComments(deck)
    defer { Wipe.bytes(&text) }
    for (index, raw) in text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      var line = raw
      while let last = line.last, [0x20, 0x0D, 0x09].contains(last) { line.removeLast() }
      let last = line.last
      let joins = last == 0x2D || last == 0x2B
      if joins { line.removeLast() }
      let isFirst = open == nil
      var statement = open.take() ?? RACFStatement(line: index + 1)
      // After a plus a continued line goes on at its first word; after a hyphen its blanks count.
      statement.append(
        isFirst || keepsBlanks ? line : line.drop { $0 == 0x20 || $0 == 0x09 })
      keepsBlanks = last == 0x2D
      if joins, statement.bytes.count < limit {
        open = statement
      } else if statement.bytes.contains(where: { $0 != 0x20 }) {
        found.append(statement)
      }
    }
    if let open { found.append(open) }
    return found
  }

  /// Blanks in place of `/* ... */`, so that lines stay where they are.
  private static func withoutComments(_ deck: [UInt8]) -> [UInt8] {
    var text = deck
    var isComment = false
    var index = 0
    while index < text.count {
      let pair = (text[index], index + 1 < text.count ? text[index + 1] : 0)
      let ends = isComment && pair == (0x2A, 0x2F)
      if !isComment, pair == (0x2F, 0x2A) { isComment = true }
      if isComment, text[index] != 0x0A { text[index] = 0x20 }
      if ends {
        text[index + 1] = 0x20
        isComment = false
        index += 1
      }
      index += 1
    }
    return text
  }

  /// The command for the log, with values in place of which dots stand where they are secret.
  public var shown: String {
    guard let (verb, operands) = try? RACFOperand.command(bytes[...]) else {
      return "(not readable)"
    }
    return ([verb] + operands.map { Self.shown($0) }).joined(separator: " ")
  }

  /// Whether a command has a key or a password in it.
  public static func hasSecret(_ bytes: [UInt8]) -> Bool {
    guard let (_, operands) = try? RACFOperand.command(bytes[...]) else { return false }
    return operands.contains { operand in
      guard let value = operand.value else { return false }
      if isSecret(operand.word) { return true }
      return "SSIGNON".hasPrefix(operand.word)
        && (try? RACFOperand.list(value))?.contains { $0.value != nil && isSecret($0.word) } == true
    }
  }

  /// Whether a word is the verb of a RACF command, whole or abbreviated.
  public static func isVerb(_ word: String) -> Bool { RACFParser.isVerb(word.uppercased()) }

  /// Whether a keyword, or what it may be short for, has a key or a password behind it.
  private static func isSecret(_ word: String) -> Bool {
    guard !word.isEmpty else { return false }
    if word.hasPrefix("KEYL") { return false }
    return word.hasPrefix("K") || "PASSWORD".hasPrefix(word) || "PHRASE".hasPrefix(word)
  }

  private static func shown(_ operand: RACFOperand) -> String {
    guard let value = operand.value else { return operand.word }
    if isSecret(operand.word) { return "\(operand.word)(...)" }
    guard "SSIGNON".hasPrefix(operand.word), let inner = try? RACFOperand.list(value) else {
      return "\(operand.word)(\(String(decoding: value, as: UTF8.self)))"
    }
    return "\(operand.word)(\(inner.map { shown($0) }.joined(separator: " ")))"
  }
}

/// What is wrong with a command, in the words of TSO and RACF.
public struct RACFFault: Error, Hashable, Sendable, CustomStringConvertible {
  public let text: String
  public init(_ text: String) { self.text = text }
  public var description: String { text }
}

/// A word of a command, with what stands in parentheses behind it.
struct RACFOperand {
  /// In capitals, without quotes.
  let word: String
  /// Between the parentheses, as it was written; it may be a key and is no text.
  let value: ArraySlice<UInt8>?

  /// Verb and operands of a command.
  static func command(
    _ bytes: ArraySlice<UInt8>
  ) throws(RACFFault) -> (verb: String, operands: [RACFOperand]) {
    let all = try list(bytes)
    guard let verb = all.first, verb.value == nil else {
      throw RACFFault("IKJ56500I COMMAND NOT FOUND")
    }
    return (verb.word, Array(all.dropFirst()))
  }

  /// Words with blanks or commas between them.
  static func list(_ bytes: ArraySlice<UInt8>) throws(RACFFault) -> [RACFOperand] {
    var found: [RACFOperand] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      if byte == 0x20 || byte == 0x2C || byte == 0x09 {
        index += 1
        continue
      }
      if byte == 0x28 {
        // A list of its own, as after PERMIT's ID.
        let (inner, after) = try parenthesis(bytes, index)
        found.append(RACFOperand(word: "", value: inner))
        index = after
        continue
      }
      let (word, end) = try Self.word(bytes, index)
      index = end
      if index < bytes.endIndex, bytes[index] == 0x28 {
        let (inner, after) = try parenthesis(bytes, index)
        found.append(RACFOperand(word: word, value: inner))
        index = after
      } else {
        found.append(RACFOperand(word: word, value: nil))
      }
    }
    return found
  }

  private static func word(
    _ bytes: ArraySlice<UInt8>, _ start: Int
  ) throws(RACFFault) -> (word: String, end: Int) {
    guard bytes[start] == 0x27 else {
      let run = bytes[start...].prefix { ![0x20, 0x2C, 0x28, 0x29, 0x09].contains($0) }
      guard !run.isEmpty else { throw RACFFault("IKJ56703A INVALID PARENTHESIS") }
      return (String(decoding: run, as: UTF8.self).uppercased(), run.endIndex)
    }
    var text: [UInt8] = []
    var index = start + 1
    while index < bytes.endIndex {
      if bytes[index] == 0x27 {
        guard index + 1 < bytes.endIndex, bytes[index + 1] == 0x27 else {
          return (String(decoding: text, as: UTF8.self), index + 1)
        }
        index += 1
      }
      text.append(bytes[index])
      index += 1
    }
    throw RACFFault("IKJ56704I MISSING CLOSING QUOTE")
  }

  /// What is between a parenthesis and its mate, quotes respected.
  private static func parenthesis(
    _ bytes: ArraySlice<UInt8>, _ start: Int
  ) throws(RACFFault) -> (inner: ArraySlice<UInt8>, end: Int) {
    var depth = 0
    var isQuoted = false
    for index in start..<bytes.endIndex {
      switch bytes[index] {
      case 0x27: isQuoted.toggle()
      case 0x28 where !isQuoted: depth += 1
      case 0x29 where !isQuoted:
        depth -= 1
        if depth == 0 { return (bytes[(start + 1)..<index], index + 1) }
      default: break
      }
    }
    throw RACFFault("IKJ56706I MISSING RIGHT PARENTHESIS")
  }

  /// The value as one word or quoted text.
  var text: String? {
    guard let value, let first = try? Self.list(value).first else { return nil }
    return first.word
  }

  /// The value as words.
  var words: [String] { value.flatMap { try? Self.list($0) }?.map(\.word) ?? [] }
}
