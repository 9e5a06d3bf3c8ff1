import Crypto
import Diagnosis
import Journal
import Messages
import Names
import Platform
import RACF
import SAF
import SessionEngine
import Store
import Tables
import Time

/// What administrators ask, of a running server or of a state directory that nobody uses.
public struct Administration: Sendable {
  /// What came of it.
  public struct Answer: Sendable {
    /// The answer, a line each.
    public var lines: [String]
    /// Whether it did not do what was asked.
    public var isFailed = false
    /// What was asked for that nobody else may see; it follows the lines, as one more.
    var secret: SharedSecret?

    /// The secret as a line, in the process of who asked.
    fileprivate var shown: Answer {
      guard let secret else { return self }
      return Answer(
        lines: lines + [secret.secret.withBytes { String(decoding: $0, as: UTF8.self) }],
        isFailed: isFailed)
    }

    static func failed(_ line: String) -> Answer { Answer(lines: [line], isFailed: true) }
  }

  private let database: SecurityDatabase
  private let journal: Journal?
  private let site: String
  private let ticketTimes: TicketTimes
  /// Who asks, for the audit.
  private let author: AuditAuthor

  /// - `author`: who asks.
  init(
    _ database: SecurityDatabase, _ journal: Journal?, site: String, author: AuditAuthor,
    ticketTimes: TicketTimes = TicketTimes()
  ) {
    self.database = database
    self.journal = journal
    self.site = site
    self.ticketTimes = ticketTimes
    self.author = author
  }

  /// Why nobody could be asked: a sentence for people.
  public struct AskFault: Error, Sendable, CustomStringConvertible {
    /// The sentence.
    public let description: String
  }

  /// Asks the server of a state directory, or does it on the directory itself where none runs.
  public static func ask(
    _ words: [String], body: [UInt8] = [], state: String, site: String
  ) throws(AskFault) -> Answer {
    let request: OperatorRequest
    do {
      request = try OperatorRequest(words)
    } catch {
      return .failed(error.description)
    }
    if let answer = try running(request, body, state: state) { return answer }
    // A server that is about to start has the directory before it has its socket.
    let taken = StateDirectory.take(state, as: .command) {
      ControlClient.isRunning(state: state)
    }
    switch taken {
    case .success(let directory):
      defer { withExtendedLifetime(directory) {} }
      do {
        return try work(request, body, state: state, site: site).shown
      } catch {
        throw AskFault(description: error.description)
      }
    case .failure(let fault):
      if let answer = try running(request, body, state: state) { return answer }
      throw AskFault(description: fault.description)
    }
  }

  /// The answer of a running server; nil where none runs.
  private static func running(
    _ request: OperatorRequest, _ body: [UInt8], state: String
  ) throws(AskFault) -> Answer? {
    do {
      return try ControlClient.ask(request.words, body: body, state: state)
    } catch {
      if case .notRunning = error { return nil }
      throw AskFault(description: error.description)
    }
  }

  /// Does it without a server.
  private static func work(
    _ request: OperatorRequest, _ body: [UInt8], state: String, site: String
  ) throws(StoreError) -> Answer {
    guard request.verb.place == .database else {
      return .failed("\(ControlClient.Fault.notRunning(state: state))")
    }
    let system = SiteLoader.load(site).site?.tables.system ?? SystemOptions()
    let author = AuditAuthor("uid \(ProcessHygiene.user)", from: "command")
    func open(_ journal: Journal?) throws(StoreError) -> SecurityDatabase {
      try SecurityDatabase.open(
        directory: state, server: system.serverUser,
        cards: try SiteCards.make(system.cards, site: site, isLenient: true) { _, _, _ in },
        audited: { entries in journal?.record(audit: entries) })
    }
    guard request.verb.isAudited else {
      return Administration(try open(nil), nil, site: site, author: author).answer(request, body)
    }
    // What the server would write down is written down without it as well, or not done.
    let journal: Journal
    do {
      journal = try Journal(directory: state)
    } catch {
      throw StoreError(path: state, reason: error.reason)
    }
    defer { journal.stop() }
    let database = try open(journal)
    journal.record(
      .server.operatorCommand(by: "uid \(ProcessHygiene.user)", command: request.shown),
      at: Clock.wall())
    request.note(by: database.manager.acting(author), at: Clock.wall())
    return Administration(database, journal, site: site, author: author).answer(request, body)
  }

  func answer(_ request: OperatorRequest, _ body: [UInt8] = []) -> Answer {
    let operands = request.operands
    switch request.verb.name {
    case .racf: return decks.racf(body)
    case .kgup: return decks.kgup(body)
    case .keys: return keys.carry(operands, body)
    case .factor:
      return FactorRequests(manager: database.manager.acting(author)).answer(operands, body)
    case .masterkey: return keys.loadMasterKeys(body)
    case .load: return load.load(operands, body)
    case .extract: return load.extract(operands)
    case .audit: return AuditRequests(database: database).answer(operands)
    case .start: return console.start(operands[0].uppercased(), true)
    case .stop: return console.start(operands[0].uppercased(), false)
    case .seticsf: return console.setICSF(operands.joined(separator: " ").uppercased())
    case .display: return console.display(operands.joined(separator: " ").uppercased())
    case .snapshot: return Answer(lines: database.snapshot().lines)
    case .rights: return rights(operands.first, asking: body)
    case .backup:
      do {
        try database.backup(to: operands[0])
        return Answer(lines: ["copied to \(operands[0])"])
      } catch {
        return .failed("\(error)")
      }
    case .ticket:
      return TicketRequests(
        manager: database.manager.acting(author), record: record, times: ticketTimes
      )
      .answer(operands, body)
    case .clock:
      guard operands[0].uppercased() == "FORGET" else {
        return .failed("say \(request.verb.usage)  (\(request.verb.what))")
      }
      return console.forgetClock()
    case .status, .top, .figures, .users, .cancel, .message, .show, .trace, .drain, .reload, .card,
      .quiesce, .deactivate, .activate, .news, .broadcast, .penalties, .forgive,
      .upgrade, .help,
      .end:
      return .failed("\(request.verb.words[0]) is not for the security database")
    }
  }

  /// What of some groups and permissions a user has; without a user, those that nobody can have. They are
  /// those that the body tells, a line each, or where it is empty, those of this site's tables.
  private func rights(_ name: String?, asking body: [UInt8]) -> Answer {
    var asked = Rights(
      lines: String(decoding: body, as: UTF8.self).split(separator: "\n").map(String.init))
    if body.isEmpty {
      guard let tables = SiteLoader.load(site).site?.tables else {
        return .failed("\(site) has faults; turnstile check shows them")
      }
      asked = name == nil ? tables.toBeDefined : tables.everything
    }
    let rule = RightsRule(database.manager.state, asking: asked)
    guard let name else {
      return Answer(
        lines: rule.unknownGroups.map {
          "group \($0) is named and not defined: nobody is in it; ADDGROUP \($0)"
        }
          + rule.uncovered.map {
            "READ to \($0) opens something, and nobody has it: its class is not active, or no "
              + "profile covers it; RDEFINE \($0.resourceClass.rawValue) \($0.resource) "
              + "UACC(NONE), SETROPTS CLASSACT(\($0.resourceClass.rawValue))"
          })
    }
    guard let user = UserID(name) else { return .failed("\(name) is no user id") }
    guard database.manager.state.users[user] != nil else {
      return .failed("\(user) is not defined to the security manager")
    }
    return Answer(lines: rule.rights(of: user, at: Clock.wall()).lines + administered(by: user))
  }

  /// Which parts of the tables a user may look at and change at a terminal (TPXADMIN), a line each.
  private func administered(by user: UserID) -> [String] {
    let authority = AdminAuthority(database.manager.state, at: Clock.wall())
    func words(_ area: AdminArea, _ level: AccessLevel) -> String? {
      switch authority.reach(of: user, area: area.rawValue, wanted: level) {
      case .nothing: nil
      case .everything: "\(area.rawValue)"
      case .groups(let groups):
        "\(area.rawValue) of " + groups.sorted().map(\.description).joined(separator: ", ")
          + ", but no administrators"
      }
    }
    return AdminArea.allCases.compactMap { area in
      words(area, .update).map { "administers \($0)" }
        ?? words(area, .read).map { "looks at \($0)" }
    }
  }

  private var decks: DeckRunner {
    DeckRunner(database.manager.acting(author), site: site, record: record)
  }

  private var load: UserLoad { UserLoad(manager: database.manager.acting(author)) }

  private var keys: KeyRequests { KeyRequests(database: database, author: author) }

  private var console: ConsoleRequests {
    ConsoleRequests(database: database, site: site, author: author, record: record)
  }

  private func record(_ message: Message) { journal?.record(message, at: Clock.wall()) }
}
