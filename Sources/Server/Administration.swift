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
import Store
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

  let database: SecurityDatabase
  private let journal: Journal?
  let site: String

  init(_ database: SecurityDatabase, _ journal: Journal?, site: String) {
    self.database = database
    self.journal = journal
    self.site = site
  }

  /// Longest deck.
  static let deckLimit = ControlInput.bodyLimit

  /// Why nobody could be asked: a sentence for people.
  public struct AskFault: Error, Sendable, CustomStringConvertible {
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
    if let answer = try running(request, body, state) { return answer }
    // A server that is about to start has the directory before it has its socket.
    let taken = StateDirectory.take(state, as: .command) {
      ControlClient.isRunning(state: state)
    }
    switch taken {
    case .success(let directory):
      defer { withExtendedLifetime(directory) {} }
      do {
        return try work(request, body, state: state, site: site)
      } catch {
        throw AskFault(description: error.description)
      }
    case .failure(let fault):
      if let answer = try running(request, body, state) { return answer }
      throw AskFault(description: fault.description)
    }
  }

  /// The answer of a running server; nil where none runs.
  private static func running(
    _ request: OperatorRequest, _ body: [UInt8], _ state: String
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
    let database = try SecurityDatabase.open(
      directory: state, server: system.serverUser,
      cards: try SiteCards.make(system.cards, site: site, isLenient: true) { _, _, _ in })
    guard request.verb.isAudited else {
      return Administration(database, nil, site: site).answer(request, body)
    }
    // What the server would write down is written down without it as well, or not done.
    let journal: Journal
    do {
      journal = try Journal(directory: state)
    } catch {
      throw StoreError(path: state, reason: error.reason)
    }
    defer { journal.stop() }
    journal.record(
      .operatorCommand(by: "uid \(ProcessHygiene.user)", command: request.shown),
      at: Clock.wall())
    return Administration(database, journal, site: site).answer(request, body)
  }

  func answer(_ request: OperatorRequest, _ body: [UInt8] = []) -> Answer {
    let operands = request.operands
    switch request.verb.name {
    case .racf: return racf(body)
    case .kgup: return kgup(body)
    case .keys: return keys(operands, body)
    case .masterkey: return loadMasterKeys(body)
    case .start: return start(operands[0].uppercased(), true)
    case .stop: return start(operands[0].uppercased(), false)
    case .seticsf: return setICSF(operands.joined(separator: " ").uppercased())
    case .display: return display(operands.joined(separator: " ").uppercased())
    case .snapshot:
      do {
        return Answer(lines: try database.snapshot().lines)
      } catch {
        return .failed("\(error)")
      }
    case .backup:
      do {
        try database.backup(to: operands[0])
        return Answer(lines: ["copied to \(operands[0])"])
      } catch {
        return .failed("\(error)")
      }
    case .ticket: return ticket(operands, body)
    case .clock:
      guard operands[0].uppercased() == "FORGET" else {
        return .failed("say \(request.verb.usage)  (\(request.verb.what))")
      }
      return forgetClock()
    case .status, .users, .cancel, .message, .reload, .card, .help, .end:
      return .failed("\(request.verb.words[0]) is not for the security database")
    }
  }

  func record(_ message: Message) { journal?.record(message, at: Clock.wall()) }

  // MARK: Tickets

  /// `TICKET GENERATE|EVALUATE WHO USER APPL`; a ticket to evaluate is the body.
  private func ticket(_ operands: [String], _ body: [UInt8]) -> Answer {
    let isGenerating = operands[0].uppercased() == "GENERATE"
    guard isGenerating || operands[0].uppercased() == "EVALUATE" else {
      return .failed("\(operands[0]) is nothing to do with a ticket; GENERATE and EVALUATE are")
    }
    guard let who = UserID(operands[1]), let user = UserID(operands[2]),
      let session = SessionID("TICKET")
    else { return .failed("a user id has 1 to 8 of A-Z 0-9 $ # @") }
    guard let application = TicketProfile(operands[3]) else {
      return failed(TicketFailure(.invalidProfileName))
    }
    let needed: AccessLevel = isGenerating ? .update : .read
    let access = database.ticketAccess(of: who, to: application, for: user)
    guard access >= needed else {
      record(
        .ticketRefused(
          user: user, profile: application,
          reason: "\(who) has \(access.rawValue) to IRRPTAUTH, \(needed.rawValue) is needed"))
      var answer = failed(TicketFailure(.notAuthorized))
      answer.lines = database.violation(who, application, user, needed, access) + answer.lines
      return answer
    }
    return isGenerating
      ? generate(TicketRequest(user: user, session: session, profile: application), by: who)
      : evaluate(user, application, body, by: who)
  }

  private func failed(_ failure: TicketFailure) -> Answer {
    Answer(
      lines: [
        "REASON CODE:\(failure.codes.replacing("/", with: " Additional HEX INFO:"))",
        "Reason Meaning: \(failure.meaning)", "-> \(failure.remedy)",
      ], isFailed: true)
  }

  private func generate(_ request: TicketRequest, by who: UserID) -> Answer {
    switch database.issueTicket(request, at: Clock.wall()) {
    case .issued(let ticket, let kind):
      record(
        .ticketIssued(
          user: request.user, session: request.session, profile: request.profile,
          kind: "\(kind) BY \(who)"))
      // The ticket is what was asked for: it goes to standard output, and nowhere else.
      return Answer(lines: [ticket.secret.withBytes { String(decoding: $0, as: UTF8.self) }])
    case .failed(let failure):
      record(
        .ticketFailed(
          user: request.user, session: request.session, profile: request.profile,
          code: failure.reasonCode, additional: failure.additional, meaning: failure.meaning))
      return failed(failure)
    }
  }

  /// How long every answer to an evaluation takes, or a multiple of it where a card is slow.
  private static let answerTime = 50

  /// Longest value that is evaluated: more than any ticket or password phrase has.
  private static let valueLimit = 256

  /// The answer tells nothing but yes or no, neither by its words nor by its time.
  private func evaluate(
    _ user: UserID, _ application: TicketProfile, _ body: [UInt8], by who: UserID
  ) -> Answer {
    let start = Clock.instant()
    var bytes = body
    defer { Wipe.bytes(&bytes) }
    guard bytes.count <= Self.valueLimit else {
      return .failed("refused; a ticket or password has at most \(Self.valueLimit) bytes")
    }
    while let last = bytes.last, last == 0x0A || last == 0x0D || last == 0x20 { bytes.removeLast() }
    let now = Clock.wall()
    let verdict = database.evaluateTicket(
      user: user, application: application, value: Secret(copying: bytes), at: now, source: who)
    let answer: Answer
    switch verdict {
    case .accepted(let kind):
      record(.ticketAccepted(user: user, profile: application, kind: "\(kind) FOR \(who)"))
      answer = Answer(lines: ["accepted (\(kind))"])
    case .refused(let reason):
      record(
        .ticketRefused(
          user: user, profile: application, reason: "\(reason) (asked by \(who))"))
      answer = Answer(lines: ["refused; the log has the reason"], isFailed: true)
    }
    let spent = Int((Clock.instant().nanoseconds - start.nanoseconds) / 1_000_000)
    let rest = Self.answerTime - spent % Self.answerTime
    if let pause = try? Signal() { _ = pause.wait(milliseconds: Int32(rest)) }
    return answer
  }
}
