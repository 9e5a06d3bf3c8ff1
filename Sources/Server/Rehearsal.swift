import Crypto
public import Diagnosis
import Keystore
public import Names
import Platform
import RACF
import SAF
public import Store
public import Tables
import Time

/// Runs the site's tickets under each fault, in a copy: what a recovery would bring.
public struct Rehearsal {
  private let tables: SiteTables
  private let user: UserID
  /// Directory with a copy of the database.
  private let copy: String
  /// Directory with the keys: those of the site itself.
  private let keys: String
  private let cards: (SoftwareCard) -> [any CryptoCard]

  public init(
    tables: SiteTables, user: UserID, copy: String, keys: String, site: String
  ) throws(StoreError) {
    self.tables = tables
    self.user = user
    self.copy = copy
    self.keys = keys
    cards = try SiteCards.make(tables.system.cards, site: site) { _, _, _ in }
  }

  /// Every session under every fault, in the menu's order.
  public func run() throws(StoreError) -> RehearsalReport {
    var outcomes: [RehearsedOutcome] = []
    for (index, fault) in RehearsedFault.allCases.enumerated() {
      let directory = "\(copy)/\(index)"
      try clone(to: directory)
      let database = try open(directory, fault)
      try prepare(database, fault)
      let standing = try database.snapshot().standing(of: user)
      for session in tables.sessions {
        outcomes.append(outcome(session, fault, database, standing))
      }
    }
    return RehearsalReport(outcomes)
  }

  /// Lets a fault happen to a copy.
  private func prepare(
    _ database: SecurityDatabase, _ fault: RehearsedFault
  ) throws(StoreError) {
    switch fault {
    case .emptyCKDS: try database.emptyCKDS()
    case .noICSF: try database.setICSF(isStarted: false)
    case .userRevoked: run("\(Self.caretaker)\nALTUSER \(user) REVOKE", database)
    case .userUndefined: run("\(Self.caretaker)\nDELUSER \(user)", database)
    case .none, .noCard, .otherMasterKey, .otherSystemID, .clockOff, .clockBack: break
    }
  }

  /// Somebody else who looks after the copy: the last who could is neither revoked nor deleted.
  private static let caretaker = "ADDUSER REHEARSE PASSWORD(REHEARSE) SPECIAL"

  /// A command of RACF's; what it cannot do, such as for a user who is not there, needs no doing.
  private func run(_ text: String, _ database: SecurityDatabase) {
    for statement in RACFStatement.statements(Array(text.utf8)) {
      guard let command = try? RACFParser.parse(statement) else { continue }
      _ = database.execute(command, at: Clock.wall())
    }
  }

  private func clone(to directory: String) throws(StoreError) {
    do {
      try Files.makeDirectory(directory)
      try Files.write(
        try Files.read("\(copy)/security.db", limit: 1 << 30), to: "\(directory)/security.db")
    } catch {
      throw StoreError(path: directory, reason: error.reason)
    }
  }

  private func open(
    _ directory: String, _ fault: RehearsedFault
  ) throws(StoreError) -> SecurityDatabase {
    switch fault {
    case .noCard:
      return try SecurityDatabase.open(
        directory: directory, keys: keys, server: tables.system.serverUser,
        cards: { _ in [AbsentCard()] })
    case .otherMasterKey:
      do {
        let card = SoftwareCard(
          desKey: try Random.secret(count: 32), aesKey: try Random.secret(count: 32),
          isOnline: true)
        return try SecurityDatabase.open(
          directory: directory, keys: keys, server: tables.system.serverUser,
          cards: { _ in [card] })
      } catch let error as StoreError {
        throw error
      } catch {
        throw StoreError(path: directory, reason: "\(error)")
      }
    default:
      return try SecurityDatabase.open(
        directory: directory, keys: keys, server: tables.system.serverUser, cards: cards)
    }
  }

  /// Seconds that the other system's clock is off under `clockOff`.
  private static let clockOffset: Int64 = 900
  /// Seconds that this system's clock ran ahead before it went back under `clockBack`.
  private static let step: Int64 = 3600

  private func outcome(
    _ session: EffectiveSession, _ fault: RehearsedFault, _ database: SecurityDatabase,
    _ standing: Standing
  ) -> RehearsedOutcome {
    func result(
      _ isGood: Bool, _ short: String, _ explanation: String = "", _ fix: String = ""
    ) -> RehearsedOutcome {
      RehearsedOutcome(
        session: session.id, fault: fault, isGood: isGood, short: short, explanation: explanation,
        fix: fix)
    }
    guard let ticket = session.ticket else {
      guard let refusal = standing.refusal else { return result(true, "password") }
      return result(
        false, "refused", refusal, remedy(session, fault, session.ticketProfile, standing))
    }
    guard ticket.isFor(user) else {
      return result(
        false, "TPXL0926", "\"ACL Userid\" is not the signed-on user",
        TicketFailure(.otherUser).remedy)
    }
    if let remark = session.ticketRemarks.first, fault == .none {
      return result(false, "refused", remark.text, remark.remedy)
    }
    let request = TicketRequest(
      user: user, session: session.id, profile: ticket.application, form: ticket.form)
    let now = Clock.wall()
    if fault == .clockBack { use(request, session, database, later: Self.step, now) }
    switch database.issueTicket(request, at: now) {
    case .failed(let failure):
      return result(
        false, failure.codes, "TPXL0921 \(failure.codes) \(failure.meaning)", failure.remedy)
    case .issued(let ticket, let kind):
      guard let host = evaluator(session, fault) else {
        return result(
          true, "not known", "for which name TSO there evaluates is not in the entry",
          "say \"TSO SMF id\", or \"TSO generic name\" where it has one")
      }
      let offset = fault == .clockOff ? Self.clockOffset : 0
      let answer = database.logOn(
        user: user, application: host, value: ticket.secret,
        at: WallTime(seconds: now.seconds + offset), mayRevoke: false)
      switch answer.verdict {
      case .byTicket: return result(true, "in (\(kind))")
      case .byPassword:
        return result(false, "refused", "no ticket", remedy(session, fault, host, standing))
      case .refused(let reason):
        return result(false, "refused", reason, remedy(session, fault, host, standing))
      }
    }
  }

  /// Makes and uses a ticket at a time to come, as a clock does that is about to be set back.
  private func use(
    _ request: TicketRequest, _ session: EffectiveSession, _ database: SecurityDatabase,
    later: Int64, _ now: WallTime
  ) {
    let time = WallTime(seconds: now.seconds + later)
    guard case .issued(let ticket, _) = database.issueTicket(request, at: time),
      let host = evaluator(session, .clockBack)
    else { return }
    _ = database.logOn(
      user: user, application: host, value: ticket.secret, at: time, mayRevoke: false)
  }

  /// Application name that the host evaluates for; nil where nothing tells.
  private func evaluator(
    _ session: EffectiveSession, _ fault: RehearsedFault
  ) -> TicketProfile? {
    switch session.evaluation {
    case .tso(let id) where fault == .otherSystemID:
      return TicketProfile("TSO" + (id.description == "DR01" ? "DR02" : "DR01"))
    case .tso, .genericTSO, .application: return session.evaluation.name
    // Without another SMF ID it evaluates as the entry has it, or the session never worked.
    case .unknown: return fault == .otherSystemID ? nil : session.ticketProfile
    }
  }

  private func remedy(
    _ session: EffectiveSession, _ fault: RehearsedFault, _ host: TicketProfile,
    _ standing: Standing
  ) -> String {
    if let remedy = standing.remedy(for: user) { return remedy }
    return switch fault {
    case .otherSystemID:
      "set Pass Ticket prof name to \(host) there and define that profile with the same key, or "
        + "give the recovery system the SMF ID of production"
    case .clockOff, .clockBack: "set the clocks (chrony, NTP) before the applications start"
    default:
      "the host evaluates for \(host); compare with Pass Ticket prof name "
        + "\(session.ticketProfile)"
    }
  }
}
