import Bytes
import DataStream
import Names
import SessionEngine
import Syntax
import Tables
import TestSupport
import Testing

@testable import AdminSession

@Suite struct AdminApplicationTests {
  private func bench(_ option: String? = nil) throws -> AdminBench {
    var bench = try AdminBench()
    try bench.open()
    if let option { bench.command(option) }
    return bench
  }

  // MARK: The menu

  @Test func `the menu has what the user may look at, and each line leads somewhere`() throws {
    var bench = try bench()
    for area in AdminArea.allCases {
      #expect(bench.lines[try bench.row(area.title)].contains(area.option))
    }
    for option in ["1.2", "users", "ACT"] {
      bench.command(option)
      #expect(bench.lines[0].contains("List"), "\(option)")
      bench.press(.pf3)
      #expect(bench.lines[0].contains("TPX Administration Menu"))
    }
    bench.command("2.1")
    #expect(bench.lines[0].contains("TPX System Options Table: System"))
    bench.press(.pf(4))
    bench.command("9")
    #expect(bench.message == "9 is no option of this menu")
    bench.press(.enter, at: try bench.row("TPX User Maintenance") * 80)
    #expect(bench.lines[0].contains("TPX User Maintenance List"))
    bench.press(.pf3)
    bench.press(.pf3)
    #expect(bench.hasEnded)
  }

  @Test func `a menu without areas says what it takes`() throws {
    var bench = try AdminBench()
    bench.areas = []
    try bench.open()
    #expect(bench.message == "ADMIN may nothing")
    #expect(!bench.screen.contains("TPX User Maintenance"))
  }

  // MARK: The list

  @Test func `FIND and LOCATE go to a line, and PF5 finds on`() throws {
    var files = AdminBench.standard
    for number in 100..<160 {
      files["ACT/Applications/APP\(number).yaml"] =
        "Application-ID: APP\(number)\nHost: builtin:cics\nSession description: number \(number)\n"
    }
    var bench = try AdminBench(files)
    try bench.open()
    bench.command("ACT")
    #expect(bench.lines[5].contains("APP100   APP100    APP100    number 100"))
    #expect(bench.lines[23].contains("Row 1 of 62"))
    bench.press(.pf8)
    #expect(bench.lines[23].contains("Row 18 of 62"))
    bench.command("find number 15")
    #expect(bench.lines[5].contains("APP150"))
    bench.press(.pf(5))
    #expect(bench.lines[5].contains("APP151"))
    bench.command("f number 100")
    #expect(
      bench.lines[5].contains("APP100") && bench.message == "Found from the top of the list on")
    bench.command("locate tso")
    #expect(bench.lines[5].contains("TSOA"))
    bench.command("find nowhere")
    #expect(bench.message == "nowhere is nowhere in this list")
    bench.command("locate zzz")
    bench.press(.pf7)
    bench.command("top")
    bench.command("bottom")
    #expect(bench.lines[23].contains("Row 62 of 62"))
    bench.command("frob")
    #expect(bench.message.hasPrefix("frob is no command here"))
  }

  @Test func `several lines are marked at once, and D asks again`() throws {
    var bench = try bench("ACT")
    try bench.mark([("CICSA", "s"), ("TSOA", "S")])
    #expect(bench.lines[0].contains("Table: CICSA"))
    bench.press(.pf3)
    #expect(bench.lines[0].contains("Table: TSOA"))
    bench.press(.pf3)
    #expect(bench.lines[0].contains("List"))
    try bench.mark([("CICSA", "x")])
    #expect(bench.message == "X is no line command; S, C and D are")
    try bench.mark([("CICSA", "D"), ("TSOA", "D")])
    #expect(bench.message == "ENTER deletes CICSA, TSOA; any other key keeps them")
    bench.press(.pf8)
    bench.press(.enter)
    #expect(bench.files.count == AdminBench.standard.count)
    try bench.mark([("CICSA", "D"), ("TSOA", "S")])
    bench.press(.enter)
    #expect(bench.files["ACT/Applications/CICSA.yaml"] == nil)
    // What else was marked follows.
    #expect(bench.lines[0].contains("Table: TSOA"))
    bench.press(.pf3)
    #expect(!bench.screen.contains("CICSA  "))
  }

  @Test func `a copy begins with what the other says, and is a file when it is saved`() throws {
    var bench = try bench("ACT")
    try bench.mark([("TSOA", "C")])
    #expect(bench.lines[1].contains("COPY TSOA"))
    bench.command("COPY TSOA TSOX")
    #expect(bench.message.contains("TSOX.yaml is a copy of ACT/Applications/TSOA.yaml"))
    #expect(bench.files["ACT/Applications/TSOX.yaml"] == nil)
    try bench.type("Session description", "Another TSO     ")
    bench.press(.pf3)
    let copy = try #require(bench.files["ACT/Applications/TSOX.yaml"])
    #expect(copy.contains("# TSO\nApplication-ID:        TSOX\n"))
    #expect(copy.contains("builtin:tso:S001   # the host\nSession description:   Another TSO\n"))
    bench.command("copy tsoa tsox")
    #expect(bench.message == "TSOX is there already")
    bench.command("copy tsoa a.b")
    #expect(bench.message.hasPrefix("A.B is no name"))
  }

  @Test func `ADD makes a file, which says what it lacks`() throws {
    var bench = try bench("ACT")
    bench.command("ADD NEW1")
    bench.press(.pf3)
    #expect(bench.message.contains("\"Host\" is missing"))
    try bench.type("Host", "builtin:cics", .pf3)
    #expect(
      bench.files["ACT/Applications/NEW1.yaml"]
        == "Application-ID: NEW1\nHost:           builtin:cics\n")
    bench.command("s other")
    #expect(bench.message == "there is no other; ADD OTHER makes it")
  }

  // MARK: A file

  @Test func `every label is a row, and saving changes its value alone`() throws {
    var bench = try bench("ACT")
    bench.command("S TSOA")
    var seen: Set<String> = []
    for _ in 0..<9 {
      for line in bench.lines[4...22] where line.contains(":") {
        seen.insert(String(line.trimmed.prefix { $0 != ":" }))
      }
      bench.press(.pf8)
    }
    let labels = ACTEntry.fields.map { $0.spellings.last ?? "" }
    #expect(seen.isSuperset(of: labels), "\(Set(labels).subtracting(seen))")
    bench.command("locate prof name")
    try bench.type("* Pass Ticket prof name", "TSOS002")
    #expect(bench.message == "1 changed; PF3 saves, CANCEL leaves the file as it is")
    bench.command("locate generate pass")
    try bench.type("Generate Pass Ticket", "y", .pf3)
    #expect(bench.message == "TSOA is saved")
    let before = try #require(AdminBench.standard["ACT/Applications/TSOA.yaml"])
    #expect(
      bench.files["ACT/Applications/TSOA.yaml"] == before.replacing("TSOS001", with: "TSOS002")
        + "Generate Pass Ticket:      y\n")
  }

  @Test func `a bad value is told at its field in the words of check, and nothing is saved`() throws
  {
    var bench = try bench("ACT")
    bench.command("S TSOA")
    try bench.type("Session key", "PF99", .pf3)
    #expect(
      bench.message == "Session key: `PF99` is not a value of \"Session key\"; "
        + "expected blank, or PF1 to PF24, or PA1 to PA3")
    #expect(bench.lines[try bench.row("Session key:")].contains("< wrong"))
    #expect(bench.requests.allSatisfy { !$0.isChange })
    // What only all files together say is told in the same way.
    try bench.type("Session key", "PF15", .pf3)
    #expect(bench.message.contains("PF15 is the key of two sessions"))
    #expect(bench.lines[try bench.row("Session key:")].contains("< wrong"))
    try bench.type("Session key", "", .pf3)
    #expect(bench.message == "TSOA: nothing was changed")
  }

  @Test func `what would be a warning of a user's file later is refused at its field`() throws {
    var bench = try bench("USERS")
    bench.command("S BOB")
    bench.command("ADD TSOA")
    bench.command("LOCATE TSOA SESSION KEY")
    try bench.type("TSOA Session key", "PF15", .pf3)
    #expect(bench.message.contains("PF15 is the key of session CICSA as well"))
    #expect(bench.lines[try bench.row("TSOA Session key:")].contains("< wrong"))
  }

  @Test func `a file that changed meanwhile is not overwritten; the difference is shown`() throws {
    var bench = try bench("ACT")
    bench.command("S CICSA")
    let path = "ACT/Applications/CICSA.yaml"
    bench.meanwhile = { $0[path] = ($0[path] ?? "") + "Menu position: 5\n" }
    try bench.type("Session key", "PF16", .pf3)
    #expect(bench.lines[0].contains("CICSA was changed meanwhile, and not saved"))
    #expect(bench.screen.contains("4 + Menu position: 5"))
    #expect(bench.files[path]?.contains("PF15") == true)
    bench.press(.pf3)
    #expect(bench.lines[try bench.row("Session key:")].contains("PF16"))
    #expect(bench.lines[try bench.row("Menu position:")].contains(" 5 "))
    bench.press(.pf3)
    #expect(
      bench.files[path]
        == "Application-ID: CICSA\nHost: builtin:cics\nSession key: PF16\nMenu position: 5\n")
  }

  @Test func `what is refused keeps what was typed`() throws {
    var bench = try bench("ACT")
    bench.command("S CICSA")
    bench.refusal = "ADMIN needs UPDATE to TURNSTILE.ADMIN.ACT in the class OPERCMDS"
    try bench.type("Session key", "PF16", .pf3)
    #expect(bench.message.hasPrefix("CICSA is not saved: ADMIN needs UPDATE"))
    #expect(bench.lines[try bench.row("Session key:")].contains("PF16"))
    bench.command("CANCEL")
    #expect(bench.message == "CICSA is as it was")
    #expect(bench.files == AdminBench.standard)
  }

  @Test func `PF1 tells of the field under the cursor, PF2 shows a long value whole`() throws {
    var bench = try bench("ACT")
    bench.command("S TSOA")
    bench.press(.pf1, at: try bench.cell("Session key"))
    #expect(bench.screen.contains("Key that goes straight to the session."))
    #expect(bench.screen.contains("Expected:  blank, or PF1 to PF24, or PA1 to PA3"))
    bench.press(.pf3)
    bench.press(.pf1)
    #expect(bench.lines[0].contains("help"))
    bench.press(.enter)
    let long = String(repeating: "GROUP1,", count: 20) + "LAST"
    bench.press(.pf(2), at: try bench.cell("Groups"))
    #expect(bench.screen.contains("whole value"))
    bench.press(.enter, [(6 * 80 + 4, long)])
    #expect(bench.lines[try bench.row("Groups:")].contains("changed+"))
    try bench.type("Groups", "X")
    #expect(bench.message == "Groups is longer than its line: PF2 shows it whole")
    bench.press(.pf3)
    #expect(
      bench.files["ACT/Applications/TSOA.yaml"]?.contains("Groups:                    \(long)\n")
        == true)
  }

  @Test func `a user's row shows own, profile, system, and which counts`() throws {
    var bench = try bench("USERS")
    bench.command("S BOB")
    func columns(_ label: String) throws -> [String] {
      bench.lines[try bench.row(label + ":")].split(separator: " ").map(String.init)
    }
    #expect(try columns("Jump key").suffix(3) == ["PF11", "PF23", "DEVS"])
    #expect(try columns("Menu key").suffix(3) == ["PF3", "PF22", "own"])
    #expect(try columns("Command key").suffix(2) == ["PF12", "system"])
    try bench.type("Jump key", "PF7")
    #expect(bench.lines[try bench.row("Jump key:")].contains("changed"))
    bench.command("ADD TSOA")
    try bench.type("TSOA Session key", "PF5", .pf3)
    #expect(
      bench.files["ACT/Users/BOB.yaml"] == "Profile: DEVS # his group\nMenu key: PF3\n"
        + "Jump key: PF7\nSession options:\n  TSOA:\n    Session key: PF5\n")
    bench.command("S BOB")
    bench.command("locate tsoa session key")
    try bench.type("TSOA Session key", "", .pf3)
    #expect(bench.files["ACT/Users/BOB.yaml"]?.contains("Session options") == false)
  }

  @Test func `a system option that is left out shows its default`() throws {
    var bench = try bench("SYSTEM")
    bench.command("locate logo timeout")
    #expect(bench.lines[try bench.row("LOGO Timeout:")].contains("120"))
    #expect(bench.lines[try bench.row("LOGO Timeout:")].contains("default"))
    bench.command("locate system name")
    try bench.type("Menu key", "")
    try bench.type("System name", "TEST", .pf3)
    #expect(bench.files["ACT/System.yaml"] == "# the system\nSystem name: TEST\nMenu key: \"\"\n")
    #expect(bench.lines[0].contains("Menu"))
  }

  // MARK: The other end

  @Test func `a liar's fields and rows come to nothing`() throws {
    var bench = try bench("ACT")
    bench.press(.enter, at: 1919, (0..<1900).map { ($0, "S") })
    bench.press(.enter, at: 0, [(1900, "S")])
    for byte in UInt8.min...UInt8.max { bench.handle(.record([byte])) }
    bench.handle(.record([]))
    bench.handle(.administered(.wrong([])))
    bench.handle(.administered(.changed(nil)))
    #expect(bench.files == AdminBench.standard)
  }

  @Test func `while an answer is awaited input does nothing`() throws {
    var bench = try bench("ACT")
    bench.isMute = true
    bench.command("S TSOA")
    let count = bench.requests.count
    bench.command("S CICSA")
    bench.press(.pf3)
    #expect(bench.requests.count == count && !bench.hasEnded)
  }

  @Test func `it goes on in another process with what was typed`() throws {
    var bench = try bench("USERS")
    bench.command("S BOB")
    try bench.type("Jump key", "PF7")
    bench.isMute = true
    bench.press(.pf3)
    var freezer = Freezer()
    #expect(bench.application.freeze(into: &freezer))
    let bytes = freezer.bytes
    var thawer = Thawer(bytes)
    bench.application = try #require(
      try AdminApplication(thawing: &thawer, panels: try AdminBench.panels))
    bench.isMute = false
    var effects: [ApplicationEffect] = []
    bench.application.resume(into: &effects)
    bench.perform(effects)
    #expect(bench.files["ACT/Users/BOB.yaml"]?.contains("Jump key: PF7") == true)
    #expect(bench.lines[0].contains("TPX User Maintenance List"))
    #expect(bench.message == "BOB is saved")
    // Broken bytes are refused, and trap nobody.
    for length in 0..<bytes.count {
      var short = Thawer(Array(bytes[..<length]))
      #expect(throws: ThawError.self) {
        _ = try AdminApplication(thawing: &short, panels: try AdminBench.panels)
      }
    }
  }
}
