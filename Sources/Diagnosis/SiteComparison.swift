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
    /// What the site is called.
    public let name: String
    /// Its tables.
    public let tables: SiteTables
    /// Its security database.
    public let security: SecuritySnapshot

    /// A site.
    public init(name: String, tables: SiteTables, security: SecuritySnapshot) {
      self.name = name
      self.tables = tables
      self.security = security
    }
  }

  /// What was found, faults first, and the result last.
  public private(set) var lines: [String] = []
  /// Sessions that sign a user on here and will not there.
  public private(set) var failing = 0
  /// Users of here who cannot sign on there.
  public private(set) var missing = 0
  /// Whether something that works here will fail there.
  public var hasFault: Bool { failing + missing > 0 }
  private let here: Side
  private let there: Side

  /// Compares two sites by the tickets of a user.
  public init(_ here: Side, _ there: Side, user: UserID) {
    self.here = here
    self.there = there
    system()
    people()
    for session in here.tables.sessions { compare(session, user) }
    let added = there.tables.sessions.filter { here.tables.session($0.id) == nil }
    lines += added.map { "note   \($0.id): only at \(there.name)" }
    // What fails stands first: a reader may not read to the end.
    let faults = lines.indices.filter { lines[$0].hasPrefix("FAIL") }
    let first = faults.flatMap { index in
      let remedy = lines.indices.contains(index + 1) && lines[index + 1].hasPrefix("       ->")
      return remedy ? [index, index + 1] : [index]
    }
    let rest = lines.indices.filter { !Set(first).contains($0) }
    lines = (first + rest).map { lines[$0] }
    lines.append("Result: " + result)
  }

  private var result: String {
    guard hasFault else {
      return "every session that gets a ticket here gets one at \(there.name)"
    }
    func count(_ number: Int, _ noun: String, one: String, many: String) -> String? {
      number == 0 ? nil : "\(number) \(noun)\(number == 1 ? " \(one)" : "s \(many)")"
    }
    return [
      count(failing, "session", one: "gets", many: "get").map {
        "\($0) a ticket here and will fail at \(there.name)"
      },
      count(missing, "user", one: "of here has", many: "of here have").map {
        "\($0) no way in at \(there.name)"
      },
    ].compactMap(\.self).joined(separator: "; ")
  }

  /// Users who are there and may log on, and their groups, by which qualified keys are found.
  private mutating func people() {
    let users = here.security.groups.keys.sorted()
    func may(_ user: UserID, _ side: Side) -> Bool { side.security.standing(of: user) == .good }
    let lost = users.filter { may($0, here) && !may($0, there) }
    missing = lost.count
    for (standing, words, remedy) in [
      (Standing.undefined, "not defined", "ADDUSER"), (.revoked, "revoked", "ALTUSER ... RESUME"),
      (.protected, "PROTECTED", "ALTUSER ... PASSWORD"),
    ] {
      let found = lost.filter { there.security.standing(of: $0) == standing }
      guard !found.isEmpty else { continue }
      let shown = found.prefix(Self.shownUsers).map(\.description).joined(separator: " ")
      let rest = found.count - min(found.count, Self.shownUsers)
      lines.append(
        "FAIL   users \(words) at \(there.name): \(shown)" + (rest > 0 ? " and \(rest) more" : ""))
      lines.append("       -> \(remedy) there for each, or copy the security database")
    }
    let moved = users.filter { user in
      there.security.groups[user].map { $0 != here.security.groups[user] } ?? false
    }
    for user in moved.prefix(Self.shownUsers) {
      lines.append(
        "differ user \(user): default group \(text(here.security.groups[user])) here, "
          + "\(text(there.security.groups[user])) there")
    }
  }

  /// Most users that are named of a kind.
  private static let shownUsers = 20

  private mutating func system() {
    for field in SystemOptions.fields {
      let left = field.text(of: here.tables.system)
      let right = field.text(of: there.tables.system)
      guard left != right else { continue }
      lines.append(
        "differ \(field.label): \(shown(left)) here, \(shown(right)) there (ACT/System.yaml)")
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
  }

  private func patterns(_ security: SecuritySnapshot, _ key: MasterKey) -> String {
    let all = security.cards.map { card in
      let pattern = card.patterns.map { Hex.encode($0[key].prefix(8)) } ?? "none"
      return pattern + (card.isOnline ? "" : " (away)")
    }
    return all.isEmpty ? "none" : all.joined(separator: ", ")
  }

  /// A label's value, or a dash.
  private func shown(_ text: String) -> String { text.isEmpty ? "-" : text }

  private func text(_ value: (some CustomStringConvertible)?) -> String {
    value?.description ?? "-"
  }

  private mutating func compare(_ mine: EffectiveSession, _ user: UserID) {
    guard let other = there.tables.session(mine.id) else {
      lines.append("FAIL   \(mine.id): has no entry at \(there.name)")
      failing += 1
      return
    }
    let (entry, counterpart) = (mine.wholeEntry, other.wholeEntry)
    for field in ACTEntry.fields where field.origin != .kept {
      let (left, right) = (field.text(of: entry), field.text(of: counterpart))
      guard left != right else { continue }
      lines.append("differ \(mine.id): \(field.label): \(shown(left)) here, \(shown(right)) there")
    }
    var differs = false
    for name in names(mine, user) {
      differs = keys(mine.id, name, and: self.counterpart(name, other)) || differs
    }
    let (now, then) = (
      TicketForecast(mine, user, in: here.security), TicketForecast(other, user, in: there.security)
    )
    let remark = other.ticketRemarks.first { !mine.ticketRemarks.contains($0) }
    func fail(_ text: String, _ remedy: String?) {
      failing += 1
      lines.append("FAIL   \(mine.id): \(text)")
      if let remedy { lines.append("       -> \(remedy)") }
    }
    switch then {
    case _ where !now.isMade: lines.append("ok     \(mine.id): \(then.text)")
    case .fails(let failure): fail(then.text, failure.remedy)
    case .refused: fail(then.text, TicketFailure(.otherUser).remedy)
    case .notWanted: fail(then.text, "set Generate Pass Ticket to Y there")
    case .made:
      if let remark {
        fail("there \(remark.text)", remark.remedy)
      } else if differs {
        fail(
          "the two sites have different keys: tickets of one are refused by the other",
          "bring the key of here there, as RACF's and KGUP's commands export and import it; "
            + "compare the check values")
      } else {
        lines.append("ok     \(mine.id): \(then.text)")
      }
    }
  }

  /// The profiles that a user's tickets may be made with here: qualified ones, then the application's.
  private func names(_ session: EffectiveSession, _ user: UserID) -> [PTKTDATAName] {
    TicketPlan.names(
      application: session.ticketProfile, user: user, group: here.security.groups[user],
      form: .best
    ).filter { !$0.isQualified || here.security.profiles[$0] != nil }
  }

  /// The same profile of the other site, whose entry may name another application.
  private func counterpart(_ name: PTKTDATAName, _ other: EffectiveSession) -> PTKTDATAName {
    name.isQualified ? name : PTKTDATAName(other.ticketProfile)
  }

  /// Profiles and keys behind the two entries; whether the keys that tickets are made with differ.
  private mutating func keys(
    _ id: SessionID, _ name: PTKTDATAName, and other: PTKTDATAName
  ) -> Bool {
    guard let left = here.security.profiles[name] else { return false }
    guard let right = there.security.profiles[other] else {
      lines.append("differ \(id): profile \(name) here, no profile \(other) there")
      return false
    }
    for (label, before, after) in [
      ("keys", describe(left.profile), describe(right.profile)),
      ("replay protection", replay(left.profile), replay(right.profile)),
      ("change in force", left.isInForce ? "Y" : "N", right.isInForce ? "Y" : "N"),
    ] where before != after {
      lines.append("differ \(id): \(label): \(before) here, \(after) there")
    }
    let (old, new) = (check(left, here.security), check(right, there.security))
    guard let old, let new, old != new else { return false }
    lines.append(
      "differ \(id): the two sites have different keys: check values \(Hex.encode(old)) here, "
        + "\(Hex.encode(new)) there")
    return true
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
