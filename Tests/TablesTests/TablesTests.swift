import Bytes
import Names
import Syntax
import Tables
import TestSupport
import Testing

@Suite struct TablesTests {
  static func entry(_ name: String, _ text: String) -> SourceText {
    SourceText(path: "ACT/Applications/\(name).yaml", text: text)
  }

  @Test func `the demonstration site is in order`() throws {
    let files = try Repository.files("ACT", suffix: ".yaml").map {
      SourceText(path: $0, text: try Repository.text($0))
    }
    let (tables, faults) = TableLoader.load(files)
    #expect(faults == [])
    let loaded = try #require(tables)
    #expect(loaded.sessions.map(\.id.description) == ["TSOA", "TSOB", "CICSA", "NOTKT"])
    #expect(
      loaded.sessions.map(\.ticketProfile.description) == ["TSOS001", "TSOR001", "CICSA", "NOTKT"])
    #expect(loaded.sessions.map(\.entry.generatesTicket) == [true, true, true, false])
    #expect(loaded.system.systemID == SystemID("R001"))
  }

  static let broken: [(String, String)] = [
    ("Host: builtin:cics\n", "1:1: error: \"Application-ID\" is missing"),
    ("Application-ID: A\n", "1:1: error: \"Host\" is missing"),
    (
      "Application-ID: TOOLONGNAME\nHost: builtin:cics\n",
      "1:17: error: `TOOLONGNAME` is not a value"
    ),
    ("Application-ID: A\nHost: ftp://x\n", "2:7: error: `ftp://x` is not a value of \"Host\""),
    ("Application-ID: A\nHost: builtin:cics\nSession key: PF25\n", "3:14: error: `PF25`"),
    ("Application-ID: A\nHost: builtin:cics\nSesion key: PF1\n", "3:1: error: \"Sesion key\""),
    ("Application-ID: A\nHost: builtin:cics\nStart at signon: yes\n", "3:18: error: `yes`"),
    ("Application-ID: A\nHost: [a]\n", "2:7: error: \"Host\" takes one value"),
    ("- a\n", "1:1: error: no labels stand here"),
    ("Application-ID: A\nHost: tn3270://h:99999\n", "2:7: error: `tn3270://h:99999`"),
    ("Application-ID: A\nHost: builtin:cics\nMenu position: -1\n", "3:16: error: `-1`"),
  ]

  @Test(arguments: broken.indices)
  func `a broken entry is refused with its place`(index: Int) {
    let (text, expected) = Self.broken[index]
    let source = Self.entry("A", text)
    let (tables, faults) = TableLoader.load([source])
    #expect(tables == nil)
    #expect(faults.count == 1)
    #expect(faults.first?.rendered(source).hasPrefix("ACT/Applications/A.yaml:\(expected)") == true)
  }

  @Test func `two sessions of one id or one key are refused, and all faults are told`() {
    let text = "Application-ID: A\nHost: builtin:cics\nSession key: PF13\nBad label: x\n"
    let (tables, faults) = TableLoader.load([Self.entry("A", text), Self.entry("B", text)])
    #expect(tables == nil)
    #expect(
      faults.map(\.message) == [
        "\"Bad label\" is not a label of this file", "\"Bad label\" is not a label of this file",
        "session A is defined twice", "PF13 is the key of two sessions",
      ])
  }

  @Test func `a label may have the star that some panels show`() throws {
    let text = "Application-ID: A\nHost: builtin:cics\n\"* Pass Ticket prof name\": TSOX\n"
    let (tables, _) = TableLoader.load([Self.entry("A", text)])
    #expect(tables?.sessions.first?.ticketProfile.description == "TSOX")
  }

  @Test func `a host is built in or a TN3270 address`() {
    #expect(HostTarget("builtin:tso:r001") == .demoTSO(systemID: "R001"))
    #expect(
      HostTarget("tn3270://mvs.example") == .tn3270(host: "mvs.example", port: 23, isSecure: false))
    #expect(HostTarget("tn3270s://[::1]:1992") == .tn3270(host: "::1", port: 1992, isSecure: true))
    #expect(HostTarget("tn3270://") == nil)
    for wrong in ["a b", "a\u{A0}b", "a/b", "a@b", "a]b", "a\tb", "a:", "a:0", "[::1", "::1"] {
      #expect(HostTarget("tn3270://" + wrong) == nil, "\(wrong)")
    }
    #expect(HostTarget("tn3270://m\u{FC}nchen") != nil)
    #expect(HostTarget("tn3270://" + String(repeating: "\u{FC}", count: 255)) != nil)
    #expect(HostTarget("tn3270://" + String(repeating: "\u{FC}", count: 256)) == nil)
  }
}

@Suite struct SessionDataTextTests {
  @Test(
    arguments: [
      ("&userid/&PSWD", [.variable(.user), .text("/"), .variable(.password)], []),
      ("&USERIDX &", [.variable(.user), .text("X "), .text("&")], ["&USERIDX"]),
      (
        "\u{E4}&Tab\u{E4}&\u{E4}",
        [
          .text("\u{E4}"), .variable(.tab), .text("\u{E4}"), .text("&"), .text("\u{E4}"),
        ], []
      ),
      ("&&NETNAME", [.text("&"), .variable(.network)], []),
      ("&US", [.text("&"), .text("US")], ["&US"]),
    ] as [(String, [SessionDataText.Part], [String])])
  func `session data is taken apart`(
    _ text: String, parts: [SessionDataText.Part], unknown: [String]
  ) {
    let data = SessionDataText(text)
    #expect(data.parts == parts)
    #expect(data.unknown == unknown)
  }
}

@Suite struct FieldManualTests {
  @Test func `every label stands in the manual and in the schema`() throws {
    let manual = FieldManual.markdown()
    for label in ACTEntry.fields.map(\.label) + SystemOptions.fields.map(\.label) {
      #expect(manual.contains("| \(label) |"))
    }
    let schema = try JSONValue(parsing: Array(FieldManual.applicationSchema().utf8))
    #expect(
      Set(schema["properties"]?.object?.keys.map { $0 } ?? [])
        == Set(ACTEntry.fields.flatMap(\.spellings)))
  }

  @Test func `files of users and profiles name what is there`() {
    let (tables, faults) = TableLoader.load([
      SourceText(
        path: "ACT/Applications/A.yaml", text: "Application-ID: TSO\nHost: builtin:cics\n"),
      SourceText(path: "ACT/Users/BOB.yaml", text: "Profile: NONE\nSessions: TSP\n"),
      SourceText(path: "ACT/Users/not a name.yaml", text: "Menu key: PF3\n"),
      SourceText(path: "ACT/Profiles/OPS.yaml", text: "Menu key: PF99\n"),
    ])
    #expect(tables == nil)
    let words = faults.map { $0.rendered(nil) }.joined(separator: "\n")
    #expect(words.contains("there is no profile NONE"))
    #expect(words.contains("there is no session TSP") && words.contains("did you mean TSO?"))
    #expect(words.contains("is no name of a user"))
    #expect(words.contains("`PF99` is not a value of \"Menu key\""))
  }
}
