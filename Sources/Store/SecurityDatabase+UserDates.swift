import Crypto
import Names
import RACF
import SAF
import Synchronization
import Time

/// What users have besides their passwords and groups: dates, and what is only listed.
extension SecurityDatabase.Inside {
  private static let kind = "USER"

  /// What ADDUSER and ALTUSER say of dates, expiry and attributes.
  mutating func setMore(_ user: UserID, _ change: UserChange, _ time: WallTime) throws(StoreError) {
    let name = user.description
    for (column, day) in [("revoke_day", change.revokeDate), ("resume_day", change.resumeDate)] {
      guard let day else { continue }
      _ = try sqlite.run(
        "UPDATE users SET \(column) = ?2 WHERE id = ?1", .text(name),
        day.value.map { .integer($0) } ?? .null)
    }
    if let isRevoked = change.isRevoked {
      // What is said now counts more than what was said before for a day to come.
      _ = try sqlite.run(
        "UPDATE users SET \(isRevoked ? "resume_day" : "revoke_day") = NULL WHERE id = ?1",
        .text(name))
    }
    if let isExpired = change.isExpired {
      try list(isExpired ? .set(String(time.seconds)) : .removed, Self.kind, name, "EXPIRED")
    }
    for (attribute, isGiven) in change.attributes {
      try list(isGiven ? .set("YES") : .removed, Self.kind, name, attribute)
    }
    if let authority = change.authority {
      _ = try sqlite.run(
        """
        UPDATE connects SET authority = ?2 WHERE user = ?1
          AND name = (SELECT default_group FROM users WHERE id = ?1)
        """, .text(name), .text(authority.rawValue))
    }
    try settleDates(time)
  }

  func setInterval(_ user: UserID, _ interval: Change<Int>) throws(StoreError) {
    let change: Change<String> = interval.value.map { .set(String($0)) } ?? .removed
    try list(change, Self.kind, user.description, "INTERVAL")
  }

  /// Revokes and resumes whose day has come; where both have, the later one counts.
  mutating func settleDates(_ time: WallTime) throws(StoreError) {
    let changes = try sqlite.run(
      """
      UPDATE users SET
        failures = CASE WHEN resume_day <= ?1 THEN 0 ELSE failures END,
        revoked = CASE
          WHEN revoke_day <= ?1 AND resume_day <= ?1 THEN revoke_day > resume_day
          WHEN revoke_day <= ?1 THEN 1 WHEN resume_day <= ?1 THEN 0 ELSE revoked END,
        revoke_day = CASE WHEN revoke_day <= ?1 THEN NULL ELSE revoke_day END,
        resume_day = CASE WHEN resume_day <= ?1 THEN NULL ELSE resume_day END
      WHERE revoke_day <= ?1 OR resume_day <= ?1
      """, .integer(Self.day(time))
    ).changes
    if changes > 0 { try loadUsers() }
  }

  /// The day of a time, in days since 1970, in UTC.
  private static func day(_ time: WallTime) -> Int64 {
    (time.seconds >= 0 ? time.seconds : time.seconds - 86_399) / 86_400
  }

  /// What LISTUSER shows beside the rest.
  struct MoreOfUser {
    fileprivate var revokeDay: Int64?
    fileprivate var resumeDay: Int64?
    fileprivate var listed: [String: String] = [:]

    func add(to facts: inout UserReport.Facts) {
      facts.revokeDay = revokeDay
      facts.resumeDay = resumeDay
      facts.expired = listed["EXPIRED"].flatMap { Int64($0) }.map { WallTime(seconds: $0) }
      facts.interval = listed["INTERVAL"]
      facts.listedAttributes += listed.filter { $0.value == "YES" }.keys.sorted()
    }
  }

  func moreOfUsers() throws(StoreError) -> [String: MoreOfUser] {
    var found: [String: MoreOfUser] = [:]
    for row in try sqlite.run(
      """
      SELECT id, revoke_day, resume_day FROM users
      WHERE revoke_day IS NOT NULL OR resume_day IS NOT NULL
      """
    ).rows {
      found[row[0].text ?? ""] = MoreOfUser(revokeDay: row[1].integer, resumeDay: row[2].integer)
    }
    for row in try sqlite.run(
      "SELECT name, keyword, value FROM listed WHERE kind = ?1", .text(Self.kind)
    ).rows {
      guard let name = row[0].text, let keyword = row[1].text else { continue }
      found[name, default: MoreOfUser()].listed[keyword] = row[2].text
    }
    return found
  }
}

extension SecurityDatabase {
  /// PASSWORD and PHRASE (z/OS Security Server RACF Command Language Reference).
  ///
  /// RACF takes a new password of the user who issues the command. Here that is nobody: USER says whose it
  /// is, and the current one proves it.
  func changePassword(_ change: PasswordChange) throws(StoreError) -> RACFAnswer {
    guard let user = change.user else {
      return .failed("IKJ56701I MISSING USER: SAY WHOSE PASSWORD IT IS")
    }
    guard try isUser(user.description) else {
      return .failed("ICH08001I \(user) NOT DEFINED TO RACF")
    }
    var answer = RACFAnswer()
    if let interval = change.interval {
      try inside.withLock { (inside) throws(StoreError) in
        try inside.setInterval(user, interval)
      }
    }
    for (pair, wrong, same) in [
      (
        change.password, "ICH08005I VALUE SPECIFIED IS NOT CURRENT PASSWORD",
        "ICH08002I NEW PASSWORD CANNOT EQUAL CURRENT PASSWORD"
      ),
      (
        change.phrase, "ICH08022I VALUE SPECIFIED IS NOT CURRENT PASS PHRASE",
        "ICH08021I NEW PASS PHRASE CANNOT EQUAL CURRENT PASS PHRASE"
      ),
    ] {
      guard let pair else { continue }
      if pair.new.secret.isEqual(to: pair.current.secret) {
        answer.fail(same)
        continue
      }
      switch signOn(user, password: pair.current.secret, newPassword: pair.new) {
      case .passwordChanged: break
      case .refused(let refusal) where refusal.reason == .revoked:
        answer.fail("\(user): the user is revoked")
      case .refused(let refusal) where refusal.reason == .badNewPassword:
        answer.fail("ICH08014I PASSWORD CHANGE REJECTED BY INSTALLATION SYNTAX RULES")
      case .accepted, .refused: answer.fail(wrong)
      }
    }
    return answer
  }
}
