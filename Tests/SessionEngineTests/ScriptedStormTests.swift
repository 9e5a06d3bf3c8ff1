import Foundation
import Testing

@testable import SessionEngine

/// The event storm where each session has a script that does all that scripts do.
@Suite struct ScriptedStormTests {
  private static let seeds = ProcessInfo.processInfo.environment["TURNSTILE_STORMS"].flatMap(
    Int.init)

  private static let scripts = [
    (
      name: "AAA",
      text: """
        OPTION MAXI,0
        OPTION VISIBLE,ON
        OPTION ERROR,ON
        UDEFINE &COUNT
        SET &COUNT 0
      AGAIN: WAIT 7
        HOME
        KEY 'X' &PSWD
        ADD &COUNT 1
        IF &COUNT = 3 OPTION TERM,ON
        IF &COUNT = 5 SEND 'five'
        IF &COUNT = 6 INPUT
        IF &COUNT = 8 OPTION TERM,OFF
        IF &COUNT = 9 COMMAND 'A BBB'
        IF &COUNT = 11 COMMAND '/I CCC'
        IF &COUNT = 30 LOGOFF
        ENTER
        BRANCH AGAIN
      """
    ), (name: "BBB", text: "  WINP\n  CLEAR\n  PF3\n  FAIL 'no'\n"),
    (name: "CCC", text: "  OPTION TERM,ON\n  WAIT 3\n  INPUT\n  PA1\n  COMMAND '/F'\n"),
  ]

  @Test func `scripts and everything else in any order keep the books`() throws {
    let all = ["AAA", "BBB", "CCC"].map { name in
      (
        name: name,
        text: "Application-ID: \(name)\nHost: tn3270://mvs.example:23\nAuto restart: Y\n"
          + "Start ACLPGM: \(name)\n" + (name == "AAA" ? "Generate Pass Ticket: Y\n" : "")
          + (name == "CCC" ? "Start at signon: Y\n" : "")
      )
    }
    func site(_ more: String) throws -> Site {
      try Transcript(system: more, applications: all, scripts: Self.scripts).session.seat.site
    }
    let sites = [
      try site("Disconnect timeout: 3\n"), try site("Transfer option: ANY\nStage 1 Timeout: 1\n"),
    ]
    let facts = try Transcript().session.terminal
    for seed in 0..<UInt64(Self.seeds ?? 8) {
      var storm = EventStorm(seed: seed, sites: sites, facts: facts)
      for _ in 0..<500 where storm.faults.isEmpty { storm.step() }
      #expect(storm.faults.isEmpty, "seed \(seed)")
    }
  }
}
