import Script

/// Reads members of a TPX library: ACL/E in the form that public pages show.
///
/// Those pages have no grammar. A line that our language reads is taken as it stands; a name in the first
/// column before a statement is a label; the checker decides about everything else.
struct MemberReader {
  private(set) var draft = ScriptDraft(guesses: true)
  private(set) var notes: [ScriptToolNote] = []
  private var hasWaited = false
  private var line = 0

  /// Columns of a member's line before its sequence number.
  private static let columns = 72

  init(_ lines: [String]) {
    let isNumbered = Self.isNumbered(lines)
    for (index, text) in lines.enumerated() {
      line = index + 1
      take(isNumbered ? String(text.prefix(Self.columns)) : text)
    }
  }

  /// Whether all lines have numbers in columns 73 to 80.
  private static func isNumbered(_ lines: [String]) -> Bool {
    let long = lines.filter { $0.count > columns }
    return !long.isEmpty
      && long.allSatisfy { line in
        line.dropFirst(columns).allSatisfy { $0 == " " || $0.isASCII && $0.isNumber }
      }
  }

  private mutating func take(_ raw: String) {
    let text = ScriptWords.plain(raw.replacing("\t", with: " "))
    let words = text.split(separator: " ")
    guard let first = words.first else { return }
    if first.hasPrefix("*") || first.hasPrefix("/*") { return comment(text.trimmed) }
    if text.first != " ", !Self.isStatement(first) {
      if first.hasSuffix(":") {
        return label(first.dropLast(), text.dropFirst(first.count))
      }
      if words.count == 1 || Self.isStatement(words[1]) {
        return label(first, text.dropFirst(first.count))
      }
    }
    statement(text.trimmed)
  }

  /// Whether a word begins a statement of our language: PF3 is PF 3.
  private static func isStatement(_ word: Substring) -> Bool {
    let name = word.prefix { $0.isLetter }
    let digits = word[name.endIndex...]
    let isKey = ["PF", "PA"].contains(name.uppercased()) && digits.allSatisfy(\.isNumber)
    return isKey || !word.hasPrefix("&") && ScriptManual.entry(String(word)) != nil
  }

  private mutating func comment(_ text: String) {
    let words = String(text.drop { $0 == "*" || $0 == " " })
    let inner = String(words.drop { $0 == "/" || $0 == "*" || $0 == " " })
    guard !TypedText(words).hasSecret, !TypedText(inner).hasSecret else {
      return refuse("", "a comment had a password in it", original: nil)
    }
    draft.add(.line(text), from: line)
  }

  private mutating func label(_ name: Substring, _ rest: Substring) {
    let following = rest.drop { $0 == " " || $0 == ":" }
    draft.add(.line("\(name):"), from: line)
    hasWaited = false
    if !following.isEmpty { statement(String(following).trimmed) }
  }

  private mutating func statement(_ text: String) {
    let words = text.split(separator: " ")
    guard let first = words.first else { return }
    let name = first.uppercased()
    let waited = hasWaited
    hasWaited = false
    switch name {
    case "KEY": key(text)
    case "ENTER", "CLEAR", "PF", "PA":
      draft.add(.key(text), from: line)
      hasWaited = true
    case "WINP":
      guard waited else { return draft.add(.line(text), from: line) }
      hasWaited = true
      refuse(
        "WINP", "the key before it has waited already, so that it would wait in vain", original: nil
      )
    case "TABF", "TABB", "HOME": draft.add(.move(text), from: line)
    case "SEARCH", "WAIT":
      draft.add(.prompt(Self.literals(text).joined(), statement: text), from: line)
    case "SET", "UDEFINE", "VDEFINE", "GDEFINE": variable(text, words)
    case "OPTION" where words.count == 2 && words[1].uppercased() == "ERROR":
      draft.add(.line("OPTION ERROR,ON"), from: line)
    case "SUSPEND":
      refuse(
        "SUSPEND", "public pages do not say what it waits for; WAIT or PAUSE may be meant",
        original: text)
    default:
      let isKey = name.hasPrefix("PF") || name.hasPrefix("PA")
      if isKey, Self.isStatement(first) {
        draft.add(.key(text), from: line)
        hasWaited = true
      } else {
        draft.add(.line(text), from: line)
      }
    }
  }

  /// A variable for a password would keep it.
  private mutating func variable(_ text: String, _ words: [Substring]) {
    let name = words.count > 1 ? words[1].uppercased() : ""
    if words[0].uppercased() == "SET", name.hasPrefix("&CURSOR") {
      return draft.add(.move(text), from: line)
    }
    guard ["PASS", "PSWD", "PWD", "TICKET"].allSatisfy({ !name.contains($0) }) else {
      return refuse(
        words[0].uppercased(), "a variable keeps no password; KEY &PSWD types it where it is due",
        original: nil)
    }
    draft.add(.line(text), from: line)
  }

  /// KEY with texts, &USERID and &PSWD is looked at for passwords.
  private mutating func key(_ text: String) {
    var typed = ""
    var hasOthers = false
    for operand in Self.operands(text.dropFirst(3)) {
      switch operand {
      case .text(let part): typed += part
      case .word(let word) where word.uppercased() == "&USERID": typed += TypedText.placeholder
      case .word(let word):
        hasOthers = true
        // The secret itself is no word of the text; anything else ends what can be known.
        typed += word.uppercased() == "&PSWD" ? "" : "\u{1}"
      }
    }
    if !hasOthers, !typed.isEmpty { return draft.add(.text(typed), from: line) }
    guard !TypedText(typed).hasSecret else {
      return refuse("KEY", "a password stood in its text; KEY &PSWD types it", original: nil)
    }
    let isSecret = text.uppercased().contains("&PSWD")
    draft.add(isSecret ? .secret(text) : .line(text), from: line)
  }

  private enum Operand {
    case text(String)
    case word(String)
  }

  private static func operands(_ text: Substring) -> [Operand] {
    var rest = text
    var operands: [Operand] = []
    while let first = rest.first {
      if first == " " {
        rest.removeFirst()
      } else if first == "'" || first == "\"" {
        operands.append(.text(literal(&rest, quote: first)))
      } else {
        let word = rest.prefix { $0 != " " && $0 != "'" && $0 != "\"" }
        operands.append(.word(String(word)))
        rest = rest[word.endIndex...]
      }
    }
    return operands
  }

  /// A text in quotes; a doubled quote is one.
  private static func literal(_ rest: inout Substring, quote: Character) -> String {
    var text = ""
    rest.removeFirst()
    while let character = rest.popFirst() {
      if character == quote {
        guard rest.first == quote else { break }
        rest.removeFirst()
      }
      text.append(character)
    }
    return text
  }

  private static func literals(_ text: String) -> [String] {
    operands(text[...]).compactMap { if case .text(let part) = $0 { part } else { nil } }
  }

  private mutating func refuse(_ name: String, _ reason: String, original: String?) {
    let head = name.isEmpty ? "the line" : name
    draft.add(
      .line(ScriptWords.comment("line \(line), \(head) not carried over: \(reason)")), from: line)
    if let original { draft.add(.line(ScriptWords.comment(original)), from: line) }
    notes.append(ScriptToolNote(line, "\(head) was not carried over: \(reason)"))
  }

  /// A line that the checker refuses, without texts that may be passwords.
  static func withoutTexts(_ line: String) -> String {
    let first = line.prefix { $0.isLetter }.uppercased()
    guard !["SEARCH", "WAIT", "IF", "FAIL"].contains(first) else { return line }
    return operands(line[...]).map { operand in
      switch operand {
      case .text: "'...'"
      case .word(let word): word
      }
    }.joined(separator: " ")
  }
}
