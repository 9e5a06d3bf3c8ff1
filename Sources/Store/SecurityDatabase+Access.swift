public import Names
import Platform
public import RACF
import SAF
import Synchronization

/// Who may use what.
extension SecurityDatabase {
  /// PERMIT (z/OS Security Server RACF Messages and Codes, PERMIT command messages).
  func permit(
    _ type: ResourceClass, _ name: ResourceName, _ change: PermitChange
  ) throws(StoreError) -> RACFAnswer {
    guard let rule = try rule(name, type) else {
      return .failed("ICH06004I \(name) NOT DEFINED TO RACF")
    }
    var answer = RACFAnswer()
    let server = inside.withLock { $0.server.description }
    let (owner, profile) = (SQLite.Value.text(type.rawValue), SQLite.Value.text(name.description))
    if change.isConditional {
      // Access that is not conditional would be more than was meant.
      answer.lines.append(
        "WHEN: there is no conditional access list here; no access is given or taken by it")
      return answer
    }
    if change.resets {
      try inside.withLock { (inside) throws(StoreError) in
        _ = try inside.sqlite.run(
          "DELETE FROM accesses WHERE class = ?1 AND name = ?2", owner, profile)
      }
    }
    if let model = change.model {
      guard let source = try self.rule(model.name, model.resourceClass) else {
        return .failed("ICH06004I \(model.name) NOT DEFINED TO RACF")
      }
      try inside.withLock { (inside) throws(StoreError) in
        // RACF adds what is not on the list yet.
        for entry in source.entries {
          _ = try inside.sqlite.run(
            "INSERT OR IGNORE INTO accesses VALUES (?1, ?2, ?3, ?4)", owner, profile,
            .text(entry.id), .text(entry.level.rawValue))
        }
      }
    }
    for id in change.ids {
      guard let access = change.access else {
        if !change.resets, !rule.entries.contains(where: { $0.id == id }) {
          answer.fail("ICH06002I \(id) NOT AUTHORIZED, DELETE IGNORED")
        }
        try inside.withLock { (inside) throws(StoreError) in
          _ = try inside.sqlite.run(
            "DELETE FROM accesses WHERE class = ?1 AND name = ?2 AND id = ?3", owner, profile,
            .text(id))
        }
        continue
      }
      guard try isKnown(id, server) else {
        answer.fail("ICH06007I \(id) NOT DEFINED TO RACF")
        continue
      }
      try inside.withLock { (inside) throws(StoreError) in
        _ = try inside.sqlite.run(
          "INSERT OR REPLACE INTO accesses VALUES (?1, ?2, ?3, ?4)", owner, profile, .text(id),
          .text(access.rawValue))
      }
    }
    answer.lines.append(
      "ICH06011I RACLISTED PROFILES FOR \(type.rawValue) WILL NOT REFLECT THE UPDATE(S) UNTIL A "
        + "SETROPTS REFRESH IS ISSUED")
    if !inside.withLock({ $0.active.contains(type) }) {
      answer.lines.append("ICH06019I WARNING: Class \(type.rawValue) is not currently active.")
    }
    return answer
  }

  /// Whether an access list may name it; the server is known, whether or not it is a user.
  private func isKnown(_ id: String, _ server: String) throws(StoreError) -> Bool {
    if id == "*" || id == server { return true }
    if try isUser(id) { return true }
    return try isGroup(id)
  }

  /// Access of somebody to `IRRPTAUTH.appl.user`, as it was at the last refresh; none where the class
  /// is not active, no profile covers it (R_ticketserv: RACF authorization), or who asks is not
  /// defined or revoked.
  public func ticketAccess(
    of who: UserID, to application: TicketProfile, for user: UserID
  ) -> AccessLevel {
    inside.withLock { inside in
      guard inside.active.contains(.tickets) else { return .none }
      try? inside.settleDates(Clock.wall())
      return inside.access(of: who, to: "IRRPTAUTH.\(application).\(user)", .tickets) ?? .none
    }
  }

  /// Why RACF keeps a user out of an application: where the class APPL is active and a profile covers the
  /// application, READ is needed (RACF Security Administrator's Guide, Protecting applications). Nil
  /// where it does not.
  func applicationRefusal(_ user: UserID, _ application: TicketProfile) -> String? {
    inside.withLock { inside in
      guard inside.active.contains(.applications),
        let access = inside.access(of: user, to: application.description, .applications),
        access < .read
      else { return nil }
      return "no READ to \(application) in the class APPL"
    }
  }

  /// What RACF says of an attempt to make or check a ticket without access (ICH408I).
  public func violation(
    _ who: UserID, _ application: TicketProfile, _ user: UserID, _ wanted: AccessLevel,
    _ allowed: AccessLevel
  ) -> [String] {
    let resource = "IRRPTAUTH.\(application).\(user)"
    let (user, rule) = inside.withLock { ($0.users[who], $0.rule(for: resource, .tickets)) }
    let name = try? inside.withLock { (inside) throws(StoreError) in
      try inside.sqlite.run("SELECT name FROM users WHERE id = ?1", .text(who.description))
        .rows.first?.first?.text
    }
    func padded(_ level: AccessLevel) -> String {
      level.rawValue + String(repeating: " ", count: 7 - level.rawValue.count)
    }
    let head =
      "ICH408I USER(\(who)) GROUP(\(user?.group?.description ?? "")) NAME(\(name ?? ""))"
    switch user?.standing {
    case nil, .undefined: return [head, "  USER NOT RACF-DEFINED"]
    case .revoked: return [head, "  REVOKED USER ACCESS ATTEMPT"]
    case .good, .protected: break
    }
    return [
      head, "  \(resource) CL(PTKTDATA)",
      "  INSUFFICIENT ACCESS AUTHORITY",
    ] + (rule.map { ["  FROM \($0.name)\($0.name.isGeneric ? " (G)" : "")"] } ?? [])
      + ["  ACCESS INTENT(\(padded(wanted)))  ACCESS ALLOWED(\(padded(allowed)))"]
  }
}
