import Names
import Script

/// A script that is being made, before passwords are taken out of what it types.
struct ScriptDraft {
  enum Step: Hashable {
    /// What somebody typed, not looked at yet.
    case text(String)
    case typed([TypedWord])
    /// To another field.
    case move(String)
    /// A key that is sent to the host.
    case key(String)
    /// KEY with &PSWD among other operands, as it stands.
    case secret(String)
    /// What the screen says now, and the statement that looks for it, where there is one.
    case prompt(String, statement: String?)
    /// Any other statement, or a comment.
    case line(String)
  }

  /// A step, and the line of what it was made from; 0 where that has no lines.
  struct Line {
    var step: Step
    let source: Int
  }

  private(set) var lines: [Line] = []
  /// Whether a text behind the user's id is taken for the password, since nobody knows what a field hides.
  let guesses: Bool

  init(guesses: Bool) { self.guesses = guesses }

  /// A line as it stands in the script: comments and labels at its beginning.
  static func indented(_ line: String) -> String {
    line.hasPrefix("*") || line.hasSuffix(":") ? line : "  " + line
  }

  mutating func add(_ step: Step, from source: Int = 0) {
    lines.append(Line(step: step, source: source))
  }
}

/// What a tool has to tell of a place in what it read.
public struct ScriptToolNote: Hashable, Sendable {
  /// Line of what was read, from 1; nil where it has none.
  public let line: Int?
  /// What there is to say.
  public let message: String

  init(_ line: Int, _ message: String) {
    self.line = line == 0 ? nil : line
    // What was read may have anything in it.
    self.message = ScriptWords.plain(message)
  }
}

extension ScriptDraft {
  /// The draft with &USERID and &PSWD in place of ids and passwords.
  struct Resolved {
    var lines: [Line]
    var notes: [ScriptToolNote] = []
    /// Whether a password is typed beside other text, and so into a field that shows it.
    var showsSecret = false
    /// Whose logon it is.
    var user: UserID?

    /// The script, whose first line is a comment with a title.
    func text(title: String) -> String {
      let body = lines.flatMap { $0.step.statements }.map(ScriptDraft.indented)
      return (head(title) + body).joined(separator: "\n") + "\n"
    }

    /// The lines that stand before what was drafted.
    func head(_ title: String) -> [String] {
      let count = lines.flatMap { $0.step.statements }.count { !$0.hasPrefix("*") }
      var head = [ScriptWords.comment(title)]
      if showsSecret { head.append("  OPTION VISIBLE,ON") }
      if count >= ScriptLimits.maxi { head.append("  OPTION MAXI,\(count + ScriptLimits.maxi)") }
      return head
    }
  }

  /// Takes ids and passwords out; `user` is whose logon it is, nil where the draft has to tell.
  func resolved(for user: UserID?) -> Resolved {
    var found = Resolved(lines: lines)
    let named = user ?? foundUser()
    if let named, user == nil {
      found.notes.append(
        ScriptToolNote(0, "\(named) was taken for the user's id, and is &USERID in the script"))
    }
    found.user = named
    var state = Expectation()
    for index in lines.indices {
      let line = lines[index]
      switch line.step {
      case .text(let text):
        let words = parts(of: text, named, expecting: state, from: line.source, in: &found)
        state.take(words, guesses: guesses)
        found.lines[index].step = .typed(words)
      case .typed(let words): state.take(words, guesses: guesses)
      case .secret: state.take([.secret], guesses: guesses)
      case .move: state.move()
      case .key: state.key()
      case .prompt(let text, _): state.prompt(text)
      case .line: break
      }
    }
    return found
  }

  private func parts(
    of text: String, _ user: UserID?, expecting state: Expectation, from source: Int,
    in found: inout Resolved
  ) -> [TypedWord] {
    let typed = TypedText(text)
    func isUser() -> Bool {
      [user?.description, TypedText.placeholder].contains(text.trimmed.uppercased())
    }
    if typed.hasSecret {
      found.showsSecret = true
      found.notes.append(
        ScriptToolNote(source, "a password stood in a text; &PSWD is in its place"))
    } else if state.isSecret, !isUser(), !text.trimmed.isEmpty {
      found.notes.append(
        ScriptToolNote(source, "a text was taken for a password; &PSWD is in its place"))
      return [.secret]
    }
    let named = [user?.description, TypedText.placeholder].compactMap { $0 }
    return named.reduce(typed.words) { TypedText.naming($1, in: $0) }
  }

  /// The user's id: what a command names, or what is typed before a password.
  private func foundUser() -> UserID? {
    for line in lines {
      if case .text(let text) = line.step, let user = TypedText(text).user,
        user.description != TypedText.placeholder
      {
        return user
      }
    }
    var (last, sent): (UserID?, UserID?) = (nil, nil)
    for line in lines {
      switch line.step {
      case .text(let text):
        if guesses, let last { return last }
        last = text.trimmed == TypedText.placeholder ? nil : TypedText.user(text.trimmed)
      case .typed(let words):
        if words == [.secret], let last { return last }
      case .secret: if let last { return last }
      case .key: if guesses { (last, sent) = (nil, last) }
      case .prompt(let text, _): if guesses, Expectation.asks(text) { last = sent }
      case .move, .line: break
      }
    }
    return nil
  }
}

extension ScriptDraft.Step {
  /// The step as lines of a script.
  var statements: [String] {
    switch self {
    case .text(let text): ScriptWords.keys([.text(text)])
    case .typed(let words): ScriptWords.keys(words)
    case .move(let line), .key(let line), .secret(let line), .line(let line): [line]
    case .prompt(_, let statement): statement.map { [$0] } ?? []
    }
  }
}

/// What a draft's next text may be.
private struct Expectation {
  private enum Last { case nothing, user, moved, sent }

  private var last = Last.nothing
  private var isAsked = false
  /// One logon has one password.
  private var isDone = false

  /// Whether the next text is a password.
  var isSecret: Bool { isAsked || !isDone && (last == .moved || last == .sent) }

  mutating func take(_ words: [TypedWord], guesses: Bool) {
    isAsked = false
    if words.contains(.secret) { isDone = true }
    last = guesses && !isDone && words.last == .user ? .user : .nothing
  }

  mutating func move() { last = last == .user ? .moved : .nothing }

  mutating func key() {
    isAsked = false
    last = last == .user ? .sent : .nothing
  }

  mutating func prompt(_ text: String) {
    isAsked = Self.asks(text)
    if !isAsked { last = .nothing }
  }

  /// Whether a screen asks for a password, and for nothing before it.
  static func asks(_ text: String) -> Bool {
    let upper = text.uppercased()
    return !upper.contains("USER")
      && ["PASSWORD", "PASSWD", "PASSCODE", "PASS TICKET", "PASSTICKET"].contains {
        upper.contains($0)
      }
  }
}

extension String {
  /// Without blanks at both ends.
  var trimmed: String {
    var text = self[...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
