public import Names
public import Time

/// Where the security manager's state lies: on a disk, or in memory.
public protocol SecurityStore: DecisionStore, LetterStore, StandingStore {
  /// The state as it is now, and its version.
  func read() -> VersionedState

  /// Makes changes, all of them or none, durable before it returns.
  ///
  /// `time`: when it is done. `version`: the version of the state that the changes were worked out
  /// from; nil where that does not matter. Returns false, and nothing is changed, where the state
  /// has another version by now. `author`: who makes them, for the audit, which is written with them.
  func apply(
    _ changes: [SecurityChange], at time: WallTime, ifStill version: Int?, by author: AuditAuthor
  ) throws(StoreError) -> Bool

  /// Adds something to the audit that is no change of the state, such as a refusal. What cannot be written down
  /// keeps nobody from anything: the log says that the file cannot be written.
  func note(_ entries: [AuditEntry])

  /// The hashes of a user's password and phrase, which nobody keeps longer than a check takes; nil where
  /// no user has the name.
  func hashes(of user: UserID) throws(StoreError) -> PasswordHashes?

  /// Hashes of a user's former passwords or phrases, the latest first.
  func formerHashes(of user: UserID, _ kind: PasswordKind) throws(StoreError) -> [String]
}

extension SecurityStore {
  /// The state as it is now.
  public var state: SecurityState { read().state }

  /// Makes changes that the server decides by itself.
  func apply(
    _ changes: [SecurityChange], at time: WallTime, ifStill version: Int?
  ) throws(StoreError) -> Bool {
    try apply(changes, at: time, ifStill: version, by: .server)
  }
}

/// A state, and a number that every change raises but a sign-on.
public struct VersionedState: Sendable {
  /// The state.
  public let state: SecurityState
  /// Its version.
  public let version: Int

  /// A state of a version.
  public init(state: SecurityState, version: Int) {
    self.state = state
    self.version = version
  }
}

/// Hashes of a password and a phrase; blank where there is none.
public struct PasswordHashes: Hashable, Sendable {
  /// The password's hash; blank where there is none.
  public var password: String
  /// The phrase's hash; blank where there is none.
  public var phrase: String

  /// Hashes as the store has them.
  public init(password: String = "", phrase: String = "") {
    self.password = password
    self.phrase = phrase
  }
}
