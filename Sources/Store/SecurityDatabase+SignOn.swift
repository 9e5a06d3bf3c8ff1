public import Crypto
public import Names
import Platform
public import SAF
import Synchronization
import Time

/// Users and their passwords.
extension SecurityDatabase {
  /// Wrong passwords in a row after which a user is revoked.
  static let failuresAllowed = 5

  /// What a user proved to know.
  private enum Proof {
    case password, phrase
  }

  /// What the file says of a user who wants to sign on; of nobody where no user has the name.
  private struct Credentials {
    var password = ""
    var phrase = ""
    var isRevoked = false
    var isKnown = false
  }

  /// Checks a password or phrase: either is good. It takes the same way and time for a user who does not
  /// exist, or who has neither.
  /// - Parameters:
  ///   - newPassword: replaces what was right, the password or the phrase.
  ///   - mayRevoke: whether this try counts among those that revoke the user.
  public func signOn(
    _ user: UserID, password: borrowing Secret, newPassword: SharedSecret?, mayRevoke: Bool = true
  ) -> SignOnVerdict {
    do {
      let known = try credentials(user)
      let proof = prove(password, known)
      guard known.isKnown else { return .refused(SignOnRefusal(.unknownUser)) }
      guard !known.isRevoked else { return .refused(SignOnRefusal(.revoked)) }
      guard let proof else {
        let isRevoked = mayRevoke ? try recordFailure(user) : false
        return .refused(SignOnRefusal(isRevoked ? .revokedNow : .wrongPassword))
      }
      guard let newPassword else {
        try write { (sqlite) throws(StoreError) in
          try sqlite.run(
            "UPDATE users SET failures = 0, accessed = ?2 WHERE id = ?1", .text(user.description),
            .integer(Clock.wall().seconds))
        }
        return .accepted
      }
      let lengths = proof == .phrase ? PasswordRule.phraseLengths : PasswordRule.lengths
      guard lengths.contains(newPassword.secret.count), !newPassword.secret.isEqual(to: password)
      else { return .refused(SignOnRefusal(.badNewPassword)) }
      try replace(proof, of: user, by: newPassword.secret)
      return .passwordChanged
    } catch {
      return .refused(SignOnRefusal(.database(error.description)))
    }
  }

  private func credentials(_ user: UserID) throws(StoreError) -> Credentials {
    try inside.withLock { (inside) throws(StoreError) in
      // REVOKE(date) and RESUME(date) count from their day on.
      try inside.settleDates(Clock.wall())
      guard
        let row = try inside.sqlite.run(
          "SELECT hash, phrase, revoked FROM users WHERE id = ?1", .text(user.description)
        ).rows.first
      else { return Credentials() }
      return Credentials(
        password: row[0].text ?? "", phrase: row[1].text ?? "", isRevoked: row[2].integer != 0,
        isKnown: true)
    }
  }

  /// One hash is checked for what may only be a password, two for what may be a phrase, whoever has
  /// which.
  private func prove(_ value: borrowing Secret, _ known: Credentials) -> Proof? {
    let isPassword = PasswordHash.verify(
      value, against: known.password.isEmpty ? dummyHash : known.password)
    guard PasswordRule.phraseLengths.contains(value.count) else {
      return isPassword ? .password : nil
    }
    let isPhrase = PasswordHash.verify(
      value, against: known.phrase.isEmpty ? dummyHash : known.phrase)
    return isPassword ? .password : isPhrase ? .phrase : nil
  }

  /// Counts a wrong password; true where it revokes the user.
  ///
  /// A user with SPECIAL is not revoked, as RACF asks the operator before it does that (ICH301I), nor is
  /// the only one who can sign on; nor is a PROTECTED one, who has nothing to guess.
  private func recordFailure(_ user: UserID) throws(StoreError) -> Bool {
    try inside.withLock { (inside) throws(StoreError) in
      let id = SQLite.Value.text(user.description)
      let isRevoked = try inside.sqlite.run(
        """
        UPDATE users SET failures = failures + 1,
          revoked = (failures + 1 >= ?2 AND (hash <> '' OR phrase <> '')
            AND id NOT IN (\(Inside.administrators))
            AND EXISTS (SELECT 1 FROM users AS others WHERE others.id <> ?1
              AND others.revoked = 0 AND (others.hash <> '' OR others.phrase <> '')))
        WHERE id = ?1 RETURNING revoked
        """, id, .integer(Int64(Self.failuresAllowed))
      ).rows.first?.first?.integer
      if isRevoked == 1 { inside.users[user]?.standing = .revoked }
      return isRevoked == 1
    }
  }

  private func replace(
    _ proof: Proof, of user: UserID, by new: borrowing Secret
  ) throws(StoreError) {
    let hash = try hash(new)
    let (column, date) = proof == .phrase ? ("phrase", "phrase_changed") : ("hash", "changed")
    try write { (sqlite) throws(StoreError) in
      try sqlite.run(
        "UPDATE users SET \(column) = ?2, failures = 0, \(date) = ?3, accessed = ?3 WHERE id = ?1",
        .text(user.description), .text(hash), .integer(Clock.wall().seconds))
    }
  }

  /// Changes one thing in the file.
  private func write(_ body: (SQLite) throws(StoreError) -> Void) throws(StoreError) {
    try inside.withLock { (inside) throws(StoreError) in try body(inside.sqlite) }
  }

  func hash(_ password: borrowing Secret) throws(StoreError) -> String {
    do {
      return try PasswordHash.make(password)
    } catch {
      throw StoreError(path: "password", reason: error.description)
    }
  }

  /// Whether a text may be the password of a first user; what is wrong with it where it may not.
  public static func fault(ofPassword password: borrowing Secret) -> String? {
    PasswordRule.lengths.contains(password.count)
      ? nil : "a password has 8 to 100 characters, not \(password.count)"
  }

  /// Defines a user with the attribute SPECIAL, or gives one that is defined another password and
  /// resumes it.
  public func define(
    _ user: UserID, name: String, password: borrowing Secret
  ) throws(StoreError) {
    if let fault = Self.fault(ofPassword: password) {
      throw StoreError(path: user.description, reason: fault)
    }
    let hash = try hash(password)
    try change { (inside) throws(StoreError) in
      let (id, now) = (
        SQLite.Value.text(user.description), SQLite.Value.integer(Clock.wall().seconds)
      )
      try inside.sqlite.run(
        """
        INSERT INTO users (id, name, hash, created, changed) VALUES (?1, ?2, ?3, ?4, ?4)
        ON CONFLICT DO UPDATE SET hash = ?3, changed = ?4, failures = 0, revoked = 0
        """, id, .text(name), .text(hash), now)
      try inside.sqlite.run(
        "INSERT OR REPLACE INTO listed VALUES ('USER', ?1, 'SPECIAL', 'YES')", id)
      try inside.sqlite.run(
        "INSERT OR IGNORE INTO connects (user, name, made) VALUES (?1, 'SYS1', ?2)", id, now)
    }
  }
}
