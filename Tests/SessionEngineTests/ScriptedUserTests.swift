import Bytes
import DataStream
import EBCDIC
import Messages
import Script
import Terminal
import Testing

@testable import SessionEngine

/// What a session's script shows its user, what the user does meanwhile, and what it does beside typing.
@Suite struct ScriptedUserTests {
  @Test func `choosing a session again ends its script and shows it`() throws {
    var user = try Transcript.scripted(ScriptedHost.logon)
    let host = try user.start()
    user.writes(host, ScriptedHost.screen("ENTER USERID"))
    user.now = 1
    user.happen(.timer(.starting(host)))
    #expect(!user.rows(with: "choose it again").isEmpty)
    user.key(.enter, "TSO")
    #expect(user.row(1) == " ENTER USERID" && user.session.sessions[host]?.script == nil)
    #expect(user.logged.map(\.id.number) == ["TPXL9026"])
    // It is the user's now.
    user.writes(host, ScriptedHost.screen("PASSWORD", isHidden: true))
    #expect(user.asked == nil && user.row(1) == " PASSWORD")
  }

  @Test func `another session is used meanwhile, and nobody is torn out of it`() throws {
    var user = try Transcript.scripted(ScriptedHost.logon)
    let host = try user.start()
    user.now = 1
    user.happen(.timer(.starting(host)))
    let other = try user.enter("CICS")
    user.writes(host, ScriptedHost.screen("ENTER USERID"))
    #expect(
      user.sent.count == 1 && user.row(1) == " READY" && user.session.sessions.contains(other))
    user.writes(host, ScriptedHost.screen("BOB ALREADY LOGGED ON"))
    #expect(user.row(1) == " READY" && !user.session.sessions.contains(host))
  }

  @Test func `the user sees the screens where the script shows them, and types nothing there`()
    throws
  {
    let script = "  OPTION TERM,ON\n  WINP\n  KEY 'ONE'\n  ENTER\n  KEY 'TWO'\n  ENTER\n"
    var user = try Transcript.scripted(script)
    let host = try user.start()
    #expect(user.panel == nil)
    user.writes(host, ScriptedHost.screen("FIRST"))
    #expect(user.row(1) == " FIRST" && user.row(3).contains("ONE") && user.sent.count == 1)
    // The user's own keys come to nothing.
    user.key(.pf3)
    #expect(user.sent.isEmpty && user.row(1) == " FIRST")
    user.writes(host, ScriptedHost.screen("SECOND"))
    #expect(user.row(3).contains("TWO"))
    user.writes(host, ScriptedHost.screen("THIRD"))
    #expect(user.session.sessions[host]?.script == nil && user.row(1) == " THIRD")
    user.key(.pf3)
    #expect(user.sent.count == 1)
  }

  @Test func `the menu key ends a script whose screens are shown`() throws {
    for isSystemRequest in [false, true] {
      var user = try Transcript.scripted("  OPTION TERM,ON\n  WINP\n  WAIT FOR 'NEVER'\n")
      let host = try user.start()
      user.writes(host, ScriptedHost.screen("FIRST"))
      if isSystemRequest { user.happen(.systemRequest) } else { user.key(.pf(24)) }
      #expect(user.logged.map(\.id.number) == ["TPXL9026"])
      user.answerRead()
      #expect(user.panel == "TEN0041" && user.session.sessions[host]?.script == nil)
    }
  }

  @Test func `INPUT takes what the user types, and the host gets it with the script's key`() throws
  {
    let script = """
        WINP
        INPUT
        IF &AID = 'PF3' FAIL 'stopped by the user'
        ENTER
      """
    for key in [AID.enter, .pf3] {
      var user = try Transcript.scripted(script)
      let host = try user.start()
      user.writes(host, ScriptedHost.screen("YOUR CODE"))
      #expect(user.row(1) == " YOUR CODE")
      if key == .enter { user.key(key, "4711") } else { user.key(key) }
      if key == .enter {
        #expect(user.sent.count == 1 && user.sent[0].hasSuffix("4711"))
        #expect(user.session.sessions[host]?.script != nil)
      } else {
        #expect(user.sent.isEmpty && user.session.sessions.isEmpty)
        #expect(!user.rows(with: "stopped by the user").isEmpty)
      }
    }
  }

  @Test func `SEND shows the user words over the screen`() throws {
    var user = try Transcript.scripted(
      "  WINP\n  SEND 'the password ends soon'\n  WAIT FOR 'MORE'\n")
    let host = try user.start()
    user.writes(host, ScriptedHost.screen("WELCOME"))
    user.answerRead()
    #expect(!user.rows(with: "the password ends soon").isEmpty)
    user.key(.enter)
    #expect(user.row(1) == " WELCOME" && user.session.sessions[host]?.script != nil)
  }

  @Test func `a script gives commands, and is told of those that it may not give`() throws {
    let script = """
        OPTION ERROR,ON
        WINP
        COMMAND '/H'
        LOG &ERR_RC
        COMMAND 'A CICS'
        LOG &ERR_RC ' ' &SESS_INF(CICS) ' ' &SESS_INF(NOBODY)
        LOGOFF
      """
    var user = try Transcript.scripted(script)
    let host = try user.start()
    user.writes(host, ScriptedHost.screen("FIRST"))
    #expect(user.panel == "TEN0041")
    user.scriptTimer(host, at: 0)
    #expect(user.log.contains("12"))
    #expect(user.opened.count == 1)
    let lines = user.scriptTimer(host, at: 0)
    #expect(user.log.contains("UNDEFINED"))
    #expect(lines.contains("close loggedOff"))
  }

  @Test func `a script of too many statements ends, and holds nobody up`() throws {
    for (script, words) in [
      ("  OPTION MAXI,0\nA: ADD &A1 1\n  SET &A1 0\n  BRANCH A\n", "without a wait"),
      ("A: KEY 'X'\n  HOME\n  BRANCH A\n", "OPTION MAXI"),
    ] {
      var user = try Transcript.scripted("  WINP\n" + script)
      let host = try user.start()
      user.writes(host, ScriptedHost.screen("FIRST"))
      var turns = 0
      while user.session.sessions.contains(host), turns < 1000 {
        #expect(user.effects.count < 20)
        user.scriptTimer(host, at: 0)
        turns += 1
      }
      #expect(user.log.contains(words), "\(turns)")
      #expect(user.session.sessions.isEmpty)
    }
  }

  @Test func `variables of the user are all scripts', and move with the sessions`() throws {
    let script = """
        WINP
        UDEFINE &NUMBER
        SET &NUMBER 7
        WAIT FOR 'MORE'
        ADD &NUMBER 1
        WAIT FOR 'NEVER'
      """
    var user = try Transcript.scripted(script)
    let host = try user.start()
    user.writes(host, ScriptedHost.screen("FIRST"))
    #expect(user.session.sessions.variables["NUMBER"] == "7")
    let moved = user.session.surrender()
    var other = try Transcript.scripted(script)
    other.happen(.adopted(moved))
    #expect(other.session.sessions.variables["NUMBER"] == "7")
    other.writes(host, ScriptedHost.screen("MORE"))
    #expect(other.session.sessions.variables["NUMBER"] == "8")
    other.happen(.hostClosed(host, .closedByHost))
    #expect(other.session.sessions.variables["NUMBER"] == nil)
  }
}
