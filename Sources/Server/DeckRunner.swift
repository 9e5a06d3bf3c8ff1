import Messages
import Names
import Platform
import RACF
import SAF
import SessionEngine
import Store
import Tables
import Time

/// Runs decks of commands: for RACF, and for the key generator.
struct DeckRunner {
  private let desk: CommandDesk
  private let record: (Message) -> Void

  typealias Answer = Administration.Answer

  /// Longest deck.
  static let limit = ControlInput.bodyLimit

  /// `record`: hears of every command, without its secrets.
  init(
    _ manager: SecurityManager, site: String, record: @escaping (Message) -> Void
  ) {
    // `manager` acts in the name of whoever gave the deck.
    let name = SiteLoader.load(site).site?.tables.system.systemName
    desk = CommandDesk(
      manager, system: name.flatMap { PackedName($0) } ?? SecurityDatabase.standardSystem)
    self.record = record
  }

  /// Runs RACF commands, one after the other; one that fails changes nothing for the others.
  func racf(_ bytes: [UInt8]) -> Answer {
    let deck = CommandDeck(bytes)
    var answer = Answer(lines: [])
    var idle = IdleKeywords()
    let isDeck = deck.statements.count > 1
    for statement in deck.statements {
      let reading = RACFParser.read(statement)
      record(.server.operatorCommand(by: "RACF", command: reading.shown))
      if isDeck { answer.lines.append(" \(reading.shown)") }
      answer.lines += reading.notes
      idle.add(reading.idle)
      switch reading.outcome {
      case .success(let command):
        let result = desk.execute(command, at: Clock.wall())
        answer.lines += result.lines
        answer.isFailed = answer.isFailed || result.isFailed
      case .failure(let fault):
        answer.lines.append(isDeck ? "line \(statement.line): \(fault)" : fault.description)
        answer.isFailed = true
      }
    }
    return finished(answer, idle, of: deck)
  }

  /// Runs statements of the key generator.
  func kgup(_ bytes: [UInt8]) -> Answer {
    let deck = CommandDeck(bytes, .keyGenerator)
    var answer = Answer(lines: [])
    var idle = IdleKeywords()
    for statement in deck.statements {
      let reading = KeyStatement.read(statement)
      record(.server.operatorCommand(by: "KGUP", command: reading.shown))
      answer.lines += reading.notes
      idle.add(reading.idle)
      do {
        answer.lines += try desk.execute(try reading.get(), at: Clock.wall())
        answer.lines.append("CSFG0321 STATEMENT SUCCESSFULLY PROCESSED.")
      } catch {
        answer.lines.append("line \(statement.line): \(error)")
        answer.isFailed = true
      }
    }
    return finished(answer, idle, of: deck)
  }

  /// A deck's answer, with the lines that stand once for all of it.
  private func finished(_ answer: Answer, _ idle: IdleKeywords, of deck: CommandDeck) -> Answer {
    var answer = answer
    answer.lines += idle.lines + deck.notes
    if let fault = deck.fault {
      answer.lines.append(fault.description)
      answer.isFailed = true
    }
    return answer
  }
}
