import Messages
import SAF
import Script
import Syntax
import Tables

/// What a word of ours means: a label of the definition files, a message, a reason code, a command or a
/// word of scripts, each from the table that the program works with.
public struct Explanation: Hashable, Sendable {
  /// The word, as it is written.
  public let title: String
  /// What kind of word it is.
  public let kind: String
  /// What it means, a paragraph each.
  public let paragraphs: [String]

  /// Explains a word, in either case; nil where nobody knows it.
  public static func of(_ text: String) -> Explanation? {
    let word = text.split(separator: " ").joined(separator: " ")
    let plain = word.hasPrefix("* ") ? String(word.dropFirst(2)) : word
    guard !plain.isEmpty else { return nil }
    return label(plain) ?? message(plain.uppercased()) ?? reason(plain.uppercased())
      ?? command(plain) ?? script(plain)
  }

  /// What was perhaps meant: words near to one that nobody knows, or that have it in them.
  public static func near(_ text: String) -> [String] {
    let labels = FieldManual.entries.map(\.label)
    let ids = MessageID.allCases.map(\.number)
    if let close = Suggestion.closest(to: text, among: labels + ids) { return [close] }
    let sought = text.uppercased()
    guard sought.utf8.count >= 3 else { return [] }
    var found: [String] = []
    for label in labels where label.uppercased().contains(sought) && !found.contains(label) {
      found.append(label)
    }
    if found.isEmpty, let close = Suggestion.closest(to: text, among: ScriptManual.words) {
      return [close]
    }
    return Array(found.prefix(shownLimit))
  }

  /// Most words that are perhaps meant: more is a list, and the manual's.
  private static let shownLimit = 5

  private static func label(_ word: String) -> Explanation? {
    let found = FieldManual.entries.filter { $0.label.uppercased() == word.uppercased() }
    guard let first = found.first else { return nil }
    var paragraphs: [String] = []
    var told: [FieldManual.Entry] = []
    for entry in found where !told.contains(where: { $0.saysSame(as: entry) }) {
      let files = found.filter { $0.saysSame(as: entry) }.map(\.file)
      told.append(entry)
      paragraphs += [
        "In \(files.joined(separator: " and in ")): \(entry.meaning).",
        "Value: \(entry.expected). Left out: \(entry.defaultText). Source: \(entry.source).",
      ]
    }
    return Explanation(title: first.label, kind: "a label of files of ACT", paragraphs: paragraphs)
  }

  private static func message(_ word: String) -> Explanation? {
    guard let id = MessageID.allCases.first(where: { $0.number == word }) else { return nil }
    let example = id.example
    return Explanation(
      title: word,
      kind: id.isDocumented ? "a message of the log" : "a message of the log, Turnstile's own",
      paragraphs: example.lines + [example.meaning, "What to do: \(example.action)"])
  }

  private static func reason(_ word: String) -> Explanation? {
    let found = TicketFailure.all.filter { failure in
      let codes = failure.codes.split(separator: "/").map(String.init)
      return failure.message == "TPXL0921" && (codes.first == word || failure.codes == word)
    }
    guard !found.isEmpty else { return nil }
    return Explanation(
      title: word, kind: "why no ticket is made: REASON CODE of TPXL0921",
      paragraphs: found.map {
        "\($0.codes): \($0.meaning). What to do: \($0.remedy) (\($0.source.rawValue))"
      })
  }

  private static func command(_ word: String) -> Explanation? {
    let letter = word.first == "/" ? String(word.dropFirst()) : word
    return CommandHelp.of(letter).map {
      Explanation(title: $0.usage, kind: $0.summary, paragraphs: [$0.text])
    }
  }

  private static func script(_ word: String) -> Explanation? {
    ScriptManual.entry(word).map {
      Explanation(
        title: $0.usage, kind: "a word of scripts",
        paragraphs: ["What it does: \($0.meaning).", "Source: \($0.origin.rawValue)."])
    }
  }
}
