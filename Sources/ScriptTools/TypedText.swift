import Names

/// Takes a text that somebody typed apart: the user's id, and the password where the text's own form
/// tells of one.
///
/// The forms are those of the logons that <doc:Scripts> lists: LOGON id/password and LOGON id password,
/// /SIGN ON id password, KEYWORD=password, KEYWORD(password), and id/password alone.
struct TypedText {
  /// The text in its parts; those of the user's id are still text.
  private(set) var words: [TypedWord] = []
  /// Whether a password was in it.
  private(set) var hasSecret = false
  /// The user's id where its place tells of it.
  private(set) var user: UserID?

  private var pieces: [Substring] = []
  /// Numbers of the pieces that are words; the others are what stands between them.
  private var places: [Int] = []

  private static let logonWords: Set = ["LOGON", "LOGIN", "L"]
  private static let signWords: Set = ["/SIGN", "/SIG"]
  /// What follows a user's id and is no password.
  private static let operands: Set = [
    "ACCT", "APPL", "BY", "GROUP", "HERE", "MAIL", "NEWPW", "NOIPL", "NOMAIL", "NONOTICE", "NOTICE",
    "OFF", "PROC", "RECONNECT", "SIZE", "TERMINAL", "USERD", "VERIFY",
  ]
  private static let secretKeywords: Set = [
    "NEWPS", "NEWPW", "PASS", "PASSWD", "PASSWORD", "PS", "PSWD", "PW", "PWD",
  ]
  private static let userKeywords: Set = ["UID", "USER", "USERID"]

  init(_ text: String) {
    split(text)
    let upper = places.map { pieces[$0].uppercased() }
    var parts = pieces.map { [TypedWord.text(String($0))] }
    if let first = upper.first {
      if Self.logonWords.contains(first), upper.count > 1 {
        takeUser(at: 1, before: 2, of: upper, into: &parts)
      } else if Self.signWords.contains(first), upper.count > 1 {
        let at = upper[1] == "ON" ? 2 : 1
        takeUser(at: at, before: at + 1, of: upper, into: &parts)
        for word in upper.indices.dropLast()
        where upper[word] == "NEWPW" || upper[word] == "VERIFY" {
          hide(word + 1, &parts)
        }
      } else if upper.count == 1 {
        takeUser(at: 0, before: 1, of: upper, into: &parts)
      }
    }
    for word in places.indices { takeKeyword(word, &parts) }
    words = Self.joined(parts.flatMap { $0 })
  }

  /// Words end at blanks and commas.
  private mutating func split(_ text: String) {
    var rest = text[...]
    while let first = rest.first {
      let isWord = first != " " && first != ","
      let piece = rest.prefix { ($0 != " " && $0 != ",") == isWord }
      if isWord { places.append(pieces.count) }
      pieces.append(piece)
      rest = rest[piece.endIndex...]
    }
  }

  /// A user's id at a word: with a password behind a slash, or in the next word.
  private mutating func takeUser(
    at word: Int, before next: Int, of upper: [String], into parts: inout [[TypedWord]]
  ) {
    guard word < places.count else { return }
    let piece = pieces[places[word]]
    let name = piece.prefix { $0 != "/" }
    guard let found = Self.user(name) else { return }
    if name.endIndex < piece.endIndex {
      guard piece.index(after: name.endIndex) < piece.endIndex else { return }
      user = found
      hasSecret = true
      parts[places[word]] = [.text(String(name)), .text("/"), .secret]
      return
    }
    // One word alone is whatever it is.
    guard word > 0 else { return }
    user = found
    guard next < places.count, !upper[next].contains(where: { "(=/".contains($0) }),
      !Self.operands.contains(upper[next])
    else { return }
    hide(next, &parts)
  }

  /// The id of a user, which begins with a letter.
  static func user(_ text: some StringProtocol) -> UserID? {
    guard text.first?.isLetter == true else { return nil }
    return UserID(String(text))
  }

  private mutating func hide(_ word: Int, _ parts: inout [[TypedWord]]) {
    parts[places[word]] = [.secret]
    hasSecret = true
  }

  /// `KEYWORD=value` and `KEYWORD(value)`.
  private mutating func takeKeyword(_ word: Int, _ parts: inout [[TypedWord]]) {
    let piece = pieces[places[word]]
    guard let sign = piece.firstIndex(where: { $0 == "=" || $0 == "(" }) else { return }
    let head = piece[...sign]
    let keyword = piece[..<sign].uppercased()
    var value = piece[piece.index(after: sign)...]
    let isClosed = piece[sign] == "(" && value.last == ")"
    if isClosed { value = value.dropLast() }
    if Self.secretKeywords.contains(keyword), !value.isEmpty {
      parts[places[word]] = [.text(String(head)), .secret] + (isClosed ? [.text(")")] : [])
      hasSecret = true
    } else if Self.userKeywords.contains(keyword) {
      user = user ?? Self.user(value)
    }
  }

  /// Texts that stand beside each other as one.
  static func joined(_ words: [TypedWord]) -> [TypedWord] {
    words.reduce(into: []) { all, word in
      if case .text(let more) = word, case .text(let text)? = all.last {
        all[all.count - 1] = .text(text + more)
      } else {
        all.append(word)
      }
    }
  }
}

extension TypedText {
  /// Stands for &USERID in a text of a member; no user has it.
  static let placeholder = "U$#$#$#U"

  /// Words with the user's id, as a word of its own, made &USERID.
  static func naming(_ user: String, in words: [TypedWord]) -> [TypedWord] {
    words.flatMap { word -> [TypedWord] in
      guard case .text(let text) = word else { return [word] }
      var parts: [TypedWord] = []
      var rest = text[...]
      while let first = rest.first {
        let isName = Self.isName(first)
        let piece = rest.prefix { Self.isName($0) == isName }
        parts.append(
          isName && piece.uppercased() == user ? .user : .text(String(piece)))
        rest = rest[piece.endIndex...]
      }
      return joined(parts)
    }
  }

  private static func isName(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || "$#@".contains(character))
  }
}
