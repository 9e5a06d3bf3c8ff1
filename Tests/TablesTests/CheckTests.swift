import Names
import Syntax
import Testing

@testable import Tables

/// What the tables' check finds besides broken values.
@Suite struct CheckTests {
  private static let entry = "Application-ID: A\nHost: builtin:cics\n"
  private static let hosted = "Application-ID: A\nHost: tn3270://mvs.example:23\n"

  private static func load(_ files: [String: String]) -> (tables: SiteTables?, words: [String]) {
    let sources = files.sorted { $0.key < $1.key }.map {
      SourceText(path: "ACT/" + $0.key, text: $0.value)
    }
    let (tables, faults) = TableLoader.load(sources)
    return (tables, faults.map(\.summary))
  }

  @Test func `a file is what its path says, whatever it is called`() throws {
    let (tables, words) = Self.load([
      "Applications/System.yaml": Self.entry, "Stray.yaml": Self.entry,
      "system.yaml": "Menu key: PF3\n",
      "Applications/prod/X.yaml": Self.entry, "System.yaml": "Menu key: PF2\n",
    ])
    #expect(tables?.sessions.map(\.id.description) == ["A"])
    #expect(tables?.system.users.menuKey == "PF2")
    #expect(words.count == 3 && words.allSatisfy { $0.contains("does not read this file") })
    #expect(
      words.contains { $0.contains("ACT/system.yaml") && $0.contains("did you mean System.yaml?") })
    let (_, broken) = Self.load(["Applications/System.yaml": "Menu key: PF3\n"])
    #expect(broken.first?.contains("\"Menu key\" is not a label of this file") == true)
    for (path, kind) in [
      ("ACT/System.yaml", SiteFile.system), ("ACT/Users/Users.yaml", .user),
      ("ACT/Profiles/System.yaml", .profile), ("Screens/TEN0041.panel", .panel),
      ("ACT/Masks/A.yaml", .masks), ("ACT/Security/D.racf", .deck),
      ("ACT/Scripts/TSO.acl", .script), ("ACT/Scripts/TSO.yaml", nil),
      ("ACT/UpdateClasses/P.yaml", .updateClass), ("ACT/CommandClasses/D.yaml", .commandClass),
      ("ACT/OperatorClasses/F.yaml", .operatorClass),
    ] { #expect(SiteFile.kind(of: path) == kind) }
    for path in [
      "ACT/Applications/X.yml", "ACT/Applications/X.YAML", "ACT/Applications/.yaml", "X.yaml",
      "ACT/Applications/.X.yaml", "Screens/A.yaml", "ACT/Other/X.yaml",
    ] { #expect(SiteFile.kind(of: path) == nil, "\(path)") }
  }

  /// Files, and words that the fault or the warning has; all are told with a place.
  static let cases: [(files: [String: String], words: String, isError: Bool)] = [
    (
      ["System.yaml": "Menu key: PF5\nJump key: pf 5\n"],
      "PF5 is \"Menu key\" and \"Jump key\" at once", true
    ),
    (
      ["System.yaml": "Command key: PF24\n"], "PF24 is \"Menu key\" and \"Command key\" at once",
      true
    ),
    (
      ["System.yaml": "Menu key: PF5\n", "Applications/A.yaml": entry + "Session key: PF5\n"],
      "ACT/Applications/A.yaml:3:14: error: PF5 is the \"Menu key\"", true
    ),
    (["Applications/A.yaml": entry + "Session key: PF24\n"], "PF24 is the \"Menu key\"", true),
    (["System.yaml": "Menu key: PF3\n"], "PF3 signs off on the menu, and will not any more", false),
    (["Applications/A.yaml": entry + "Session key: PF3\n"], "PF3 signs off on the menu", false),
    (
      ["Users/BOB.yaml": "Menu key: PF23\n", "System.yaml": "Jump key: PF23\n"],
      "ACT/Users/BOB.yaml:1:11: warning: PF23 is \"Menu key\" and \"Jump key\"", false
    ),
    (
      ["Profiles/P.yaml": "Tag key: PF5\n", "Applications/A.yaml": entry + "Session key: PF5\n"],
      "PF5 is the key of session A as well", false
    ),
    (
      ["Applications/A.yaml": entry + "Session data: \"&USERIDX/&PSWRD\"\n"],
      "&USERIDX is no variable; did you mean &USERID?", false
    ),
    (["Applications/A.yaml": entry + "Session data: \"&PSWRD\"\n"], "did you mean &PSWD?", false),
    (
      ["Applications/A.yaml": entry + "Start ACLPGM: FOO\n"], "there is no script FOO", true
    ),
    (
      [
        "Applications/A.yaml": entry + "\"* Start ACLPGM\": LOGIN\n",
        "Scripts/LOGON.acl": "  WINP\n",
      ],
      "did you mean LOGON?", true
    ),
    (
      [
        "Applications/A.yaml": entry + "Generate Pass Ticket: Y\nStart ACLPGM: LOGON\n",
        "Scripts/LOGON.acl": "  WINP\n",
      ], "is logged on by it before the script begins", false
    ),
    (
      [
        "Applications/A.yaml": entry + "Start ACLPGM: LOGON\n",
        "Scripts/LOGON.acl": "  CALL TYPE\n", "Scripts/TYPE.acl": "  KEY &PSWD\n",
      ], "the script LOGON types &PSWD, and no pass ticket is made", false
    ),
    (
      [
        "Applications/A.yaml": hosted + "Generate Pass Ticket: Y\nStart ACLPGM: LOGON\n",
        "Scripts/LOGON.acl": "  WINP\n",
      ], "is never typed: the script LOGON has no &PSWD", false
    ),
    (
      [
        "Applications/A.yaml": hosted + "Type session data: Y\nStart ACLPGM: LOGON\n",
        "Scripts/LOGON.acl": "  WINP\n",
      ], "it is not typed where a script runs", false
    ),
    (["Scripts/LOGON.acl": "  WINP\n  KEX 'A'\n"], "Scripts/LOGON.acl:2:3", true),
    (["Scripts/LOGON.acl": "  WINP\n  CALL OTHER\n"], "there is no script OTHER", true),
    (["Scripts/LOGON.acl": "  GDEFINE &X\n"], "no variable is everybody's here", true),
    (["Scripts/NO NAME.acl": "  WINP\n"], "is no name of a script", true),
    (
      [
        "Applications/A.yaml": entry,
        "Users/BOB.yaml": "Session options:\n  A:\n    Startup ACL: NOWHERE\n",
      ], "there is no script NOWHERE", true
    ),
    (
      ["Scripts/LOGON.acl": "  WINP\n", "Scripts/logon.acl": "  WINP\n"], "LOGON is defined twice",
      true
    ),
    (["Applications/A.yaml": entry + "Keep virtual terminal: y\n"], "has no effect here", false),
    (
      ["Applications/A.yaml": entry + "Keep virtual terminal: BANANA\n"], "`BANANA` is not a value",
      true
    ),
    (["Applications/A.yaml": entry + "LU name: X\n"], "\"LU name\" has no effect here", false),
    (
      ["Applications/A.yaml": "Application-ID: A\nHost: tn3270://h\nVerify certificate: N\n"],
      "\"Verify certificate\" has no effect here", false
    ),
    (
      ["Applications/A.yaml": entry + "Generate Pass Ticket: Y\nSession data: \"&USERID\"\n"],
      "the ticket is never sent: \"Session data\" has no &PSWD", false
    ),
    (
      ["Applications/A.yaml": "Application-ID: A\nHost: tn3270://h\nGenerate Pass Ticket: Y\n"],
      "which has no logon data", false
    ),
    (
      [
        "Applications/A.yaml":
          "Application-ID: A\nHost: builtin:tso:R001\nGenerate Pass Ticket: Y\n"
      ],
      "TSO on the system with SMF ID R001 evaluates for TSOR001, not for A", false
    ),
    (
      ["Applications/A.yaml": entry + "Gen Qualified Pass Ticket: Y\nACL Userid: BOB\n"],
      "other users get TPXL0926", false
    ),
    (
      ["Users/demo.yaml": "Operator: Y\n", "Users/DEMO.yaml": "Operator: N\n"],
      "DEMO is defined twice", true
    ),
    (["Masks/a.yaml": "A: B\n", "Masks/A.yaml": "A: C\n"], "A is defined twice", true),
    (["System.yaml": "TLS key: x.pem\n"], "a key without \"TLS certificate\" is not used", false),
    (["System.yaml": "Stage 2 Timeout: 5\n"], "stage 2 never comes", false),
    (["System.yaml": "Logo news 1: \"5 \u{20AC}\"\n"], "terminals have no character", false),
    (
      ["Applications/A.yaml": entry + "Session description: \"a \u{2013} b\"\n"],
      "terminals have no character", false
    ),
    (
      ["Applications/A.yaml": entry + "Session description: \"\\x1B[31m\"\n"],
      "has a control character in its value", true
    ),
    (
      ["Applications/A.yaml": "Application-ID: \"\"\nHost: builtin:cics\n"],
      "\"Application-ID\" has no value", true
    ),
    (
      ["Applications/A.yaml": entry + "Pass Ticket prof name: A\n\"* Pass Ticket prof name\": B\n"],
      "\"Pass Ticket prof name\" stands twice", true
    ),
    (
      ["Users/BOB.yaml": "Operator: Y\nProfile: NONE\n"],
      "ACT/Users/BOB.yaml:2:10: error: there is no profile NONE", true
    ),
    (
      ["Users/BOB.yaml": "Sessions: A,B\n"],
      "ACT/Users/BOB.yaml:1:11: error: there is no session A", true
    ),
  ]

  @Test(arguments: cases.indices)
  func `what is refused, ignored or never used is told with its place`(index: Int) {
    let (files, words, isError) = Self.cases[index]
    var all = ["Applications/Z.yaml": "Application-ID: Z\nHost: builtin:cics\n"]
    all.merge(files) { $1 }
    let (tables, told) = Self.load(all)
    #expect(told.contains { $0.contains(words) }, "\(told)")
    #expect((tables == nil) == isError, "\(told)")
  }

  @Test func `keys with one meaning, and labels with an effect, are in order`() {
    let (tables, words) = Self.load([
      "System.yaml": "Menu key: PF5\nStage 1 Timeout: 9\nStage 2 Timeout: 9\n",
      "Applications/A.yaml": """
      Application-ID: tsoa
      Host: tn3270s://mvs.example
      Session key: pf 13
      Generate Pass Ticket: y
      TSO SMF id: R001
      Pass Ticket prof name: tsor001
      Type session data: Y
      Session data: "L &APPLID & &TAB&USERID/&PSWD&TAB &NETNAME.&IPADDR"
      Generic Resource: N
      """,
      "Profiles/DEFAULT.yaml": "Jump key: PF6\nMenu key: \"\"\n",
      "Users/BOB.yaml": "Sessions: tsoa\nTransfer option: any\n",
    ])
    #expect(words == [])
    #expect(tables?.sessions.first?.key == "PF13")
  }

  @Test func `a site has a limit of applications, and a file of faults`() {
    var files: [SourceText] = (0...100).map {
      SourceText(
        path: "ACT/Applications/F\($0).yaml", text: "Application-ID: A\($0)\nHost: builtin:cics\n")
    }
    let (tables, faults) = TableLoader.load(files.map(FileReading.init), most: 100)
    #expect(tables == nil)
    #expect(faults.map(\.message) == ["a site has at most 100 applications"])
    files.removeLast()
    #expect(TableLoader.load(files.map(FileReading.init), most: 100).tables != nil)
    let many = (0..<1900).map { "Label \($0): x\n" }.joined()
    #expect(TableLoader.load([SourceText(path: "ACT/System.yaml", text: many)]).faults.count == 51)
  }

  @Test func `DEFAULT is everybody's, also of who names another profile`() throws {
    let (tables, words) = Self.load([
      "Applications/A.yaml": Self.entry,
      "Profiles/DEFAULT.yaml": "Stage 1 Timeout: 30\nSessions: A\nMenu key: PF5\n",
      "Profiles/DEVS.yaml": "Menu key: PF6\n", "Profiles/ALL.yaml": "Sessions: \"*\"\n",
      "Users/U1.yaml": "Profile: DEVS\n", "Users/U2.yaml": "Profile: ALL\nStage 1 Timeout: 0\n",
    ])
    #expect(words == [])
    let loaded = try #require(tables)
    func line(_ user: String, _ label: String) throws -> OptionLine {
      try #require(loaded.effective(UserID(user)).optionLines.first { $0.label == label })
    }
    let first = loaded.effective(UserID("U1")).options
    #expect(first.stage1Timeout == 30 && first.menuKey == "PF6")
    #expect(first.sessions == [try #require(SessionID("A"))])
    #expect(try line("U1", "Stage 1 Timeout").profile == "30 min")
    #expect(try line("U1", "Menu key").profile == "PF6")
    let second = loaded.effective(UserID("U2")).options
    #expect(second.stage1Timeout == 0 && second.sessions == nil && second.menuKey == "PF5")
    #expect(try line("U2", "Sessions").profile == "all")
    #expect(try line("U2", "Stage 1 Timeout").own == "0 min")
    #expect(UserPolicy(loaded.system, first).stage1Timeout == 30)
    #expect(try line("NOBODY", "Sessions").profile == "1 listed")
    // Every option that a file may set is on the panel.
    let labels = Set(loaded.effective(nil).optionLines.map(\.label))
    #expect(labels == Set(UserOptions.rows.map(\.own.label)))
  }
}
