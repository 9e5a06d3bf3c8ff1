import Crypto
import Keystore
import Names
import RACF
import SAF
import Store
import Testing
import Time

/// Every cause why no ticket is made, brought about for real.
@Suite struct TicketCauseTests {
  private func cause(
    _ database: SecurityDatabase, _ profile: String = "APPL",
    _ form: TicketRequest.Form = .plain
  ) throws -> TicketFailure.Cause? {
    let request = TicketRequest(
      user: try #require(UserID("BOB")), session: try #require(SessionID("S")),
      profile: try #require(TicketName(profile)), form: form)
    switch database.issueTicket(request, at: time) {
    case .issued: return nil
    case .failed(let failure): return failure.cause
    }
  }

  /// LEGACY and ENH with keys in the CKDS, MASKED without.
  private func withKeys(_ body: (SecurityDatabase) throws -> Void) throws {
    try withDatabase { database, _ in
      let (des, hmac) = (try #require(KeyLabel("DES.KEY")), try #require(KeyLabel("HMAC.KEY")))
      try database.store(try Random.secret(count: 8), label: des, kind: .des)
      try database.store(try Random.secret(count: 64), label: hmac, kind: .hmac)
      try database.run(
        """
        RDEFINE PTKTDATA LEGACY SSIGNON(KEYLABEL(DES.KEY))
        RDEFINE PTKTDATA ENH SSIGNON(EPTKEYLABEL(HMAC.KEY))
        RDEFINE PTKTDATA BOTH SSIGNON(KEYMASKED(*) EPTKEYLABEL(HMAC.KEY))
        RDEFINE PTKTDATA MASKED SSIGNON(KEYMASKED(*))
        SETROPTS RACLIST(PTKTDATA) REFRESH
        """)
      for profile in ["LEGACY", "ENH", "BOTH", "MASKED"] {
        #expect(try cause(database, profile) == nil)
      }
      try body(database)
      #expect(try cause(database, "MASKED") == nil, "a masked key needs no ICSF")
    }
  }

  @Test func `the card is absent`() throws {
    try withKeys { database in
      try database.setCard(isOnline: false, by: .server)
      #expect(try cause(database, "LEGACY") == .encipher(.notAvailable))
      #expect(try cause(database, "ENH") == .authenticate(.notAvailable))
      #expect(try cause(database, "BOTH") == .authenticate(.notAvailable), "nothing falls back")
      // What fails uses up no second, however often somebody tries.
      for _ in 0..<200 { #expect(try cause(database, "LEGACY") == .encipher(.notAvailable)) }
      try database.setCard(isOnline: true, by: .server)
      for _ in 0..<100 { #expect(try cause(database, "LEGACY") == nil) }
    }
  }

  @Test func `ICSF is not started`() throws {
    try withKeys { database in
      try database.setICSF(isStarted: false, by: .server)
      #expect(try cause(database, "LEGACY") == .encipher(.notStarted))
      #expect(try cause(database, "ENH") == .authenticate(.notStarted))
      #expect(throws: StoreError.self) {
        try database.store(
          try Random.secret(count: 8), label: try #require(KeyLabel("NEW.KEY")), kind: .des)
      }
      try database.setICSF(isStarted: true, by: .server)
      #expect(try cause(database, "LEGACY") == nil)
      try database.setICSF(isStarted: false, by: .server)
    }
  }

  @Test func `the label is missing`() throws {
    try withKeys { database in
      try database.delete(try #require(KeyLabel("DES.KEY")))
      try database.delete(try #require(KeyLabel("HMAC.KEY")))
      #expect(try cause(database, "LEGACY") == .encipher(.labelNotFound))
      #expect(try cause(database, "ENH") == .authenticate(.labelNotFound))
    }
  }

  @Test func `a key is of the wrong type`() throws {
    try withKeys { database in
      try database.run(
        """
        RALTER PTKTDATA LEGACY SSIGNON(KEYLABEL(HMAC.KEY))
        RALTER PTKTDATA ENH SSIGNON(EPTKEYLABEL(DES.KEY))
        SETROPTS RACLIST(PTKTDATA) REFRESH
        """)
      #expect(try cause(database, "LEGACY") == .encipher(.notDataKey))
      #expect(try cause(database, "ENH") == .authenticate(.notMACKey))
    }
  }

  @Test func `the master key is another, each of the two for its keys`() throws {
    let keys = try withDatabase { first, _ in
      (try #require(first.softwareCard.patterns), try #require(first.softwareCard.patterns))
    }
    #expect(keys.0.des != keys.0.aes)
    try withDatabase { database, directory in
      let label = try #require(KeyLabel("DES.KEY"))
      let hmac = try #require(KeyLabel("HMAC.KEY"))
      try database.store(try Random.secret(count: 8), label: label, kind: .des)
      try database.store(try Random.secret(count: 64), label: hmac, kind: .hmac)
      try database.run(
        """
        RDEFINE PTKTDATA LEGACY SSIGNON(KEYLABEL(DES.KEY))
        RDEFINE PTKTDATA ENH SSIGNON(EPTKEYLABEL(HMAC.KEY))
        SETROPTS RACLIST(PTKTDATA) REFRESH
        """)
      try database.backup(to: directory + "/copy")
      let other = SoftwareCard(
        desKey: try Random.secret(count: 32), aesKey: try Random.secret(count: 32),
        isOnline: true)
      let copy = try SecurityDatabase.open(
        directory: directory + "/copy", keys: directory, cards: { _ in [other] })
      #expect(try cause(copy, "LEGACY") == .encipher(.otherMasterKey))
      #expect(try cause(copy, "ENH") == .authenticate(.otherMasterKey))
    }
  }

  @Test func `no profile, no key, an inactive class, no qualified profile`() throws {
    try withKeys { database in
      try database.run("RDEFINE PTKTDATA BARE\nSETROPTS RACLIST(PTKTDATA) REFRESH")
      #expect(try cause(database, "NONE") == .noProfile)
      #expect(try cause(database, "BARE") == .noKey)
      #expect(try cause(database, "MASKED", .qualified) == .noQualifiedProfile)
      try database.run("SETROPTS NOCLASSACT(PTKTDATA)")
      #expect(try cause(database, "MASKED") == .classInactive)
      try database.run("SETROPTS CLASSACT(PTKTDATA)")
    }
  }

  @Test func `with the class inactive nobody may make tickets for others`() throws {
    try withKeys { database in
      try database.run(
        """
        ADDUSER BOB
        RDEFINE PTKTDATA IRRPTAUTH.*.* UACC(UPDATE)
        SETROPTS RACLIST(PTKTDATA) REFRESH
        """)
      let (bob, name) = (try #require(UserID("BOB")), try #require(TicketName("MASKED")))
      #expect(database.ticketAccess(of: bob, to: name, for: bob) == .update)
      try database.run("SETROPTS NOCLASSACT(PTKTDATA)")
      #expect(database.ticketAccess(of: bob, to: name, for: bob) == .none)
      let lines = database.violation(bob, name, bob, .update, .none)
      #expect(
        lines == [
          "ICH408I USER(BOB) GROUP(SYS1) NAME()", "  IRRPTAUTH.MASKED.BOB CL(PTKTDATA)",
          "  INSUFFICIENT ACCESS AUTHORITY", "  FROM IRRPTAUTH.*.* (G)",
          "  ACCESS INTENT(UPDATE )  ACCESS ALLOWED(NONE   )",
        ])
      try database.run("SETROPTS CLASSACT(PTKTDATA)")
    }
  }
}
