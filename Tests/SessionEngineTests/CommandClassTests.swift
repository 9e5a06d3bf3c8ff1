import DataStream
import Names
import Tables
import Testing

@testable import SessionEngine

/// Users whose command class has not every command.
@Suite struct CommandClassTests {
  private static func user(_ labels: String) throws -> Transcript {
    var user = try Transcript(
      system: "Command class: D\nPrint key: PF22\nTag key: PF21\n",
      applications: Transcript.hosts(["AAA"]) + Transcript.hosts(["OWN"], "Start at signon: Y\n"),
      people: [("CommandClasses/D", labels)])
    try user.signOn()
    return user
  }

  @Test func `each command of a class has a letter, and one that is barred does nothing`() throws {
    for command in ClassCommand.allCases {
      let help = try #require(CommandHelp.of(command.letter))
      let typed = ["M": "/M SUE hello"][help.letter] ?? "/\(help.letter) AAA"
      var user = try Self.user("\(command.rawValue): N\n")
      let former = user.session.seat.view.commands
      #expect(!former.permits(command))
      let line = ["J", "L", "F", "K", "E", "W"].contains(help.letter) ? "/\(help.letter)" : typed
      user.key(.enter, line)
      #expect(
        user.row(5).contains("Your command class does not have /\(help.letter)"), "\(command)")
      user.key(.pf1)
      #expect(user.rows(with: help.summary).isEmpty, "\(command)")
    }
  }

  @Test func `who may not start sessions has those that start by themselves`() throws {
    var user = try Self.user("Activate: N\n")
    let own = try #require(user.opened.first)
    for typed in ["AAA", "/A AAA", "/G AAA"] {
      user.key(.enter, typed)
      #expect(user.row(5).contains("Your command class does not have /A") && user.opened.isEmpty)
    }
    user.happen(.hostReady(own, lu: nil))
    user.happen(.hostRecord(own, Transcript.write("MINE"), reply: .no))
    #expect(user.row(1).contains("MINE"))
    user.key(.pf(24))
    user.answerRead()
    user.key(.enter, "OWN")
    #expect(user.row(1).contains("MINE"))
  }

  @Test func `a line of one's own options is of /E, whatever it is called`() throws {
    func user(_ labels: String) throws -> Transcript {
      var user = try Transcript(
        system: "Command class: D\n",
        applications: [(name: "ME", text: "Application-ID: ME\nHost: builtin:tpxself\n")],
        people: [("CommandClasses/D", labels)])
      try user.signOn()
      user.key(.enter, "ME")
      return user
    }
    let barred = try user("Edit: N\n")
    #expect(barred.row(5).contains("Your command class does not have /E") && barred.opened.isEmpty)
    #expect(try !user("Activate: N\n").opened.isEmpty)
  }

  @Test func `a key of one's own yields to what others gave it later`() throws {
    var user = try Transcript(
      system: "Tag key: PF21\n",
      applications: Transcript.hosts(["AAA"]) + Transcript.hosts(["BBB"], "Session key: PF5\n"),
      people: [
        (
          "Users/BOB",
          "Session options:\n  AAA:\n    Session key: PF5\n  BBB2:\n    Applid: BBB\n"
            + "    Session key: PF21\n"
        )
      ])
    try user.signOn()
    let view = user.session.seat.view
    #expect(view.session(for: .pf(5))?.id.description == "BBB")
    #expect(view.session(for: .pf(21)) == nil && view.keys.tag == .pf(21))
  }

  @Test func `PF3 signs off nobody whose class has no F, and K lets them go`() throws {
    var user = try Self.user("Sign off: N\n")
    user.key(.pf3)
    #expect(user.row(5).contains("Your command class does not have /F"))
    #expect(user.key(.enter, "/K").contains { $0.contains("close") })
  }

  @Test func `keys of barred commands are the application's`() throws {
    let user = try Self.user("Jump: N\nPrint: N\n")
    let keys = user.session.seat.view.keys
    #expect(keys.jump == nil && keys.print == nil && keys.tag != nil && keys.menu != nil)
    #expect(user.row(6).contains("Jump=NONE"))
  }
}
