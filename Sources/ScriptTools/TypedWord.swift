import Script
import Syntax

/// A part of what a script types.
enum TypedWord: Hashable, Sendable {
  case text(String)
  /// &USERID
  case user
  /// &PSWD
  case secret
}

/// Puts statements into the text of a script.
enum ScriptWords {
  /// Characters of a text that stand in one KEY: doubled quotes and a statement's name fit beside them.
  private static let textLength = (ScriptLimits.lineLength - 16) / 2

  /// A text in quotes.
  static func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "''") + "'"
  }

  /// The KEY statements that type parts.
  static func keys(_ words: [TypedWord]) -> [String] {
    var lines: [String] = []
    var line = "KEY"
    for operand in words.flatMap(operands) {
      if line.unicodeScalars.count + operand.unicodeScalars.count >= ScriptLimits.lineLength - 8 {
        lines.append(line)
        line = "KEY"
      }
      line += " " + operand
    }
    return line == "KEY" ? lines : lines + [line]
  }

  private static func operands(_ word: TypedWord) -> [String] {
    switch word {
    case .user: return ["&USERID"]
    case .secret: return ["&PSWD"]
    case .text(let text):
      var left = Array(text.unicodeScalars)[...]
      var operands: [String] = []
      while !left.isEmpty {
        operands.append(quoted(String(String.UnicodeScalarView(left.prefix(textLength)))))
        left = left.dropFirst(textLength)
      }
      return operands
    }
  }

  /// A text as a comment, which begins and ends on its line.
  static func comment(_ text: String) -> String {
    let most = ScriptLimits.lineLength - 8
    let line = String(String.UnicodeScalarView(plain(text).unicodeScalars.prefix(most)))
    return "* " + line
  }

  /// A text without what a script's file cannot hold.
  static func plain(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { SourceText.isControl($0) || $0 == "\u{FFFD}" ? "?" : $0 }))
  }
}
