import Names
import Syntax
import Testing

@testable import Tables

@Suite struct MaskingRulesTests {
  private static func load(
    _ entry: String, masks: [String: String], people: [String: String] = [:]
  ) -> (tables: SiteTables?, faults: [Diagnostic]) {
    let files =
      [
        SourceText(
          path: "ACT/Applications/A.yaml",
          text: "Application-ID: A\nHost: tn3270://mvs.example\n" + entry)
      ]
      + masks.map { SourceText(path: "ACT/Masks/\($0.key).yaml", text: $0.value) }
      + people.map { SourceText(path: "ACT/\($0.key).yaml", text: $0.value) }
    return TableLoader.load(files)
  }

  private static func names(
    _ tables: SiteTables?, _ terminal: String, given: String? = nil, user: String? = nil
  ) throws -> [String] {
    let tables = try #require(tables)
    return tables.luNames(
      of: try #require(tables.sessions.first), for: try #require(LUName(terminal)),
      given: try #require(LUName(given ?? terminal)),
      user: tables.effective(user.flatMap { UserID($0) }).options
    ).map(\.description)
  }

  @Test(arguments: [
    ("EDJB1ABC", ["VDJB1ABC"]), ("TN000042", ["LU042"]), ("TN00004X", ["VN00004X"]),
    ("OTHER", []), ("TN01", ["VN01"]),
  ])
  func `the first rule that fits makes the name`(terminal: String, expected: [String]) throws {
    let rules = "\"EDJB1---\": \"VDJB1---\"\nTN000###: \"LU###\"\n\"TN*\": \"VN*\"\n"
    let (tables, faults) = Self.load("Mask entry name: OFFICE\n", masks: ["OFFICE": rules])
    #expect(faults.isEmpty)
    #expect(try Self.names(tables, terminal) == expected)
  }

  @Test func `the entry's rules come before the user's, and LU name after both`() throws {
    let masks = ["ONE": "\"T*\": \"A*\"\n", "TWO": "\"T*\": \"B*\"\n"]
    let people = ["Users/BOB": "ACB mask default: TWO\n"]
    let (own, _) = Self.load("LU name: L1\n", masks: masks, people: people)
    #expect(try Self.names(own, "TN01", user: "BOB") == ["BN01", "L1"])
    #expect(try Self.names(own, "TN01", user: "ALICE") == ["L1"])
    let (both, _) = Self.load("Mask entry name: ONE\n", masks: masks, people: people)
    #expect(try Self.names(both, "TN01", user: "BOB") == ["AN01"])
  }

  @Test func `a name that a client chose reaches a host by the site's word only`() throws {
    let plain = "LU name: \"********, T*\"\n"
    let (tables, _) = Self.load(plain, masks: [:])
    #expect(
      try Self.names(tables, "CONSOLE1", given: "TN000007") == ["TN000007", "TN"])
    let (allowed, _) = Self.load(plain + "Client LU name: Y\n", masks: [:])
    #expect(try Self.names(allowed, "CONSOLE1", given: "TN000007") == ["CONSOLE1", "TO"])
    // A rule is the site's word.
    let (ruled, _) = Self.load("Mask entry name: M\n", masks: ["M": "\"CONS*\": \"VT*\"\n"])
    #expect(try Self.names(ruled, "CONSOLE1", given: "TN000007") == ["VTOLE1"])
  }

  @Test func `a broken rule and a set that is not there are told`() {
    let (tables, faults) = Self.load(
      "Mask entry name: OFICE\n",
      masks: ["OFFICE": "\"T*X\": \"A\"\nTOOLONGNAME: B\nTN01: \"A*B\"\nTN#: \"A##\"\n"])
    #expect(tables == nil)
    #expect(
      faults.map(\.message) == [
        "\"T*X\" is no rule for a terminal's name",
        "\"TOOLONGNAME\" is no rule for a terminal's name", "\"TN01\" makes no name",
        "`A##` has more # than `TN#`",
        "there are no masking rules OFICE",
      ])
    #expect(faults.last?.note == "did you mean OFFICE?")
  }
}
