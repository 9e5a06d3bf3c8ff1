import Bytes
import DataStream
import EBCDIC
import Names
import Script
import Syntax
import Terminal
import Testing

@testable import Replay

@Suite struct ScriptReplayTests {
  /// A screen of a label, a field, a label and a field that shows nothing.
  private func logon(_ title: String) -> PresentationSpace {
    var space = PresentationSpace(TerminalCapabilities(model: 2))
    let page = CodePage.bracket
    var record: [UInt8] = [Command.eraseWrite.rawValue, 0xC3]
    func field(_ attribute: UInt8, _ text: String) -> [UInt8] {
      [OrderCode.startField, attribute] + page.encode(text)
    }
    record += field(0xF0, title) + field(0x40, "        ") + field(0xF0, "PASSWORD")
    record += field(0x4C, "        ") + field(0xF0, "")
    _ = space.apply(record)
    return space
  }

  private func run(_ text: String, _ screens: [PresentationSpace]) throws -> ScriptReplay.Result {
    let loaded = ScriptLibrary.load([SourceText(path: "A.acl", text: text)])
    #expect(loaded.faults.map(\.summary) == [])
    let name = try #require(ScriptName("A"))
    return try #require(
      ScriptReplay.run(
        name, in: loaded.library, against: screens, page: .bracket,
        as: ScriptSurroundings(facts: [.userID: "BOB"])))
  }

  @Test func `a script runs against screens, and each statement stands beside what it does`() throws
  {
    let script = """
      WINP
      SEARCH 'USERID'
      IF NOT FOUND FAIL 'another screen'
      TABF
      KEY &USERID
      TABF
      KEY &PSWD
      ENTER
      SEARCH 'READY'
      IF NOT FOUND FAIL 'no READY'
      """
    let result = try run(script, [logon("USERID"), logon("READY")])
    #expect(result.isDone)
    #expect(
      result.lines == [
        "A line 1: WINP", "--- screen 1, 24x80, cursor 0",
        "  |  USERID          PASSWORD" + String(repeating: " ", count: 55),
        "A line 2: SEARCH 'USERID'", "A line 3: IF NOT FOUND", "A line 4: TABF", "  cursor to 1,9",
        "A line 5: KEY ...", "  types BOB", "A line 6: TABF", "  cursor to 1,27",
        "A line 7: KEY ...", "  types the ticket or the password", "A line 8: ENTER",
        "  presses ENTER", "--- screen 2, 24x80, cursor 0",
        "  |  READY          PASSWORD" + String(repeating: " ", count: 56),
        "A line 9: SEARCH 'READY'", "A line 10: IF NOT FOUND", "the script ended as it wanted",
      ])
  }

  @Test func `behind the last screen waits are as long as they may be, and the run ends`() throws {
    let failed = try run("WINP\nENTER", [logon("USERID")])
    #expect(!failed.isDone)
    #expect(
      failed.lines.suffix(2) == [
        "  waits until second 30",
        "A line 2: failed: the application did not answer within 30 seconds",
      ])
    let endless = try run("OPTION MAXI,0\nX: PAUSE 1\nBRANCH X", [])
    #expect(!endless.isDone)
    #expect(endless.lines.last == "stopped here: the script goes on and on")
  }

  @Test func `what is typed is seen, but not in a hidden field`() throws {
    let script = """
      OPTION VISIBLE,ON
      WINP
      TABF
      KEY &PSWD
      SEARCH '********'
      IF NOT FOUND FAIL 'not shown'
      TABF
      KEY 'HIDDEN'
      SEARCH 'HIDDEN'
      IF FOUND FAIL 'shown'
      """
    let result = try run(script, [logon("X")])
    #expect(result.isDone, "\(result.lines)")
  }
}
