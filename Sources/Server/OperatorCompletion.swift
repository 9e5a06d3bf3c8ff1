import Bytes
import RACF

/// What the last word of a command that somebody types may become: from the table of operators' commands, and the
/// names of RACF's.
public enum OperatorCompletion {
  /// Words that may stand where a line ends, whatever is typed of the last one.
  ///
  /// `help`: the lines that a server answers HELP with, where that is what one may; nil for who may all.
  public static func words(_ line: String, told help: [String]? = nil) -> [String] {
    guard let help else { return words(line, among: OperatorVerb.all, and: RACFParser.verbs) }
    let rows = OperatorVerb.all.filter { row in
      [.help, .end].contains(row.name)
        || help.contains { $0 == row.usage || $0.hasPrefix(row.usage + " ") }
    }
    return words(line, among: rows, and: [])
  }

  private static func words(
    _ line: String, among rows: [OperatorVerb], and others: [String]
  ) -> [String] {
    let typed = rows.filter(\.isTyped).map(\.resource) + others
    let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      .filter { !$0.isEmpty || line.hasSuffix(" ") }
    guard words.count > 1, let verb = words.first(where: { !$0.isEmpty }) else {
      return typed
    }
    guard let row = OperatorVerb.find(verb), row.isTyped,
      rows.contains(where: { $0.name == row.name })
    else { return [] }
    switch row.name {
    case .help: return typed
    case .display:
      return display(words.dropFirst().filter { !$0.isEmpty }, atNext: line.hasSuffix(" "))
    default: return literals(row.operands)
    }
  }

  private static func display(_ operands: [String], atNext: Bool) -> [String] {
    guard let first = operands.first, !(operands.count == 1 && !atNext) else {
      let parts = (operands.first ?? "").uppercased().split(separator: ",")
      if operands.first?.contains(",") == true {
        return parts.first == "ICSF" ? ["CARDS", "KDS", "LIST", "MKS"] : ["O"]
      }
      return LiveDisplay.allCases.map(\.rawValue) + ["ICSF,", "SMF,"]
    }
    guard LiveDisplay.Wish([first]) != nil else { return [] }
    let done = operands.count - (atNext ? 0 : 1)
    return done == 1 ? ["AS"] : done == 2 ? TextTable.Format.allCases.map(\.rawValue) : []
  }

  /// Words of a row's operands that stand for something else, such as a user's name.
  static let placeholders: Set<String> = [
    "USER", "SESSION", "TERMINAL", "REASON", "TEXT", "TIME", "NAME", "ADDRESS", "PROGRAM", "FILE",
    "WHO", "DAY", "K", "N", "MASK", "CARD",
  ]

  /// Words of a row's operands that are typed as they stand; `AS=` leads to its values.
  static func literals(_ operands: String) -> [String] {
    operands.split { " |[]".contains($0) }.flatMap { token -> [String] in
      token.split(separator: ",").flatMap { part -> [String] in
        let sides = part.split(separator: "=").map(String.init)
        guard part.contains("="), let key = sides.first else { return sides }
        return ["\(key)="] + sides.dropFirst()
      }
    }.filter { !placeholders.contains($0) }
  }
}
