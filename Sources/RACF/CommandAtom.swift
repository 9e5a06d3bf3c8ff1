import Crypto

/// A word of a command, a quoted text, or what stands in parentheses.
struct CommandAtom {
  enum Kind {
    case word
    /// Between quotes; a quote in it is written twice.
    case quoted
    case group
  }

  let kind: Kind
  /// The word, or what is between quotes or parentheses, as it was written.
  let text: WipedSlice

  /// What a command was taken for where it breaks the rules of TSO's parser.
  struct Leniency: OptionSet {
    let rawValue: Int
    static let rightParenthesisAssumed = Leniency(rawValue: 1)
    static let rightParenthesisIgnored = Leniency(rawValue: 2)
  }

  /// Takes a command, or what stands between parentheses, apart.
  ///
  /// A right parenthesis that is missing at the end is assumed, as TSO's parser has it (IKJ56707I); one
  /// too many at the end is left out.
  static func list(
    _ text: WipedSlice, _ leniency: inout Leniency
  ) throws(RACFFault) -> [CommandAtom] {
    var found: [CommandAtom] = []
    var index = text.startIndex
    while index < text.endIndex {
      switch text[index] {
      case 0x20, 0x2C, 0x0A: index += 1
      case 0x28:
        let end = try parenthesis(text, index, leniency: &leniency)
        found.append(CommandAtom(kind: .group, text: text[(index + 1)..<end]))
        index = min(end + 1, text.endIndex)
      case 0x29:
        guard text[index...].allSatisfy({ $0 == 0x29 || $0 == 0x20 }) else {
          throw RACFFault("IKJ56712I INVALID KEYWORD, )")
        }
        leniency.insert(.rightParenthesisIgnored)
        return found
      case 0x27:
        let end = try quote(text, index)
        found.append(CommandAtom(kind: .quoted, text: text[(index + 1)..<end]))
        index = end + 1
      default:
        let end = text[index...].firstIndex { Self.ends($0) } ?? text.endIndex
        found.append(CommandAtom(kind: .word, text: text[index..<end]))
        index = end
      }
    }
    return found
  }

  /// Words inside parentheses, where nothing is lenient any more.
  static func list(_ text: WipedSlice) throws(RACFFault) -> [CommandAtom] {
    var leniency = Leniency()
    return try list(text, &leniency)
  }

  private static func ends(_ byte: UInt8) -> Bool {
    [0x20, 0x2C, 0x28, 0x29, 0x27, 0x0A].contains(byte)
  }

  /// Where the quote ends that begins at `start`.
  private static func quote(_ text: WipedSlice, _ start: Int) throws(RACFFault) -> Int {
    var index = start + 1
    while index < text.endIndex {
      if text[index] == 0x27 {
        guard index + 1 < text.endIndex, text[index + 1] == 0x27 else { return index }
        index += 1
      }
      index += 1
    }
    throw RACFFault("IKJ56704I MISSING CLOSING QUOTE")
  }

  /// Where the mate of a parenthesis is, quotes respected; the end where it has none.
  private static func parenthesis(
    _ text: WipedSlice, _ start: Int, leniency: inout Leniency
  ) throws(RACFFault) -> Int {
    var depth = 0
    var index = start
    while index < text.endIndex {
      switch text[index] {
      case 0x27: index = try quote(text, index)
      case 0x28: depth += 1
      case 0x29:
        depth -= 1
        if depth == 0 { return index }
      default: break
      }
      index += 1
    }
    leniency.insert(.rightParenthesisAssumed)
    return text.endIndex
  }
}

extension CommandAtom {
  /// The characters of a word or quoted text; for what is no secret only, since text is never wiped.
  var string: String {
    guard kind == .quoted else { return Self.folded(text) }
    var bytes: [UInt8] = []
    var index = text.startIndex
    while index < text.endIndex {
      bytes.append(text[index])
      index += text[index] == 0x27 ? 2 : 1
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The bytes of a secret, straight into its own memory: quotes that are written twice count once.
  var secret: SharedSecret {
    var count = text.count
    if kind == .quoted { count -= text.count { $0 == 0x27 } / 2 }
    var index = text.startIndex
    let isQuoted = kind == .quoted
    return SharedSecret(
      Secret(
        count: count,
        byte: { _ in
          let byte = text[index]
          index += isQuoted && byte == 0x27 ? 2 : 1
          return byte
        }))
  }

  /// A word in capitals.
  static func folded(_ text: WipedSlice) -> String {
    String(decoding: text.map { upper($0) }, as: UTF8.self)
  }

  static func upper(_ byte: UInt8) -> UInt8 {
    (0x61...0x7A).contains(byte) ? byte - 0x20 : byte
  }
}
