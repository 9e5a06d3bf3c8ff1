import Names
import Syntax

/// One statement of a deck for tables, in the manner of TPX's batch administration (its public examples are
/// `UPDATE USER (userid ((UIDXCADM(Y))))` and `EXTRACT ... (UIDXNAME(SALES---))`); the labels are those of
/// our files, and what the examples leave open is ours.
///
/// ```
/// * a comment
/// ADD USER (BOB (Profile(DEVS)) (Menu key(PF22)))
/// UPDATE USER (SALES--- (Stage 1 Timeout(10)))
/// COPY ACT (TSOA TSOB (Application-ID(TSOB)))
/// ```
struct TableStatement: Equatable {
  enum Verb: String, CaseIterable {
    case add = "ADD"
    case update = "UPDATE"
    case copy = "COPY"
    case delete = "DELETE"
    case extract = "EXTRACT"
  }

  let verb: Verb
  let object: TableObject
  /// What stands before the labels.
  let names: [String]
  /// In the order of the deck; a blank value takes the label away.
  let values: [Value]
  /// The sign of masks for any character or none, as SET MASKCHAR has it.
  let maskSign: Character
  let line: Int

  struct Value: Equatable {
    let label: String
    let text: String
  }
}

/// What statements are about.
enum TableObject: String, CaseIterable {
  case application = "ACT"
  case user = "USER"
  case profile = "PROFILE"
  case masks = "MASK"
  case updateClass = "CLASS"
  case commandClass = "COMMANDS"
  case system = "SYSTEM"
  /// A session in a user's or a profile's file.
  case userSession = "USERSESSION"
  case profileSession = "PROFILESESSION"

  var kind: SiteFile {
    switch self {
    case .application: .application
    case .user, .userSession: .user
    case .profile, .profileSession: .profile
    case .masks: .masks
    case .updateClass: .updateClass
    case .commandClass: .commandClass
    case .system: .system
    }
  }

  /// Whether it is a part of a file.
  var isSession: Bool { self == .userSession || self == .profileSession }

  /// How many names each verb takes.
  func nameCount(_ verb: TableStatement.Verb) -> Int {
    let own = self == .system ? 0 : isSession ? 2 : 1
    return verb == .copy ? own + 1 : own
  }
}

/// Takes a deck apart; every fault is told with its line.
struct TableDeckReader {
  private let source: SourceText
  private(set) var statements: [TableStatement] = []
  private(set) var faults: [Diagnostic] = []
  private var maskSign: Character = "-"

  /// Most statements: each may change every file.
  static let limit = 10_000

  init(_ source: SourceText) {
    self.source = source
    var text = ""
    var start = 0
    var depth = DeckDepth()
    for (number, line) in source.lines.enumerated() {
      let isBlank = line.allSatisfy { $0 == " " }
      if text.isEmpty {
        guard !isBlank, line.first != "*" else { continue }
        start = number + 1
        depth = DeckDepth()
      }
      text += (text.isEmpty ? "" : " ") + line
      depth.add(line)
      guard depth.isClosed else { continue }
      read(text, start)
      text = ""
    }
    if !text.isEmpty {
      fault(start, "a ( is not closed", note: "a value with one stands in quotes")
    }
  }

  private mutating func fault(_ line: Int, _ says: String, note: String) {
    guard faults.count < TableLoader.faultLimit else { return }
    faults.append(
      Diagnostic(source.path, at: SourceSpan(line: line, column: 1), says: says, note: note))
  }

  private mutating func read(_ text: String, _ line: Int) {
    guard statements.count < Self.limit else {
      fault(line, "a deck has at most \(Self.limit) statements", note: "make two of it")
      return
    }
    let open = text.firstIndex(of: "(") ?? text.endIndex
    let words = text[..<open].split(separator: " ").map { $0.uppercased() }
    if words.first == "SET" {
      set(text, line)
      return
    }
    guard let verb = words.first.flatMap(TableStatement.Verb.init) else {
      let verbs = TableStatement.Verb.allCases.map(\.rawValue)
      let near = words.first.flatMap { Suggestion.closest(to: $0, among: verbs) }
      fault(
        line, "\(Diagnostic.quoted(words.first ?? "(")) is no statement",
        note: near.map { "did you mean \($0)?" }
          ?? "statements are " + verbs.joined(separator: " ") + " SET")
      return
    }
    guard words.count >= 2, let object = TableObject(rawValue: words[1]) else {
      let objects = TableObject.allCases.map(\.rawValue)
      let near = words.dropFirst().first.flatMap { Suggestion.closest(to: $0, among: objects) }
      fault(
        line, "\(verb.rawValue) needs one word for what it is about",
        note: near.map { "did you mean \($0)?" } ?? "expected " + objects.joined(separator: " "))
      return
    }
    guard words.count == 2, let tree = DeckTree(text[open...]) else {
      fault(
        line, "what follows \(verb.rawValue) \(object.rawValue) is not in parentheses",
        note: "expected \(verb.rawValue) \(object.rawValue) (NAME (label(value)))")
      return
    }
    add(verb, object, of: tree, line: line)
  }

  private mutating func add(
    _ verb: TableStatement.Verb, _ object: TableObject, of tree: DeckTree, line: Int
  ) {
    let count = object.nameCount(verb)
    guard tree.names.count == count else {
      fault(
        line, "\(verb.rawValue) \(object.rawValue) takes \(counted(count))",
        note: "\(counted(tree.names.count)) stands before the first label")
      return
    }
    guard let values = tree.values else {
      fault(line, "a label has no value", note: "expected (label(value)), or (label()) for none")
      return
    }
    statements.append(
      TableStatement(
        verb: verb, object: object, names: tree.names, values: values, maskSign: maskSign,
        line: line))
  }

  private func counted(_ count: Int) -> String { count == 1 ? "1 name" : "\(count) names" }

  /// `SET MASKCHAR 'c'`.
  private mutating func set(_ text: String, _ line: Int) {
    let words = text.split(separator: " ")
    let sign = words.last.map { $0.filter { $0 != "'" } } ?? ""
    guard words.count == 3, words[1].uppercased() == "MASKCHAR", sign.count == 1,
      let character = sign.first, character != "*"
    else {
      fault(line, "SET takes MASKCHAR and one character", note: "expected SET MASKCHAR '!'")
      return
    }
    maskSign = character
  }
}

/// How many parentheses of a statement are open so far; what stands in quotes does not count.
struct DeckDepth {
  private var depth = 0
  private var isQuoted = false

  var isClosed: Bool { depth <= 0 }

  mutating func add(_ line: String) {
    for byte in line.utf8 {
      switch byte {
      case UInt8(ascii: "'"): isQuoted.toggle()
      case UInt8(ascii: "(") where !isQuoted: depth += 1
      case UInt8(ascii: ")") where !isQuoted: depth -= 1
      default: break
      }
    }
  }
}

/// What stands in a statement's parentheses: names, and labels with values.
struct DeckTree: Equatable {
  let names: [String]
  /// Nil where something is neither a label with a value nor a list of them.
  let values: [TableStatement.Value]?

  /// Deepest nesting.
  private static let depthLimit = 8

  private indirect enum Node: Equatable {
    case text(String)
    case group([Node])

    /// The text of a group without groups; nil of others.
    var value: String? {
      guard case .group(let nodes) = self else { return nil }
      var text = ""
      for node in nodes {
        guard case .text(let part) = node else { return nil }
        text += part
      }
      return text
    }
  }

  /// Nil where the text is not one pair of parentheses, with nothing behind it.
  init?(_ text: Substring) {
    var rest = text
    guard rest.first == "(", let node = Self.group(&rest, depth: 0),
      rest.allSatisfy({ $0 == " " }), case .group(let nodes) = node
    else { return nil }
    var items = nodes[...]
    if case .text(let names)? = items.first {
      items = items.dropFirst()
      self.names = names.split(separator: " ").map { $0.uppercased() }
    } else {
      names = []
    }
    values = Self.values(Array(items))
  }

  private static func values(_ nodes: [Node]) -> [TableStatement.Value]? {
    var values: [TableStatement.Value] = []
    var place = 0
    while place < nodes.count {
      switch nodes[place] {
      case .text(let label):
        guard place + 1 < nodes.count, let text = nodes[place + 1].value else { return nil }
        values.append(TableStatement.Value(label: label, text: text))
        place += 2
      case .group(let inner):
        guard let inner = Self.values(inner), !inner.isEmpty else { return nil }
        values += inner
        place += 1
      }
    }
    return values
  }

  /// Reads from a parenthesis to its end.
  private static func group(_ rest: inout Substring, depth: Int) -> Node? {
    guard depth < depthLimit else { return nil }
    rest = rest.dropFirst()
    var nodes: [Node] = []
    var text = ""
    func close() {
      let plain = trimmed(text)
      if !plain.isEmpty { nodes.append(.text(plain)) }
      text = ""
    }
    while let sign = rest.first {
      switch sign {
      case "(":
        close()
        guard let inner = group(&rest, depth: depth + 1) else { return nil }
        nodes.append(inner)
      case ")":
        rest = rest.dropFirst()
        close()
        return .group(nodes)
      case "'":
        guard let quoted = quoted(&rest) else { return nil }
        text += quoted
      default:
        text.append(sign)
        rest = rest.dropFirst()
      }
    }
    return nil
  }

  /// A text in quotes, in which two quotes are one.
  private static func quoted(_ rest: inout Substring) -> String? {
    rest = rest.dropFirst()
    var text = ""
    while let sign = rest.first {
      rest = rest.dropFirst()
      guard sign == "'" else {
        text.append(sign)
        continue
      }
      guard rest.first == "'" else { return text }
      text.append("'")
      rest = rest.dropFirst()
    }
    return nil
  }

  private static func trimmed(_ text: String) -> String {
    var part = text[...]
    while part.first == " " { part = part.dropFirst() }
    while part.last == " " { part = part.dropLast() }
    return String(part)
  }
}
