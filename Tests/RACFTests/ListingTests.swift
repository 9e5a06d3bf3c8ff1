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

@Suite struct ListingTests {
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
        applicationData: profile.applicationData, installationData: ""),
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

  @Test func `a profile without an enhanced key shows the rules that wait for it`() throws {
    var profile = PTKTDATAProfile(
      name: try #require(PTKTDATAName("TSOR001")),
      legacy: .encrypted(try #require(KeyLabel("IRR.SSIGNON.SY1.07192018.185056.915782"))),
      enhanced: nil)
    profile.waitingRules = EnhancedRules()
    let listed: [ListedKeyword: String] = [
      .level: "7", .audit: "ALL(UPDATE)", .warning: "YES", .notify: "BOB", .securityLabel: "SYSLOW",
    ]
    let lines = RLISTReport.lines(
      .init(
        resourceClass: .tickets, name: .key(profile.name), owner: "IBMUSER",
        universalAccess: "NONE", applicationData: "", installationData: "", listed: listed),
      key: profile, access: nil, view: ProfileView(signOn: true, hidesAccess: true))
    #expect(lines[6] == " 07    IBMUSER         NONE                       YES")
    for line in listed.values where line != "7" && line != "YES" { #expect(lines.contains(line)) }
    #expect(
      lines.suffix(3) == [
        "Legacy   PassTicket: KEYENCRYPTED LABEL: IRR.SSIGNON.SY1.07192018.185056.915782",
        "Enhanced PassTicket: Timeout = 00000060", "Enhanced PassTicket: Replay allowed = NO",
      ])
  }

  @Test func `LISTGRP has the layout of the real one`() throws {
    var facts = GroupReport.Facts(group: try #require(GroupName("DFPADMN")))
    facts.superior = "SYSADMN"
    facts.owner = "SYSADMN"
    facts.created = WallTime(seconds: 1_800_000_000)
    facts.subgroups = ["DFPGRP1", "DFPGRP2"]
    facts.members = [.init(user: "IBMUSER", authority: "JOIN", isRevoked: true)]
    var view = SegmentView()
    view.segments = ["OMVS"]
    #expect(
      GroupReport.lines(facts, view).joined(separator: "\n") == """
        INFORMATION FOR GROUP DFPADMN
            SUPERIOR GROUP=SYSADMN      OWNER=SYSADMN   CREATED=27.015
            NO INSTALLATION DATA
            NO MODEL DATA SET
            TERMUACC
            SUBGROUP(S)= DFPGRP1  DFPGRP2
            USER(S)=      ACCESS=      ACCESS COUNT=      UNIVERSAL ACCESS=
              IBMUSER        JOIN          000000               NONE
                 CONNECT ATTRIBUTES=REVOKED
                 REVOKE DATE=NONE                 RESUME DATE=NONE
        NO OMVS INFORMATION
        """)
  }

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
      UserReport.lines(facts, SegmentView()).joined(separator: "\n") == """
        USER=BOB  NAME=BOB BUILDER           OWNER=IBMUSER   CREATED=27.015
         DEFAULT-GROUP=OPS      PASSDATE=27.015 PASS-INTERVAL=N/A PHRASEDATE=N/A
         ATTRIBUTES=NONE
         REVOKE DATE=NONE   RESUME DATE=NONE
         LAST-ACCESS=27.015/08:00:00
         CLASS AUTHORIZATIONS=NONE
         NO-INSTALLATION-DATA
         NO-MODEL-NAME
         LOGON ALLOWED   (DAYS)          (TIME)
         ---------------------------------------------
         ANYDAY                          ANYTIME
          GROUP=OPS       AUTH=JOIN     CONNECT-OWNER=IBMUSER   CONNECT-DATE=27.015
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
