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
  case operatorClass = "OPERATORS"
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
    case .operatorClass: .operatorClass
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
    var signs = DeckSigns()
    for (number, line) in source.lines.enumerated() {
      let isBlank = line.allSatisfy { $0 == " " }
      if text.isEmpty {
        guard !isBlank, line.first != "*" else { continue }
        start = number + 1
        signs = DeckSigns()
      }
      let isFirst = text.isEmpty
      text += (isFirst ? "" : " ") + line
      for sign in (isFirst ? "" : " ") + line { _ = signs.read(sign) }
      guard !signs.isQuoted else {
        // What follows would be read as what it is not.
        fault(number + 1, "a ' is not closed on its line", note: "'' is one ' in quotes")
        return
      }
      guard signs.isClosed else { continue }
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
      let character = sign.first, !"*() ".contains(character), PackedName(String(sign)) == nil
    else {
      fault(
        line, "SET takes MASKCHAR and one character that no name has",
        note: "expected SET MASKCHAR '!'")
      return
    }
    maskSign = character
  }
}
