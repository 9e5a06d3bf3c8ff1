import Crypto
import Names
import PassTicket
import SAF

/// What a word of an operand may be read as. An optional is none, so that what cannot be read is a fault
/// wherever it is read to.
protocol OperandValue {}

extension String: OperandValue {}
extension Bool: OperandValue {}
extension Int: OperandValue {}
extension Int64: OperandValue {}
extension UserID: OperandValue {}
extension GroupName: OperandValue {}
extension KeyLabel: OperandValue {}
extension ResourceName: OperandValue {}
extension ClosedRange<Int>: OperandValue {}
extension AccessLevel: OperandValue {}
extension GroupAuthority: OperandValue {}
extension EnhancedPassTicket.Form: OperandValue {}

/// A keyword of a command with its value.
struct Operand {
  let keyword: Keyword
  let value: WipedSlice?

  var name: String { keyword.name }

  /// The words of the value.
  func atoms() throws(RACFFault) -> [CommandAtom] {
    guard let value else { return [] }
    let atoms = try CommandAtom.list(value)
    guard atoms.allSatisfy({ $0.kind != .group }) else {
      throw RACFFault("IKJ56702I INVALID \(name)")
    }
    return atoms
  }

  /// The value, which is one word or quoted text.
  ///
  /// `expected`: what a right value is; follows the message.
  func single<Value: OperandValue>(
    _ expected: String = "", _ read: (String) -> Value?
  ) throws(RACFFault) -> Value {
    let atoms = try atoms()
    guard let first = atoms.first else { throw RACFFault("IKJ56701I MISSING \(name)") }
    guard atoms.count == 1, let value = read(first.string) else {
      throw RACFFault("IKJ56702I INVALID \(name)" + (expected.isEmpty ? "" : ": \(expected)"))
    }
    return value
  }

  /// Every word of the value.
  func all<Value: OperandValue>(
    _ expected: String = "", _ read: (String) -> Value?
  ) throws(RACFFault) -> [Value] {
    try Self.all(try atoms(), name, expected: expected, read: read)
  }

  static func all<Value>(
    _ atoms: [CommandAtom], _ what: String, expected: String = "", read: (String) -> Value?
  ) throws(RACFFault) -> [Value] {
    var values: [Value] = []
    for atom in atoms {
      guard let value = read(atom.string) else {
        throw RACFFault("IKJ56702I INVALID \(what)" + (expected.isEmpty ? "" : ": \(expected)"))
      }
      values.append(value)
    }
    guard !values.isEmpty else { throw RACFFault("IKJ56701I MISSING \(what)") }
    return values
  }

  /// Free text: what is between quotes, or all of the value.
  func text(limit: Int) throws(RACFFault) -> String {
    guard let value else { throw RACFFault("IKJ56701I MISSING \(name)") }
    let atoms = try? CommandAtom.list(value)
    let text: String
    if let only = atoms?.first, atoms?.count == 1, only.kind == .quoted {
      text = only.string
    } else {
      text = CommandAtom.folded(value.trimmed)
    }
    guard text.utf8.count <= limit else {
      throw RACFFault("IKJ56702I INVALID \(name): UP TO \(limit) CHARACTERS ARE EXPECTED")
    }
    return text
  }

  /// A password or a phrase, straight into its own memory.
  func secret(_ lengths: ClosedRange<Int>) throws(RACFFault) -> SharedSecret {
    guard let value = value?.trimmed, !value.isEmpty else {
      throw RACFFault("IKJ56701I MISSING \(name)")
    }
    let isQuoted = value.first == 0x27 && value.count >= 2 && value.last == 0x27
    let atom = CommandAtom(
      kind: isQuoted ? .quoted : .word, text: isQuoted ? value.dropFirst().dropLast() : value)
    let hasBlank = value.contains(0x20) || value.contains(0x2C)
    let fault = RACFFault(
      "IKJ56702I INVALID \(name): "
        + "\(lengths.lowerBound) TO \(lengths.upperBound) CHARACTERS ARE EXPECTED")
    // Each character at most twice, where all are quotes.
    guard atom.text.count <= 2 * lengths.upperBound else { throw fault }
    guard isQuoted || name != "PASSWORD" || !hasBlank else {
      throw RACFFault("IKJ56702I INVALID \(name): A BLANK WANTS QUOTES")
    }
    let secret = atom.secret
    guard lengths.contains(secret.secret.count) else { throw fault }
    return secret
  }
}

/// Reads a command's operands, and notes what of them people may see.
struct OperandReader {
  private var rest: ArraySlice<CommandAtom>
  /// Number of the last word that was read; the verb is the first.
  private var place: Int
  private let table: KeywordTable

  /// The command as logs show it, word by word.
  private(set) var shown: [String]
  /// Keywords that were passed over, and those that are kept and only listed.
  private(set) var idle = IdleKeywords()
  /// Whether a key or a password was read.
  private(set) var hasSecret = false

  init(_ atoms: ArraySlice<CommandAtom>, _ table: KeywordTable, shown: [String], place: Int = 1) {
    rest = atoms
    self.table = table
    self.shown = shown
    self.place = place
  }

  var isEmpty: Bool { rest.isEmpty }
  /// Whether something was taken that has no effect here.
  var hasPassedOver: Bool { !idle.passedOver.isEmpty }

  /// The positional operand: one word, or several in parentheses.
  ///
  /// `isFollowed`: whether another positional operand follows, whose parentheses may stand directly
  /// behind this word.
  mutating func positional(
    _ what: String, isFollowed: Bool = false
  ) throws(RACFFault) -> [CommandAtom] {
    guard let first = rest.first else { throw RACFFault("IKJ56701I MISSING \(what)") }
    if first.kind == .group {
      rest.removeFirst()
      place += 1
      return try CommandAtom.list(first.text).filter { $0.kind != .group }
    }
    let hasValue = rest.dropFirst().first?.kind == .group
    guard isFollowed || !hasValue else { throw RACFFault("IKJ56701I MISSING \(what)") }
    rest.removeFirst()
    place += 1
    return [first]
  }

  /// Something of a value that is taken and has no effect here.
  mutating func pass(over name: String) { idle.passOver(name) }

  /// What was read of a positional operand, for logs.
  mutating func show(_ text: String) { shown.append(text) }

  /// The names of the positional operand.
  mutating func names<Value: CustomStringConvertible>(
    _ what: String, isFollowed: Bool = false, read: (String) -> Value?
  ) throws(RACFFault) -> [Value] {
    let values = try Operand.all(
      try positional(what, isFollowed: isFollowed), what, expected: "", read: read)
    let texts = values.map { shownWord($0.description) }
    show(texts.count == 1 ? texts[0] : "(\(texts.joined(separator: " ")))")
    return values
  }

  /// The next keyword; those without effect are read and passed over.
  mutating func next() throws(RACFFault) -> Operand? {
    while let word = rest.popFirst() {
      place += 1
      guard word.kind == .word else { throw RACFFault("IKJ56712I INVALID KEYWORD, WORD \(place)") }
      let keyword = try table.find(word.text, at: place)
      var value: WipedSlice?
      if rest.first?.kind == .group { value = rest.popFirst()?.text }
      if keyword.value == .none, value != nil {
        throw RACFFault(
          "IKJ56712I INVALID KEYWORD, WORD \(place + 1): \(keyword.name) HAS NO VALUE")
      }
      if keyword.value != .none, value == nil, !keyword.isValueOptional {
        throw RACFFault("IKJ56701I MISSING \(keyword.name)")
      }
      if keyword.value == .secret, value != nil { hasSecret = true }
      let operand = Operand(keyword: keyword, value: value)
      shown.append(shown(operand))
      idle.note(keyword)
      if keyword.effect != .none { return operand }
    }
    return nil
  }

  /// Reads the operands that stand inside the value of an operand, such as SSIGNON's.
  mutating func nested(
    _ operand: Operand, _ table: KeywordTable,
    read: (inout OperandReader) throws(RACFFault) -> Void
  ) throws(RACFFault) {
    guard let value = operand.value else { throw RACFFault("IKJ56701I MISSING \(operand.name)") }
    var inner = OperandReader(
      try CommandAtom.list(value)[...], table, shown: [], place: 0)
    do {
      try read(&inner)
    } catch {
      throw RACFFault("\(error.text) (IN \(operand.name))")
    }
    shown[shown.count - 1] = "\(operand.name)(\(inner.shown.joined(separator: " ")))"
    idle.add(inner.idle)
    hasSecret = hasSecret || inner.hasSecret
  }

  private mutating func shown(_ operand: Operand) -> String {
    guard operand.value != nil else { return operand.name }
    guard operand.keyword.value == .open, let atoms = try? operand.atoms() else {
      return "\(operand.name)(...)"
    }
    return "\(operand.name)(\(atoms.map { shownWord($0.string) }.joined(separator: " ")))"
  }

  /// A word as logs show it: one that looks like a key is none that anybody should see.
  private mutating func shownWord(_ word: String) -> String {
    guard Self.looksLikeKey(word) else { return word }
    hasSecret = true
    return "..."
  }

  /// Whether a name is as long as a key of DES and has hexadecimal digits only.
  static func looksLikeKey(_ word: String) -> Bool {
    word.utf8.count >= 16
      && word.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x46).contains(CommandAtom.upper($0))
      }
  }
}

extension WipedSlice {
  /// Without the blanks at both ends.
  var trimmed: WipedSlice {
    var part = self
    while part.first == 0x20 { part = part.dropFirst() }
    while part.last == 0x20 { part = part.dropLast() }
    return part
  }
}
