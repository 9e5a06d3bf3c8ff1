import Crypto
import Foundation
import Names
import RACF
import SAF
import Synchronization
import Testing
import Time

@testable import Store

private func secret(_ text: String) -> Secret { Secret(copying: Array(text.utf8)) }

/// Passwords that end, are changed and are not taken twice, in a database and over its reopening.
@Suite struct PasswordTests {
  private let bob: UserID

  init() throws { bob = try #require(UserID("BOB")) }

  private func signOn(
    _ database: SecurityDatabase, _ password: String, new: String? = nil, after days: Int64 = 0
  ) -> SignOnVerdict {
    database.manager.signOn(
      bob, password: secret(password), newPassword: new.map { SharedSecret(secret($0)) },
      at: WallTime(seconds: time.seconds + days * 86_400))
  }

  private func fault(_ verdict: SignOnVerdict) -> PasswordFault? {
    if case .refused(let refusal) = verdict, case .badNewPassword(let fault) = refusal.reason {
      fault
    } else {
      nil
    }
  }

  @Test func `an administrator's password is good at once, unless he or the site says EXPIRED`()
    throws
  {
    try withDatabase { database, _ in
      let expired = SignOnVerdict.refused(SignOnRefusal(.expired, delay: .zero))
      try database.run("ADDUSER BOB PASSWORD(FIRSTPW1)")
      #expect(signOn(database, "FIRSTPW1").isAccepted)
      try database.run("ALTUSER BOB PASSWORD(SECONDP2) EXPIRED")
      #expect(signOn(database, "SECONDP2") == expired)
      try database.run("ALTUSER BOB PASSWORD(THIRDPW3)")
      #expect(signOn(database, "THIRDPW3").isAccepted)
      try database.run("SETROPTS PASSWORD(FIRSTEXPIRED)\nALTUSER BOB PASSWORD(FOURTHP4)")
      #expect(signOn(database, "FOURTHP4") == expired)
      try database.run("SETROPTS PASSWORD(NOFIRSTEXPIRED)\nALTUSER BOB PASSWORD(FIFTHPW5)")
      #expect(signOn(database, "FIFTHPW5").isAccepted)
    }
  }

  @Test func `the first password is changed at the first sign-on`() throws {
    try withDatabase { database, _ in
      try database.run("SETROPTS PASSWORD(FIRSTEXPIRED)\nADDUSER BOB PASSWORD(FIRSTPW1)")
      #expect(try database.run("LU BOB")[1].contains("PASSDATE=00.000 PASS-INTERVAL= 30"))
      let expired = SignOnVerdict.refused(SignOnRefusal(.expired, delay: .zero))
      #expect(signOn(database, "FIRSTPW1") == expired && signOn(database, "FIRSTPW1") == expired)
      #expect(signOn(database, "WRONG123") == .refused(SignOnRefusal(.wrongPassword)))
      #expect(fault(signOn(database, "FIRSTPW1", new: "SHORT")) == .length(.password))
      #expect(fault(signOn(database, "FIRSTPW1", new: "FIRSTPW1")) == .sameAsCurrent(.password))
      #expect(signOn(database, "FIRSTPW1", new: "SECONDP2").isPasswordChanged)
      #expect(signOn(database, "FIRSTPW1") == .refused(SignOnRefusal(.wrongPassword)))
      #expect(signOn(database, "SECONDP2").isAccepted)
      // Who sets it again has it changed again.
      try database.run("ALTUSER BOB PASSWORD(THIRDPW3)")
      #expect(signOn(database, "THIRDPW3") == expired)
      try database.run("ALTUSER BOB PASSWORD(THIRDPW3) NOEXPIRED")
      #expect(signOn(database, "THIRDPW3").isAccepted)
      try database.run("ALTUSER BOB EXPIRED")
      #expect(signOn(database, "THIRDPW3") == expired)
      try database.run("ALTUSER BOB NOEXPIRED")
      #expect(signOn(database, "THIRDPW3").isAccepted)
    }
  }

  @Test func `an application lets nobody in whose password has expired`() throws {
    try withDatabase { database, _ in
      try database.run("ADDUSER BOB PASSWORD(FIRSTPW1)\nALTUSER BOB EXPIRED")
      let name = try #require(TicketName("TSO"))
      let answer = database.logOn(
        user: bob, application: name, value: secret("FIRSTPW1"), at: time)
      #expect(answer.verdict == .refused(reason: "the password has expired"))
    }
  }

  @Test func `a password ends with its interval, after a warning, and the last sign-on is told`()
    throws
  {
    try withDatabase { database, _ in
      try database.run(
        """
        SETROPTS PASSWORD(INTERVAL(60) WARNING(5))
        ADDUSER BOB PASSWORD(FIRSTPW1) NOEXPIRED
        """)
      #expect(signOn(database, "FIRSTPW1") == .accepted())
      #expect(signOn(database, "FIRSTPW1", after: 1) == .accepted(SignOnWelcome(lastAccess: time)))
      let second = WallTime(seconds: time.seconds + 86_400)
      #expect(
        signOn(database, "FIRSTPW1", after: 57)
          == .accepted(SignOnWelcome(lastAccess: second, daysLeft: 3)))
      #expect(
        signOn(database, "FIRSTPW1", after: 60)
          == .refused(SignOnRefusal(.expired, delay: .zero)))
      #expect(signOn(database, "FIRSTPW1", new: "SECONDP2", after: 60).isPasswordChanged)
      #expect(signOn(database, "SECONDP2", after: 119).isAccepted)
      let most = ["ICH08003I INTERVAL NOT IN RANGE 1-60"]
      #expect(try database.run("PASSWORD USER(BOB) INTERVAL(61)") == most)
      #expect(
        try database.run("PASSWORD USER(BOB) INTERVAL(7)\nPASSWORD USER(BOB) NOINTERVAL") == [])
      #expect(signOn(database, "SECONDP2", after: 900).isAccepted)
    }
  }

  @Test func `former passwords are none again, in any order, over a restart`() throws {
    let directory = NSTemporaryDirectory() + "turnstile-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: directory) }
    do {
      let database = try SecurityDatabase.open(directory: directory)
      try database.run("SETROPTS PASSWORD(HISTORY(2))\nADDUSER BOB PASSWORD(FIRSTPW1)")
      #expect(signOn(database, "FIRSTPW1", new: "SECONDP2").isPasswordChanged)
      #expect(signOn(database, "SECONDP2", new: "THIRDPW3").isPasswordChanged)
    }
    let database = try SecurityDatabase.open(directory: directory)
    #expect(fault(signOn(database, "THIRDPW3", new: "FIRSTPW1")) == .former(.password, 2))
    #expect(fault(signOn(database, "THIRDPW3", new: "SECONDP2")) == .former(.password, 2))
    #expect(
      try database.run("PASSWORD USER(BOB) PASSWORD(THIRDPW3 SECONDP2)")
        == ["ICH08015I NEW PASSWORD MATCHES A PREVIOUS PASSWORD FOR YOU"])
    #expect(signOn(database, "THIRDPW3", new: "FOURTHP4").isPasswordChanged)
    // Two are kept: the first is forgotten. What was deleted is, too.
    #expect(signOn(database, "FOURTHP4", new: "FIRSTPW1").isPasswordChanged)
    try database.run("DELUSER BOB\nADDUSER BOB PASSWORD(NEWUSER1)")
    #expect(signOn(database, "NEWUSER1", new: "FOURTHP4").isPasswordChanged)
  }

  @Test func `a second change waits for MINCHANGE, and RACF says so`() throws {
    try withDatabase { database, _ in
      try database.run(
        "SETROPTS PASSWORD(FIRSTEXPIRED MINCHANGE(2))\nADDUSER BOB PASSWORD(FIRSTPW1)")
      #expect(signOn(database, "FIRSTPW1", new: "SECONDP2").isPasswordChanged)
      #expect(fault(signOn(database, "SECONDP2", new: "THIRDPW3")) == .tooSoon(.password, days: 2))
      #expect(
        try database.run("PASSWORD USER(BOB) PASSWORD(SECONDP2 THIRDPW3)") == [
          "ICH08017I PASSWORD CHANGE REJECTED DUE TO INSTALLATION MINIMUM CHANGE INTERVAL"
        ])
      #expect(signOn(database, "SECONDP2", new: "THIRDPW3", after: 2).isPasswordChanged)
    }
  }

  @Test func `of two changes at once the second finds that its password counts no more`()
    async throws
  {
    try await withDatabaseAsync { database in
      try database.run("ADDUSER BOB PASSWORD(FIRSTPW1)")
      let verdicts = await withTaskGroup(of: SignOnVerdict.self) { group in
        for new in ["SECONDP2", "THIRDPW3", "FOURTHP4"] {
          group.addTask { signOn(database, "FIRSTPW1", new: new) }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(verdicts.filter(\.isPasswordChanged).count == 1)
    }
  }

  private func withDatabaseAsync(_ body: (SecurityDatabase) async throws -> Void) async throws {
    let directory = NSTemporaryDirectory() + "turnstile-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try await body(try SecurityDatabase.open(directory: directory))
  }

  @Test func `SETROPTS PASSWORD is set, listed and kept over a restart`() throws {
    let directory = NSTemporaryDirectory() + "turnstile-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: directory) }
    do {
      let database = try SecurityDatabase.open(directory: directory)
      try database.run(
        """
        SETROPTS PASSWORD(FIRSTEXPIRED INTERVAL(60) HISTORY(12) MINCHANGE(1) REVOKE(3) WARNING(14) -
          NOSPECIALCHARS RULE1(LENGTH(8) ALPHA(1) NUMERIC(5,7:8)) RULE2(LENGTH(9:20))) INACTIVE(90)
        """)
      #expect(
        try database.run("SETROPTS PASSWORD(MINCHANGE(61))").first
          == "ICH14083I Minimum change interval exceeds the password interval.")
    }
    let database = try SecurityDatabase.open(directory: directory)
    #expect(
      try database.run("SETROPTS LIST").dropFirst(2) == [
        "PASSWORD PROCESSING OPTIONS:", "  PASSWORD CHANGE INTERVAL IS  60 DAYS.",
        "  PASSWORD MINIMUM CHANGE INTERVAL IS   1 DAYS.",
        "  MIXED CASE PASSWORD SUPPORT IS IN EFFECT.", "  SPECIAL CHARACTERS ARE NOT ALLOWED.",
        "  FIRST PASSWORDS ARE EXPIRED.",
        "   12 GENERATIONS OF PREVIOUS PASSWORDS BEING MAINTAINED.",
        "  AFTER   3 CONSECUTIVE UNSUCCESSFUL PASSWORD ATTEMPTS,",
        "      A USERID WILL BE REVOKED.", "  PASSWORD EXPIRATION WARNING LEVEL IS  14 DAYS.",
        "  INSTALLATION PASSWORD SYNTAX RULES:", "    RULE  1  LENGTH(8)       A***N*NN",
        "    RULE  2  LENGTH(9:20)    ********************", "    LEGEND:",
        "    A-ALPHA C-CONSONANT L-ALPHANUM N-NUMERIC V-VOWEL W-NOVOWEL *-ANYTHING",
        "    c-MIXED CONSONANT m-MIXED NUMERIC v-MIXED VOWEL $-NATIONAL s-SPECIAL x-MIXED ALL",
        "INACTIVE USERIDS ARE BEING AUTOMATICALLY REVOKED AFTER  90 DAYS.",
      ])
    // A password that is given for good follows the rules, and one that is changed at once need not.
    let refused = try database.run("ADDUSER BOB PASSWORD(ABCDEFGH) NOEXPIRED")
    #expect(refused.first?.hasPrefix("IKJ56702I INVALID PASSWORD: Rule LENGTH(8) A***N*NN") == true)
    #expect(refused.last == "ICH01010I BOB NOT ADDED")
    #expect(try database.run("ADDUSER BOB PASSWORD(ABCDEFGH)") == [])
    #expect(fault(signOn(database, "ABCDEFGH", new: "BCDEFGHI"))?.text.hasPrefix("Rule") == true)
    #expect(
      try database.run("PASSWORD USER(BOB) PASSWORD(ABCDEFGH BCDEFGHI)")
        == ["ICH08014I PASSWORD CHANGE REJECTED BY INSTALLATION SYNTAX RULES"])
    #expect(signOn(database, "ABCDEFGH", new: "ABCD5F78").isPasswordChanged)
    try database.run("SETROPTS PASSWORD(NORULES NOHISTORY NOREVOKE NOWARNING) NOINACTIVE")
    let listed = try database.run("SETR LIST")
    #expect(listed.contains("  NO INSTALLATION PASSWORD SYNTAX RULES ARE PRESENT."))
    #expect(listed.last == "INACTIVE USERIDS ARE NOT BEING AUTOMATICALLY REVOKED.")
  }

  @Test func `without MIXEDCASE a password is the same in either case`() throws {
    try withDatabase { database, _ in
      try database.run("SETROPTS PASSWORD(NOMIXEDCASE)\nADDUSER BOB PASSWORD(Secret12) NOEXPIRED")
      #expect(signOn(database, "SECRET12").isAccepted && signOn(database, "secret12").isAccepted)
    }
  }

  @Test func `where a new password cannot be written the old one counts, and the user is told`()
    throws
  {
    try withDatabase { database, _ in
      try database.run("ADDUSER BOB PASSWORD(FIRSTPW1)")
      try database.file.content.withLock { content in
        _ = try content.sqlite.run("PRAGMA query_only = 1")
      }
      guard case .refused(let refusal) = signOn(database, "FIRSTPW1", new: "SECONDP2"),
        case .notSaved = refusal.reason
      else {
        Issue.record("it was not refused")
        return
      }
      #expect(!refusal.reason.isGuess)
      try database.file.content.withLock { content in
        _ = try content.sqlite.run("PRAGMA query_only = 0")
      }
      #expect(signOn(database, "FIRSTPW1", new: "SECONDP2").isPasswordChanged)
    }
  }

  @Test func `a database of before keeps its passwords, and EXPIRED counts from here on`() throws {
    let directory = NSTemporaryDirectory() + "turnstile-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try SecurityDatabase.prepare(directory: directory)
    do {
      let old = try SQLite(path: directory + "/security.db")
      for name in ["des-mk", "aes-mk", "local"] {
        try Data(repeating: 7, count: 32).write(to: URL(filePath: "\(directory)/\(name).key"))
      }
      try old.execute(
        Schema.first + Schema.groups + Schema.resources + Schema.dates + Schema.listings
          + Schema.logons)
      for (user, changed) in [("BOB", 100), ("SUE", 300)] {
        try old.run(
          "INSERT INTO users (id, name, hash, changed) VALUES (?1, '', ?2, ?3)", .text(user),
          .text(try PasswordHash.make(secret("Secret12"))), .integer(Int64(changed)))
        // Sue has changed hers since.
        try old.run("INSERT INTO listed VALUES ('USER', ?1, 'EXPIRED', '200')", .text(user))
      }
      try old.execute(
        "INSERT INTO listed VALUES ('USER', 'SUE', 'INTERVAL', '90'); PRAGMA user_version = 6;")
    }
    let database = try SecurityDatabase.open(directory: directory)
    #expect(
      signOn(database, "Secret12") == .refused(SignOnRefusal(.expired, delay: .zero)))
    #expect(signOn(database, "Secret12", new: "Secret13").isPasswordChanged)
    #expect(try database.run("LU BOB")[1].contains("PASS-INTERVAL=N/A"))
    #expect(try database.run("LU SUE")[1].contains("PASSDATE=70.001 PASS-INTERVAL= 90"))
    #expect(try database.run("SETROPTS LIST").contains("  PASSWORD CHANGE INTERVAL IS 254 DAYS."))
  }
}
