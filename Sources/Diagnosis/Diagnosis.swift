import Bytes
import Keystore
public import Names
import PassTicket
import SAF
public import Tables
public import Time

/// One thing that was looked at.
public struct Finding: Hashable, Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    case good = "ok   "
    case note = "note "
    case warning = "warn "
    case fault = "FAULT"
  }

  public let kind: Kind
  public let text: String
  /// What mends it; nil where nothing is to be done.
  public let remedy: String?

  init(_ kind: Kind, _ text: String, _ remedy: String? = nil) {
    self.kind = kind
    self.text = text
    self.remedy = remedy
  }

  /// One or two lines.
  public var lines: [String] {
    ["\(kind.rawValue)  \(text)"] + (remedy.map { ["       -> \($0)"] } ?? [])
  }
}

/// The checklist of the incident, walked for one application (seed article 415349).
public struct Diagnosis: Sendable {
  public let session: EffectiveSession
  public let user: UserID
  public let findings: [Finding]
  public let forecast: TicketForecast

  /// - Parameters:
  ///   - user: whose ticket it would be.
  ///   - now: this system's clock.
  public init(
    _ session: EffectiveSession, user: UserID, _ tables: SiteTables, _ security: SecuritySnapshot,
    now: WallTime
  ) {
    self.session = session
    self.user = user
    forecast = TicketForecast(session, user, security)
    var findings = Self.entry(session)
    if case .notWanted = forecast {
      // Keys say nothing about a session that has no tickets.
    } else {
      findings += Self.systemID(session, tables) + Self.profile(session, user, security)
    }
    self.findings = findings + Self.icsf(security) + Self.clock(security, now)
  }

  /// The whole as lines, the forecast last.
  public var lines: [String] {
    ["Session \(session.id), application \(session.application), user \(user)"]
      + findings.flatMap(\.lines)
      + ["Result: " + forecast.text]
      + (remedy.map { ["        -> \($0)"] } ?? [])
  }

  private var remedy: String? {
    if case .fails(let failure) = forecast { failure.remedy } else { nil }
  }

  public var hasFault: Bool { findings.contains { $0.kind == .fault } }

  // MARK: The steps

  private static func entry(_ session: EffectiveSession) -> [Finding] {
    let entry = session.entry
    var findings: [Finding] = []
    let source =
      entry.ticketProfile == nil
      ? "\"Pass Ticket prof name\" is blank, so the Application-ID counts"
      : "by \"Pass Ticket prof name\""
    findings.append(Finding(.good, "ticket's application name \(session.ticketProfile), \(source)"))
    if !entry.generatesTicket, !entry.generatesQualifiedTicket {
      findings.append(
        Finding(
          .note, "\"Generate Pass Ticket\" is N: the user logs on with a password",
          "set it to Y to use tickets"))
    } else if !entry.sessionData.uppercased().contains("&PSWD") {
      findings.append(
        Finding(
          .fault, "the ticket is never sent: \"Session data\" has no &PSWD",
          "write Session data: \"&USERID/&PSWD\""))
    }
    if case .tn3270 = session.host, !entry.typesSessionData, entry.generatesTicket {
      findings.append(
        Finding(
          .warning, "the host is reached by TN3270, which has no logon data",
          "set \"Type session data\" to Y"))
    }
    return findings
  }

  /// SMF ID of the TSO that evaluates the session's tickets; nil where no TSO does.
  static func evaluatingSystem(_ session: EffectiveSession, _ tables: SiteTables) -> String? {
    switch session.host {
    case .demoTSO(let systemID): return systemID
    case .demoCICS: return nil
    case .tn3270:
      guard session.ticketProfile.description.hasPrefix("TSO") else { return nil }
      return tables.system.systemID?.description
    }
  }

  private static func systemID(_ session: EffectiveSession, _ tables: SiteTables) -> [Finding] {
    let name = session.ticketProfile.description
    guard let id = evaluatingSystem(session, tables) else { return [] }
    if name == "TSO" + id {
      return [Finding(.good, "SMF ID \(id): TSO evaluates tickets for \(name)")]
    }
    return [
      Finding(
        .fault,
        "TSO on the system with SMF ID \(id) evaluates for TSO\(id), not for \(name)",
        "set \"Pass Ticket prof name\" to TSO\(id), and define that profile with the same key")
    ]
  }

  private static func profile(
    _ session: EffectiveSession, _ user: UserID, _ security: SecuritySnapshot
  ) -> [Finding] {
    guard security.isClassActive else {
      return [
        Finding(
          .fault, "the class PTKTDATA is not active",
          "SETROPTS CLASSACT(PTKTDATA) RACLIST(PTKTDATA)")
      ]
    }
    let names =
      PTKTDATAName.search(session.ticketProfile, group: security.groups[user], user: user)
      + [PTKTDATAName(session.ticketProfile)]
    let found = names.compactMap { security.profiles[$0] }
    guard !found.isEmpty else {
      return [
        Finding(
          .fault, "no PTKTDATA profile \(session.ticketProfile)",
          "RDEFINE PTKTDATA \(session.ticketProfile) SSIGNON(...), then SETROPTS RACLIST(PTKTDATA) "
            + "REFRESH; or correct \"Pass Ticket prof name\"")
      ]
    }
    let isKnown = security.groups[user] != nil
    return
      (isKnown ? [] : [Finding(.note, "user \(user) is not defined here", "ADDUSER \(user)")])
      + found.flatMap { Self.profile($0, security) }
  }

  private static func profile(
    _ entry: SecuritySnapshot.Profile, _ security: SecuritySnapshot
  ) -> [Finding] {
    let profile = entry.profile
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
        kinds == "no key" ? "RALTER PTKTDATA \(profile.name) SSIGNON(...)" : nil))
    if !entry.isInForce {
      findings.append(
        Finding(
          .warning, "a change of profile \(profile.name) is not in force",
          "SETROPTS RACLIST(PTKTDATA) REFRESH"))
    }
    switch profile.legacy {
    case .none: break
    case .masked:
      findings.append(
        Finding(
          .note, "legacy key: KEYMASKED, in the security database; it needs no crypto card",
          "a masked key is as good as clear to who reads the database: ENCRYPTKEY puts it away"))
    case .encrypted(let label): findings.append(key(label, .des, "legacy key", security))
    }
    if let enhanced = profile.enhanced {
      findings.append(key(enhanced.label, .hmac, "enhanced key", security))
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
          "RALTER PTKTDATA \(profile.name) NOAPPLDATA"))
    } else if profile.legacy != .none {
      findings.append(
        Finding(.good, "legacy tickets: valid 600 s each way, and once only (replay protection)"))
    }
    return findings
  }

  private static func key(
    _ label: KeyLabel, _ kind: KeyToken.Kind, _ what: String, _ security: SecuritySnapshot
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
    return Finding(.fault, "\(what): \(words)", TicketFailure(cause).remedy)
  }

  private static func icsf(_ security: SecuritySnapshot) -> [Finding] {
    let stopped = Finding(.warning, "ICSF is not started", "turnstile oper S CSF")
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
          card.isDeactivated ? "SETICSF ACTIVATE,\(card.name)" : nil)
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
            .warning, "nothing synchronises this clock: how far it is off is not known", remedy)
      )
    }
    let behind = security.timeMark - now.seconds
    findings.append(
      behind > 60
        ? Finding(
          .fault, "this clock is \(behind) s behind the latest time that was seen here",
          remedy + "; if that time was wrong, turnstile oper clock forget")
        : Finding(.good, "the clock has not stepped back"))
    return findings
  }
}
