import Crypto
import Diagnosis
import Names
import RACF
import SAF
import Testing
import Time

@testable import Store

private func secret(_ text: String) -> Secret { Secret(copying: Array(text.utf8)) }

@Suite struct LogOnTests {
  private let bob: UserID
  private let name: TicketName

  init() throws {
    bob = try #require(UserID("BOB"))
    name = try #require(TicketName("TSOS001"))
  }

  private func ticket(_ database: SecurityDatabase) throws -> SharedSecret {
    let request = TicketRequest(user: bob, session: try #require(SessionID("S")), profile: name)
    guard case .issued(let ticket, _) = database.issueTicket(request, at: time) else {
      throw CancellationError()
    }
    return ticket
  }

  private func logOn(_ database: SecurityDatabase, _ value: borrowing Secret) -> LogOnVerdict {
    database.logOn(user: bob, application: name, value: value, at: time).verdict
  }

  @Test func `who is revoked, deleted or PROTECTED gets in by no ticket, though it is right`()
    throws
  {
    try withDatabase { database, _ in
      try database.defineKeys()
      try database.run("ADDUSER BOB PASSWORD(Secret12) NOEXPIRED")
      #expect(try logOn(database, ticket(database).secret) == .byTicket(kind: "LEGACY"))
      let reasons = [
        ("ALTUSER BOB REVOKE", "the user is revoked"),
        ("ALTUSER BOB RESUME NOPASSWORD", "the user is PROTECTED"),
        ("DELUSER BOB", "no user has this name"),
      ]
      for (deck, reason) in reasons {
        try database.run(deck)
        let made = try ticket(database)
        #expect(logOn(database, made.secret) == .refused(reason: reason))
        #expect(database.snapshot().standing(of: bob).refusal == reason)
        // Evaluation only says that the ticket is right.
        let other = try ticket(database)
        #expect(
          database.evaluateTicket(user: bob, application: name, value: other.secret, at: time)
            == .accepted(kind: "LEGACY"))
      }
    }
  }

  @Test func `a password, a phrase and a ticket are told apart`() throws {
    try withDatabase { database, _ in
      try database.defineKeys()
      try database.run("ADDUSER BOB PASSWORD(Ab3dEf7h) PHRASE('short Phrase 14') NOEXPIRED")
      #expect(logOn(database, secret("Ab3dEf7h")) == .byPassword)
      #expect(logOn(database, secret("short Phrase 14")) == .byPassword)
      #expect(logOn(database, secret("short phrase 14")) == .refused(reason: "no ticket"))
      for value in ["Ab3dEf7h", "short Phrase 14"] {
        #expect(database.signOn(bob, password: secret(value), newPassword: nil).isAccepted)
      }
      let listed = try database.run("LU BOB")
      #expect(listed.contains(" ATTRIBUTES=PASSPHRASE"))
      #expect(listed.contains { $0.contains("PHRASEDATE=27.015") })
      // Each is changed by itself.
      let new = SharedSecret(secret("Another phrase 2"))
      #expect(
        database.signOn(bob, password: secret("short Phrase 14"), newPassword: new)
          .isPasswordChanged)
      for value in ["Ab3dEf7h", "Another phrase 2"] {
        #expect(database.signOn(bob, password: secret(value), newPassword: nil).isAccepted)
      }
      try database.run("ALTUSER BOB NOPASSWORD")
      #expect(
        database.signOn(bob, password: secret("Ab3dEf7h"), newPassword: nil)
          == .refused(SignOnRefusal(.wrongPassword)))
      #expect(
        database.signOn(bob, password: secret("Another phrase 2"), newPassword: nil).isAccepted)
    }
  }

  @Test func `five wrong passwords revoke a user, and tickets that came too late none`() throws {
    try withDatabase { database, _ in
      try database.defineKeys()
      try database.define(
        try #require(UserID("ADMIN")), name: "FIRST USER", password: secret("CORRECT1"))
      try database.run("ADDUSER BOB PASSWORD(Secret12) NOEXPIRED")
      let late = try ticket(database)
      for _ in 0..<8 {
        _ = database.logOn(
          user: bob, application: name, value: late.secret,
          at: WallTime(seconds: time.seconds + 3000))
      }
      #expect(database.signOn(bob, password: secret("Secret12"), newPassword: nil).isAccepted)
      for number in 0..<5 {
        #expect(
          database.signOn(bob, password: secret("WRONG123"), newPassword: nil)
            == .refused(SignOnRefusal(number == 4 ? .revokedNow : .wrongPassword)))
      }
      #expect(
        database.signOn(bob, password: secret("Secret12"), newPassword: nil)
          == .refused(SignOnRefusal(.revoked)))
      #expect(database.snapshot().standing(of: bob) == .revoked)
    }
  }

  @Test func `wrong passwords revoke no administrator, and not who is left alone`() throws {
    try withDatabase { database, _ in
      let admin = try #require(UserID("ADMIN"))
      try database.define(admin, name: "FIRST USER", password: secret("CORRECT1"))
      try database.run("ADDUSER BOB PASSWORD(Secret12) NOEXPIRED\nADDUSER NOBODY")
      for _ in 0..<12 {
        for user in [admin, bob, try #require(UserID("NOBODY"))] {
          _ = database.signOn(user, password: secret("WRONG123"), newPassword: nil)
        }
      }
      #expect(database.signOn(admin, password: secret("CORRECT1"), newPassword: nil).isAccepted)
      #expect(try database.run("LU NOBODY").contains(" ATTRIBUTES=PROTECTED"))
      #expect(try database.run("LU BOB").contains(" ATTRIBUTES=REVOKED"))
    }
    try withDatabase { database, _ in
      try database.run("ADDUSER BOB PASSWORD(Secret12) NOEXPIRED")
      for _ in 0..<12 {
        _ = database.signOn(bob, password: secret("WRONG123"), newPassword: nil)
      }
      #expect(database.signOn(bob, password: secret("Secret12"), newPassword: nil).isAccepted)
      // A source that may revoke nobody any more.
      try database.run("ADDUSER SUE PASSWORD(Secret34) NOEXPIRED")
      for _ in 0..<12 {
        _ = database.signOn(
          bob, password: secret("WRONG123"), newPassword: nil, mayRevoke: false)
      }
      #expect(database.signOn(bob, password: secret("Secret12"), newPassword: nil).isAccepted)
    }
  }
}

@Suite struct AccessTests {
  private func access(
    _ database: SecurityDatabase, _ who: String, _ user: String, _ application: String = "APPL"
  ) throws -> AccessLevel {
    database.ticketAccess(
      of: try #require(UserID(who)), to: try #require(TicketName(application)),
      for: try #require(UserID(user)))
  }

  @Test(arguments: [false, true])
  func `a ban is not got round by a profile that says less`(isReversed: Bool) throws {
    try withDatabase { database, _ in
      let profiles = [
        "RDEFINE PTKTDATA IRRPTAUTH.*.IBMUSER UACC(NONE)",
        "RDEFINE PTKTDATA IRRPTAUTH.*.*\n"
          + "PERMIT IRRPTAUTH.*.* CLASS(PTKTDATA) ID(HELP1) ACCESS(UPDATE)",
      ]
      try database.run(
        "ADDUSER HELP1\n"
          + (isReversed ? profiles.reversed() : profiles).joined(separator: "\n")
          + "\nSETROPTS RACLIST(PTKTDATA) REFRESH")
      #expect(try access(database, "HELP1", "IBMUSER") == .none)
      #expect(try access(database, "HELP1", "BOB") == .update)
    }
  }

  @Test func `whoever is not defined, or revoked, has no access, by no entry and no UACC`() throws {
    try withDatabase { database, _ in
      try database.run(
        """
        ADDUSER BOB PASSWORD(Secret12) NOEXPIRED
        ADDUSER SUE PASSWORD(Secret12) NOEXPIRED
        RDEFINE PTKTDATA IRRPTAUTH.APPL.* UACC(UPDATE)
        RDEFINE PTKTDATA IRRPTAUTH.OTHER.*
        PERMIT IRRPTAUTH.OTHER.* CLASS(PTKTDATA) ID(* SUE) ACCESS(UPDATE)
        SETROPTS RACLIST(PTKTDATA) REFRESH
        ALTUSER BOB REVOKE
        DELUSER SUE
        """)
      for application in ["APPL", "OTHER"] {
        for who in ["NOBODY", "BOB", "SUE"] {
          #expect(try access(database, who, "X", application) == .none)
        }
      }
      let (bob, appl) = (try #require(UserID("BOB")), try #require(TicketName("APPL")))
      #expect(
        database.violation(bob, appl, bob, .update, .none).last == "  REVOKED USER ACCESS ATTEMPT")
      try database.run("ALTUSER BOB RESUME")
      #expect(try access(database, "BOB", "X") == .update)
      #expect(try access(database, "BOB", "X", "OTHER") == .update)
    }
  }
}
