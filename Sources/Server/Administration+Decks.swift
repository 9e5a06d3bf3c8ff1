import Bytes
import Crypto
import Journal
import Keystore
import Messages
import Names
import Platform
import RACF
import SessionEngine
import Store
import Tables
import Time

/// Decks of commands: for RACF, and for the key generator.
extension Administration {
  /// Runs RACF commands, one after the other; one that fails changes nothing for the others.
  func racf(_ bytes: [UInt8]) -> Answer {
    let deck = CommandDeck(bytes)
    var answer = Answer(lines: [])
    var idle = IdleKeywords()
    if let name = SiteLoader.load(site).site?.tables.system.systemName {
      database.name(system: name)
    }
    let isDeck = deck.statements.count > 1
    for statement in deck.statements {
      let reading = RACFParser.read(statement)
      record(.operatorCommand(by: "RACF", command: reading.shown))
      if isDeck { answer.lines.append(" \(reading.shown)") }
      answer.lines += reading.notes
      idle.add(reading.idle)
      switch reading.outcome {
      case .success(let command):
        let result = database.execute(command, at: Clock.wall())
        answer.lines += result.lines
        answer.isFailed = answer.isFailed || result.isFailed
      case .failure(let fault):
        answer.lines.append(isDeck ? "line \(statement.line): \(fault)" : fault.description)
        answer.isFailed = true
      }
    }
    return finished(answer, idle, deck)
  }

  /// Runs statements of the key generator.
  func kgup(_ bytes: [UInt8]) -> Answer {
    let deck = CommandDeck(bytes, .keyGenerator)
    var answer = Answer(lines: [])
    var idle = IdleKeywords()
    for statement in deck.statements {
      let reading = KeyStatement.read(statement)
      record(.operatorCommand(by: "KGUP", command: reading.shown))
      answer.lines += reading.notes
      idle.add(reading.idle)
      do {
        answer.lines += try run(try reading.get())
        answer.lines.append("CSFG0321 STATEMENT SUCCESSFULLY PROCESSED.")
      } catch {
        answer.lines.append("line \(statement.line): \(error)")
        answer.isFailed = true
      }
    }
    return finished(answer, idle, deck)
  }

  /// An answer with what is said once of a deck.
  private func finished(_ answer: Answer, _ idle: IdleKeywords, _ deck: CommandDeck) -> Answer {
    var answer = answer
    answer.lines += idle.lines + deck.notes
    if let fault = deck.fault {
      answer.lines.append(fault.description)
      answer.isFailed = true
    }
    return answer
  }

  // MARK: Statements of the key generator

  private func run(_ statement: KeyStatement) throws -> [String] {
    switch statement {
    case .add(let labels, let kind, let value):
      // All labels or none: they name one key.
      if let taken = labels.first(where: { database.hasKey($0) }) {
        throw RACFFault("\(taken) is in the CKDS already; UPDATE replaces a key")
      }
      return try put(value, labels, kind, "is in the CKDS")
    case .update(let labels, let kind, let value):
      if let missing = labels.first(where: { !database.hasKey($0) }) {
        throw RACFFault("\(missing) is not in the CKDS; ADD puts a key there")
      }
      return try put(value, labels, kind, "has another key")
    case .rename(let label, let new):
      try database.renameKey(label, to: new)
      return ["\(label) is \(new) now"]
    case .delete(let labels):
      if let missing = labels.first(where: { !database.hasKey($0) }) {
        throw RACFFault("\(missing) is not in the CKDS")
      }
      for label in labels { try database.deleteKey(label) }
      return labels.map { "\($0) is not in the CKDS any more" }
    case .set: return []
    }
  }

  private func put(
    _ value: KeyStatement.KeyValue, _ labels: [KeyLabel], _ kind: KeyToken.Kind, _ done: String
  ) throws -> [String] {
    var lines: [String] = []
    for label in labels {
      try database.store(
        value.key.secret, label: label, kind: kind, replacing: Set(labels))
      lines.append("\(label) \(done)\(value.isGenerated ? ", a key at random" : "")")
    }
    if let label = labels.first, let check = database.checkValue(of: label) {
      lines.append("key check value \(Hex.encode(check)) (\(kind.checkMethod))")
    }
    if value.hasEvenParity {
      lines.append("warning: KEY has bytes of even parity; DES does not use the parity bits")
    }
    if value.isWeak { lines.append("warning: KEY is a weak key of DES; take another") }
    return lines
  }
}

extension KeyToken.Kind {
  /// How the check value of a key is made.
  var checkMethod: String {
    switch self {
    case .des: "DES of zeros"
    case .hmac: "HMAC-SHA-512 of no text; Turnstile's own, not ICSF's"
    }
  }
}
