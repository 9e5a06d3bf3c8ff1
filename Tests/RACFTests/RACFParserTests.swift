import Crypto
import Names
import PassTicket
import SAF
import Testing
import Time

@testable import RACF

private func statement(_ text: String) throws -> RACFStatement {
  try #require(RACFStatement.statements(Array(text.utf8)).first)
}

private func shown(_ statements: [RACFStatement]) -> [String] {
  statements.map { RACFParser.read($0).shown }
}

private func parse(_ text: String) throws -> RACFCommand { try RACFParser.parse(statement(text)) }

@Suite struct RACFParserTests {
  @Test func `comments go, continued lines join, and lines keep their numbers`() {
    let deck = """
      /* a comment
         of two lines */
      RDEFINE PTKTDATA TSOR001 -   /* goes on */
          SSIGNON(KEYMASKED(E001193519561977))

      LU *
      """
    let found = RACFStatement.statements(Array(deck.utf8))
    #expect(found.map(\.line) == [3, 6])
    #expect(
      shown(found) == ["RDEFINE PTKTDATA TSOR001 SSIGNON(KEYMASKED(...))", "LISTUSER *"])
  }

  @Test func `a plus joins at the next word, a hyphen keeps the blanks`() throws {
    let deck = "RL PTKTDATA TSO+\n    R001\nRL PTKTDATA -\n  TSOR001 SSI-\nGNON\n"
    let found = RACFStatement.statements(Array(deck.utf8))
    #expect(shown(found) == ["RLIST PTKTDATA TSOR001", "RLIST PTKTDATA TSOR001 SSIGNON"])
  }

  @Test(arguments: [
    "RDEFINE PTKTDATA TSOR001 SSIGNON(KEYMASKED(E001193519561977))",
    "RDEF PTKTDATA (TSOR001) SSIG(KEYM(e001193519561977))",
    "rdefine ptktdata tsor001 ssignon( keymasked(E001193519561977) )",
  ])
  func `a key is read whatever the abbreviation`(text: String) throws {
    guard case .define(_, let names, let change) = try parse(text),
      case .masked(let key)? = change.legacy
    else {
      Issue.record("no masked key")
      return
    }
    #expect(names == [.key(try #require(PTKTDATAName("TSOR001")))])
    #expect((0..<8).map { key.secret[$0] } == [0xE0, 0x01, 0x19, 0x35, 0x19, 0x56, 0x19, 0x77])
  }

  @Test func `the enhanced operands are read together with a label`() throws {
    guard
      case .alter(_, _, let change) = try parse(
        "RALT PTKTDATA CICSA SSIGNON(NOLEGACYKEY EPTKEYLABEL(A.B) TYPE(UPPER) TIMEOUT(600) REPLAY(YES))"
      )
    else {
      Issue.record("no RALTER")
      return
    }
    #expect(change.enhancedLabel?.text == "A.B")
    #expect(change.form == .upper)
    #expect(change.timeout == 600)
    #expect(change.allowsReplay == true)
  }

  @Test func `quoted text keeps its blanks, quotes and parentheses`() throws {
    guard
      case .define(_, _, let change) = try parse(
        "RDEFINE PTKTDATA A APPLDATA('NO REPLAY PROTECTION (it''s old)')")
    else {
      Issue.record("no RDEFINE")
      return
    }
    #expect(change.applicationData == "NO REPLAY PROTECTION (it's old)")
  }

  @Test(arguments: [
    ("FROBNICATE X", "IKJ56500I COMMAND NOT FOUND"),
    ("RACDCERT LIST", "IKJ56500I COMMAND RACDCERT NOT FOUND: there is none like it here"),
    ("ADUSER BOB", "IKJ56500I COMMAND NOT FOUND: DID YOU MEAN ADDUSER"),
    ("RDEFINE PTKTDATA", "IKJ56701I MISSING PROFILE NAME"),
    (
      "RDEFINE FACILITY X",
      "IKJ56702I INVALID CLASS NAME, FACILITY: PTKTDATA, CSFSERV, CSFKEYS, APPL, OPERCMDS "
        + "ARE KNOWN HERE"
    ),
    ("RDEFINE PTKTDATA TSO-1", "IKJ56702I INVALID PROFILE NAME"),
    (
      "RDEFINE PTKTDATA A SSIGNON(KEYMASKED(12))",
      "IKJ56702I INVALID KEY: 16 HEXADECIMAL DIGITS ARE EXPECTED (IN SSIGNON)"
    ),
    (
      "RDEFINE PTKTDATA A SSIGNON(TIMEOUT(601))",
      "IKJ56702I INVALID TIMEOUT: 1 TO 600 SECONDS ARE EXPECTED (IN SSIGNON)"
    ),
    (
      "RDEFINE PTKTDATA A SSIGNON(KEY(1))",
      "IKJ56712I INVALID KEYWORD, WORD 1: IT MAY BE KEYMASKED OR KEYENCRYPTED OR KEYLABEL (IN SSIGNON)"
    ),
    (
      "RDEFINE PTKTDATA A SSIGNON(KEYLABEL(A) KEYLABEL(B))",
      "IKJ56712I INVALID KEYWORD, KEYLABEL: ONE LEGACY KEY OPERAND IS ALLOWED (IN SSIGNON)"
    ),
    (
      "RDEFINE CSFKEYS A SSIGNON(KEYLABEL(B))",
      "IKJ56712I INVALID KEYWORD, SSIGNON: CLASS PTKTDATA ONLY"
    ),
    ("RLIST PTKTDATA A) SSIGNON", "IKJ56712I INVALID KEYWORD, )"),
    ("AU TOOLONGNAME", "IKJ56702I INVALID USERID"),
    ("ALU BOB PASWORD(x)", "IKJ56712I INVALID KEYWORD, WORD 3: DID YOU MEAN PASSWORD"),
    ("ALU BOB RESUME PASSWORD", "IKJ56701I MISSING PASSWORD"),
    ("ALU BOB NOPASSWORD(x)", "IKJ56712I INVALID KEYWORD, WORD 4: NOPASSWORD HAS NO VALUE"),
    ("ALU PASSWORD(x)", "IKJ56701I MISSING USERID"),
    ("ALU BOB REVOKE(02/30/26)", "IKJ56702I INVALID REVOKE: MM/DD/YY IS EXPECTED"),
    ("AU BOB PHRASE(short)", "IKJ56702I INVALID PHRASE: 9 TO 100 CHARACTERS ARE EXPECTED"),
    ("ALU BOB DATA('no end", "IKJ56704I MISSING CLOSING QUOTE"),
    (
      "PE TSOR001 CLASS(PTKTDATA) ID(BOB) AC(READ)",
      "IKJ56702I INVALID PROFILE NAME: IRRPTAUTH.APPL.USER IS EXPECTED"
    ),
  ])
  func `a wrong command says what is wrong`(text: String, words: String) throws {
    let statement = try statement(text)
    do {
      _ = try RACFParser.parse(statement)
      Issue.record("it was taken")
    } catch {
      #expect(error.description == words)
    }
  }

  @Test(arguments: [
    "AU BOB DFLTGRP(TOOLONGNAME)", "AU BOB OWNER(TOOLONGNAME)", "AU BOB AUTHORITY(SOME)",
    "AU BOB OWNER(A B)", "ALU BOB RESUME(soon)", "ALU BOB RESUME(1/2/2027)", "AG A SUPGROUP(1-2)",
    "CO BOB GROUP(TOOLONGNAME)", "RE BOB GROUP(TOOLONGNAME)", "PW USER(TOOLONGNAME)",
    "PW USER(BOB) INTERVAL(0)", "RDEF APPL A UACC(ALL)", "RDEF APPL A LEVEL(100)",
    "RDEF APPL A SECLABEL(TOOLONGNAME)", "RDEF APPL A NOTIFY(TOOLONGNAME)", "RDEF APPL A FROM(-)",
    "RDEF APPL A AUDIT(SOME)", "RDEF APPL A AUDIT(ALL(NONE))", "RALT APPL A FROM(B)",
    "RDEF PTKTDATA A SSIGNON(KEYLABEL(1X))", "RDEF PTKTDATA A SSIGNON(EPTKEYLABEL(1X))",
    "RDEF PTKTDATA A SSIGNON(TYPE(LOWER))", "RDEF PTKTDATA A SSIGNON(REPLAY(MAYBE))",
    "RDEF APPL A.B UACC(NONE)", "RDEF PTKTDATA IRRPTAUTH.A UACC(NONE)",
    "PE A CLASS(APPL) ID(BOB) ACCESS(ALL)", "PE A CLASS(APPL) ID(TOOLONGNAME)",
    "PE A CLASS(APPL) RESET(SOME)", "PE A CLASS(APPL)", "SR CLASS(USER) FILTER(-)",
    "RVARY SWITCH", "SETR CLASSACT(NOSUCH)",
  ])
  func `a value that cannot be read is refused, never left out`(text: String) throws {
    let statement = try statement(text)
    #expect(throws: RACFFault.self) { try RACFParser.parse(statement) }
  }

  @Test func `a right parenthesis that is missing at the end is assumed`() throws {
    let reading = RACFParser.read(try statement("RDEF PTKTDATA A SSIGNON(KEYLABEL(B.C)"))
    guard case .define(_, _, let change) = try reading.get(),
      case .label(let label)? = change.legacy
    else {
      Issue.record("no label")
      return
    }
    #expect(label.text == "B.C")
    #expect(reading.notes == ["IKJ56707I RIGHT PARENTHESIS ASSUMED"])
    let extra = RACFParser.read(try statement("RDEF PTKTDATA A OWNER(BOB))"))
    _ = try extra.get()
    #expect(extra.notes.count == 1)
  }

  @Test func `a comment goes on over a continued line, and is none between quotes`() throws {
    let deck = "ALU BOB /* until he -\n  is back */ DATA('A /* B */ C') RESUME\n"
    let found = RACFStatement.statements(Array(deck.utf8))
    #expect(found.count == 1)
    guard case .alterUser(_, let change) = try RACFParser.parse(try #require(found.first)) else {
      Issue.record("no ALTUSER")
      return
    }
    #expect(change.installationData == "A /* B */ C")
    #expect(change.isRevoked == false)
  }

  @Test func `cards lose their numbers, and a job's own lines are left out`() throws {
    func card(_ text: String, _ number: Int) -> String {
      let digits = String(number)
      return text + String(repeating: " ", count: 72 - text.count)
        + String(repeating: "0", count: 8 - digits.count) + digits
    }
    let cards = [
      card("//RACF EXEC PGM=IKJEFT01", 100), card("//SYSTSIN DD *", 200),
      card("  ALTUSER BOB -", 300), card("    RESUME", 400), card("/*", 500), card("//", 600),
    ]
    let deck = CommandDeck(Array(cards.joined(separator: "\n").utf8))
    #expect(shown(deck.statements) == ["ALTUSER BOB RESUME"])
    #expect(deck.statements.map(\.line) == [3])
    #expect(deck.fault == nil && deck.notes.count == 2)
    let open = CommandDeck(Array("LU *\n/* no end\nLU BOB\n".utf8))
    #expect(open.statements.count == 1)
    #expect(open.fault?.text.hasPrefix("line 2:") == true)
  }

  @Test func `two quotes in a phrase are one, and a blank before a parenthesis is nothing`() throws
  {
    guard
      case .alterUser(let users, let change) = try parse(
        "ALU (BOB  SUE) PHRASE ('it''s got a quote 22') PASSWORD (Mixed1)")
    else {
      Issue.record("no ALTUSER")
      return
    }
    #expect(users.map(\.description) == ["BOB", "SUE"])
    func text(_ secret: SharedSecret?) -> String {
      secret?.secret.withBytes { String(decoding: $0, as: UTF8.self) } ?? ""
    }
    #expect(text(change.phrase) == "it's got a quote 22")
    #expect(text(change.password) == "Mixed1")
  }

  @Test func `operands of real decks are taken, and those without effect are told`() throws {
    let deck = """
      AU BOB NAME('B') DFLTGRP(SYS1) OWNER(SYS1) PASSWORD(FIRST1) NOEXPIRED SPECIAL NOPHRASE -
        TSO(ACCTNUM(A1) PROC(P1) SIZE(4096)) OMVS(UID(7) HOME('/u/bob')) AUTHORITY(JOIN)
      ALU BOB NOSPECIAL OPERATIONS AUDITOR EXPIRED NOMFA REVOKE(12/31/26) RESUME(01/15/27) NOTSO
      ALU BOB NOREVOKE NORESUME PWCLEAN
      RDEF PTKTDATA A UACC(NONE) OWNER(SYS1) AUDIT(ALL(UPDATE)) LEVEL(7) NOTIFY(BOB) WARNING -
        SECLABEL(SYSLOW) FROM(B) FCLASS(PTKTDATA)
      RALT PTKTDATA A NONOTIFY NOWARNING NOSECLABEL AUDIT(FAILURES SUCCESS(READ)) GLOBALAUDIT(NONE)
      PE A.B.C CLASS(CSFKEYS) ID(BOB) ACCESS(EXECUTE) GENERIC
      PE A.B.C CLASS(CSFKEYS) FROM(D.E) FCLASS(CSFKEYS) FGENERIC
      PE A.B.C CLASS(CSFKEYS) ID(BOB) AC(READ) WHEN(TERMINAL(T1))
      PE SYS1.PARMLIB ID(BOB) AC(READ)
      RL PTKTDATA TSO* GENERIC NOYOURACC RESGROUP STATISTICS
      RDEF PTKTDATA TSO* UACC(NONE)
      RDEF PTKTDATA IRRPTAUTH.** UACC(NONE)
      RDEF APPL CICSA UACC(READ)
      LG (SYS1) OMVS
      ALG OPS SUPGROUP(SYS1) OWNER(SYS1) DATA('x') OMVS(GID(7))
      DG OPS
      RE BOB GROUP(OPS) OWNER(SYS1)
      SR CLASS(USER) MASK(B)
      SEARCH CLASS(PTKTDATA) FILTER(TSO*) NOLIST
      PW USER(BOB) INTERVAL(90)
      PASSWORD USER(BOB) PASSWORD(old1 new1) NOINTERVAL
      RVARY LIST
      SETR PASSWORD(MIXEDCASE MINCHANGE(1)) GENCMD(PTKTDATA) GENERIC(PTKTDATA)
      SETR CLASSACT(*) NORACLIST(STARTED)
      SETR CLASSACT(STARTED PTKTDATA) RACLIST(FACILITY PTKTDATA) REFRESH
      LU BOB NORACF TSO OMVS
      HELP ALTUSER
      """
    var idle = IdleKeywords()
    for statement in RACFStatement.statements(Array(deck.utf8)) {
      let reading = RACFParser.read(statement)
      if case .failure(let fault) = reading.outcome {
        Issue.record("line \(statement.line): \(fault)")
      }
      idle.add(reading.idle)
    }
    #expect(idle.passedOver.contains("TSO") && idle.passedOver.contains("CLASSACT(STARTED)"))
    #expect(idle.listed.contains("AUDIT") && idle.listed.contains("OPERATIONS"))
    #expect(Set(idle.passedOver).count == idle.passedOver.count)
    #expect(idle.lines.count == 2)
  }
}
