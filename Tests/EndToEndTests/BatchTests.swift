import DataStream
import Foundation
import TestSupport
import Testing

/// Users from a spreadsheet, by the command, with and without a server.
@Suite struct BatchTests {
  private static func sheet(_ count: Int, password: String = "FIRSTPW1") -> String {
    "USER,NAME,PASSWORD,EXPIRED\n"
      + (0..<count).map { "U\($0),User \($0),\(password),NO\n" }.joined()
  }

  @Test func `a sheet loads whole, a trial changes nothing, and who is in it signs on`() throws {
    let server = try ServerProcess()
    func run(_ words: String..., input: String = "") throws -> (output: String, code: Int32) {
      try ServerProcess.run(words + ["--state", server.state], input: input)
    }
    let sheet = Self.sheet(8)
    let trial = try run("load", "--dry-run", input: sheet)
    #expect(trial.code == 0 && trial.output.contains("16 changes to make; nothing is changed"))
    #expect(trial.output.contains("ADDUSER U7  NAME: User 7"))
    #expect(!(try run("extract", "--mask", "U-").output.contains("User")))
    let broken = try run("load", input: sheet + "U9,toomany\n")
    #expect(broken.code == 1 && broken.output.contains("line 10: 2 cells"))
    #expect(!(try run("extract", "--mask", "U-").output.contains("User")))
    let done = try run("load", input: sheet)
    #expect(done.code == 0 && done.output.contains("16 changes made"), "\(done.output)")
    let back = try run("extract", "--mask", "U-")
    #expect(back.output.split(separator: "\n").count == 9)
    let again = try run("load", input: back.output)
    #expect(again.output.contains("0 changes made"), "\(again.output)")
    let terminal = try ScriptedTerminal(port: server.port)
    try terminal.until("TEN0003")
    terminal.key(.enter, "U7", "FIRSTPW1")
    try terminal.until("TPX MENU")
    let audit = try run("audit", "--kind", "adduser", "--csv").output
    // The headings, the first user, and eight.
    #expect(audit.split(separator: "\n").count == 10)
    let log = try server.log(until: "CHANGED ADDUSER U7")
    #expect(!log.contains("FIRSTPW1") && !done.output.contains("FIRSTPW1"))
  }
}
