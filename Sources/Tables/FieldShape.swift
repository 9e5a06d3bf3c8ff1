import Names
import Syntax

/// What a label's value may look like: the rule that the loader, the manual and the JSON Schema share.
public enum FieldShape: Hashable, Sendable {
  /// One of these words, in any case.
  case choice([String])
  /// A number in decimal digits.
  case number(ClosedRange<Int>)
  /// Text of so many characters and fewer.
  case text(limit: Int)
  /// A name of `A-Z 0-9 $ # @`, in any case.
  case name(limit: Int)
  /// A PF or PA key, with or without a blank, as `PF13`.
  case key
  /// What a pattern says (ECMA-262), which the field's own reading follows.
  /// - Parameter isNumeric: whether a number alone may be such a value.
  case pattern(String, isNumeric: Bool = false)

  /// Whether a text that is not blank has the shape; what a pattern says is left to the reading.
  func accepts(_ text: String) -> Bool {
    switch self {
    case .choice: word(text) != nil
    case .number(let range): Self.number(text).map { range.contains($0) } ?? false
    case .text(let limit): text.utf8.count <= limit || text.unicodeScalars.count <= limit
    case .name(let limit): PackedName(text, limit: limit) != nil
    case .key: KeyName(text) != nil
    case .pattern: true
    }
  }

  /// The word of a choice that a text is, as the choice writes it.
  func word(_ text: String) -> String? {
    guard case .choice(let words) = self else { return nil }
    if let word = words.first(where: { $0 == text }) { return word }
    let folded = text.uppercased()
    return words.first { $0.uppercased() == folded }
  }

  /// A number in decimal digits, with or without a sign.
  static func number(_ text: String) -> Int? {
    let digits = text.utf8.drop { $0 == 0x2B || $0 == 0x2D }
    guard !digits.isEmpty, text.utf8.count - digits.count <= 1,
      digits.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return Int(text)
  }

  /// What may be written, in words.
  var words: String {
    switch self {
    case .choice(let words):
      words.count == 1
        ? words[0] : words.dropLast().joined(separator: ", ") + " or " + words[words.count - 1]
    case .number(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
    case .text(1): "one character"
    case .text(let limit): "up to \(limit) characters"
    case .name(let limit): "1 to \(limit) characters A-Z 0-9 $ # @"
    case .key: "PF1 to PF24, or PA1 to PA3"
    case .pattern: ""
    }
  }

  /// Pattern of the values that are text, blank left out (ECMA-262).
  public var pattern: String {
    switch self {
    case .choice(let words): "^(\(words.map(Self.anyCase).joined(separator: "|")))$"
    case .number(let range):
      "^(\\+?0*(\(NumberPattern.of(range)))" + (range.contains(0) ? "|-0+)$" : ")$")
    case .text(let limit): "^[^\(Self.controls)]{1,\(limit)}$"
    case .name(let limit): "^[A-Za-z0-9$#@]{1,\(limit)}$"
    case .key: "^[Pp]([Ff] ?(0?[1-9]|1[0-9]|2[0-4])|[Aa] ?0?[1-3])$"
    case .pattern(let text, _): text
    }
  }

  /// Characters that are no text (`SourceText.isControl`).
  private static let controls =
    "\\u0000-\\u001F\\u007F-\\u009F\\u2028-\\u202E\\u2066-\\u2069\\uFEFF"

  /// A pattern of a word in any case.
  static func anyCase(_ word: String) -> String {
    word.map { character in
      let (upper, lower) = (character.uppercased(), character.lowercased())
      // Signs such as the point of 1.2 stand for themselves.
      return upper != lower ? "[\(upper)\(lower)]" : character.isNumber ? upper : "[\(upper)]"
    }.joined()
  }
}

/// A PF or PA key as people write it: `PF13`, `pf 13`, `PA1`.
struct KeyName {
  /// As `PF13`.
  let text: String

  /// Nil where the text is no such key.
  init?(_ text: String) {
    var rest = text.uppercased()[...]
    guard rest.hasPrefix("PF") || rest.hasPrefix("PA") else { return nil }
    let kind = rest.prefix(2)
    rest = rest.dropFirst(2)
    if rest.first == " " { rest = rest.dropFirst() }
    guard (1...2).contains(rest.utf8.count), rest.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = Int(rest), (1...(kind == "PF" ? 24 : 3)).contains(number)
    else { return nil }
    self.text = "\(kind)\(number)"
  }
}

/// Patterns of ranges of numbers, for a JSON Schema, in which a pattern cannot count.
enum NumberPattern {
  /// The numbers of a range without leading zeros, as alternatives.
  static func of(_ range: ClosedRange<Int>) -> String {
    var low = range.lowerBound
    var parts: [String] = []
    while low <= range.upperBound {
      // The longest run from here whose last digits are free.
      var step = 1
      while low > 0, low % (step * 10) == 0, low + step * 10 - 1 <= range.upperBound { step *= 10 }
      var last = low
      while last / step % 10 < 9, last + 2 * step - 1 <= range.upperBound { last += step }
      parts.append(run(low, last, step: step))
      low = last + step
    }
    return parts.joined(separator: "|")
  }

  /// `low` to `last` in steps, the digits below the step free.
  private static func run(_ low: Int, _ last: Int, step: Int) -> String {
    let free = String(step).count - 1
    let head = low / step / 10
    let digit = (low / step % 10, last / step % 10)
    return (head > 0 ? "\(head)" : "")
      + (digit.0 == digit.1 ? "\(digit.0)" : "[\(digit.0)-\(digit.1)]")
      + (free == 0 ? "" : free == 1 ? "[0-9]" : "[0-9]{\(free)}")
  }
}
