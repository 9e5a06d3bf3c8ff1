import Bytes
import DataStream
import Names
import SessionEngine
import Syntax
import Tables
import Terminal
import Testing

@testable import AdminSession

/// Users who look after themselves (`/E`).
@Suite struct SelfApplicationTests {
  private static let update = """
    Can add session in TPX Admin: Y
    Session key: Y
    Session description: Y
    Menu position: Y
    Jump key: Y
    Stage 1 Timeout: Y
    Longest Stage 1 Timeout: 30

    """

  private static let site = AdminBench.standard.merging([
    "ACT/UpdateClasses/P.yaml": update,
    "ACT/Applications/PAY.yaml": "Application-ID: PAY\nHost: builtin:cics\nGroups: PAYROLL\n",
    "ACT/Profiles/DEVS.yaml": "# developers\nJump key: PF11\nUpdate class: P\n",
  ]) { $1 }

  private func bench(_ change: (inout [String: String]) -> Void = { _ in }) throws -> AdminBench {
    var files = Self.site
    change(&files)
    var bench = try AdminBench(files, isOwn: true)
    try bench.open()
    return bench
  }

  private func file(_ bench: AdminBench) -> String? { bench.files[AdminBench.ownPath] }

  @Test func `what the class opens can be typed over, and the rest is shown`() throws {
    var bench = try bench()
    #expect(bench.lines[0].contains("TPX Self-Maintenance: BOB"))
    #expect(!bench.space.isProtected(try bench.cell("Jump key")))
    for label in ["Menu key", "Update class", "Profile", "Transfer option"] {
      #expect(bench.space.isProtected(try bench.cell(label)), "\(label)")
    }
    #expect(bench.lines[try bench.row("Menu key:")].contains("PF3"))
    // A liar types there all the same.
    try bench.type("Update class", "Q")
    #expect(bench.message == "")
    try bench.type("Jump key", "PF9", .pf3)
    #expect(bench.hasEnded)
    #expect(file(bench) == "Profile: DEVS # his group\nMenu key: PF3\nJump key: PF9\n")
  }

  @Test func `each session of the menu has its rows, and one of another's application is refused`()
    throws
  {
    var bench = try bench()
    bench.command("LOCATE CICSA")
    try bench.type("CICSA Session key", "PF5")
    #expect(bench.message == "1 changed; PF3 saves, CANCEL leaves the file as it is")
    #expect(bench.space.isProtected(try bench.cell("CICSA Start at signon")))
    bench.command("ADD MINE")
    try bench.type("MINE Applid", "PAY", .pf3)
    #expect(bench.message.hasPrefix("MINE Applid: application PAY is not on your menu"))
    #expect(bench.lines[try bench.row("MINE Applid:")].contains("< wrong"))
    try bench.type("MINE Applid", "TSOA")
    try bench.type("MINE Session description", "My second TSO", .pf3)
    #expect(bench.hasEnded)
    #expect(
      file(bench) == "Profile: DEVS # his group\nMenu key: PF3\nSession options:\n"
        + "  CICSA:\n    Session key: PF5\n  MINE:\n    Applid: TSOA\n"
        + "    Session description: My second TSO\n")
    let tables = try #require(TableLoader.load(bench.sources).tables)
    #expect(
      tables.effective(UserID("BOB")).sessions.map(\.id.description) == ["CICSA", "MINE", "TSOA"])
  }

  @Test func `a time-out has a limit, and never is beyond it`() throws {
    var bench = try bench()
    for wrong in ["31", "0"] {
      try bench.type("Stage 1 Timeout", wrong, .pf3)
      #expect(
        bench.message == "Stage 1 Timeout: `\(wrong)` is not within your limit; "
          + "expected a number from 1 to 30, or blank")
    }
    try bench.type("Stage 1 Timeout", "30", .pf3)
    #expect(bench.hasEnded && file(bench)?.contains("Stage 1 Timeout: 30\n") == true)
  }

  @Test func `who has no file gets one with the first change, and none without`() throws {
    func alone(_ files: inout [String: String]) {
      files[AdminBench.ownPath] = nil
      files["ACT/System.yaml"] = "Update class: P\n"
    }
    var bench = try bench(alone)
    bench.press(.pf3)
    #expect(bench.hasEnded && bench.requests == [.openOwn])
    bench = try self.bench(alone)
    let line = bench.lines[try bench.row("Menu key:")]
    #expect(line.contains("PF24") && line.trimmed.hasSuffix("system"))
    try bench.type("Jump key", "PF9", .pf3)
    #expect(file(bench) == "Jump key: PF9\n")
  }

  @Test func `a file that changed meanwhile is not overwritten`() throws {
    var bench = try bench()
    bench.meanwhile = { $0[AdminBench.ownPath]? += "Tag key: PF21\n" }
    try bench.type("Jump key", "PF9", .pf3)
    #expect(bench.lines[0].contains("BOB was changed meanwhile, and not saved"))
    #expect(bench.screen.contains("3 + Tag key: PF21"))
    bench.press(.pf3)
    bench.press(.pf3)
    #expect(bench.hasEnded && file(bench)?.hasSuffix("Tag key: PF21\nJump key: PF9\n") == true)
  }

  @Test func `after the file is gone it is made again, or left`() throws {
    var bench = try bench { files in
      files["ACT/System.yaml"] = "Update class: P\n"
      files[AdminBench.ownPath] = "Menu key: PF3\n"
    }
    bench.meanwhile = { $0[AdminBench.ownPath] = nil }
    try bench.type("Jump key", "PF9", .pf3)
    #expect(bench.screen.contains("(the file is gone)"))
    bench.press(.pf3)
    bench.press(.pf3)
    #expect(bench.hasEnded && file(bench) == "Jump key: PF9\n")
  }

  @Test func `a key that another session has is refused while it is typed`() throws {
    var bench = try bench()
    bench.command("LOCATE TSOA SESSION KEY")
    try bench.type("TSOA Session key", "PF15")
    #expect(bench.message.hasPrefix("TSOA Session key: PF15 is the key of session CICSA as well"))
    try bench.type("TSOA Session key", "PF16", .pf3)
    #expect(bench.hasEnded)
  }

  @Test func `a hundred values are saved before the others are typed`() throws {
    var bench = try bench { files in
      for number in 10..<50 {
        files["ACT/Applications/X\(number).yaml"] =
          "Application-ID: X\(number)\nHost: builtin:cics\n"
      }
    }
    var typed = 0
    for number in 10..<50 {
      for label in ["Session description", "Session key", "Menu position"] {
        // Keys of forty sessions would clash.
        guard label != "Session key" else { continue }
        bench.command("LOCATE X\(number) \(label)")
        try bench.type("X\(number) \(label)", "\(number)")
        typed += 1
      }
    }
    #expect(typed == 80 && bench.message.hasPrefix("80 changed"))
    for number in 10..<31 {
      bench.command("LOCATE X\(number) SESSION KEY")
      try bench.type("X\(number) Session key", "PA9")
    }
    #expect(bench.message.hasPrefix("100 values are changed: SAVE first"))
  }

  @Test func `CANCEL changes nothing, and PF1 tells of the row`() throws {
    var bench = try bench()
    try bench.type("Jump key", "PF9")
    bench.press(.pf1, at: try bench.cell("Jump key"))
    #expect(bench.screen.contains("Key that goes to the next live session."))
    bench.press(.pf3)
    bench.press(.pf1)
    #expect(bench.lines[0].contains("TPX Self-Maintenance: help"))
    #expect(bench.screen.contains("ADD SESSION"))
    bench.press(.pf3)
    bench.command("CANCEL")
    #expect(bench.hasEnded && file(bench) == Self.site[AdminBench.ownPath])
  }

  @Test func `a class that opens nothing, or was taken away meanwhile, says so`() throws {
    var bench = try bench { $0["ACT/Profiles/DEVS.yaml"] = "Update class: N\n" }
    #expect(bench.screen.contains("Your update class lets you change nothing."))
    bench.press(.pf3)
    #expect(bench.hasEnded)
    bench = try self.bench()
    try bench.type("Jump key", "PF9")
    bench.files["ACT/UpdateClasses/P.yaml"] = "Menu key: Y\n"
    bench.press(.pf3)
    #expect(bench.message.contains("\"Jump key\" is not yours to change"))
    #expect(!bench.hasEnded && file(bench) == Self.site[AdminBench.ownPath])
  }

  @Test func `it goes on in another process with what was typed`() throws {
    var bench = try bench()
    bench.command("ADD MINE")
    try bench.type("MINE Applid", "TSOA")
    bench.command("LOCATE JUMP")
    try bench.type("Jump key", "PF9")
    try bench.goOn()
    bench.press(.enter)
    #expect(bench.space.isProtected(try bench.cell("Tag key")))
    bench.isMute = true
    bench.press(.pf3)
    bench.isMute = false
    try bench.goOn()
    #expect(bench.hasEnded)
    #expect(file(bench)?.contains("Jump key: PF9\n") == true)
    #expect(file(bench)?.contains("MINE:\n    Applid: TSOA\n") == true)
    // Broken bytes are refused, and trap nobody.
    var freezer = Freezer()
    #expect(bench.application.freeze(into: &freezer))
    for length in 0..<freezer.bytes.count {
      var short = Thawer(Array(freezer.bytes[..<length]))
      #expect(throws: ThawError.self) {
        _ = try SelfApplication(thawing: &short, panels: try AdminBench.panels)
      }
    }
  }

  @Test func `a liar's fields and keys come to nothing`() throws {
    var bench = try bench()
    bench.press(.enter, at: 1919, (0..<1900).map { ($0, "S") })
    for byte in UInt8.min...UInt8.max { bench.handle(.record([byte])) }
    bench.handle(.record([]))
    bench.handle(.administered(.wrong([])))
    #expect(file(bench) == Self.site[AdminBench.ownPath])
  }
}
