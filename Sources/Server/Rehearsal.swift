import Crypto
public import Diagnosis
import Keystore
public import Names
import Platform
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
      if fault == .emptyCKDS { try database.emptyCKDS() }
      if fault == .noICSF { try database.setICSF(isStarted: false) }
      for session in tables.sessions { outcomes.append(outcome(session, fault, database)) }
    }
    return RehearsalReport(outcomes)
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

  private func outcome(
    _ session: EffectiveSession, _ fault: RehearsedFault, _ database: SecurityDatabase
  ) -> RehearsedOutcome {
    func result(
      _ isGood: Bool, _ short: String, _ explanation: String = "", _ fix: String = ""
    ) -> RehearsedOutcome {
      RehearsedOutcome(
        session: session.id, fault: fault, isGood: isGood, short: short, explanation: explanation,
        fix: fix)
    }
    let entry = session.entry
    guard entry.generatesTicket || entry.generatesQualifiedTicket else {
      return result(true, "password")
    }
    if let other = entry.aclUser, other != user {
      return result(
        false, "TPXL0926", "ACL Userid \(other) is not the signed-on user",
        TicketFailure(.otherUser).remedy)
    }
    let form: TicketRequest.Form =
      entry.generatesQualifiedTicket ? (entry.generatesTicket ? .best : .qualified) : .plain
    let request = TicketRequest(
      user: user, session: session.id, profile: session.ticketProfile, form: form)
    let now = Clock.wall()
    switch database.issueTicket(request, at: now) {
    case .failed(let failure):
      return result(
        false, failure.codes, "TPXL0921 \(failure.codes) \(failure.meaning)", failure.remedy)
    case .issued(let ticket, let kind):
      let host = evaluator(session, fault)
      let offset = fault == .clockOff ? Self.clockOffset : 0
      let verdict = database.evaluateTicket(
        user: user, application: host, value: ticket.secret,
        at: WallTime(seconds: now.seconds + offset))
      switch verdict {
      case .accepted: return result(true, "in (\(kind))")
      case .refused(let reason):
        return result(false, "refused", reason, remedy(session, fault, host))
      }
    }
  }

  /// Application name that the host evaluates for.
  private func evaluator(_ session: EffectiveSession, _ fault: RehearsedFault) -> TicketProfile {
    let own: String
    switch session.host {
    case .demoTSO(let id): own = id
    case .demoCICS: return session.ticketProfile
    case .tn3270:
      guard session.ticketProfile.description.hasPrefix("TSO") else { return session.ticketProfile }
      own = String(session.ticketProfile.description.dropFirst(3))
    }
    let id = fault == .otherSystemID ? (own == "DR01" ? "DR02" : "DR01") : own
    return TicketProfile("TSO" + id) ?? session.ticketProfile
  }

  private func remedy(
    _ session: EffectiveSession, _ fault: RehearsedFault, _ host: TicketProfile
  ) -> String {
    switch fault {
    case .otherSystemID:
      "set Pass Ticket prof name to \(host) there and define that profile with the same key, or "
        + "give the recovery system the SMF ID of production"
    case .clockOff: "set the clocks (chrony, NTP) before the applications start"
    default:
      "TSO there evaluates for \(host); compare with Pass Ticket prof name "
        + "\(session.ticketProfile)"
    }
  }
}
