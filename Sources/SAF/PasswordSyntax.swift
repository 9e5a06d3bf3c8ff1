import Crypto

/// One of the rules of SETROPTS PASSWORD(RULEn(...)): which lengths, and what stands at which place.
///
/// Each place is looked at by itself; RACF's letters of ALPHA, CONSONANT, VOWEL and the like are capitals, and
/// those of the MIXED ones are either.
public struct PasswordSyntax: Hashable, Sendable {
  /// What a place may have, by the letter that SETROPTS LIST shows.
  public enum Content: Character, CaseIterable, Sendable {
    case alphabetic = "A"
    case consonant = "C"
    case alphanumeric = "L"
    case numeric = "N"
    case vowel = "V"
    case noVowel = "W"
    case anything = "*"
    case mixedConsonant = "c"
    case mixedNumeric = "m"
    case mixedVowel = "v"
    case national = "$"
    case special = "s"
    case mixedAll = "x"

    /// The operand of RULEn; nil for places of which nothing is said.
    public var keyword: String? {
      switch self {
      case .alphabetic: "ALPHA"
      case .consonant: "CONSONANT"
      case .alphanumeric: "ALPHANUM"
      case .numeric: "NUMERIC"
      case .vowel: "VOWEL"
      case .noVowel: "NOVOWEL"
      case .anything: nil
      case .mixedConsonant: "MIXEDCONSONANT"
      case .mixedNumeric: "MIXEDNUM"
      case .mixedVowel: "MIXEDVOWEL"
      case .national: "NATIONAL"
      case .special: "SPECIAL"
      case .mixedAll: "MIXEDALL"
      }
    }

    func takes(_ byte: UInt8) -> Bool {
      let kind = Kind(byte)
      return switch self {
      case .alphabetic: kind == .consonant || kind == .vowel || kind == .national
      case .consonant: kind == .consonant
      case .alphanumeric: kind.isPlain && kind != .small && kind != .smallVowel
      case .numeric: kind == .digit
      case .vowel: kind == .vowel
      case .noVowel: kind == .consonant || kind == .digit || kind == .national
      case .anything, .mixedAll: true
      case .mixedConsonant: kind == .consonant || kind == .small
      case .mixedNumeric: kind.isPlain
      case .mixedVowel: kind == .vowel || kind == .smallVowel
      case .national: kind == .national
      case .special: kind == .special
      }
    }
  }

  /// What a byte of a password is.
  enum Kind {
    case consonant, vowel, small, smallVowel, digit, national, special

    init(_ byte: UInt8) {
      switch byte {
      case 0x41, 0x45, 0x49, 0x4F, 0x55: self = .vowel
      case 0x61, 0x65, 0x69, 0x6F, 0x75: self = .smallVowel
      case 0x41...0x5A: self = .consonant
      case 0x61...0x7A: self = .small
      case 0x30...0x39: self = .digit
      case 0x23, 0x24, 0x40: self = .national
      default: self = .special
      }
    }

    /// What RACF has allowed in passwords since ever.
    var isPlain: Bool { self != .special }
    var isLetter: Bool {
      switch self {
      case .consonant, .vowel, .small, .smallVowel: true
      case .digit, .national, .special: false
      }
    }
  }

  /// Lengths of passwords, in bytes.
  public let lengths: ClosedRange<Int>
  private let contents: [Content]

  /// `contents`: by place, from 1 on; nothing is said of the others. Nil where one lies behind the longest.
  public init?(lengths: ClosedRange<Int>, contents: [Int: Content]) {
    guard lengths.lowerBound >= 1, lengths.upperBound <= PasswordRule.lengths.upperBound,
      contents.keys.allSatisfy({ (1...lengths.upperBound).contains($0) })
    else { return nil }
    self.lengths = lengths
    self.contents = (1...lengths.upperBound).map { contents[$0] ?? .anything }
  }

  /// Reads what ``text`` gave.
  init?(_ text: String) {
    let parts = text.split(separator: " ")
    let ends = parts.first?.split(separator: ":").compactMap { Int($0) } ?? []
    guard parts.count == 2, let first = ends.first, let last = ends.last, 1 <= first, first <= last
    else { return nil }
    let kinds = parts[1].compactMap { Content(rawValue: $0) }
    guard kinds.count == last else { return nil }
    self.init(
      lengths: first...last,
      contents: Dictionary(uniqueKeysWithValues: zip(1..., kinds).map { ($0, $1) }))
  }

  /// `6:8 ALLLLLLN`.
  public var text: String { "\(lengths.lowerBound):\(lengths.upperBound) \(mask)" }

  /// A letter for each place, as SETROPTS LIST shows it.
  public var mask: String { String(contents.map(\.rawValue)) }

  /// `LENGTH(6:8)`, or `LENGTH(8)`.
  public var length: String {
    lengths.count == 1
      ? "LENGTH(\(lengths.lowerBound))" : "LENGTH(\(lengths.lowerBound):\(lengths.upperBound))"
  }

  /// Whether a password follows the rule.
  func takes(_ password: borrowing Secret) -> Bool {
    lengths.contains(password.count)
      && (0..<password.count).allSatisfy { contents[$0].takes(password[$0]) }
  }
}
