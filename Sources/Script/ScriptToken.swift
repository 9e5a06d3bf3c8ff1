import Syntax

/// A fault of one place of a script.
struct ScriptFault: Error {
  let span: SourceSpan
  let message: String
  let note: String?

  init(_ span: SourceSpan, _ message: String, note: String? = nil) {
    self.span = span
    self.message = message
    self.note = note
  }
}

/// A word, number, text, variable or sign of a line.
struct ScriptToken: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    /// In capitals.
    case word(String)
    case number(Int)
    /// What stands between quotes, with doubled quotes made single.
    case text(String)
    /// Without its `&`, in capitals.
    case variable(String)
    /// `,` `=` `<>` `<` `>` `<=` `>=` `(` `)` `:`
    case sign(String)
  }

  let kind: Kind
  let span: SourceSpan
}

/// Takes a line apart.
struct ScriptLexer {
  private let scalars: [Unicode.Scalar]
  private let line: Int
  private var at = 0

  /// - Parameters:
  ///   - line: its text.
  ///   - number: counted from 1.
  init(_ line: String, number: Int) {
    scalars = Array(line.unicodeScalars)
    self.line = number
  }

  /// The line's tokens; none where it is empty or a comment.
  mutating func tokens() throws(ScriptFault) -> [ScriptToken] {
    guard scalars.count <= ScriptLimits.lineLength else {
      throw ScriptFault(
        span(ScriptLimits.lineLength, 1), "the line is too long",
        note: "expected at most \(ScriptLimits.lineLength) characters")
    }
    try refuseControls()
    var tokens: [ScriptToken] = []
    skipBlanks()
    if peek == "*" { return [] }
    while let next = peek {
      if next == "/", at + 1 < scalars.count, scalars[at + 1] == "*" {
        skipComment()
      } else {
        tokens.append(try token(next))
      }
      skipBlanks()
    }
    return tokens
  }

  private var peek: Unicode.Scalar? { at < scalars.count ? scalars[at] : nil }

  private func span(_ start: Int, _ length: Int) -> SourceSpan {
    SourceSpan(line: line, column: start + 1, length: length)
  }

  private func refuseControls() throws(ScriptFault) {
    for (index, scalar) in scalars.enumerated() where scalar != "\t" {
      guard !SourceText.isControl(scalar), scalar != "\u{FFFD}" else {
        throw ScriptFault(span(index, 1), "a character that is no text", note: "take it out")
      }
    }
  }

  private mutating func skipBlanks() {
    while let next = peek, next == " " || next == "\t" { at += 1 }
  }

  /// A comment ends with `*/` or with its line.
  private mutating func skipComment() {
    at += 2
    while at < scalars.count {
      if scalars[at] == "*", at + 1 < scalars.count, scalars[at + 1] == "/" {
        at += 2
        return
      }
      at += 1
    }
  }

  private mutating func token(_ next: Unicode.Scalar) throws(ScriptFault) -> ScriptToken {
    let start = at
    if next == "'" || next == "\"" { return try text(next) }
    if next == "&" {
      at += 1
      let name = run()
      guard !name.isEmpty else {
        throw ScriptFault(
          span(start, 1), "& without a name", note: "expected a variable, such as &USERID")
      }
      return try named(.variable(name.uppercased()), name, from: start)
    }
    if Self.isName(next) {
      let word = run()
      if word.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
        guard word.utf8.count <= 9, let number = Int(word) else {
          throw ScriptFault(span(start, at - start), "the number is too large")
        }
        return ScriptToken(kind: .number(number), span: span(start, at - start))
      }
      return try named(.word(word.uppercased()), word, from: start)
    }
    return try sign(next)
  }

  private func named(
    _ kind: ScriptToken.Kind, _ name: String, from start: Int
  ) throws(ScriptFault) -> ScriptToken {
    guard name.utf8.count <= ScriptLimits.nameLength else {
      throw ScriptFault(
        span(start, at - start), "the name is too long",
        note: "expected at most \(ScriptLimits.nameLength) characters")
    }
    return ScriptToken(kind: kind, span: span(start, at - start))
  }

  /// A run of characters of names; all are ASCII.
  private mutating func run() -> String {
    var view = String.UnicodeScalarView()
    while let next = peek, Self.isName(next) {
      view.append(next)
      at += 1
    }
    return String(view)
  }

  private static func isName(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "A"..."Z", "a"..."z", "0"..."9", "$", "#", "@", "_": true
    default: false
    }
  }

  private mutating func text(_ quote: Unicode.Scalar) throws(ScriptFault) -> ScriptToken {
    let start = at
    var view = String.UnicodeScalarView()
    at += 1
    while let next = peek {
      at += 1
      guard next == quote else {
        view.append(next)
        continue
      }
      guard peek == quote else {
        return ScriptToken(kind: .text(String(view)), span: span(start, at - start))
      }
      view.append(quote)
      at += 1
    }
    throw ScriptFault(
      span(start, at - start), "the text has no end",
      note: "expected \(quote); a quote inside a text stands twice")
  }

  private mutating func sign(_ first: Unicode.Scalar) throws(ScriptFault) -> ScriptToken {
    let start = at
    at += 1
    var text = String(first)
    if let next = peek,
      (first == "<" && (next == ">" || next == "=")) || (first == ">" && next == "=")
    {
      text.unicodeScalars.append(next)
      at += 1
    }
    guard [",", "=", "<>", "<", ">", "<=", ">=", "(", ")", ":"].contains(text) else {
      throw ScriptFault(
        span(start, 1), "\(Diagnostic.quoted(text)) is nothing of a script",
        note:
          "texts stand in quotes, variables begin with &, a line that begins with * is a comment")
    }
    return ScriptToken(kind: .sign(text), span: span(start, at - start))
  }
}
