import Bytes
import DataStream
import SessionEngine
import Testing

@testable import AdminSession

/// What is rare at the panels: names that are almost the same, another process in between, twice.
@Suite struct AdminCornerTests {
  private static let application = "ACT/Applications/TSOA.yaml"
  private static let twin = "ACT/Applications/tsoa.yaml"

  private func bench(
    _ option: String, _ change: (inout [String: String]) -> Void = { _ in }
  ) throws -> AdminBench {
    var files = AdminBench.standard
    change(&files)
    var bench = try AdminBench(files)
    try bench.open()
    bench.command(option)
    return bench
  }

  // MARK: Names

  @Test func `of two names that differ in case alone the marked one is deleted`() throws {
    var bench = try bench("ACT") { $0[Self.twin] = $0[Self.application] }
    try bench.mark([("tsoa", "D")])
    #expect(bench.message == "ENTER deletes tsoa; any other key keeps it")
    bench.press(.enter)
    #expect(bench.files[Self.twin] == nil && bench.files[Self.application] != nil)
  }

  @Test func `a name that was typed is meant as it is, and only then in capitals`() throws {
    var bench = try bench("ACT") { $0[Self.twin] = $0[Self.application] }
    bench.command("D tsoa")
    #expect(bench.message == "ENTER deletes tsoa; any other key keeps it")
    bench.command("D TSOA")
    #expect(bench.message == "ENTER deletes TSOA; any other key keeps it")
    bench.command("D Cicsa")
    #expect(bench.message == "ENTER deletes CICSA; any other key keeps it")
  }

  // MARK: Another process

  @Test func `a list in another process can be left, and asks for marks again`() throws {
    var bench = try bench("ACT")
    try bench.goOn()
    bench.press(.pf3)
    #expect(bench.lines[0].contains("TPX Administration Menu"))
    bench.command("ACT")
    try bench.goOn()
    try bench.mark([("TSOA", "S")])
    #expect(bench.message == "The list was read again; mark it again")
    try bench.mark([("TSOA", "S")])
    #expect(bench.lines[0].contains("Table: TSOA"))
  }

  @Test func `what was to be deleted when the process ended is not deleted twice`() throws {
    var bench = try bench("ACT")
    try bench.mark([("TSOA", "D")])
    bench.isMute = true
    bench.press(.enter)
    bench.isMute = false
    try bench.goOn()
    #expect(bench.message == "Look whether \(Self.application) is deleted")
    #expect(bench.requests.filter(\.isChange).count == 1)
    #expect(bench.files[Self.application] != nil)
  }

  // MARK: A file

  @Test func `options of a system without a file are left without one`() throws {
    var bench = try bench("SYSTEM") { $0["ACT/System.yaml"] = nil }
    bench.press(.pf3)
    #expect(bench.lines[0].contains("TPX Administration Menu"))
    #expect(bench.message == "System: nothing was changed")
    #expect(bench.requests.allSatisfy { !$0.isChange })
  }

  @Test func `a value with a blank at its end is not changed by looking at it`() throws {
    var bench = try bench("ACT") {
      $0[Self.application] = $0[Self.application]?.replacing("TSO production", with: "\"TSO \"")
    }
    bench.command("S TSOA")
    bench.press(.pf(2), at: try bench.cell("Session description"))
    #expect(bench.screen.contains("whole value"))
    bench.press(.enter, [(6 * 80 + 4, "TSO")])
    #expect(!bench.lines[try bench.row("Session description:")].contains("changed"))
  }

  @Test func `a session is added once, and not too many before they are saved`() throws {
    var bench = try bench("USERS")
    bench.command("S BOB")
    func position() -> String? { bench.lines.first { $0.contains("Row ") && $0.contains(" of ") } }
    bench.command("ADD TSOA")
    let once = position()
    bench.command("ADD TSOA")
    #expect(once != nil && position() == once)
    for number in 1..<50 { bench.command("ADD S\(number)") }
    #expect(bench.message == "")
    bench.command("ADD S50")
    #expect(bench.message == "50 were added: give them values, and save first")
  }
}
