import Crypto
import Foundation
import Keystore
import Names
import RACF
import SAF
import Store
import Testing
import Time

/// A database of its own in a directory of its own.
@discardableResult
func withDatabase<Result>(
  cards: (SoftwareCard) -> [any CryptoCard] = { [$0] },
  _ body: (SecurityDatabase, String) throws -> Result
) throws -> Result {
  let directory = NSTemporaryDirectory() + "turnstile-" + UUID().uuidString
  defer { try? FileManager.default.removeItem(atPath: directory) }
  let database = try SecurityDatabase.open(directory: directory, cards: cards)
  return try body(database, directory)
}

extension SecurityDatabase {
  /// TSOS001 masked, TSOR001 in the CKDS, CICSA enhanced; each key made at random.
  func defineKeys() throws {
    let label = try #require(KeyLabel("HMAC.KEY"))
    try store(try Random.secret(count: 64), label: label, kind: .hmac)
    try run(
      """
      RDEFINE PTKTDATA TSOS001 SSIGNON(KEYMASKED(*))
      RDEFINE PTKTDATA TSOR001 SSIGNON(KEYENCRYPTED(*))
      RDEFINE PTKTDATA CICSA SSIGNON(EPTKEYLABEL(HMAC.KEY))
      SETROPTS RACLIST(PTKTDATA) REFRESH
      """)
  }

  /// Runs a deck; the lines that it answers.
  @discardableResult
  func run(
    _ deck: String, system: PackedName = SecurityDatabase.standardSystem
  ) throws -> [String] {
    let desk = CommandDesk(manager, system: system)
    return try RACFStatement.statements(Array(deck.utf8)).flatMap { statement in
      desk.execute(try RACFParser.parse(statement), at: time).lines
    }
  }

  /// The CKDS.
  var keyData: KeyDataSet { KeyDataSet(manager) }

  func store(
    _ key: borrowing Secret, label: KeyLabel, kind: KeyToken.Kind
  ) throws(StoreError) { try keyData.store(key, label: label, kind: kind, at: time) }

  func delete(_ label: KeyLabel) throws(StoreError) {
    try manager.change(at: time) { _ in ((), [.removeKey(label)]) }
  }

  func checkValue(of label: KeyLabel) -> [UInt8]? {
    let state = manager.state
    return state.tokens[label].flatMap { manager.keys.check($0, state.icsf) }
  }

  func hasKey(_ label: KeyLabel) -> Bool { manager.state.tokens[label] != nil }

  func issueTicket(_ request: TicketRequest, at time: WallTime) -> TicketOutcome {
    manager.issueTicket(request, at: time)
  }

  func evaluateTicket(
    user: UserID, application: TicketName, value: borrowing Secret, at time: WallTime,
    source: UserID? = nil
  ) -> TicketVerdict {
    manager.evaluateTicket(
      user: user, application: application, value: value, at: time, source: source)
  }

  func logOn(
    user: UserID, application: TicketName, value: borrowing Secret, at time: WallTime
  ) -> LogOnAnswer {
    manager.logOn(user: user, application: application, value: value, at: time)
  }

  func signOn(
    _ user: UserID, password: borrowing Secret, newPassword: SharedSecret?, mayRevoke: Bool = true
  ) -> SignOnVerdict {
    manager.signOn(
      user, password: password, newPassword: newPassword, at: time, mayRevoke: mayRevoke)
  }

  func ticketAccess(
    of who: UserID, to application: TicketName, for user: UserID
  ) -> AccessLevel { manager.state.ticketAccess(of: who, to: application, for: user, at: time) }

  func violation(
    _ who: UserID, _ application: TicketName, _ user: UserID, _ wanted: AccessLevel,
    _ allowed: AccessLevel
  ) -> [String] {
    manager.violation(
      by: who, application: application, user: user, wanted: wanted, allowed: allowed, at: time)
  }

  func define(_ user: UserID, name: String, password: borrowing Secret) throws(StoreError) {
    try manager.define(user, name: name, password: password, at: time)
  }

  func forgetClock(at time: WallTime) throws(StoreError) -> Int64 {
    try manager.store.forgetClock(now: time.seconds)
  }
}

/// The time of all tests.
let time = WallTime(seconds: 1_800_000_000)

extension SignOnVerdict {
  /// Whether the user is in.
  var isAccepted: Bool { if case .accepted = self { true } else { false } }
  /// Whether the user has another password from now on.
  var isPasswordChanged: Bool { if case .passwordChanged = self { true } else { false } }
}
