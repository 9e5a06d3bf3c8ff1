/// A word or a mark of a Swift text. Comments and the texts of literals are left out; what is
/// interpolated into a literal is code, and is there.
struct SwiftToken: Equatable {
  /// An identifier, a keyword, a number, or one character of punctuation.
  let text: String
  /// Line, from 1.
  let line: Int

  var isWord: Bool {
    guard let first = text.utf8.first else { return false }
    return SwiftTokens.isWordByte(first)
  }
}

/// Splits a Swift text into tokens.
struct SwiftTokens {
  private let bytes: [UInt8]
  private var at = 0
  private var line = 1
  private var tokens: [SwiftToken] = []

  static func scan(_ text: String) -> [SwiftToken] {
    var scanner = SwiftTokens(bytes: Array(text.utf8))
    scanner.code(untilParenthesis: false)
    return scanner.tokens
  }

  static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
      true
    default: false
    }
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private func peek(_ ahead: Int = 0) -> UInt8? {
    at + ahead < bytes.count ? bytes[at + ahead] : nil
  }

  private func isNext(_ text: StaticString) -> Bool {
    let wanted = Array("\(text)".utf8)
    return at + wanted.count <= bytes.count && bytes[at..<(at + wanted.count)].elementsEqual(wanted)
  }

  private mutating func step(_ count: Int = 1) {
    for _ in 0..<count {
      if peek() == UInt8(ascii: "\n") { line += 1 }
      at += 1
    }
  }

  /// Code up to the end, or past the parenthesis that closes an interpolation.
  private mutating func code(untilParenthesis: Bool) {
    var depth = 0
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "`"): step()
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"): lineComment()
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"): blockComment()
      case UInt8(ascii: "\""): literal(hashes: 0)
      case UInt8(ascii: "#") where hashesBeforeQuote() > 0: literal(hashes: hashesBeforeQuote())
      case _ where Self.isWordByte(byte): word()
      default:
        if byte == UInt8(ascii: "(") { depth += 1 }
        if byte == UInt8(ascii: ")") { depth -= 1 }
        if untilParenthesis, depth < 0 { return step() }
        tokens.append(SwiftToken(text: String(UnicodeScalar(byte)), line: line))
        step()
      }
    }
  }

  private mutating func word() {
    let start = at
    while let byte = peek(), Self.isWordByte(byte) { at += 1 }
    tokens.append(SwiftToken(text: String(decoding: bytes[start..<at], as: UTF8.self), line: line))
  }

  private mutating func lineComment() {
    while let byte = peek(), byte != UInt8(ascii: "\n") { at += 1 }
  }

  private mutating func blockComment() {
    while at < bytes.count, !isNext("*/") { step() }
    step(2)
  }

  private func hashesBeforeQuote() -> Int {
    var count = 0
    while peek(count) == UInt8(ascii: "#") { count += 1 }
    return peek(count) == UInt8(ascii: "\"") ? count : 0
  }

  /// A string literal; `hashes` stand before its first quote.
  private mutating func literal(hashes: Int) {
    step(hashes)
    let quotes = isNext("\"\"\"") ? 3 : 1
    step(quotes)
    let end = Array(repeating: UInt8(ascii: "\""), count: quotes)
    let marks = Array(repeating: UInt8(ascii: "#"), count: hashes)
    while at < bytes.count {
      if bytes[at...].starts(with: end + marks) { return step(quotes + hashes) }
      if bytes[at...].starts(with: [UInt8(ascii: "\\")] + marks) {
        step(1 + hashes)
        if peek() == UInt8(ascii: "(") {
          step()
          code(untilParenthesis: true)
        } else {
          step()
        }
      } else {
        step()
      }
    }
  }
}
