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
    #expect(found.map(\.shown) == ["RDEFINE PTKTDATA TSOR001 SSIGNON(KEYMASKED(...))", "LU *"])
  }

  @Test func `a plus joins at the next word, a hyphen keeps the blanks`() throws {
    let deck = "RL PTKTDATA TSO+\n    R001\nRL PTKTDATA -\n  TSOR001 SSI-\n    GNON\n"
    let found = RACFStatement.statements(Array(deck.utf8))
    #expect(found.map(\.shown) == ["RL PTKTDATA TSOR001", "RL PTKTDATA TSOR001 SSI GNON"])
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
    ("FROBNICATE X", "IKJ56500I COMMAND FROBNICATE NOT FOUND"),
    ("RDEFINE PTKTDATA", "IKJ56701I MISSING PROFILE NAME"),
    (
      "RDEFINE FACILITY X",
      "IKJ56702I INVALID CLASS NAME, FACILITY: PTKTDATA, CSFSERV, CSFKEYS ARE KNOWN HERE"
    ),
    ("RDEFINE PTKTDATA TSO*", "IKJ56702I INVALID PROFILE NAME, TSO*"),
    (
      "RDEFINE PTKTDATA A SSIGNON(KEYMASKED(12))",
      "IKJ56702I INVALID KEY: 16 HEXADECIMAL DIGITS ARE EXPECTED"
    ),
    (
      "RDEFINE PTKTDATA A SSIGNON(KEYMASKED(0000000000000000))",
      "IKJ56702I INVALID KEY: IT IS A WEAK KEY OF DES"
    ),
    (
      "RDEFINE PTKTDATA A SSIGNON(KEYENCRYPTED(E11FE11FF00EF00E))",
      "IKJ56702I INVALID KEY: IT IS A WEAK KEY OF DES"
    ),
    ("RDEFINE PTKTDATA A SSIGNON(TIMEOUT(601))", "IKJ56702I INVALID TIMEOUT, 601"),
    (
      "RDEFINE PTKTDATA A SSIGNON(KEY(1))",
      "IKJ56713I AMBIGUOUS KEYWORD, KEY: KEYMASKED OR KEYENCRYPTED OR KEYLABEL"
    ),
    (
      "RDEFINE PTKTDATA A SSIGNON(KEYLABEL(A) KEYLABEL(B))",
      "IKJ56712I INVALID KEYWORD, KEYLABEL: ONE LEGACY KEY OPERAND IS ALLOWED"
    ),
    ("RDEFINE PTKTDATA A SSIGNON(KEYLABEL(A", "IKJ56706I MISSING RIGHT PARENTHESIS"),
    ("AU TOOLONGNAME", "IKJ56702I INVALID USERID, TOOLONGNAME"),
    ("AU BOB PASSWORD(short)", "IKJ56702I INVALID PASSWORD: 8 TO 100 CHARACTERS ARE EXPECTED"),
    (
      "PE TSOR001 ID(BOB) AC(READ)",
      "IKJ56702I INVALID PROFILE NAME, TSOR001: IRRPTAUTH.APPL.USER IS EXPECTED"
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

  @Test func `no secret is in what is logged of a command`() throws {
    for text in [
      "AU BOB PASSWORD(TOPSECRET)", "ALU BOB PHRASE('a TOPSECRET phrase')",
      "RDEF PTKTDATA A SSIGNON(KEYENCRYPTED(0123456789ABCDEF))",
      "RDEF PTKTDATA A SSIG(KEYE(0123456789ABCDEF))",
      "ADD LABEL(A) TYPE(DATA) KEY(0123456789ABCDEF)",
    ] {
      let shown = try statement(text).shown
      #expect(!shown.contains("TOPSECRET") && !shown.contains("012345"), "\(shown)")
    }
  }

  @Test func `RLIST has the layout of the real one`() throws {
    var profile = PTKTDATAProfile(
      name: try #require(PTKTDATAName("TSOR001")),
      legacy: .encrypted(try #require(KeyLabel("IRR.SSIGNON.SY1.07192018.185056.915782"))),
      enhanced: .init(
        label: try #require(KeyLabel("EPT.KEY")), form: .mixed, timeout: 60, allowsReplay: false))
    profile.applicationData = "NO REPLAY PROTECTION"
    let lines = RLISTReport.lines(
      .init(
        resourceClass: .tickets, name: .key(profile.name), owner: "IBMUSER",
        universalAccess: "NONE",
        applicationData: profile.applicationData, installationData: "", yourAccess: .alter),
      key: profile, access: nil, view: ProfileView(signOn: true))
    #expect(
      lines.joined(separator: "\n") == """
        CLASS      NAME
        -----      ----
        PTKTDATA   TSOR001

        LEVEL  OWNER      UNIVERSAL ACCESS  YOUR ACCESS  WARNING
        -----  --------   ----------------  -----------  -------
         00    IBMUSER         NONE              ALTER    NO

        INSTALLATION DATA
        -----------------
        NONE

        APPLICATION DATA
        ----------------
        NO REPLAY PROTECTION

        SECLEVEL
        --------
        NO SECLEVEL

        CATEGORIES
        ----------
        NO CATEGORIES

        SECLABEL
        --------
        NO SECLABEL

        AUDITING
        --------
        FAILURES(READ)

        NOTIFY
        ------
        NO USER TO BE NOTIFIED

        SSIGNON INFORMATION
        -------------------
        Legacy   PassTicket: KEYENCRYPTED LABEL: IRR.SSIGNON.SY1.07192018.185056.915782
        Enhanced PassTicket: EPTKEYLABEL: EPT.KEY
        Enhanced PassTicket: Type = MIXED
        Enhanced PassTicket: Timeout = 00000060
        Enhanced PassTicket: Replay allowed = NO
        """)
  }
}

@Suite struct ListingTests {
  @Test func `LISTUSER has the layout of the real one`() throws {
    var facts = UserReport.Facts(user: try #require(UserID("BOB")))
    facts.name = "BOB BUILDER"
    facts.owner = "IBMUSER"
    facts.defaultGroup = GroupName("OPS")
    facts.hasPassword = true
    facts.created = WallTime(seconds: 1_800_000_000)
    facts.passwordChanged = facts.created
    facts.lastAccess = facts.created
    facts.connections = [
      .init(group: "OPS", authority: "JOIN", owner: "IBMUSER", made: facts.created)
    ]
    #expect(
      UserReport.lines(facts).joined(separator: "\n") == """
        USER=BOB       NAME=BOB BUILDER           OWNER=IBMUSER   CREATED=27.015
         DEFAULT-GROUP=OPS       PASSDATE=27.015  PASS-INTERVAL=N/A  PHRASEDATE=N/A
         ATTRIBUTES=NONE
         REVOKE DATE=NONE   RESUME DATE=NONE
         LAST-ACCESS=27.015/08:00:00
         CLASS AUTHORIZATIONS=NONE
         NO-INSTALLATION-DATA
         NO-MODEL-NAME
         LOGON ALLOWED   (DAYS)          (TIME)
         ---------------------------------------------
         ANYDAY                          ANYTIME
          GROUP=OPS       AUTH=JOIN      CONNECT-OWNER=IBMUSER   CONNECT-DATE=27.015
            CONNECTS=    00  UACC=NONE     LAST-CONNECT=27.015/08:00:00
            CONNECT ATTRIBUTES=NONE
            REVOKE DATE=NONE   RESUME DATE=NONE
        SECURITY-LEVEL=NONE SPECIFIED
        CATEGORY-AUTHORIZATION
         NONE SPECIFIED
        SECURITY-LABEL=NONE SPECIFIED
        """)
  }
}
