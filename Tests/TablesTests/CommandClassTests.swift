import Names
import Syntax
import Testing

@testable import Tables

/// Which commands users have.
@Suite struct CommandClassTests {
  private static func load(_ files: [String: String]) -> (SiteTables?, [String]) {
    let (tables, faults) = TableLoader.load(
      files.sorted { $0.key < $1.key }.map { SourceText(path: "ACT/\($0.key)", text: $0.value) })
    return (tables, faults.map(\.summary))
  }

  @Test func `the class of the file, the first profile, DEFAULT or the system counts`() throws {
    let (loaded, words) = Self.load([
      "CommandClasses/D.yaml": "Lock: N\n", "CommandClasses/Q.yaml": "Activate: n\nJump: N\n",
      "System.yaml": "Command class: D\n", "Profiles/DEV.yaml": "Command class: Q\n",
      "Users/BOB.yaml": "Profile: DEV\n",
    ])
    #expect(words == [])
    let tables = try #require(loaded)
    func all(_ user: String) -> CommandClass {
      tables.commandClass(of: tables.effective(UserID(user)))
    }
    #expect(all("BOB").summary == "without Activate, Jump" && all("BOB").permits(.lock))
    #expect(all("ANY").summary == "without Lock" && CommandClass().summary == "all commands")
  }

  @Test func `a class that would trap its users is refused, and says what it lacks`() {
    let (tables, words) = Self.load(["CommandClasses/D.yaml": "Log off: N\nSign off: N\n"])
    #expect(tables == nil)
    #expect(
      words == [
        "ACT/CommandClasses/D.yaml:2:11: error: users of this class cannot leave: they may neither "
          + "sign off nor log off; say Y for \"Sign off\" or for \"Log off\""
      ])
    for one in ["Log off: N\n", "Sign off: N\n", "Activate: N\nJump: N\nInactivate: N\n"] {
      #expect(Self.load(["CommandClasses/D.yaml": one]).1 == [])
    }
    #expect(
      Self.load(["System.yaml": "Command class: D\n"]).1 == [
        "ACT/System.yaml:1:16: error: there is no command class D; "
          + "it would be ACT/CommandClasses/D.yaml"
      ])
  }
}
