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
  /// Lengths of a password, in bytes.
  static let passwordLengths = 8...100

  /// Checks a password; takes the same way and time for a user who does not exist.
  /// - Parameter newPassword: replaces the password where that was right.
  public func signOn(
    _ user: UserID, password: borrowing Secret, newPassword: SharedSecret?
  ) -> SignOnVerdict {
    do {
      let row = try inside.withLock { (inside) throws(StoreError) in
        // REVOKE(date) and RESUME(date) count from their day on.
        try inside.settleDates(Clock.wall())
        return try inside.sqlite.run(
          "SELECT hash, failures, revoked FROM users WHERE id = ?1", .text(user.description)
        ).rows.first
      }
      // A PROTECTED user has no hash, and takes as long as the others.
      let hash = row?[0].text ?? ""
      let isRight = PasswordHash.verify(password, against: hash.isEmpty ? dummyHash : hash)
      guard let row else {
        return .refused(SignOnRefusal(.unknownUser, delaySeconds: 1))
      }
      let failures = row[1].integer ?? 0
      let delay = 1 << min(2, Int(failures))
      guard row[2].integer == 0 else {
        return .refused(SignOnRefusal(.revoked, delaySeconds: delay))
      }
      guard isRight else {
        try recordFailure(user)
        return .refused(SignOnRefusal(.wrongPassword, delaySeconds: delay))
      }
      if let newPassword {
        guard Self.passwordLengths.contains(newPassword.secret.count),
          !newPassword.secret.isEqual(to: password)
        else { return .refused(SignOnRefusal(.badNewPassword, delaySeconds: 1)) }
        try setPassword(user, newPassword.secret)
        return .passwordChanged
      }
      try inside.withLock { (inside) throws(StoreError) in
        _ = try inside.sqlite.run(
          "UPDATE users SET failures = 0, accessed = ?2 WHERE id = ?1", .text(user.description),
          .integer(Clock.wall().seconds))
      }
      return .accepted
    } catch {
      return .refused(SignOnRefusal(.database, delaySeconds: 1))
    }
  }

  private func recordFailure(_ user: UserID) throws(StoreError) {
    try inside.withLock { (inside) throws(StoreError) in
      _ = try inside.sqlite.run(
        """
        UPDATE users SET failures = failures + 1, revoked = (failures + 1 >= ?2) WHERE id = ?1
        """, .text(user.description), .integer(Int64(Self.failuresAllowed)))
    }
  }

  private func setPassword(_ user: UserID, _ password: borrowing Secret) throws(StoreError) {
    let hash = try hash(password)
    try inside.withLock { (inside) throws(StoreError) in
      _ = try inside.sqlite.run(
        "UPDATE users SET hash = ?2, failures = 0, changed = ?3, accessed = ?3 WHERE id = ?1",
        .text(user.description), .text(hash), .integer(Clock.wall().seconds))
    }
  }

  func hash(_ password: borrowing Secret) throws(StoreError) -> String {
    do {
      return try PasswordHash.make(password)
    } catch {
      throw StoreError(path: "password", reason: error.description)
    }
  }

  /// Defines a user, or gives one that is defined another password and resumes it.
  public func define(
    _ user: UserID, name: String, password: borrowing Secret
  ) throws(StoreError) {
    guard Self.passwordLengths.contains(password.count) else {
      throw StoreError(
        path: user.description, reason: "a password has 8 to 100 characters, not \(password.count)")
    }
    let hash = try hash(password)
    try inside.withLock { (inside) throws(StoreError) in
      let (id, now) = (
        SQLite.Value.text(user.description), SQLite.Value.integer(Clock.wall().seconds)
      )
      _ = try inside.sqlite.run(
        """
        INSERT INTO users (id, name, hash, created, changed) VALUES (?1, ?2, ?3, ?4, ?4)
        ON CONFLICT DO UPDATE SET hash = ?3, changed = ?4, failures = 0, revoked = 0
        """, id, .text(name), .text(hash), now)
      _ = try inside.sqlite.run(
        "INSERT OR IGNORE INTO connects (user, name, made) VALUES (?1, 'SYS1', ?2)", id, now)
      try inside.loadGroups()
    }
  }
}
