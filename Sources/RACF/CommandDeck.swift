import Crypto

/// A deck of commands: its statements, in memory that is wiped when the last of them is gone.
///
/// Comments go; a `-` or `+` at a line's end joins the next line (z/OS TSO/E Command Reference), and in
/// a deck for KGUP a comma does so too (ICSF Administrator's Guide, KGUP). What cards have beside
/// commands goes as well: sequence numbers in columns 73 to 80, JCL, and `/*` at the end of the data.
public struct CommandDeck: Sendable {
  /// Whose statements they are.
  public enum Language: Sendable {
    case racf
    case keyGenerator
  }

  /// The commands, in the deck's order.
  public private(set) var statements: [RACFStatement] = []
  /// What was left out that is no comment.
  public private(set) var notes: [String] = []
  /// Why some of the deck was not read; nil where all of it was.
  public private(set) var fault: RACFFault?

  /// `deck`: stays the caller's, who wipes it.
  public init(_ deck: [UInt8], _ language: Language = .racf) {
    var reader = Reader(deck, language)
    let text = WipedText(capacity: deck.count + 1) { writer in reader.read(deck, &writer) }
    statements = reader.pieces.map {
      RACFStatement(line: $0.line, text: text.slice[$0.bytes])
    }
    notes = reader.notes
    fault = reader.fault
  }
}

/// One command of a deck, its continuation lines joined.
public struct RACFStatement: Sendable {
  /// Line of the deck where it begins, from 1.
  public let line: Int
  let text: WipedSlice

  /// Most bytes of one command (TSO's own limit).
  static let limit = 32_766

  init(line: Int, text: WipedSlice) {
    self.line = line
    self.text = text
  }

  /// The commands of a deck for RACF.
  public static func statements(_ deck: [UInt8]) -> [RACFStatement] {
    CommandDeck(deck).statements
  }
}

extension CommandDeck {
  /// Takes a deck apart, line by line.
  private struct Reader {
    /// A statement in the text that is written.
    struct Piece {
      let line: Int
      let bytes: Range<Int>
    }

    private(set) var pieces: [Piece] = []
    private(set) var notes: [String] = []
    private(set) var fault: RACFFault?

    private let language: Language
    private let hasNumbers: Bool
    /// Line and first byte of the statement that goes on.
    private var open: (line: Int, start: Int)?
    private var skipsBlanks = false
    private var isQuoted = false
    /// Line of the comment that has not ended.
    private var comment: Int?
    private var jclLines = 0

    init(_ deck: [UInt8], _ language: Language) {
      self.language = language
      hasNumbers = Self.hasNumbers(deck)
    }

    mutating func read(_ deck: [UInt8], _ writer: inout WipedText.Writer) {
      var start = 0
      var number = 0
      while start <= deck.count {
        var end = start
        while end < deck.count, deck[end] != 0x0A { end += 1 }
        number += 1
        let isLast = end >= deck.count
        let line = Self.trimmed(start..<end, deck, cut: hasNumbers ? 72 : nil)
        if open == nil, comment == nil, isEndOfData(line, deck) { break }
        take(line, number, of: deck, into: &writer)
        start = end + 1
        if isLast { break }
      }
      close(&writer)
      if let comment {
        fault = RACFFault(
          "line \(comment): this comment does not end; nothing behind it was read")
      }
      if hasNumbers { notes.append("columns 73 to 80 have sequence numbers; they are left out") }
      if jclLines > 0 { notes.append("\(jclLines) lines of JCL (//) are left out") }
    }

    // MARK: Lines

    private mutating func take(
      _ line: Range<Int>, _ number: Int, of deck: [UInt8],
      into writer: inout WipedText.Writer
    ) {
      if open == nil, comment == nil, Self.has(.jcl, at: line.lowerBound, in: line, of: deck) {
        jclLines += 1
        return
      }
      var index = line.lowerBound
      if skipsBlanks {
        while index < line.upperBound, Self.isBlank(deck[index]) { index += 1 }
        skipsBlanks = false
      }
      // The sign that joins the next line is the last that is no comment and no blank.
      var sign: (byte: UInt8, at: Int)?
      while index < line.upperBound {
        let byte = deck[index]
        if comment != nil {
          if Self.has(.commentEnd, at: index, in: line, of: deck) {
            comment = nil
            index += 1
          }
        } else if !isQuoted, Self.has(.commentStart, at: index, in: line, of: deck) {
          comment = number
          index += 1
          if open != nil { writer.append(0x20) }
        } else {
          if byte == 0x27 { isQuoted.toggle() }
          if open == nil, !Self.isBlank(byte) { open = (number, writer.count) }
          if open != nil { writer.append(byte == 0x09 ? 0x20 : byte) }
          if !Self.isBlank(byte) { sign = (byte, writer.count - 1) }
        }
        index += 1
      }
      guard open != nil else {
        isQuoted = false
        return
      }
      if comment != nil {
        // Inside a comment the last of the line joins as well.
        if let last = line.last, Self.joins(deck[last]) { return }
      } else if let sign, Self.joins(sign.byte) {
        // Nothing but what stood in place of comments is behind the sign.
        let isPlus = sign.byte == 0x2B
        writer.removeLast(writer.count - sign.at)
        skipsBlanks = isPlus
        return
      } else if let sign, language == .keyGenerator, sign.byte == 0x2C {
        return
      }
      close(&writer)
    }

    /// Ends the statement that is open.
    private mutating func close(_ writer: inout WipedText.Writer) {
      isQuoted = false
      skipsBlanks = false
      guard let (line, start) = open else { return }
      open = nil
      var end = writer.count
      while end > start, writer[end - 1] == 0x20 { end -= 1 }
      if end > start { pieces.append(Piece(line: line, bytes: start..<end)) }
    }

    /// `/*` alone, where no comment begins: the end of the data of a job's step.
    private func isEndOfData(_ line: Range<Int>, _ deck: [UInt8]) -> Bool {
      guard line.count == 2, Self.has(.commentStart, at: line.lowerBound, in: line, of: deck) else {
        return false
      }
      var index = line.upperBound
      while index + 1 < deck.count {
        if deck[index] == 0x2A, deck[index + 1] == 0x2F { return false }
        index += 1
      }
      return true
    }

    private static func joins(_ byte: UInt8) -> Bool { byte == 0x2D || byte == 0x2B }
    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// Two characters that mean something together.
    private enum Pair {
      case jcl
      case commentStart
      case commentEnd

      var bytes: (UInt8, UInt8) {
        switch self {
        case .jcl: (0x2F, 0x2F)
        case .commentStart: (0x2F, 0x2A)
        case .commentEnd: (0x2A, 0x2F)
        }
      }
    }

    private static func has(
      _ pair: Pair, at index: Int, in line: Range<Int>, of deck: [UInt8]
    ) -> Bool {
      index + 1 < line.upperBound && (deck[index], deck[index + 1]) == pair.bytes
    }

    /// A line without what stands at its end: CR, blanks, and what is behind column `cut`.
    private static func trimmed(
      _ line: Range<Int>, _ deck: [UInt8], cut: Int?
    ) -> Range<Int> {
      var end = min(line.upperBound, cut.map { line.lowerBound + $0 } ?? line.upperBound)
      while end > line.lowerBound, isBlank(deck[end - 1]) || deck[end - 1] == 0x0D { end -= 1 }
      return line.lowerBound..<end
    }

    /// Whether the deck is of cards with numbers: each line that reaches column 73 is 80 long and ends
    /// with eight digits or blanks, and some have digits.
    private static func hasNumbers(_ deck: [UInt8]) -> Bool {
      var start = 0
      var isNumbered = false
      while start < deck.count {
        var end = start
        while end < deck.count, deck[end] != 0x0A { end += 1 }
        let line = start..<(end > start && deck[end - 1] == 0x0D ? end - 1 : end)
        if line.count > 72 {
          guard line.count <= 80 else { return false }
          let tail = (line.lowerBound + 72)..<line.upperBound
          let areDigits = tail.count == 8 && tail.allSatisfy { (0x30...0x39).contains(deck[$0]) }
          guard areDigits || tail.allSatisfy({ deck[$0] == 0x20 }) else { return false }
          isNumbered = isNumbered || areDigits
        }
        start = end + 1
      }
      return isNumbered
    }
  }
}
