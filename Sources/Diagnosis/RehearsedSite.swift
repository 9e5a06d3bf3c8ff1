public import Crypto
import Keystore
public import Names
public import SAF
public import Tables
public import Time

/// A site under a fault, as a value: what becomes of each session's ticket there.
public struct RehearsedSite {
  private let user: UserID
  private let fault: RehearsedFault
  private let now: WallTime
  private let manager: SecurityManager
  private let standing: Standing

  /// Lets a fault happen to a site. Nothing of it is kept: the site's own state stays as it is.
  /// - Throws: where there is no random number for another master key.
  public init(
    _ state: SecurityState, _ ledger: DecisionLedger, keys: KeyService, user: UserID,
    fault: RehearsedFault, at now: WallTime
  ) throws(CryptoError) {
    self.user = user
    self.fault = fault
    self.now = now
    var (state, keys) = (state, keys)
    switch fault {
    case .noCard: keys = keys.with(cards: [AbsentCard()])
    case .otherMasterKey:
      keys = keys.with(cards: [
        SoftwareCard(
          desKey: try Random.secret(count: 32), aesKey: try Random.secret(count: 32),
          isOnline: true)
      ])
    case .emptyCKDS:
      for label in state.tokens.keys { state.apply(.removeKey(label), at: now) }
    case .noICSF:
      var settings = state.icsf
      settings.isStarted = false
      state.apply(.icsf(settings), at: now)
    case .userRevoked:
      if var record = state.users[user] {
        record.isRevoked = true
        record.resumeDay = nil
        state.apply(.user(record), at: now)
      }
    case .userUndefined: state.apply(.removeUser(user), at: now)
    case .none, .otherSystemID, .clockOff, .clockBack: break
    }
    standing = state.standing(of: user, at: now)
    manager = try SecurityManager(MemoryStore(state, ledger), keys: keys)
  }

  /// Seconds that the other system's clock is off under `clockOff`.
  private static let clockOffset: Int64 = 900
  /// Seconds that this system's clock ran ahead before it went back under `clockBack`.
  private static let step: Int64 = 3600

  /// What becomes of a session.
  public func outcome(_ session: EffectiveSession) -> RehearsedOutcome {
    guard let ticket = session.ticket else {
      guard let refusal = standing.refusal else { return good(session, "password") }
      return bad(session, "refused", why: refusal, fix: remedy(session, session.ticketProfile))
    }
    guard ticket.isFor(user) else {
      return bad(
        session, "TPXL0926", why: "\"ACL Userid\" is not the signed-on user",
        fix: TicketFailure(.otherUser).remedy)
    }
    if let remark = session.ticketRemarks.first, fault == .none {
      return bad(session, "refused", why: remark.text, fix: remark.remedy)
    }
    let request = TicketRequest(
      user: user, session: session.id, profile: ticket.application, form: ticket.form)
    if fault == .clockBack { use(request, session) }
    switch manager.issueTicket(request, at: now) {
    case .failed(let failure):
      return bad(
        session, failure.codes, why: "TPXL0921 \(failure.codes) \(failure.meaning)",
        fix: failure.remedy)
    case .issued(let ticket, let kind):
      guard let host = evaluator(session) else {
        return RehearsedOutcome(
          session: session.id, fault: fault, isGood: true, short: "not known",
          explanation: "for which name TSO there evaluates is not in the entry",
          fix: "say \"TSO SMF id\", or \"TSO generic name\" where it has one")
      }
      let offset = fault == .clockOff ? Self.clockOffset : 0
      let answer = manager.logOn(
        user: user, application: host, value: ticket.secret,
        at: WallTime(seconds: now.seconds + offset), mayRevoke: false)
      switch answer.verdict {
      case .byTicket: return good(session, "in (\(kind))")
      case .byPassword:
        return bad(session, "refused", why: "no ticket", fix: remedy(session, host))
      case .refused(let reason):
        return bad(session, "refused", why: reason, fix: remedy(session, host))
      }
    }
  }

  private func good(_ session: EffectiveSession, _ short: String) -> RehearsedOutcome {
    RehearsedOutcome(
      session: session.id, fault: fault, isGood: true, short: short, explanation: "", fix: "")
  }

  private func bad(
    _ session: EffectiveSession, _ short: String, why: String, fix: String
  ) -> RehearsedOutcome {
    RehearsedOutcome(
      session: session.id, fault: fault, isGood: false, short: short, explanation: why, fix: fix)
  }

  /// Makes and uses a ticket at a time to come, as a clock does that is about to be set back.
  private func use(_ request: TicketRequest, _ session: EffectiveSession) {
    let time = WallTime(seconds: now.seconds + Self.step)
    guard case .issued(let ticket, _) = manager.issueTicket(request, at: time),
      let host = evaluator(session)
    else { return }
    _ = manager.logOn(
      user: user, application: host, value: ticket.secret, at: time, mayRevoke: false)
  }

  /// Application name that the host evaluates for; nil where nothing tells.
  private func evaluator(_ session: EffectiveSession) -> TicketName? {
    switch session.evaluation {
    case .tso(let id) where fault == .otherSystemID:
      return TicketName("TSO" + (id.description == "DR01" ? "DR02" : "DR01"))
    case .tso, .genericTSO, .application: return session.evaluation.name
    // Without another SMF ID it evaluates as the entry has it, or the session never worked.
    case .unknown: return fault == .otherSystemID ? nil : session.ticketProfile
    }
  }

  private func remedy(_ session: EffectiveSession, _ host: TicketName) -> String {
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
