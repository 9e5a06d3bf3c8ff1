import Crypto

/// What was read of a command: the command, or what is wrong, and what of it people may see.
public struct CommandReading<Command: Sendable>: Sendable {
  /// The command for logs and echoes. Of one that was understood it has the values that are open; of
  /// any other, its verb and the keywords that are certain.
  public let shown: String
  /// The command, or what is wrong with it.
  public let outcome: Result<Command, RACFFault>
  /// What was assumed where TSO's parser assumes it.
  public let notes: [String]
  /// Keywords that change nothing here.
  public let idle: IdleKeywords
  /// Whether a key or a password stands in it, or something that looks like one.
  public let hasSecret: Bool

  /// The command; throws what is wrong with it.
  public func get() throws(RACFFault) -> Command { try outcome.get() }

  /// Reads a statement.
  ///
  /// `table`: the keywords of the verb; nil where the verb is not known. `body`: understands the
  /// operands.
  init(
    _ statement: RACFStatement, verb: (WipedSlice) -> (name: String, table: KeywordTable)?,
    unknown: (WipedSlice) -> RACFFault,
    body: (String, inout OperandReader) throws(RACFFault) -> Command
  ) {
    var leniency = CommandAtom.Leniency()
    var notes: [String] = []
    do throws(RACFFault) {
      guard statement.text.count <= RACFStatement.limit else {
        throw RACFFault("a command has up to \(RACFStatement.limit) characters")
      }
      let atoms = try CommandAtom.list(statement.text, &leniency)
      guard let word = atoms.first, word.kind == .word, let found = verb(word.text) else {
        throw unknown(atoms.first?.text ?? statement.text)
      }
      var reader = OperandReader(atoms.dropFirst(), found.table, shown: [found.name])
      let command = try body(found.name, &reader)
      if leniency.contains(.rightParenthesisAssumed) {
        notes.append("IKJ56707I RIGHT PARENTHESIS ASSUMED")
      }
      if leniency.contains(.rightParenthesisIgnored) {
        notes.append("a right parenthesis too many at the end is left out")
      }
      shown = reader.shown.joined(separator: " ")
      outcome = .success(command)
      idle = reader.idle
      hasSecret = reader.hasSecret
    } catch {
      shown = Self.outline(statement.text, verb)
      outcome = .failure(error)
      idle = IdleKeywords()
      // Nobody knows what the words of it are.
      hasSecret = true
    }
    self.notes = notes
  }

  /// Verb and keywords of a command that is not understood; dots for everything else.
  private static func outline(
    _ text: WipedSlice, _ verb: (WipedSlice) -> (name: String, table: KeywordTable)?
  ) -> String {
    // Quotes and parentheses may be out of order: whatever is between them is left out.
    var words: [WipedSlice] = []
    var index = text.startIndex
    while index < text.endIndex, [0x20, 0x2C].contains(text[index]) { index += 1 }
    let first = text[index...].prefix { ![0x20, 0x2C, 0x28, 0x29, 0x27, 0x0A].contains($0) }
    guard let found = verb(first) else { return "(a command that is not known)" }
    index = first.endIndex
    var depth = 0
    while index < text.endIndex {
      switch text[index] {
      case 0x28:
        depth += 1
        index += 1
      case 0x29:
        depth = max(0, depth - 1)
        index += 1
      case 0x20, 0x2C, 0x0A: index += 1
      case 0x27: index += (text[(index + 1)...].firstIndex(of: 0x27) ?? text.endIndex) - index + 1
      default:
        let word = text[index...].prefix { ![0x20, 0x2C, 0x28, 0x29, 0x27, 0x0A].contains($0) }
        if depth == 0 { words.append(word) }
        index = word.endIndex
      }
      index = min(index, text.endIndex)
    }
    let keywords = words.compactMap { found.table.known($0) }
    let shown = keywords.map { $0.value == .none ? $0.name : "\($0.name)(...)" }
    return ([found.name] + shown).joined(separator: " ") + " ..."
  }
}
