import Crypto
import Diagnosis
import Foundation
import Names
import RACF
import SAF
import Store
import Testing
import Time

@Suite struct RACFExecutionTests {
  private func issue(
    _ database: SecurityDatabase, _ profile: String, _ form: TicketRequest.Form = .plain
  ) throws -> String {
    let request = TicketRequest(
      user: try #require(UserID("BOB")), session: try #require(SessionID("S")),
      profile: try #require(TicketProfile(profile)), form: form)
    switch database.issueTicket(request, at: time) {
    case .issued(_, let kind): return kind
    case .failed(let failure): return failure.meaning
    }
  }

  @Test func `a change counts only after the refresh`() throws {
    try withDatabase { database, _ in
      try database.run("RDEFINE PTKTDATA APPL SSIGNON(KEYMASKED(*))")
      #expect(try issue(database, "APPL") == "No PTKTDATA profile has this name")
      try database.run("SETROPTS RACLIST(PTKTDATA) REFRESH")
      #expect(try issue(database, "APPL") == "LEGACY")
      try database.run("RDELETE PTKTDATA APPL")
      #expect(try issue(database, "APPL") == "LEGACY")
      try database.run("SETR RACL(PTKTDATA) REFRESH")
      #expect(try issue(database, "APPL") == "No PTKTDATA profile has this name")
      try database.run("SETROPTS NOCLASSACT(PTKTDATA)")
      #expect(try issue(database, "APPL") == "The class PTKTDATA is not active")
    }
  }

  @Test func `ENCRYPTKEY puts a masked key into the CKDS, and the tickets stay the same`() throws {
    try withDatabase { database, _ in
      try database.run(
        "RDEFINE PTKTDATA APPL SSIGNON(KEYMASKED(E001193519561977))\nSETR RACLIST(PTKTDATA)")
      let before = try #require(try database.snapshot().profiles.values.first?.check)
      try database.run("RALTER PTKTDATA APPL SSIGNON(ENCRYPTKEY)\nSETR RACLIST(PTKTDATA) REFRESH")
      let snapshot = try database.snapshot()
      #expect(snapshot.keys.values.first?.check == before)
      #expect(try issue(database, "APPL") == "LEGACY")
      let again = try database.run("RALTER PTKTDATA APPL SSIGNON(ENCRYPTKEY)")
      #expect(again.first?.hasPrefix("IRR52254I The encrypted key found in the APPL") == true)
      try database.setCard(isOnline: false)
      #expect(try issue(database, "APPL") == "ICSF CSNBENC services Failed")
    }
  }

  @Test func `qualified profiles are found in RACF's order, and evaluation falls back`() throws {
    try withDatabase { database, _ in
      try database.run(
        """
        ADDGROUP OPS
        ADDUSER BOB DFLTGRP(OPS)
        RDEFINE PTKTDATA APPL.OPS SSIGNON(KEYMASKED(1111111111111111))
        SETROPTS RACLIST(PTKTDATA)
        """)
      let user = try #require(UserID("BOB"))
      let name = try #require(TicketProfile("APPL"))
      #expect(try issue(database, "APPL") == "No PTKTDATA profile has this name")
      #expect(try issue(database, "APPL", .qualified) == "LEGACY")
      try database.run(
        "RDEFINE PTKTDATA APPL SSIGNON(KEYMASKED(2222222222222222))\nSETR RACLIST(PTKTDATA)")
      for form in [TicketRequest.Form.plain, .qualified, .best] {
        let request = TicketRequest(
          user: user, session: try #require(SessionID("S")), profile: name, form: form)
        guard case .issued(let ticket, _) = database.issueTicket(request, at: time) else {
          Issue.record("no ticket")
          continue
        }
        let verdict = database.evaluateTicket(
          user: user, application: name, value: ticket.secret, at: time)
        #expect(verdict == .accepted(kind: "LEGACY"))
      }
      try database.run("RDELETE PTKTDATA APPL.OPS\nSETR RACLIST(PTKTDATA)")
      #expect(
        try issue(database, "APPL", .qualified) == "No qualified PTKTDATA profile covers the user")
      #expect(try issue(database, "APPL", .best) == "LEGACY")
    }
  }

  @Test func `the most exact profile says who may make tickets`() throws {
    try withDatabase { database, _ in
      try database.run(
        """
        ADDUSER BOB
        ADDGROUP OPS
        ADDUSER SUE DFLTGRP(OPS)
        RDEFINE PTKTDATA IRRPTAUTH.*.* UACC(READ)
        RDEFINE PTKTDATA IRRPTAUTH.APPL.* UACC(NONE)
        PERMIT IRRPTAUTH.APPL.* CLASS(PTKTDATA) ID(OPS) ACCESS(UPDATE)
        RDEFINE PTKTDATA IRRPTAUTH.APPL.ROOT
        """)
      func access(_ who: String, _ application: String, _ user: String) throws -> AccessLevel {
        try database.ticketAccess(
          of: try #require(UserID(who)), to: try #require(TicketProfile(application)),
          for: try #require(UserID(user)))
      }
      #expect(try access("BOB", "OTHER", "X") == .read)
      #expect(try access("BOB", "APPL", "X") == .none)
      #expect(try access("SUE", "APPL", "X") == .update)
      #expect(try access("SUE", "APPL", "ROOT") == .none)
    }
  }

  @Test func `RACF's own sentences for what is there and what is not`() throws {
    try withDatabase { database, _ in
      try database.run("RDEFINE PTKTDATA APPL")
      let lines = try database.run(
        """
        RDEFINE PTKTDATA APPL
        RALTER PTKTDATA NONE SSIGNON(NOLEGACYKEY)
        RLIST PTKTDATA NONE
        RDELETE PTKTDATA NONE
        LISTUSER NOBODY
        RALTER PTKTDATA APPL SSIGNON(TIMEOUT(30))
        """)
      #expect(
        lines == [
          "ICH10102I APPL ALREADY DEFINED TO CLASS PTKTDATA.",
          "ICH11102I NONE NOT DEFINED TO CLASS PTKTDATA.", "ICH13003I NONE NOT FOUND",
          "ICH12102I NONE NOT DEFINED TO CLASS PTKTDATA.",
          "ICH30001I UNABLE TO LOCATE USER ENTRY NOBODY",
          "APPL: TYPE, TIMEOUT and REPLAY want EPTKEYLABEL first",
        ])
    }
  }

  @Test func `a protected user has no password that fits`() throws {
    try withDatabase { database, _ in
      try database.run("ADDUSER BOB NAME('BOB')")
      let user = try #require(UserID("BOB"))
      let verdict = database.signOn(
        user, password: Secret(copying: Array("ANYTHING".utf8)), newPassword: nil)
      #expect(verdict == .refused(SignOnRefusal(.wrongPassword, delaySeconds: 1)))
      try database.run("ALTUSER BOB PASSWORD(CORRECT1)")
      let now = database.signOn(
        user, password: Secret(copying: Array("CORRECT1".utf8)), newPassword: nil)
      #expect(now == .accepted)
      try database.run("ALTUSER BOB REVOKE")
      #expect(try database.run("LU BOB").contains(" ATTRIBUTES=REVOKED"))
    }
  }
}
