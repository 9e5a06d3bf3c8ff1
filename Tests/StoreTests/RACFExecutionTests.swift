import Crypto
import Diagnosis
import Foundation
import Keystore
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
      profile: try #require(TicketName(profile)), form: form)
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
      let before = try #require(database.snapshot().profiles.values.first?.check)
      try database.run("RALTER PTKTDATA APPL SSIGNON(ENCRYPTKEY)\nSETR RACLIST(PTKTDATA) REFRESH")
      let snapshot = database.snapshot()
      #expect(snapshot.keys.values.first?.check == before)
      #expect(try issue(database, "APPL") == "LEGACY")
      let again = try database.run("RALTER PTKTDATA APPL SSIGNON(ENCRYPTKEY)")
      #expect(again.first?.hasPrefix("IRR52254I The encrypted key found in the APPL") == true)
      try database.setCard(isOnline: false, by: .server)
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
      let name = try #require(TicketName("APPL"))
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
      try database.run("RALTER PTKTDATA APPL.OPS NOSSIGNON\nSETR RACLIST(PTKTDATA)")
      #expect(try issue(database, "APPL", .qualified) == "The PTKTDATA profile has no key")
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
      #expect(
        database.ticketAccess(
          of: try #require(UserID("SUE")), to: try #require(TicketName("APPL")),
          for: try #require(UserID("X"))) == .none, "before the refresh")
      try database.run("SETROPTS RACLIST(PTKTDATA) REFRESH")
      func access(_ who: String, _ application: String, _ user: String) throws -> AccessLevel {
        database.ticketAccess(
          of: try #require(UserID(who)), to: try #require(TicketName(application)),
          for: try #require(UserID(user)))
      }
      #expect(try access("BOB", "OTHER", "X") == .read)
      #expect(try access("BOB", "APPL", "X") == .none)
      #expect(try access("SUE", "APPL", "X") == .update)
      #expect(try access("SUE", "APPL", "ROOT") == .none)
    }
  }

  @Test func `CSFSERV and CSFKEYS refuse the server, by service and by label`() throws {
    try withDatabase { database, _ in
      try database.defineKeys()
      try database.run(
        """
        RDEFINE CSFSERV CSFENC UACC(NONE)
        RDEFINE CSFKEYS HMAC.** UACC(READ)
        RDEFINE CSFKEYS HMAC.KEY UACC(NONE)
        SETROPTS RACLIST(CSFSERV CSFKEYS) REFRESH
        """)
      #expect(try issue(database, "TSOR001") == "LEGACY", "the classes are not active")
      try database.run("SETROPTS CLASSACT(CSFSERV,CSFKEYS)")
      let service = "RACF refused the use of the ICSF service (CSFSERV)"
      let label = "RACF refused the use of the key label (CSFKEYS)"
      #expect(try issue(database, "TSOR001") == service)
      #expect(try issue(database, "CICSA") == label)
      #expect(try issue(database, "TSOS001") == "LEGACY", "a masked key needs no ICSF")
      #expect(
        database.snapshot().refusals.values.sorted { $0.reasonCode < $1.reasonCode }
          == [.serviceRefused, .labelRefused])
      try database.run(
        """
        PERMIT CSFENC CLASS(CSFSERV) ID(TURNSTIL) ACCESS(READ)
        PERMIT HMAC.KEY CLASS(CSFKEYS) ID(TURNSTIL) ACCESS(READ)
        """)
      #expect(try issue(database, "TSOR001") == service, "before the refresh")
      try database.run("SETROPTS RACLIST(CSFSERV) REFRESH")
      #expect(try issue(database, "TSOR001") == "LEGACY")
      #expect(try issue(database, "CICSA") == label)
      try database.run("SETROPTS RACLIST(CSFKEYS) REFRESH")
      #expect(try issue(database, "CICSA") == "ENHANCED")
      let listed = try database.run("RLIST CSFSERV CSFENC AUTHUSER")
      #expect(listed.contains("CSFSERV    CSFENC"))
      #expect(listed.contains("TURNSTIL  READ"))
      let again = try database.run("RDEFINE CSFSERV CSFENC")
      #expect(again == ["ICH10102I CSFENC ALREADY DEFINED TO CLASS CSFSERV."])
    }
  }

  @Test func `SETICSF takes a card out of use, also after a restart`() throws {
    try withDatabase { database, _ in
      try database.defineKeys()
      #expect(try database.use(false, card: "software", by: .server))
      #expect(try !database.use(false, card: "NONE SUCH", by: .server))
      #expect(try issue(database, "TSOR001") == "ICSF CSNBENC services Failed")
      #expect(database.snapshot().cards.map(\.isDeactivated) == [true])
      #expect(try database.use(true, card: "SOFTWARE", by: .server))
      #expect(try issue(database, "TSOR001") == "LEGACY")
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
        ALTUSER NOBODY REVOKE
        DELUSER NOBODY
        CONNECT NOBODY GROUP(SYS1)
        ADDUSER BOB
        ADDUSER BOB
        ADDGROUP SYS1
        ALTUSER BOB DFLTGRP(OPS)
        RALTER PTKTDATA APPL SSIGNON(TIMEOUT(30))
        """)
      #expect(
        lines == [
          "ICH10102I APPL ALREADY DEFINED TO CLASS PTKTDATA.",
          "ICH11102I NONE NOT DEFINED TO CLASS PTKTDATA.", "ICH13003I NONE NOT FOUND",
          "ICH12102I NONE NOT DEFINED TO CLASS PTKTDATA.",
          "ICH30001I UNABLE TO LOCATE USER ENTRY NOBODY", "ICH21009I UNABLE TO LOCATE NOBODY",
          "ICH04001I ERROR LOCATING NOBODY", "IKJ56702I INVALID USERID, NOBODY",
          "ICH02003I NOBODY NOT CONNECTED", "ICH01024I User BOB is defined as PROTECTED.",
          "IKJ56702I INVALID USERID, BOB", "ICH01010I BOB NOT ADDED",
          "IKJ56702I INVALID GROUP, SYS1", "ICH21004I DFLTGRP NOT ALTERED",
          "ICH11009I RACLISTED PROFILES FOR PTKTDATA WILL NOT REFLECT THE UPDATE(S) UNTIL A SETROPTS REFRESH IS ISSUED.",
        ])
    }
  }

  @Test func `a protected user has no password that fits`() throws {
    try withDatabase { database, _ in
      try database.run("ADDUSER BOB NAME('BOB')")
      let user = try #require(UserID("BOB"))
      let verdict = database.signOn(
        user, password: Secret(copying: Array("ANYTHING".utf8)), newPassword: nil)
      #expect(verdict == .refused(SignOnRefusal(.wrongPassword)))
      try database.run("ALTUSER BOB PASSWORD(CORRECT1) NOEXPIRED")
      let now = database.signOn(
        user, password: Secret(copying: Array("CORRECT1".utf8)), newPassword: nil)
      #expect(now.isAccepted)
      try database.run("ALTUSER BOB REVOKE")
      #expect(try database.run("LU BOB").contains(" ATTRIBUTES=REVOKED"))
      // A new password does not resume a user; RESUME does.
      try database.run("ALTUSER BOB PASSWORD(CORRECT2) NOEXPIRED")
      #expect(try database.run("LU BOB").contains(" ATTRIBUTES=REVOKED"))
      try database.run("ALTUSER BOB RESUME")
      let resumed = database.signOn(
        user, password: Secret(copying: Array("CORRECT2".utf8)), newPassword: nil)
      #expect(resumed.isAccepted)
      try database.run("ALTUSER BOB NOPASSWORD")
      #expect(try database.run("LU BOB").contains(" ATTRIBUTES=PROTECTED"))
    }
  }

  @Test func `users come, are connected, and go`() throws {
    try withDatabase { database, _ in
      try database.run(
        """
        ADDGROUP (OPS DEV) SUPGROUP(SYS1)
        AU (BOB SUE) NAME('TWO OF THEM') DFLTGRP(OPS) DATA('night shift')
        CO BOB GROUP(DEV) AUTH(CREATE) OWNER(SUE)
        ALU BOB DFLTGRP(DEV)
        """)
      let bob = try database.run("LU BOB")
      #expect(bob[1].hasPrefix(" DEFAULT-GROUP=DEV      PASSDATE=N/A"))
      #expect(bob.contains(" INSTALLATION-DATA=night shift"))
      #expect(
        bob.contains(
          "  GROUP=DEV       AUTH=CREATE   CONNECT-OWNER=SUE       CONNECT-DATE=27.015"))
      let user = try #require(UserID("BOB"))
      #expect(database.snapshot().groups[user] == GroupName("DEV"))
      #expect(try database.run("DELUSER BOB") == [])
      #expect(try database.run("LU BOB") == ["ICH30001I UNABLE TO LOCATE USER ENTRY BOB"])
      #expect(database.snapshot().groups[user] == nil)
      #expect(try database.run("LU *").filter { $0.hasPrefix("USER=") }.count == 1)
    }
  }

  @Test func `an access list names who is defined, groups, and everybody`() throws {
    try withDatabase { database, _ in
      try database.run(
        "ADDGROUP OPS\nRDEFINE CSFKEYS A.KEY UACC(NONE) DATA('a key') APPLDATA('of ours')")
      let lines = try database.run(
        """
        PERMIT A.KEY CLASS(CSFKEYS) ID(NOBODY) ACCESS(READ)
        PERMIT A.KEY CLASS(CSFKEYS) ID(OPS *) ACCESS(READ)
        PERMIT A.KEY CLASS(CSFKEYS) ID(SYS1) DELETE
        PERMIT A.KEY CLASS(CSFKEYS) ID(OPS) DELETE
        """)
      #expect(lines.contains("ICH06007I NOBODY NOT DEFINED TO RACF"))
      #expect(lines.contains("ICH06002I SYS1 NOT AUTHORIZED, DELETE IGNORED"))
      #expect(lines.contains("ICH06019I WARNING: Class CSFKEYS is not currently active."))
      let listed = try database.run("RLIST CSFKEYS A.KEY AUTHUSER")
      #expect(listed.suffix(4) == ["USER      ACCESS", "----      ------", "*         READ", ""])
      #expect(listed.contains("a key") && listed.contains("of ours"))
    }
  }
}
