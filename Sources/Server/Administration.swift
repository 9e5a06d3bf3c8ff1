import Crypto
import Diagnosis
import Journal
import Keystore
import Messages
import Names
import Platform
import RACF
import SAF
import SessionEngine
public import Store
import Tables
import Time

/// What administrators ask, of a running server or of a state directory that nobody uses.
public struct Administration: Sendable {
  /// What came of it.
  public struct Answer: Sendable {
    public var lines: [String]
    public var isFailed = false

    static func failed(_ line: String) -> Answer { Answer(lines: [line], isFailed: true) }
  }

  private let database: SecurityDatabase
  private let journal: Journal?
  private let site: String

  init(_ database: SecurityDatabase, _ journal: Journal?, site: String) {
    self.database = database
    self.journal = journal
    self.site = site
  }

  /// Longest deck.
  static let deckLimit = 1 << 20

  /// First words of the requests that are answered here.
  static let requests: Set<String> = [
    "racf", "kgup", "d", "display", "seticsf", "snapshot", "backup", "ticket",
  ]

  /// Asks the server of a state directory, or does it on the directory itself where none runs.
  public static func ask(
    _ words: [String], body: [UInt8] = [], state: String, site: String
  ) throws(StoreError) -> Answer {
    if let answer = try? ControlSocket.ask(words, body: body, state: state) { return answer }
    let system = SiteLoader.load(site).site?.tables.system ?? SystemOptions()
    let database = try SecurityDatabase.open(
      directory: state, server: system.serverUser,
      cards: try SiteCards.make(system.cards, site: site) { _, _, _ in })
    return Administration(database, nil, site: site).answer(words, body)
  }

  func answer(_ words: [String], _ body: [UInt8]) -> Answer {
    switch (words.first?.lowercased(), words.count) {
    case ("racf", 1): return racf(body)
    case ("kgup", 1): return kgup(body)
    case ("seticsf", 2...): return setICSF(words.dropFirst().joined(separator: " ").uppercased())
    case ("d", 2...), ("display", 2...):
      return display(words.dropFirst().joined(separator: " ").uppercased())
    case ("snapshot", 1):
      do {
        return Answer(lines: try database.snapshot().lines)
      } catch {
        return .failed("\(error)")
      }
    case ("backup", 2):
      do {
        try database.backup(to: words[1])
        return Answer(lines: ["copied to \(words[1])"])
      } catch {
        return .failed("\(error)")
      }
    case ("ticket", 5): return ticket(words, body)
    default: return .failed("\(words.joined(separator: " ")) is no request")
    }
  }

  private func record(_ message: Message) { journal?.record(message, at: Clock.wall()) }

  // MARK: Decks

  private func racf(_ deck: [UInt8]) -> Answer {
    var answer = Answer(lines: [])
    let statements = RACFStatement.statements(deck)
    for var statement in statements {
      defer { Wipe.bytes(&statement.bytes) }
      let shown = statement.shown
      record(.operatorCommand(by: "RACF", command: shown))
      if statements.count > 1 { answer.lines.append(" \(shown)") }
      do {
        let result = database.execute(try RACFParser.parse(statement), at: Clock.wall())
        answer.lines += result.lines
        answer.isFailed = answer.isFailed || result.isFailed
      } catch {
        answer.lines.append(
          statements.count > 1 ? "line \(statement.line): \(error)" : error.description)
        answer.isFailed = true
      }
    }
    return answer
  }

  private func kgup(_ deck: [UInt8]) -> Answer {
    var answer = Answer(lines: [])
    for var statement in RACFStatement.statements(deck) {
      defer { Wipe.bytes(&statement.bytes) }
      do {
        let line: String
        switch try KeyStatement(statement) {
        case .add(let label, let kind, let key):
          try database.store(key.secret, label: label, kind: kind)
          line = "\(label) is in the CKDS"
        case .delete(let label):
          try database.deleteKey(label)
          line = "\(label) is not in the CKDS any more"
        }
        record(.operatorCommand(by: "KGUP", command: line))
        answer.lines.append(line)
      } catch {
        answer.lines.append("line \(statement.line): \(error)")
        answer.isFailed = true
      }
    }
    return answer
  }

  // MARK: Displays

  private func display(_ what: String) -> Answer {
    let now = Clock.wall()
    do throws(StoreError) {
      switch what {
      case "ICSF,CARDS":
        return Answer(lines: OperatorDisplay.cards(try database.snapshot(), at: now))
      case "ICSF,MKS":
        return Answer(lines: OperatorDisplay.masterKeys(try database.snapshot(), at: now))
      case "ICSF,KDS":
        return Answer(lines: OperatorDisplay.keyDataSets(try database.snapshot(), at: now))
      case "ICSF,LIST":
        let system = SiteLoader.load(site).site?.tables.system.systemID
        return Answer(
          lines: OperatorDisplay.systems(
            try database.snapshot(), system, release: Server.version, at: now))
      case "SMF,O":
        let system = SiteLoader.load(site).site?.tables.system.systemID
        return Answer(lines: OperatorDisplay.smf(system, at: now))
      default:
        return .failed(
          "D \(what) is not known; ICSF,CARDS  ICSF,LIST  ICSF,MKS  ICSF,KDS  SMF,O are")
      }
    } catch {
      return .failed("\(error)")
    }
  }

  /// `SETICSF ACTIVATE,card` and `DEACTIVATE,card`; the operands are this product's own.
  private func setICSF(_ operands: String) -> Answer {
    let parts = operands.split(separator: ",", maxSplits: 1).map(String.init)
    guard parts.count == 2, ["ACTIVATE", "DEACTIVATE"].contains(parts[0]) else {
      return .failed("SETICSF ACTIVATE,card or DEACTIVATE,card; D ICSF,CARDS shows the cards")
    }
    let isUsed = parts[0] == "ACTIVATE"
    do {
      guard try database.use(isUsed, card: cardName(parts[1])) else {
        return .failed("\(parts[1]) is no card; D ICSF,CARDS shows them")
      }
    } catch {
      return .failed("\(error)")
    }
    record(isUsed ? .cardOnline(by: "SETICSF") : .cardOffline(by: "SETICSF"))
    return Answer(lines: ["\(parts[1]) is \(isUsed ? "activated" : "deactivated")"])
  }

  /// A card by its name, or by its place in D ICSF,CARDS: `SC00`.
  private func cardName(_ text: String) -> String {
    guard text.hasPrefix("SC"), let place = Int(text.dropFirst(2)),
      database.cards.indices.contains(place)
    else { return text }
    return database.cards[place].name
  }

  // MARK: Tickets

  /// `ticket generate|evaluate WHO USER APPL`; a ticket to evaluate is the body.
  private func ticket(_ words: [String], _ body: [UInt8]) -> Answer {
    guard let who = UserID(words[2]), let user = UserID(words[3]),
      let application = TicketProfile(words[4]), let session = SessionID("TICKET")
    else { return .failed("expected user ids and an application of 1 to 8 of A-Z 0-9 $ # @") }
    let isGenerating = words[1] == "generate"
    let needed: AccessLevel = isGenerating ? .update : .read
    let access = database.ticketAccess(of: who, to: application, for: user)
    guard access >= needed else {
      record(
        .ticketRefused(
          user: user, profile: application,
          reason: "\(who) has \(access.rawValue) to IRRPTAUTH, \(needed.rawValue) is needed"))
      return Answer(
        lines: [
          "ICH408I USER(\(who))", "  IRRPTAUTH.\(application).\(user) CL(PTKTDATA)",
          "  INSUFFICIENT ACCESS AUTHORITY",
          "  ACCESS INTENT(\(padded(needed)))  ACCESS ALLOWED(\(padded(access)))",
        ], isFailed: true)
    }
    return isGenerating
      ? generate(TicketRequest(user: user, session: session, profile: application))
      : evaluate(user, application, body)
  }

  private func padded(_ level: AccessLevel) -> String {
    level.rawValue + String(repeating: " ", count: 7 - level.rawValue.count)
  }

  private func generate(_ request: TicketRequest) -> Answer {
    switch database.issueTicket(request, at: Clock.wall()) {
    case .issued(let ticket, let kind):
      record(
        .ticketIssued(
          user: request.user, session: request.session, profile: request.profile, kind: kind))
      // The ticket is what was asked for: it goes to standard output, and nowhere else.
      return Answer(lines: [ticket.secret.withBytes { String(decoding: $0, as: UTF8.self) }])
    case .failed(let failure):
      record(
        .ticketFailed(
          user: request.user, session: request.session, profile: request.profile,
          code: failure.reasonCode, additional: failure.additional, meaning: failure.meaning))
      return Answer(
        lines: [
          "REASON CODE:\(failure.codes.replacing("/", with: " Additional HEX INFO:"))",
          "Reason Meaning: \(failure.meaning)", "-> \(failure.remedy)",
        ], isFailed: true)
    }
  }

  private func evaluate(_ user: UserID, _ application: TicketProfile, _ body: [UInt8]) -> Answer {
    var bytes = body
    defer { Wipe.bytes(&bytes) }
    while let last = bytes.last, last == 0x0A || last == 0x0D || last == 0x20 { bytes.removeLast() }
    guard bytes.count == 8 else { return .failed("a PassTicket has 8 characters") }
    let verdict = database.evaluateTicket(
      user: user, application: application, value: Secret(copying: bytes), at: Clock.wall(),
      allowsPassword: false)
    switch verdict {
    case .accepted(let kind):
      record(.ticketAccepted(user: user, profile: application, kind: kind))
      return Answer(lines: ["accepted (\(kind))"])
    case .refused(let reason):
      record(.ticketRefused(user: user, profile: application, reason: reason))
      return Answer(lines: ["refused; the log has the reason"], isFailed: true)
    }
  }
}
