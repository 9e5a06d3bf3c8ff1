import Names
import Script

/// Finds a text by which a screen is known again: one that stands still from day to day.
///
/// Times, dates, numbers and the user's id change, and what stands in input fields is anybody's.
struct ScreenMark {
  private let user: UserID?

  init(user: UserID?) { self.user = user }

  /// Characters of a mark: more of them make it no surer.
  private static let longest = 40
  private static let volatileWords: Set = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    "JANUARY", "FEBRUARY", "MARCH", "APRIL", "JUNE", "JULY", "AUGUST", "SEPTEMBER", "OCTOBER",
    "NOVEMBER", "DECEMBER", "MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN", "MONDAY", "TUESDAY",
    "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY", "AM", "PM",
  ]

  /// The best text of a screen that none of the screens before it has; nil where there is none.
  func text(of screen: TypedScreen, without others: [TypedScreen]) -> String? {
    var best: (text: String, score: Int)?
    for row in 0..<screen.rows {
      for phrase in phrases(of: screen, row: row) {
        let score = Self.score(phrase, row: row)
        guard score > best?.score ?? 0, !others.contains(where: { Self.shows(phrase, $0) }) else {
          continue
        }
        best = (phrase, score)
      }
    }
    return best?.text
  }

  private static func shows(_ text: String, _ screen: TypedScreen) -> Bool {
    (0..<screen.rows).contains { screen.text(row: $0).contains(text) }
  }

  /// Runs of words of a row that stand still, one blank between them.
  private func phrases(of screen: TypedScreen, row: Int) -> [String] {
    let start = row * screen.columns
    let inputs = screen.fields.filter { !$0.isProtected }
    let size = screen.rows * screen.columns
    // A character for each column, and nothing else stands between words than one blank.
    let line = screen.text(row: row).unicodeScalars.enumerated().map { column, scalar in
      let place = start + column
      let isInput = inputs.contains { (place - $0.start + size) % size < $0.length }
      return isInput ? Character("\u{0}") : Character(scalar)
    }
    var phrases: [String] = []
    var words: [String] = []
    func end() {
      if !words.isEmpty { phrases.append(words.joined(separator: " ")) }
      words = []
    }
    var rest = line[...]
    while !rest.isEmpty {
      let gap = rest.prefix { $0 == " " || $0 == "\u{0}" }
      if gap.count > 1 || gap.first == "\u{0}" { end() }
      rest = rest.dropFirst(gap.count)
      let word = String(rest.prefix { $0 != " " && $0 != "\u{0}" })
      rest = rest.dropFirst(word.count)
      guard !word.isEmpty else { continue }
      let isLong = words.reduce(word.count) { $0 + $1.count + 1 } > Self.longest
      if isVolatile(word) || isLong { end() }
      if !isVolatile(word), word.count <= Self.longest { words.append(word) }
    }
    end()
    return phrases
  }

  private func isVolatile(_ word: String) -> Bool {
    if Self.isMessage(word) { return false }
    let letters = word.uppercased().filter(\.isLetter)
    return word.contains(where: \.isNumber) || Self.volatileWords.contains(letters)
      || user.map { word.uppercased().contains($0.description) } ?? false
      || !word.unicodeScalars.allSatisfy { (0x21...0x7E).contains($0.value) }
  }

  /// Whether a word is the number of a message: IKJ56700A, DFHCE3520, DFS3649A.
  private static func isMessage(_ word: String) -> Bool {
    let head = word.prefix { $0.isASCII && $0.isLetter && $0.isUppercase }
    let digits = word[head.endIndex...].prefix { $0.isASCII && $0.isNumber }
    let tail = word[digits.endIndex...]
    return (3...6).contains(head.count) && (3...5).contains(digits.count)
      && (tail.isEmpty || tail.count == 1 && tail.allSatisfy(\.isLetter))
  }

  /// How sure a text is: letters tell more than signs, several words more than one, a message most.
  private static func score(_ text: String, row: Int) -> Int {
    let words = text.split(separator: " ")
    let letters = text.count(where: \.isLetter)
    guard letters >= 4 else { return 0 }
    var score = letters + (row < 3 ? 3 : 0) + (words.count > 1 ? 5 : 0)
    if words.contains(where: { isMessage(String($0)) }) { score += 20 }
    // The name of a system or terminal, perhaps.
    if words.count == 1, text.count <= 8, text == text.uppercased(), score < 20 { score -= 8 }
    return max(score, 1)
  }
}
