import Bytes
import Keystore
public import Names
import PassTicket
import SAF
public import Tables

/// Two sites, such as production and recovery, field by field: what will fail at the other one.
public struct SiteComparison: Sendable {
  /// What is compared of a site.
  public struct Side: Sendable {
    public let name: String
    public let tables: SiteTables
    public let security: SecuritySnapshot

    public init(name: String, tables: SiteTables, security: SecuritySnapshot) {
      self.name = name
      self.tables = tables
      self.security = security
    }
  }

  public private(set) var lines: [String] = []
  /// Applications that get tickets here and not there.
  public private(set) var failing = 0
  private let here: Side
  private let there: Side

  public init(_ here: Side, _ there: Side, user: UserID) {
    self.here = here
    self.there = there
    system()
    for session in here.tables.sessions { compare(session, user) }
    let added = there.tables.sessions.filter { here.tables.session($0.id) == nil }
    lines += added.map { "note   \($0.id): only at \(there.name)" }
    lines.append(
      failing == 0
        ? "Result: every session that gets a ticket here gets one at \(there.name)"
        : "Result: \(failing) sessions get a ticket here and will fail at \(there.name)")
  }

  private mutating func system() {
    let (mine, other) = (here.tables.system.systemID, there.tables.system.systemID)
    if mine != other {
      lines.append(
        "differ SMF id: \(text(mine)) here, \(text(other)) there: TSO's tickets are for "
          + "TSO\(text(other)) there")
    }
    for key in MasterKey.allCases {
      let found = (patterns(here.security, key), patterns(there.security, key))
      if found.0 != found.1 {
        lines.append(
          "differ \(key.rawValue)-MK of the crypto cards: \(found.0) here, \(found.1) there")
      }
    }
    let settings: [(String, Bool, Bool)] = [
      ("class PTKTDATA active", here.security.isClassActive, there.security.isClassActive),
      ("ICSF started", here.security.isICSFStarted, there.security.isICSFStarted),
    ]
    for (what, left, right) in settings where left != right {
      lines.append("differ \(what): \(left ? "Y" : "N") here, \(right ? "Y" : "N") there")
    }
    let servers = (here.tables.system.serverUser, there.tables.system.serverUser)
    if servers.0 != servers.1 {
      lines.append("differ Server user id: \(text(servers.0)) here, \(text(servers.1)) there")
    }
  }

  private func patterns(_ security: SecuritySnapshot, _ key: MasterKey) -> String {
    let all = security.cards.map { card in
      let pattern = card.patterns.map { Hex.encode($0[key].prefix(8)) } ?? "none"
      return pattern + (card.isOnline ? "" : " (away)")
    }
    return all.isEmpty ? "none" : all.joined(separator: ", ")
  }

  private func text(_ value: (some CustomStringConvertible)?) -> String {
    value?.description ?? "-"
  }

  private mutating func compare(_ mine: EffectiveSession, _ user: UserID) {
    guard let other = there.tables.session(mine.id) else {
      lines.append("FAIL   \(mine.id): has no entry at \(there.name)")
      failing += 1
      return
    }
    for (label, left, right) in fields(mine, other) where left != right {
      lines.append("differ \(mine.id): \(label): \(left) here, \(right) there")
    }
    for name in names(mine, user) { keys(mine.id, name, counterpart(name, other)) }
    let (now, then) = (
      TicketForecast(mine, user, here.security), TicketForecast(other, user, there.security)
    )
    let system = Diagnosis.evaluatingSystem(other, there.tables)
    if now.isMade, then.isMade, let system, "TSO" + system != other.ticketProfile.description {
      failing += 1
      lines.append(
        "FAIL   \(mine.id): TSO there evaluates for TSO\(system), the ticket is for "
          + "\(other.ticketProfile)")
      lines.append(
        "       -> set Pass Ticket prof name there to TSO\(system), and define that profile with "
          + "the same key")
    } else if now.isMade, !then.isMade {
      failing += 1
      lines.append("FAIL   \(mine.id): \(then.text)")
      if case .fails(let failure) = then { lines.append("       -> \(failure.remedy)") }
    } else {
      lines.append("ok     \(mine.id): \(then.text)")
    }
  }

  private func fields(
    _ mine: EffectiveSession, _ other: EffectiveSession
  ) -> [(String, String, String)] {
    func flag(_ value: Bool) -> String { value ? "Y" : "N" }
    return [
      ("Application-ID", mine.application.description, other.application.description),
      ("Host", mine.host.description, other.host.description),
      (
        "Generate Pass Ticket", flag(mine.entry.generatesTicket), flag(other.entry.generatesTicket)
      ),
      (
        "Gen Qualified Pass Ticket", flag(mine.entry.generatesQualifiedTicket),
        flag(other.entry.generatesQualifiedTicket)
      ),
      (
        "Pass Ticket prof name", mine.ticketProfile.description, other.ticketProfile.description
      ),
      ("ACL Userid", text(mine.entry.aclUser), text(other.entry.aclUser)),
      ("Session data", mine.entry.sessionData, other.entry.sessionData),
    ]
  }

  /// The profiles that a user's tickets may be made with here: qualified ones, then the application's.
  private func names(_ session: EffectiveSession, _ user: UserID) -> [PTKTDATAName] {
    PTKTDATAName.search(
      session.ticketProfile, group: here.security.groups[user], user: user
    )
    .filter { here.security.profiles[$0] != nil } + [PTKTDATAName(session.ticketProfile)]
  }

  /// The same profile of the other site, whose entry may name another application.
  private func counterpart(_ name: PTKTDATAName, _ other: EffectiveSession) -> PTKTDATAName {
    name.isQualified ? name : PTKTDATAName(other.ticketProfile)
  }

  /// Profiles and keys behind the two entries.
  private mutating func keys(_ id: SessionID, _ name: PTKTDATAName, _ other: PTKTDATAName) {
    guard let left = here.security.profiles[name] else { return }
    guard let right = there.security.profiles[other] else {
      lines.append("differ \(id): profile \(name) here, no profile \(other) there")
      return
    }
    for (label, before, after) in [
      ("keys", describe(left.profile), describe(right.profile)),
      ("replay protection", replay(left.profile), replay(right.profile)),
      ("change in force", left.isInForce ? "Y" : "N", right.isInForce ? "Y" : "N"),
    ] where before != after {
      lines.append("differ \(id): \(label): \(before) here, \(after) there")
    }
    let (old, new) = (check(left, here.security), check(right, there.security))
    if let old, let new, old != new {
      lines.append(
        "differ \(id): the two sites have different keys (check values \(Hex.encode(old)) and "
          + "\(Hex.encode(new))): tickets of one are refused by the other")
    }
  }

  private func replay(_ profile: PTKTDATAProfile) -> String {
    profile.protectsFromReplay ? "Y" : "N"
  }

  private func describe(_ profile: PTKTDATAProfile) -> String {
    var parts: [String] = []
    switch profile.legacy {
    case .none: break
    case .masked: parts.append("KEYMASKED")
    case .encrypted(let label):
      // A label that RACF made up has the time in it: it differs wherever the key was defined.
      parts.append(label.text.hasPrefix("IRR.SSIGNON.") ? "KEYENCRYPTED" : "KEYLABEL(\(label))")
    }
    if let enhanced = profile.enhanced {
      parts.append(
        "EPTKEYLABEL(\(enhanced.label)) TYPE(\(enhanced.form.rawValue)) "
          + "TIMEOUT(\(enhanced.timeout)) REPLAY(\(enhanced.allowsReplay ? "YES" : "NO"))")
    }
    return parts.isEmpty ? "none" : parts.joined(separator: " ")
  }

  /// Check value of the key that tickets are made with.
  private func check(
    _ entry: SecuritySnapshot.Profile, _ security: SecuritySnapshot
  ) -> [UInt8]? {
    if let enhanced = entry.profile.enhanced { return security.keys[enhanced.label]?.check }
    if case .encrypted(let label) = entry.profile.legacy { return security.keys[label]?.check }
    return entry.check
  }
}
