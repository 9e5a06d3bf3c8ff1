import Bytes
import Keystore
public import Names
import PassTicket
import SAF
public import Tables
public import Time

/// One thing that was looked at.
public struct Finding: Hashable, Sendable {
  /// How bad it is.
  public enum Kind: String, CaseIterable, Sendable {
    case good = "ok   "
    case note = "note "
    case warning = "warn "
    case fault = "FAULT"

    /// The worst first: what is wrong must not stand behind what is right.
    static let inOrder: [Kind] = [.fault, .warning, .note, .good]
  }

  /// How bad it is.
  public let kind: Kind
  /// What was found.
  public let text: String
  /// What mends it; nil where nothing is to be done.
  public let remedy: String?

  init(_ kind: Kind, _ text: String, remedy: String? = nil) {
    self.kind = kind
    self.text = text
    self.remedy = remedy
  }

  /// The same, where it does not matter now.
  var asWarning: Finding { kind == .fault ? Finding(.warning, text, remedy: remedy) : self }

  /// One or two lines.
  public var lines: [String] {
    ["\(kind.rawValue)  \(text)"] + (remedy.map { ["       -> \($0)"] } ?? [])
  }
}

/// The checklist of the incident, walked for one application (seed article 415349), by the rule that
/// makes tickets and over what is in force.
public struct Diagnosis: Sendable {
  /// The session that was looked at.
  public let session: EffectiveSession
  /// Whose ticket it would be.
  public let user: UserID
  /// What was found, faults first, then warnings, then the rest, each in the checklist's order.
  public let findings: [Finding]
  /// What would become of a ticket now.
  public let forecast: TicketForecast

  /// `user`: whose ticket it would be. `now`: this system's clock.
  public init(
    _ session: EffectiveSession, user: UserID, in tables: SiteTables, security: SecuritySnapshot,
    now: WallTime
  ) {
    self.session = session
    self.user = user
    forecast = TicketForecast(session, user, in: security)
    var findings = Self.entry(session, user)
    if let remark = session.scriptRemark(in: tables) {
      findings.append(Finding(.fault, remark.text, remedy: remark.remedy))
    }
    findings += Self.standing(user, security)
    if session.ticket != nil {
      // Keys say nothing about a session that has no tickets.
      findings += Self.evaluation(session) + Self.profiles(session, user, in: security)
    }
    findings += Self.icsf(security) + Self.clock(security, now)
    if case .fails(let failure) = forecast, !findings.contains(where: { $0.kind == .fault }) {
      findings.append(Finding(.fault, failure.meaning, remedy: failure.remedy))
    }
    self.findings = Finding.Kind.inOrder.flatMap { kind in findings.filter { $0.kind == kind } }
  }

  /// The whole as lines, the forecast last.
  public var lines: [String] {
    ["Session \(session.id), application \(session.application), user \(user)"]
      + findings.flatMap(\.lines) + ["Result: " + result]
      + (remedy.map { ["        -> \($0)"] } ?? [])
  }

  /// What comes of it: the forecast, which a fault behind the ticket makes worthless.
  private var result: String {
    guard forecast.isMade, let fault = findings.first, fault.kind == .fault else {
      return forecast.text
    }
    return forecast.text + "; but " + fault.text
  }

  private var remedy: String? {
    switch forecast {
    case .fails(let failure): failure.remedy
    case .refused: TicketFailure(.otherUser).remedy
    case .made, .notWanted: nil
    }
  }

  /// Whether the session would not start as its entry wants it: signed on, where it asks for a ticket.
  public var hasFault: Bool { findings.contains { $0.kind == .fault } }

  // MARK: The steps

  private static func entry(_ session: EffectiveSession, _ user: UserID) -> [Finding] {
    guard let ticket = session.ticket else {
      return [
        Finding(
          .note, "\"Generate Pass Ticket\" is N: the user logs on with a password",
          remedy: "set it to Y to use tickets")
      ]
    }
    let source =
      session.entry.ticketProfile == nil
      ? "\"Pass Ticket prof name\" is blank, so the Application-ID counts"
      : "by \"Pass Ticket prof name\""
    var findings = [
      Finding(.good, "ticket's application name \(ticket.application), \(source)")
    ]
    if let other = ticket.onlyFor, !ticket.isFor(user) {
      findings.append(
        Finding(
          .fault, "\"ACL Userid\" is \(other): for \(user) the session ends with TPXL0926",
          remedy: TicketFailure(.otherUser).remedy))
    }
    return findings + session.ticketRemarks.map { Finding(.fault, $0.text, remedy: $0.remedy) }
  }

  /// How the user stands: a ticket signs nobody on who may not log on.
  private static func standing(_ user: UserID, _ security: SecuritySnapshot) -> [Finding] {
    let standing = security.standing(of: user)
    let words: String
    switch standing {
    case .good: return []
    case .revoked: words = "is revoked: no application signs the user on"
    case .protected: words = "is PROTECTED: without a password and a phrase nobody logs on"
    case .undefined: words = "is not defined here"
    }
    return [Finding(.fault, "user \(user) \(words)", remedy: standing.remedy(for: user))]
  }

  /// For which name the host evaluates, where it is right or not known; where it is wrong, the entry's
  /// remarks say so.
  private static func evaluation(_ session: EffectiveSession) -> [Finding] {
    let isRight = session.evaluation.name == session.ticketProfile
    switch session.evaluation {
    case .tso(let id) where isRight:
      return [
        Finding(.good, "SMF ID \(id): TSO evaluates tickets for \(session.ticketProfile)")
      ]
    case .genericTSO(let name) where isRight:
      return [Finding(.good, "generic name \(name): TSO evaluates tickets for it")]
    case .unknown:
      return [
        Finding(
          .note, "for which name TSO there evaluates tickets is not known here",
          remedy:
            "say in the entry what D SMF,O there tells (\"TSO SMF id\"), or its "
            + "\"TSO generic name\""
        )
      ]
    case .tso, .genericTSO, .application: return []
    }
  }

  private static func profiles(
    _ session: EffectiveSession, _ user: UserID, in security: SecuritySnapshot
  ) -> [Finding] {
    guard security.isClassActive else {
      return [
        Finding(
          .fault, "the class PTKTDATA is not active",
          remedy: "SETROPTS CLASSACT(PTKTDATA) RACLIST(PTKTDATA)")
      ]
    }
    let form = session.ticket?.form ?? .plain
    let names = TicketPlan.names(
      application: session.ticketProfile, user: user, group: security.defaultGroup(of: user),
      form: form)
    var findings = names.flatMap { waiting($0, security) }
    let inForce = names.compactMap { security.profileInForce($0) }
    // The first of the names is used; what is wrong with another matters later.
    for (index, found) in inForce.enumerated() {
      findings += profile(found, security).map { index == 0 ? $0 : $0.asWarning }
    }
    guard inForce.isEmpty else { return findings }
    let waits = names.first { security.profiles[$0] != nil }
    if let waits {
      findings.append(
        Finding(
          .fault, "profile \(waits) is defined, and not in force yet",
          remedy: "SETROPTS RACLIST(PTKTDATA) REFRESH"))
    } else if form == .qualified {
      findings.append(
        Finding(
          .fault,
          "none of the profiles " + names.map(\.description).joined(separator: ", ")
            + " is there", remedy: TicketFailure(.noQualifiedProfile).remedy))
    } else {
      findings.append(
        Finding(
          .fault, "no PTKTDATA profile \(session.ticketProfile)",
          remedy:
            "RDEFINE PTKTDATA \(session.ticketProfile) SSIGNON(...), "
            + "then SETROPTS RACLIST(PTKTDATA) "
            + "REFRESH; or correct \"Pass Ticket prof name\""))
    }
    return findings
  }

  /// A change that waits for its refresh, and what it will bring.
  private static func waiting(
    _ name: PTKTDATAName, _ security: SecuritySnapshot
  ) -> [Finding] {
    guard let former = security.former[name] else { return [] }
    let new = security.profiles[name]?.profile
    let will =
      new.map { $0.legacy == .none && $0.enhanced == nil } ?? true
      ? "; with it the profile has no key any more" : ""
    return [
      Finding(
        .warning,
        "a change of profile \(former.name) is not in force: tickets are made as before\(will)",
        remedy: "SETROPTS RACLIST(PTKTDATA) REFRESH")
    ]
  }

  /// A profile that is in force.
  private static func profile(
    _ profile: PTKTDATAProfile, _ security: SecuritySnapshot
  ) -> [Finding] {
    var findings: [Finding] = []
    let kinds: String
    switch (profile.legacy, profile.enhanced) {
    case (.none, nil): kinds = "no key"
    case (.none, .some): kinds = "an enhanced key"
    case (_, nil): kinds = "a legacy key"
    default: kinds = "a legacy and an enhanced key; the enhanced one is used"
    }
    findings.append(
      Finding(
        kinds == "no key" ? .fault : .good, "profile \(profile.name) has \(kinds)",
        remedy: kinds == "no key"
          ? "RALTER PTKTDATA \(profile.name) SSIGNON(...), then REFRESH" : nil))
    switch profile.legacy {
    case .none: break
    case .masked:
      findings.append(
        Finding(
          .note, "legacy key: KEYMASKED, in the security database; it needs no crypto card",
          remedy:
            "a masked key is as good as clear to who reads the database: ENCRYPTKEY puts it away"))
    case .encrypted(let label):
      // Where there is an enhanced key too, tickets are made with that.
      let finding = key(label, .des, named: "legacy key", in: security)
      findings.append(profile.enhanced == nil ? finding : finding.asWarning)
    }
    if let enhanced = profile.enhanced {
      findings.append(key(enhanced.label, .hmac, named: "enhanced key", in: security))
      findings.append(
        Finding(
          .good,
          "enhanced tickets: TYPE(\(enhanced.form.rawValue)), valid \(enhanced.timeout) s "
            + "each way, REPLAY(\(enhanced.allowsReplay ? "YES" : "NO"))"))
    }
    if !profile.protectsFromReplay {
      findings.append(
        Finding(
          .warning, "APPLDATA says NO REPLAY PROTECTION: a legacy ticket may be used again",
          remedy: "RALTER PTKTDATA \(profile.name) NOAPPLDATA"))
    } else if profile.legacy != .none {
      findings.append(
        Finding(.good, "legacy tickets: valid 600 s each way, and once only (replay protection)"))
    }
    return findings
  }

  private static func key(
    _ label: KeyLabel, _ kind: KeyToken.Kind, named what: String, in security: SecuritySnapshot
  ) -> Finding {
    guard let failure = TicketPlan.failure(of: label, as: kind, on: security) else {
      return Finding(
        .good,
        "\(what): label \(label) is in the CKDS, under the card's "
          + "\(kind.masterKey.rawValue)-MK")
    }
    let cause: TicketFailure.Cause =
      kind == .des ? .encipher(failure) : .authenticate(failure)
    let words: String =
      switch failure {
      case .labelNotFound: "label \(label) is not in the CKDS of this system"
      case .otherMasterKey:
        "label \(label) is under another \(kind.masterKey.rawValue)-MK than the crypto card's"
      case .notDataKey, .notMACKey: "label \(label) has a key of the wrong type"
      case .notStarted: "ICSF is not started, so nothing opens label \(label)"
      case .serviceRefused: "RACF refuses the server the ICSF service (CSFSERV)"
      case .labelRefused: "RACF refuses the server the label \(label) (CSFKEYS)"
      default: "label \(label) is in the CKDS, and no crypto card can open it"
      }
    return Finding(.fault, "\(what): \(words)", remedy: TicketFailure(cause).remedy)
  }

  private static func icsf(_ security: SecuritySnapshot) -> [Finding] {
    let stopped = Finding(.warning, "ICSF is not started", remedy: "turnstile oper S CSF")
    return (security.isICSFStarted ? [] : [stopped])
      + security.cards.map { card in
        let patterns = MasterKey.allCases.map { key in
          "\(key.rawValue)-MK \(card.patterns.map { Hex.encode($0[key].prefix(8)) } ?? "unknown")"
        }.joined(separator: ", ")
        let state = card.isDeactivated ? "deactivated" : card.isOnline ? "active" : "away"
        let why = card.health.fault.isEmpty ? "" : " (\(card.health.fault))"
        return Finding(
          state == "active" ? .good : .warning,
          "crypto card \(card.name) is \(state)\(why), \(patterns)",
          remedy: card.isDeactivated ? "SETICSF ACTIVATE,\(card.name)" : nil)
      }
  }

  private static func clock(_ security: SecuritySnapshot, _ now: WallTime) -> [Finding] {
    let remedy = "set the clock (chrony, NTP); tickets are valid 600 s each way, or as TIMEOUT says"
    var findings: [Finding] = []
    if let clock = security.clock {
      findings.append(
        clock.isSynchronised
          ? Finding(
            .good, "the clock is synchronised, off by \(clock.errorMilliseconds) ms at the most")
          : Finding(
            .warning, "nothing synchronises this clock: how far it is off is not known",
            remedy: remedy)
      )
    }
    let behind = security.timeMark - now.seconds
    findings.append(
      behind > 60
        ? Finding(
          .fault, "this clock is \(behind) s behind the latest time that was seen here",
          remedy: remedy + "; if that time was wrong, turnstile oper clock forget")
        : Finding(.good, "the clock has not stepped back"))
    return findings
  }
}
