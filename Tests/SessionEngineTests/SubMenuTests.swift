import DataStream
import EBCDIC
import Names
import Tables
import Testing

@testable import SessionEngine

/// Menus below the main menu.
@Suite struct SubMenuTests {
  private static func entry(_ name: String, _ labels: String = "") -> (String, String) {
    (
      name,
      "Application-ID: \(name)\nHost: tn3270://mvs.example:23\nSession description: About \(name)\n"
        + labels
    )
  }

  /// AAA and ZZZ stand on the main menu; D01 to D20, and CCC before them, on DEV; OPS1 on OPS.
  private static func user(
    _ more: [(String, String)] = [], people: [(String, String)] = []
  ) throws -> Transcript {
    let dev = (1...20).map { entry("D" + ($0 < 10 ? "0" : "") + "\($0)", "Menu: DEV\n") }
    var user = try Transcript(
      applications: [entry("AAA"), entry("ZZZ"), entry("OPS1", "Menu: ops\n")] + dev
        + [entry("CCC", "Menu: DEV\nMenu position: 5\nSession key: PF5\n")] + more,
      people: people)
    try user.signOn()
    return user
  }

  /// ENTER with a mark before a line of the list, from 0, and the cursor at a line.
  private static func enter(
    _ user: inout Transcript, mark: (row: Int, text: String)? = nil, at row: Int = 0
  ) {
    var record: [UInt8] = [AID.enter.byte]
    BufferAddress.append((8 + row) * 80 + 3, in: .model2, to: &record)
    if let mark {
      record.append(OrderCode.setBufferAddress)
      BufferAddress.append((8 + mark.row) * 80 + 3, in: .model2, to: &record)
      record += CodePage.bracket.encode(mark.text)
    }
    user.happen(.terminalRecord(record))
  }

  @Test func `a sub-menu has one line where its first would stand; S opens it, PF3 comes back`()
    throws
  {
    var user = try Self.user()
    #expect(user.panel == "TEN0041")
    // CCC has the lowest position of all.
    let names = (9...12).map { user.row($0).dropFirst(5).prefix { $0 != " " } }
    #expect(names == ["DEV", "AAA", "OPS", "ZZZ"])
    #expect(
      user.row(9).contains("(menu) 21 sessions") && user.row(11).contains("(menu) 1 session"))
    Self.enter(&user, mark: (0, "S"))
    #expect(user.panel == "TEN0043" && user.row(1).contains("TPX MENU  DEV"))
    #expect(user.row(9).contains("CCC") && user.row(10).contains("D01"))
    #expect(user.row(23).hasSuffix("Row 1 of 21"))
    user.key(.pf8)
    #expect(user.row(23).hasSuffix("Row 9 of 21"))
    user.key(.pf3)
    #expect(user.panel == "TEN0041" && user.session.seat.user != nil)
    Self.enter(&user, at: 2)
    #expect(user.panel == "TEN0043" && user.row(9).contains("OPS1"))
    user.key(.pf(15))
    #expect(user.panel == "TEN0041")
    Self.enter(&user, mark: (0, "I"))
    #expect(user.row(5).contains("Session DEV is not live"))
    // Twice back is a sign-off, as ever.
    user.key(.pf3)
    #expect(user.session.seat.user == nil)
  }

  @Test func `names, keys and searches lead into every menu`() throws {
    var user = try Self.user()
    user.key(.enter, "dev")
    #expect(user.panel == "TEN0043")
    // From below, what stands elsewhere.
    user.key(.enter, "locate ops1")
    #expect(user.row(1).contains("TPX MENU  OPS") && user.row(9).contains("OPS1"))
    user.key(.enter, "find about d1")
    #expect(
      user.row(1).contains("TPX MENU  DEV") && user.row(5).contains("Found D10, line 11 of 21"))
    user.key(.enter, "find")
    #expect(user.row(5).contains("Found D11, line 12 of 21"))
    user.key(.enter, "find about z")
    #expect(user.panel == "TEN0041" && user.row(5).contains("Found ZZZ, line 4 of 4"))
    user.key(.enter, "/a dev")
    #expect(user.panel == "TEN0043")
    user.key(.enter, "nosuch")
    #expect(user.panel == "TEN0043" && user.row(5).contains("NOSUCH"))
    user.key(.enter, "AAA")
    #expect(user.opened.count == 1, "a session of the main menu starts from below")
    user.key(.pf(5))
    #expect(user.opened.count == 1, "and a session key works anywhere")
    var other = try Self.user()
    other.key(.enter, "sort id")
    let names = (9...12).map { other.row($0).dropFirst(5).prefix { $0 != " " } }
    #expect(names == ["AAA", "DEV", "OPS", "ZZZ"])
  }

  @Test func `who comes back from a session sees its menu, and the main menu tells what runs`()
    throws
  {
    var user = try Self.user()
    user.key(.enter, "D15")
    let host = try #require(user.opened.first)
    user.happen(.hostReady(host, lu: nil))
    user.happen(.hostRecord(host, Transcript.write("DEEP"), reply: .no))
    #expect(user.row(1).contains("DEEP"))
    user.key(.pf(24))
    user.answerRead()
    #expect(user.row(1).contains("TPX MENU  DEV") && !user.rows(with: "D15").isEmpty)
    user.key(.pf3)
    #expect(user.row(9).contains("DEV") && user.row(9).contains("1 active"))
    user.happen(.hostRecord(host, Transcript.write("MORE"), reply: .no))
    #expect(user.row(9).contains("waiting"))
    user.key(.pf(23))
    #expect(user.row(1).contains("MORE"), "the jump key goes there")
  }

  @Test func `files of users move lines, and a menu that goes is left`() throws {
    var user = try Self.user(people: [
      ("Users/BOB", "Session options:\n  OPS1:\n    Menu: DEV\n  AAA:\n    Menu: OWN\n")
    ])
    let names = (9...12).map { user.row($0).dropFirst(5).prefix { $0 != " " } }
    #expect(names == ["DEV", "OWN", "ZZZ", ""])
    user.key(.enter, "own")
    #expect(user.row(9).contains("AAA"))
    let others = try Transcript(applications: [Self.entry("AAA"), Self.entry("BBB")])
    user.happen(.siteReplaced(others.session.seat.site))
    #expect(user.panel == "TEN0041" && user.row(9).contains("AAA"))
  }
}
