import Crypto
import Foundation
import Names
import RACF
import Synchronization
import Testing
import Time

@testable import SAF
@testable import Store

/// Second factors in a database: RACF's words for them, and what outlives a restart.
@Suite struct FactorStoreTests {
  private let bob: UserID
  private let key = SharedSecret(Secret(copying: Array("12345678901234567890".utf8)))

  init() throws { bob = try #require(UserID("BOB")) }

  private func secret(_ text: String) -> Secret { Secret(copying: Array(text.utf8)) }

  /// The code of the RFCs' secret in the step of 1_800_000_000, and in those after it.
  private func code(_ step: Int64) throws -> SharedSecret {
    let number = try OneTimeCode.code(key.secret, step: time.seconds / 30 + step)
    return SharedSecret(secret(String(String(number + 1_000_000).dropFirst())))
  }

  private func signOn(
    _ database: SecurityDatabase, _ code: SharedSecret, at step: Int64
  ) -> SignOnVerdict {
    let time = WallTime(seconds: time.seconds + 30 * step)
    let verdict = database.manager.signOn(
      bob, password: secret("Secret12"), newPassword: nil, factor: FactorPolicy(), at: time)
    guard case .factorNeeded(let step) = verdict else { return verdict }
    return FactorDesk(database.manager).signOn(bob, TypedCode(code, for: step), at: time)
  }

  private func enrol(_ database: SecurityDatabase, at step: Int64 = 0) throws {
    let done = try FactorDesk(database.manager).enrol(
      bob, secret: key, code: try code(step), replaces: false,
      at: WallTime(seconds: time.seconds + 30 * step))
    #expect(done == .enrolled)
  }

  @Test func `a used code stays used over a restart and over changes of the user`() throws {
    let directory = NSTemporaryDirectory() + "turnstile-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let (first, second, third) = (try code(0), try code(1), try code(2))
    do {
      let database = try SecurityDatabase.open(directory: directory)
      try database.run("ADDUSER BOB PASSWORD(Secret12)")
      try enrol(database)
      #expect(signOn(database, first, at: 0) == .refused(SignOnRefusal(.usedCode)))
      #expect(signOn(database, second, at: 1).isAccepted)
    }
    let database = try SecurityDatabase.open(directory: directory)
    #expect(signOn(database, second, at: 1) == .refused(SignOnRefusal(.usedCode)))
    try database.run("ALTUSER BOB NAME('B') MFA(FACTOR(AZFTOTP1) NOACTIVE)")
    try database.run("ALTUSER BOB MFA(FACTOR(AZFTOTP1) ACTIVE)")
    // The clock stepped back.
    #expect(signOn(database, first, at: 0) == .refused(SignOnRefusal(.usedCode)))
    #expect(signOn(database, second, at: 1) == .refused(SignOnRefusal(.usedCode)))
    #expect(signOn(database, third, at: 2).isAccepted)
    // Who is deleted leaves nothing for the next of the name.
    try database.run("DELUSER BOB\nADDUSER BOB PASSWORD(Secret12)")
    #expect(signOn(database, third, at: 3).isAccepted)
    #expect(try database.run("LU BOB NORACF MFA").last == "NO MFA INFORMATION")
  }

  @Test func `where a used code cannot be written down it is none`() throws {
    try withDatabase { database, _ in
      try database.run("ADDUSER BOB PASSWORD(Secret12)")
      try enrol(database)
      func setQueryOnly(_ value: Int) throws {
        try database.file.content.withLock { content in
          _ = try content.sqlite.run("PRAGMA query_only = \(value)")
        }
      }
      let next = try code(1)
      try setQueryOnly(1)
      guard case .refused(let refusal) = signOn(database, next, at: 1),
        case .database = refusal.reason
      else {
        Issue.record("it was taken")
        return
      }
      try setQueryOnly(0)
      #expect(signOn(database, next, at: 1).isAccepted)
    }
  }

  @Test func `RACF's words say who needs one, and lift it`() throws {
    try withDatabase { database, _ in
      let head = [
        "USER=BOB", "", "MULTIFACTOR AUTHENTICATION INFORMATION:",
        "---------------------------------------", "  PASSWORD FALLBACK IS NOT ALLOWED",
        "  FACTOR = AZFTOTP1",
      ]
      func listed() throws -> [String] { try database.run("LISTUSER BOB NORACF MFA") }
      try database.run("ADDUSER BOB PASSWORD(Secret12)")
      let code = try code(0)
      #expect(signOn(database, code, at: 0).isAccepted)
      try database.run("ALTUSER BOB MFA(FACTOR(AZFTOTP1))")
      #expect(
        try listed()
          == head + ["    STATUS = INACTIVE", "    FACTOR TAGS =", "      REGSTATE:OPEN"])
      #expect(signOn(database, code, at: 0).isAccepted)
      try database.run("ALU BOB MFA(FACTOR(AZFTOTP1) ACTIVE)")
      guard
        case .factorNeeded(let step) = database.manager.signOn(
          bob, password: secret("Secret12"), newPassword: nil, factor: FactorPolicy(), at: time)
      else {
        Issue.record("no code is asked for")
        return
      }
      #expect(step.need == .enrolment)
      try enrol(database)
      #expect(
        try listed()
          == head + ["    STATUS = ACTIVE", "    FACTOR TAGS =", "      REGSTATE:PROVISIONED"])
      // The secret is nowhere in the file.
      #expect(try isAbsent(Array("12345678901234567890".utf8), from: database))
      try database.run("ALU BOB MFA(FACTOR(AZFTOTP1) TAGS(REGSTATE:OPEN))")
      #expect(try listed().last == "      REGSTATE:OPEN")
      try enrol(database)
      try database.run("ALU BOB NOMFA")
      #expect(try listed().last == "NO MFA INFORMATION")
      #expect(signOn(database, code, at: 0).isAccepted)
      try enrol(database)
      try database.run("ALU BOB MFA(DELFACTOR(AZFTOTP1))")
      #expect(database.manager.state.factors.isEmpty)
      #expect(try FactorDesk(database.manager).remove(bob, at: time) == false)
    }
  }

  private func isAbsent(_ secret: [UInt8], from database: SecurityDatabase) throws -> Bool {
    let rows = try database.file.content.withLock { content in
      try content.sqlite.run("SELECT sealed FROM factors").rows
    }
    let sealed = rows.compactMap { $0[0].blob }
    return sealed.count == 1
      && sealed.allSatisfy { blob in
        !blob.indices.contains { blob[$0...].starts(with: secret) }
      }
  }

  @Test func `other factors, and what is said of tags, have no effect and are told`() throws {
    let deck = """
      ALU BOB MFA(FACTOR(AZFSIDP1) ACTIVE TAGS(SIDUSERID:BOB))
      ALU BOB MFA(PWFALLBACK)
      ALU BOB MFA(FACTOR(AZFTOTP1) TAGS(SUSPENDED:NO))
      """
    var idle = IdleKeywords()
    for statement in RACFStatement.statements(Array(deck.utf8)) {
      let reading = RACFParser.read(statement)
      idle.add(reading.idle)
      #expect((try? reading.outcome.get()) != nil)
    }
    #expect(idle.passedOver == ["MFA", "PWFALLBACK", "MFA(TAGS)"])
    try withDatabase { database, _ in
      try database.run("ADDUSER BOB PASSWORD(Secret12)\n" + deck)
      #expect(database.manager.state.factors[bob] == SecondFactor(isActive: false))
      #expect(throws: RACFFault.self) { try database.run("ALU BOB MFA(FACTOR(A B))") }
      #expect(throws: RACFFault.self) { try database.run("ALU BOB MFA") }
    }
  }
}
