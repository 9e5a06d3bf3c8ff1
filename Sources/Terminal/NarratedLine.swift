import DataStream
import EBCDIC

/// A record on its way into words: the words so far, and the record with what is dark in it replaced.
struct NarratedLine {
  private var words: [String] = []
  private var record: [UInt8]
  private let page: CodePage

  /// An asterisk, for what is not to be seen.
  private static let dark: UInt8 = 0x5C

  init(_ record: [UInt8], _ page: CodePage) {
    self.record = record
    self.page = page
  }

  var told: Narrator.Told {
    Narrator.Told(words: words.joined(separator: " "), record: record)
  }

  mutating func say(_ word: String) { words.append(word) }

  /// Replaces bytes that nobody may see.
  mutating func darken(_ range: Range<Int>) {
    for index in range { record[index] = Self.dark }
  }

  /// Characters in quotes, the dark ones as asterisks; nulls and control codes as dots.
  mutating func text(_ range: Range<Int>, isDark: (Int) -> Bool) {
    var text = String.UnicodeScalarView()
    for index in range {
      if isDark(index) {
        record[index] = Self.dark
        text.append("*")
      } else {
        text.append(record[index] < 0x40 ? "." : page.decode(record[index]))
      }
    }
    words.append("'\(String(text))'")
  }

  /// One character of the alternate set.
  mutating func graphic(_ index: Int, isDark: Bool) {
    if isDark { record[index] = Self.dark }
    words.append(isDark ? "'*'" : "'\(GraphicEscape.decode(record[index]) ?? ".")'")
  }

  func isGraphicEscape(at index: Int) -> Bool {
    index < record.endIndex && record[index] == OrderCode.graphicEscape
  }

  /// The pairs of a field, as `(protected,color red)`.
  func words(pairs range: Range<Int>) -> String {
    let pairs = stride(from: range.lowerBound, to: range.upperBound, by: 2)
    return
      "(\(pairs.map { AttributeWords.words(record[$0], record[$0 + 1]) }.joined(separator: ",")))"
  }

  static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count < 2 ? "0" + digits : digits
  }
}
