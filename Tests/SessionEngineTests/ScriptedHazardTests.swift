import DataStream
import EBCDIC
import Messages
import Names
import SAF
import Tables
import Terminal
import Testing
import Time

@testable import SessionEngine

/// What a script does while its user is elsewhere, and what two scripts do to each other.
@Suite struct ScriptedHazardTests {
  /// A script that gives a command, and says what came of it.
  private func giving(_ command: String) -> String {
    """
      OPTION ERROR,ON
      WINP
      COMMAND '\(command)'
      LOG 'CODE ' &ERR_RC ' ' &ERR_MSG
      WAIT FOR 'NEVER'
    """
  }

  @Test(arguments: ["A CICS", "A NOBODY", "/H", "/L"])
  func `a terminal that is locked stays locked, whatever a script wants`(command: String) throws {
    var user = try Transcript.scripted(giving(command))
    user.hold("CICS")
    let host = try user.wait()
    user.key(.enter, "/L")
    #expect(user.session.screen == .locked)
    user.writes(host, ScriptedHost.screen("FIRST"))
    #expect(user.session.screen == .locked)
    user.scriptGoesOn(host)
    #expect(user.session.screen == .locked && user.log.contains("CODE 12"))
  }

  @Test(arguments: ["F", "K"], ["Confirm", "Refuse"])
  func `a script that signs off a locked terminal asks nobody`(letter: String, label: String) throws
  {
    var user = try Transcript.scripted(
      giving(letter), system: "\(label) signoff with sessions: Y\nInactivate on: F\n")
    let host = try user.wait()
    user.key(.enter, "/L")
    user.writes(host, ScriptedHost.screen("FIRST"))
    #expect(user.session.screen == (letter == "F" ? .logon : .closing))
    #expect(user.session.signedOnUser == nil && user.session.sessions.isEmpty)
  }

  @Test func `a user in another session stays there where a script's start is refused`() throws {
    var user = try Transcript.scripted(giving("A PAY"))
    user.hold("PAY")
    let host = try user.wait()
    let other = try user.enter("CICS")
    user.writes(host, ScriptedHost.screen("FIRST"))
    #expect(user.session.screen == .session(other) && user.row(1) == " READY")
  }

  @Test func `what was typed is saved though a script's start is refused meanwhile`() throws {
    var user = try Transcript.scripted(giving("A PAY"))
    user.hold("PAY")
    let host = try user.wait()
    let other = try user.enter("CICS")
    user.key(.pf(24))
    #expect(user.session.screen == .saving(other))
    user.writes(host, ScriptedHost.screen("FIRST"))
    user.writes(other, Transcript.write("NEWS"))
    #expect(user.session.screen == .saving(other))
    user.answerRead()
    #expect(user.session.screen == .menu)
    user.key(.enter, "CICS")
    #expect(user.row(1) == " NEWS")
  }

  @Test func `a restart that is refused leaves a locked terminal locked`() throws {
    var user = try Transcript.scripted("  WINP\n", labels: "Auto restart: Y\n")
    let host = try user.wait()
    user.hold("TSO")
    user.key(.enter, "/L")
    user.now = 20
    user.happen(.hostClosed(host, .closedByHost))
    #expect(user.session.screen == .locked && user.session.sessions.isEmpty)
  }

  @Test func `a script is told why its session is not started, and the user is not`() throws {
    var user = try Transcript.scripted(giving("A CICS"))
    user.hold("CICS")
    let host = try user.wait()
    user.writes(host, ScriptedHost.screen("FIRST"))
    user.scriptGoesOn(host)
    #expect(user.log.contains("CODE 12 Application not available"))
    #expect(
      user.session.seat.notice?.words.contains("available") == false && user.session.screen == .menu
    )
    // Who may start none has those that start by themselves.
    var barred = try Transcript.scripted(
      giving("A CICS"), labels: "Start at signon: Y\n", system: "Command class: D\n",
      people: [("CommandClasses/D", "Activate: N\n")])
    let started = try #require(barred.opened.first)
    barred.happen(.hostReady(started, lu: nil))
    barred.writes(started, ScriptedHost.screen("FIRST"))
    barred.scriptGoesOn(started)
    #expect(barred.log.contains("CODE 12 Your command class") && barred.session.sessions.count == 1)
  }

  @Test func `a script whose sessions stay goes on when it has signed its user off`() throws {
    let script = "  WINP\n  COMMAND '/F'\n  PAUSE 600\n"
    var user = try Transcript.scripted(script)
    let host = try user.wait()
    let id = try #require(user.session.signedOnUser)
    user.writes(host, ScriptedHost.screen("FIRST"))
    let left = user.effects.compactMap { effect -> [ActiveSession]? in
      if case .detach(_, let sessions) = effect { sessions } else { nil }
    }.flatMap { $0 }
    #expect(left.count == 1 && user.session.screen == .logon)
    var parked = UserSession(parking: left, of: id, as: user.session)
    var effects: [Effect] = []
    parked.park(at: user.moment, into: &effects)
    for second in [1, 31, 61] as [Int64] {
      user.now = second
      parked.handle(.timer(.script(host)), at: user.moment, into: &effects)
      #expect(parked.sessions.count == 1, "after \(second) s")
    }
    user.now = 602
    parked.handle(.timer(.script(host)), at: user.moment, into: &effects)
    #expect(parked.sessions.first?.runsScript == false)
  }

  @Test func `a script that only gives commands comes to the runaway limit`() throws {
    var user = try Transcript.scripted(
      "  OPTION MAXI,0\n  OPTION ERROR,ON\n  WINP\nA: COMMAND '/H'\n  BRANCH A\n",
      system: "ACL/E runaway limit: 200\n")
    let host = try user.wait()
    user.writes(host, ScriptedHost.screen("FIRST"))
    var turns = 0
    while user.session.sessions.contains(host), turns < 500 {
      // Others have their turn, and no timer of 30 seconds is left behind by each command.
      #expect(user.scriptWakes == [1])
      user.scriptGoesOn(host)
      turns += 1
    }
    #expect(user.session.sessions.isEmpty && user.log.contains("without a wait"))
  }

  @Test func `scripts that end and start each other come to an end`() throws {
    let names = ["AAA", "BBB"]
    var user = try Transcript(
      applications: Transcript.hosts(["AAA"], "Start ACLPGM: AAA\n")
        + Transcript.hosts(["BBB"], "Start ACLPGM: BBB\n"),
      scripts: names.map { name in
        let other = name == "AAA" ? "BBB" : "AAA"
        return (
          name, "  OPTION ERROR,ON\n  COMMAND '/I \(other)'\n  COMMAND '/A \(other)'\n  PAUSE 600\n"
        )
      })
    try user.signOn()
    user.key(.enter, "AAA")
    var opened = user.opened
    var starts = 0
    while let host = opened.popLast(), starts < 100 {
      starts += 1
      user.happen(.hostReady(host, lu: nil))
      for _ in 0..<4 where opened.isEmpty {
        opened += user.opened
        user.scriptGoesOn(host)
        opened += user.opened
      }
    }
    #expect(starts == SessionScript.startsInARow + 1)
  }

  @Test func `a screen with many statements is no reason to hold others up`() throws {
    var user = try Transcript.scripted("  OPTION MAXI,0\n  WINP\nA: LOG 'X'\n  BRANCH A\n")
    let host = try user.wait()
    user.writes(host, ScriptedHost.screen("FIRST"))
    #expect(user.logged.count < 50 && user.scriptWakes == [1])
  }

  @Test func `waits that hosts end soon leave one timer behind, not one each`() throws {
    let keys = String(repeating: "  ENTER\n", count: 40)
    var user = try Transcript.scripted("  WINP\n" + keys)
    let host = try user.wait()
    var timers = 1
    for _ in 0..<30 {
      user.milliseconds += 5
      user.writes(host, ScriptedHost.screen("NEXT"))
      timers += user.scriptWakes.count
    }
    #expect(timers == 1)
    user.milliseconds = 0
    // And the last wait ends in its time all the same.
    user.scriptTimer(host, at: 30)
    #expect(user.session.sessions.contains(host) && user.scriptWakes.count == 1)
    user.scriptTimer(host, at: 31)
    #expect(user.session.sessions.isEmpty)
  }
}
