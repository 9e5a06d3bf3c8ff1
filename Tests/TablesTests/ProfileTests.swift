import Bytes
import Names
import Syntax
import Testing

@testable import Tables

/// How files of users, profiles and applications come together.
@Suite struct ProfileTests {
  private static let applications = [
    "Applications/A.yaml": "Application-ID: A\nHost: builtin:cics\nSession key: PF4\n",
    "Applications/B.yaml": "Application-ID: B\nHost: builtin:cics\nGroups: PAY\n",
    "Applications/C.yaml": "Application-ID: C\nHost: builtin:cics\nPermission: CPROD\n",
  ]

  private static func load(_ files: [String: String]) -> (SiteTables?, [String]) {
    let sources = applications.merging(files) { $1 }.sorted { $0.key < $1.key }
      .map { SourceText(path: "ACT/\($0.key)", text: $0.value) }
    let (tables, faults) = TableLoader.load(sources)
    return (tables, faults.map { String($0.summary.prefix { $0 != ";" }) })
  }

  private static func tables(_ files: [String: String]) throws -> SiteTables {
    let (tables, words) = load(files)
    #expect(words == [])
    return try #require(tables)
  }

  private static func rights(_ groups: [String], _ permissions: [String] = []) -> Rights {
    Rights(
      groups: Set(groups.compactMap { GroupName($0) }),
      permissions: Set(permissions.compactMap { Permission($0) }))
  }

  private static func ids(_ user: EffectiveUser) -> [String] { user.sessions.map(\.id.description) }

  @Test func `a group or a permission opens an application, and nothing else does`() throws {
    let tables = try Self.tables(["Users/BOB.yaml": "Sessions: A,B\n"])
    let sue = UserID("SUE")
    #expect(tables.asksRights)
    #expect(Self.ids(tables.effective(sue)) == ["A"])
    #expect(Self.ids(tables.effective(sue, Self.rights(["PAY", "X"]))) == ["A", "B"])
    #expect(Self.ids(tables.effective(sue, Self.rights([], ["CPROD"]))) == ["A", "C"])
    #expect(Self.ids(tables.effective(sue, Self.rights([], ["CSFSERV/CPROD"]))) == ["A"])
    // The user's own list lets in nobody, and leaves out what it does not have.
    let bob = UserID("BOB")
    #expect(Self.ids(tables.effective(bob)) == ["A"])
    #expect(Self.ids(tables.effective(bob, Self.rights(["PAY"], ["CPROD"]))) == ["A", "B"])
  }

  @Test func `profiles are those of the file, then those opened, then DEFAULT`() throws {
    let tables = try Self.tables([
      "Profiles/DEFAULT.yaml": "Menu key: PF5\nStage 1 Timeout: 9\nSessions: A\n",
      "Profiles/ONE.yaml": "Menu key: PF6\n", "Profiles/TWO.yaml": "Jump key: PF11\n",
      "Profiles/ZED.yaml": "Groups: PAY\nProfile Should Be First: Y\nMenu key: PF9\n",
      "Profiles/DEV.yaml": "Permission: DEV\nMenu key: PF10\nSessions: C\n",
      "Users/BOB.yaml": "Profile: TWO, ONE\n",
    ])
    let rights = Self.rights(["PAY"], ["DEV", "CPROD"])
    let bob = tables.effective(UserID("BOB"), rights)
    #expect(bob.profiles.map(\.name) == ["TWO", "ONE", "ZED", "DEV", "DEFAULT"])
    #expect(
      bob.profiles.map(\.why)
        == ["own file", "own file", "group PAY", "READ to DEV in APPL", "everybody's"])
    // Options are the first profile's, then DEFAULT's.
    #expect(bob.options.jumpKey == "PF11" && bob.options.menuKey == "PF5")
    let other = tables.effective(nil, rights)
    #expect(other.profiles.map(\.name) == ["ZED", "DEV", "DEFAULT"])
    #expect(other.options.menuKey == "PF9" && other.options.stage1Timeout == 9)
    // Lists of profiles add up, and DEFAULT's counts where there is none; what a group or permission
    // opens need not be listed.
    #expect(Self.ids(other) == ["B", "C"])
    #expect(Self.ids(tables.effective(nil)) == ["A"])
    func origin(_ label: String, _ user: EffectiveUser) -> String? {
      user.optionLines.first { $0.label == label }?.origin
    }
    #expect(origin("Menu key", other) == "ZED" && origin("Stage 1 Timeout", other) == "DEFAULT")
    #expect(origin("Jump key", bob) == "TWO" && origin("Command key", bob) == "system")
    #expect(origin("Operator", bob) == "default" && origin("Sessions", other) == "DEV")
    #expect(bob.profileLines.first?.own == "TWO" && other.profileLines.first?.profile == "ZED")
  }

  @Test func `the later profile changes a session, and the user's own file last`() throws {
    let tables = try Self.tables([
      "Profiles/DEFAULT.yaml": """
      Session options:
        A:
          Session description: everybody
          Start at signon: Y
      """,
      "Profiles/ONE.yaml": """
      Session options:
        A:
          Session description: one
          Session key: PF13
        X:
          Applid: A
          Menu position: 1
      """,
      "Profiles/TWO.yaml": "Session options:\n  a:\n    Session description: two\n",
      "Users/BOB.yaml": """
      Profile: ONE,TWO
      Session options:
        A:
          Session data: mine
          Session key: ""
      """,
    ])
    let bob = tables.effective(UserID("BOB"))
    #expect(Self.ids(bob) == ["X", "A"])
    let session = try #require(bob.sessions.last)
    #expect(session.entry.summary == "two" && session.key == "PF13")
    #expect(session.entry.sessionData == "mine" && session.entry.startsAtSignOn)
    // A further session of an application has no key and no start of the other's.
    let made = try #require(bob.sessions.first)
    #expect(made.application.description == "A" && made.key == nil && !made.entry.startsAtSignOn)
    #expect(
      bob.changes[session.id] == [
        "Session description": .profile("TWO"), "Session key": .profile("ONE"),
        "Session data": .own, "Start at signon": .profile("DEFAULT"),
      ])
    let lines = bob.sessionLines.map { "\($0.label)|\($0.own)|\($0.profile)|\($0.origin)" }
    #expect(lines.contains("  Session data|mine||own") && lines.contains("  Session key||PF13|ONE"))
    #expect(Self.ids(tables.effective(nil)) == ["A"])
    #expect(tables.effective(nil).sessions.first?.entry.summary == "everybody")
    // The applications' own are as they were.
    #expect(tables.sessions.first?.entry.summary == "")
  }

  @Test func `what clashes in a user's file later refuses no site, and in a profile's it does`() {
    let own = "Session options:\n  C:\n    Session key: PF4\n  X:\n    Applid: NONE\n"
    let (tables, told) = Self.load(["Users/BOB.yaml": own])
    #expect(tables != nil)
    #expect(
      told == [
        "ACT/Users/BOB.yaml:5:13: warning: there is no application NONE",
        "ACT/Users/BOB.yaml:3:18: warning: PF4 is the key of session A as well",
      ])
    #expect(tables?.effective(UserID("BOB")).sessions.contains { $0.id == SessionID("X") } == false)
    #expect(Self.load(["Profiles/ONE.yaml": own]).0 == nil)
  }

  @Test func `an own session that outlives the list that allowed it is told`() {
    let own = "Sessions: A\nSession options:\n  Q:\n    Applid: "
    #expect(Self.load(["Users/BOB.yaml": own + "A\n"]).1 == [])
    let (tables, told) = Self.load(["Users/BOB.yaml": own + "B\n"])
    #expect(
      tables != nil
        && told == [
          "ACT/Users/BOB.yaml:4:13: warning: Q is of B, which this user's list does not have"
        ])
  }

  @Test func `what is not there, or twice, is told with its place`() {
    func words(_ files: [String: String]) -> [String] { Self.load(files).1 }
    #expect(
      words(["Users/BOB.yaml": "Profile: ONE,TOW\n", "Profiles/TWO.yaml": "Jump key: PF11\n"])
        == [
          "ACT/Users/BOB.yaml:1:10: error: there is no profile ONE",
          "ACT/Users/BOB.yaml:1:10: error: there is no profile TOW",
        ])
    #expect(
      words(["Profiles/DEFAULT.yaml": "Groups: PAY\n"])
        == [
          "ACT/Profiles/DEFAULT.yaml:1:9: error: DEFAULT is everybody's, and needs nobody to open it"
        ])
    let broken = """
      Session options:
        A:
          Session key: PF24
        X:
          Applid: NONE
        Y:
          Session key: PF5
        TOOLONGNAME:
          Session key: PF5
        B: PF5
        C:
          Sesion key: PF5
          ACB Mask: NONE
      """
    #expect(
      words(["Users/BOB.yaml": broken]) == [
        "ACT/Users/BOB.yaml:8:3: error: `TOOLONGNAME` is no session id",
        "ACT/Users/BOB.yaml:10:6: error: session B takes labels",
        "ACT/Users/BOB.yaml:12:5: error: \"Sesion key\" is not a label of this file",
        "ACT/Users/BOB.yaml:13:15: error: there are no masking rules NONE",
        "ACT/Users/BOB.yaml:5:13: warning: there is no application NONE",
        "ACT/Users/BOB.yaml:6:3: warning: there is no session Y",
        "ACT/Users/BOB.yaml:3:18: warning: PF24 is the \"Menu key\" of these users as well",
      ])
    // Keys are looked at among all that whoever has the file has, the applications' own too.
    let twice = "Session options:\n  C:\n    Session key: PF4\n"
    #expect(
      words(["Profiles/ONE.yaml": twice])
        == ["ACT/Profiles/ONE.yaml:3:18: error: PF4 is the key of session A as well"])
    #expect(words(["Users/BOB.yaml": "Session options: A\n"]).count == 1)
    #expect(
      words([
        "Applications/D.yaml": "Application-ID: A\nHost: builtin:cics\nSession id: D\n",
        "Users/BOB.yaml": "Session options:\n  X:\n    Applid: A\n",
      ]) == [])
  }

  @Test func `levels of single sessions are told of those that have rows`() throws {
    let tables = try Self.tables([:])
    let source = SourceText(path: "ACT/Users/BOB.yaml", text: "Menu key: PF3\n")
    let bare = TableSheet(source, as: .user).levels(in: tables, Rights())
    #expect(bare["Menu key"]?.own == "PF3")
    #expect(!bare.keys.contains(where: { $0.hasPrefix("A ") }))
    let sheet = TableSheet(source, as: .user, adding: [try #require(SessionID("A"))])
    #expect(sheet.levels(in: tables, Rights())["A Session key"]?.system == "PF4")
  }

  @Test func `permissions are of a class, and of one resource`() throws {
    #expect(try #require(Permission("tso")).description == "TSO")
    let other = try #require(Permission("csfserv/CSF.ENC"))
    #expect(other.resourceClass == .services && other.resource == "CSF.ENC")
    for text in ["", "A.B", "X/A", "APPL/", "APPL/A*", "APPL/A..B", "TOOLONGNAME", "A/B/C"] {
      #expect(Permission(text) == nil, "\(text)")
    }
    for rights in [Self.rights(["A"], ["TSO", "CSFSERV/CSF.ENC", "APPL/A.B"]), Rights()] {
      var freezer = Freezer()
      freezer.put(rights)
      var thawer = Thawer(freezer.bytes)
      #expect(try thawer.take(Rights.self) == rights && thawer.left == 0)
      #expect(Rights(lines: rights.lines) == rights)
    }
  }
}
