import Crypto
import Keystore
import Names
import RACF
import SAF
import Store
import Testing
import Time

/// What administrators do with decks, beyond keys and tickets.
@Suite struct AdministratorDeckTests {
  @Test func `groups are made, moved, listed, emptied and deleted`() throws {
    try withDatabase { database, _ in
      try database.run(
        """
        ADDGROUP OPS OWNER(SYS1) DATA('operators')
        ADDGROUP NIGHT SUPGROUP(OPS)
        ADDUSER BOB DFLTGRP(OPS)
        CONNECT BOB GROUP(NIGHT) AUTHORITY(JOIN)
        """)
      let listed = try database.run("LISTGRP OPS")
      #expect(listed[0] == "INFORMATION FOR GROUP OPS")
      #expect(listed[1].hasPrefix("    SUPERIOR GROUP=SYS1         OWNER=SYS1      CREATED=27.015"))
      #expect(listed.contains("    INSTALLATION DATA=operators"))
      #expect(listed.contains("    SUBGROUP(S)= NIGHT"))
      #expect(listed.contains { $0.hasPrefix("      BOB ") })
      #expect(
        try database.run("ALTGROUP OPS SUPGROUP(NIGHT)") == [
          "ICH20006I NIGHT CANNOT BE A SUPERIOR GROUP OF OPS",
          "ICH20015I SUPGROUP NOT ALTERED FOR OPS",
        ])
      #expect(try database.run("ALTGROUP NONE") == ["ICH20019I UNABLE TO LOCATE NONE"])
      #expect(try database.run("ALTGROUP NIGHT SUPGROUP(SYS1) NODATA") == [])
      #expect(try database.run("DELGROUP NIGHT").first == "ICH05004I NIGHT NOT DELETED")
      #expect(try database.run("REMOVE BOB GROUP(OPS)").first?.contains("DEFAULT GROUP") == true)
      #expect(try database.run("REMOVE BOB GROUP(NIGHT)\nDELGROUP NIGHT") == [])
      #expect(try database.run("LISTGRP NIGHT") == ["ICH51003I NAME NOT FOUND IN RACF DATA SET"])
      #expect(try database.run("DELGROUP NIGHT") == ["ICH05001I ERROR LOCATING NIGHT"])
      #expect(try database.run("DELGROUP SYS1").first == "ICH05004I SYS1 NOT DELETED")
      #expect(try database.run("LG *").filter { $0.hasPrefix("INFORMATION") }.count == 2)
    }
  }

  @Test func `SEARCH finds users, groups and profiles by mask and filter`() throws {
    try withDatabase { database, _ in
      try database.run(
        """
        ADDUSER (BOB BEN SUE)
        RDEFINE PTKTDATA (TSOA TSOB TSO*)
        RDEFINE PTKTDATA IRRPTAUTH.**
        """)
      #expect(try database.run("SEARCH CLASS(USER)") == ["BEN", "BOB", "SUE"])
      #expect(try database.run("SEARCH CLASS(USER) MASK(B)") == ["BEN", "BOB"])
      #expect(try database.run("SEARCH CLASS(USER) MASK(* U)") == ["SUE"])
      #expect(try database.run("SR CLASS(GROUP) NOMASK") == ["SYS1"])
      #expect(
        try database.run("SR CLASS(PTKTDATA)") == ["IRRPTAUTH.** (G)", "TSO* (G)", "TSOA", "TSOB"])
      #expect(try database.run("SR CLASS(PTKTDATA) NOGENERIC FILTER(TSO%)") == ["TSOA", "TSOB"])
      let none = ["ICH31005I NO ENTRIES MEET SEARCH CRITERIA"]
      #expect(try database.run("SEARCH") == none)
      #expect(try database.run("SEARCH CLASS(FACILITY)") == none)
      #expect(
        try database.run("RVARY LIST").last == "ICH15020I RVARY COMMAND HAS FINISHED PROCESSING.")
    }
  }

  @Test func `a generic profile covers what has none of its own, and has no key`() throws {
    try withDatabase { database, _ in
      let lines = try database.run(
        "RDEFINE PTKTDATA TSO* UACC(NONE) SSIGNON(KEYMASKED(E001193519561977))\nSETR RACLIST(PTKTDATA)"
      )
      #expect(lines.first?.hasPrefix("TSO*: no ticket is made with the key") == true)
      #expect(try database.run("RLIST PTKTDATA TSOX").contains("PTKTDATA   TSO* (G)"))
      #expect(try database.run("RLIST PTKTDATA TSO*").contains("PTKTDATA   TSO* (G)"))
      #expect(try database.run("RLIST PTKTDATA TSOX NOGENERIC") == ["ICH13003I TSOX NOT FOUND"])
      let request = TicketRequest(
        user: try #require(UserID("BOB")), session: try #require(SessionID("S")),
        profile: try #require(TicketName("TSOX")))
      guard case .failed(let failure) = database.issueTicket(request, at: time) else {
        Issue.record("a ticket of a generic profile")
        return
      }
      #expect(failure.cause == .noProfile)
    }
  }

  @Test func `what changes nothing here is kept and listed`() throws {
    try withDatabase { database, _ in
      try database.run(
        """
        SETROPTS PASSWORD(INTERVAL(90))
        ADDUSER BOB PASSWORD(FIRSTPW1) NOEXPIRED OPERATIONS AUDITOR RESTRICTED
        RDEFINE APPL CICSA LEVEL(7) AUDIT(SUCCESS(UPDATE) FAILURES) NOTIFY(BOB) WARNING
        PASSWORD USER(BOB) INTERVAL(90)
        """)
      let profile = try database.run("RLIST APPL CICSA")
      #expect(profile.contains("SUCCESS(UPDATE),FAILURES(READ)") && profile.contains("BOB"))
      #expect(profile.contains { $0.hasPrefix(" 07 ") && $0.hasSuffix("YES") })
      let user = try database.run("LISTUSER BOB")
      #expect(user[1].contains("PASS-INTERVAL= 90 "))
      for attribute in ["OPERATIONS", "AUDITOR", "RESTRICTED"] {
        #expect(user[2].contains(attribute), "\(user[2])")
      }
      try database.run("ALTUSER BOB NOOPERATIONS EXPIRED\nRALT APPL CICSA NOWARNING NONOTIFY")
      let later = try database.run("LISTUSER BOB")
      #expect(!later[2].contains("OPERATIONS") && later[1].contains("PASSDATE=00.000"))
      #expect(try database.run("RLIST APPL CICSA").contains("NO USER TO BE NOTIFIED"))
      #expect(
        try database.run("LU BOB NORACF TSO") == ["USER=BOB", "", "NO TSO INFORMATION"])
      try database.run("DELUSER BOB\nADDUSER BOB PASSWORD(FIRSTPW1) NOEXPIRED")
      #expect(try database.run("LU BOB").contains(" ATTRIBUTES=NONE"))
    }
  }

  @Test func `a profile and an access list are made like another`() throws {
    try withDatabase { database, _ in
      try database.run(
        """
        ADDUSER (BOB SUE)
        RDEFINE CSFKEYS A.KEY UACC(READ) DATA('a key')
        PERMIT A.KEY CLASS(CSFKEYS) ID(BOB) ACCESS(UPDATE)
        RDEFINE CSFKEYS B.KEY FROM(A.KEY)
        RDEFINE CSFKEYS C.KEY UACC(NONE)
        PERMIT C.KEY CLASS(CSFKEYS) ID(SUE) ACCESS(EXECUTE)
        PERMIT C.KEY CLASS(CSFKEYS) FROM(A.KEY)
        """)
      let like = try database.run("RLIST CSFKEYS B.KEY AUTHUSER")
      #expect(like.contains("a key") && like.contains("BOB       UPDATE"))
      let list = try database.run("RLIST CSFKEYS C.KEY AUTHUSER")
      #expect(list.contains("BOB       UPDATE") && list.contains("SUE       EXECUTE"))
      let before = list
      // A conditional entry gives nothing, RESET(WHEN) takes nothing.
      try database.run(
        """
        PERMIT C.KEY CLASS(CSFKEYS) ID(SUE) ACCESS(ALTER) WHEN(TERMINAL(T1))
        PERMIT C.KEY CLASS(CSFKEYS) RESET(WHEN)
        """)
      #expect(try database.run("RLIST CSFKEYS C.KEY AUTHUSER") == before)
      #expect(
        try database.run("RDEFINE CSFKEYS D.KEY FROM(NONE)").first?.hasPrefix("NONE NOT DEFINED")
          == true)
      #expect(
        try database.run("PERMIT SYS1.PARMLIB ID(BOB) ACCESS(READ)") == [
          "ICH06004I SYS1.PARMLIB NOT DEFINED TO RACF (CLASS DATASET)"
        ])
    }
  }

  @Test func `REVOKE and RESUME count from their day on`() throws {
    try withDatabase { database, _ in
      func signOn() throws -> SignOnVerdict {
        database.signOn(
          try #require(UserID("BOB")), password: Secret(copying: Array("FIRSTPW1".utf8)),
          newPassword: nil)
      }
      try database.run("ADDUSER BOB PASSWORD(FIRSTPW1) NOEXPIRED\nALTUSER BOB REVOKE(12/31/69)")
      #expect(
        try database.run("LU BOB").contains(" REVOKE DATE=DECEMBER 31, 2069   RESUME DATE=NONE"))
      #expect(try signOn().isAccepted)
      // A day that has come: 71 to 99 are of the last century.
      try database.run("ALTUSER BOB REVOKE(12/31/99)")
      #expect(try database.run("LU BOB").contains(" ATTRIBUTES=REVOKED"))
      guard case .refused(let refusal) = try signOn() else {
        Issue.record("a revoked user signed on")
        return
      }
      #expect(refusal.reason == .revoked)
      try database.run("ALTUSER BOB RESUME(01/15/00)")
      #expect(try signOn().isAccepted)
      try database.run("ALTUSER BOB REVOKE RESUME(12/31/69)\nALTUSER BOB NORESUME")
      #expect(try database.run("LU BOB").contains(" REVOKE DATE=NONE   RESUME DATE=NONE"))
      #expect(try !signOn().isAccepted)
    }
  }

  @Test func `PASSWORD changes a user's own, who knows the current one`() throws {
    try withDatabase { database, _ in
      try database.run("ADDUSER BOB PASSWORD(FIRSTPW1) NOEXPIRED")
      #expect(
        try database.run("PASSWORD USER(BOB) PASSWORD(WRONGPW1 SECOND01)") == [
          "ICH08005I VALUE SPECIFIED IS NOT CURRENT PASSWORD"
        ])
      #expect(
        try database.run("PW USER(BOB) PASSWORD(FIRSTPW1 FIRSTPW1)") == [
          "ICH08002I NEW PASSWORD CANNOT EQUAL CURRENT PASSWORD"
        ])
      #expect(try database.run("PW USER(BOB) PASSWORD(FIRSTPW1 SECOND01)") == [])
      let verdict = database.signOn(
        try #require(UserID("BOB")), password: Secret(copying: Array("SECOND01".utf8)),
        newPassword: nil)
      #expect(verdict.isAccepted)
      #expect(try database.run("PW USER(NONE)") == ["ICH08001I NONE NOT DEFINED TO RACF"])
      #expect(
        try database.run("PW PASSWORD(A B)").first?.hasPrefix("IKJ56701I MISSING USER") == true)
    }
  }

  @Test func `a connection that is revoked gives no access`() throws {
    try withDatabase { database, _ in
      try database.run(
        """
        ADDGROUP OPS
        ADDUSER BOB
        CONNECT BOB GROUP(OPS)
        RDEFINE PTKTDATA IRRPTAUTH.*.* UACC(NONE)
        PERMIT IRRPTAUTH.*.* CLASS(PTKTDATA) ID(OPS) ACCESS(UPDATE)
        SETROPTS RACLIST(PTKTDATA) REFRESH
        """)
      func access() throws -> AccessLevel {
        database.ticketAccess(
          of: try #require(UserID("BOB")), to: try #require(TicketName("APPL")),
          for: try #require(UserID("SUE")))
      }
      #expect(try access() == .update)
      try database.run("CONNECT BOB GROUP(OPS) REVOKE")
      #expect(try access() == .none)
      #expect(try database.run("LG OPS").contains("         CONNECT ATTRIBUTES=REVOKED"))
      try database.run("CONNECT BOB GROUP(OPS) RESUME")
      #expect(try access() == .update)
    }
  }

  @Test func `an active class APPL keeps users without READ out of an application`() throws {
    try withDatabase { database, _ in
      try database.run(
        """
        ADDUSER (BOB SUE) PASSWORD(FIRSTPW1) NOEXPIRED
        RDEFINE APPL CICS* UACC(NONE)
        PERMIT CICS* CLASS(APPL) ID(SUE) ACCESS(READ)
        """)
      func isIn(_ user: String, _ application: String) throws -> Bool {
        let answer = database.logOn(
          user: try #require(UserID(user)), application: try #require(TicketName(application)),
          value: Secret(copying: Array("FIRSTPW1".utf8)), at: time)
        if case .refused = answer.verdict { return false }
        return true
      }
      #expect(try isIn("BOB", "CICSA"), "the class is not active")
      try database.run("SETROPTS CLASSACT(APPL) RACLIST(APPL)")
      #expect(try !isIn("BOB", "CICSA"))
      #expect(try isIn("SUE", "CICSA") && isIn("BOB", "TSOA"))
      try database.run("PERMIT CICS* CLASS(APPL) ID(BOB) ACCESS(READ)\nSETR RACLIST(APPL) REFRESH")
      #expect(try isIn("BOB", "CICSA"))
    }
  }
}
