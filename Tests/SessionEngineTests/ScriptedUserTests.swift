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

  @Test func `no key of the user's reaches a host in the middle of its script`() throws {
    func user() throws -> (Transcript, SessionHandle) {
      var user = try Transcript.scripted(
        "  OPTION TERM,ON\n  WINP\n  KEY 'HALF'\n  WAIT FOR 'NEVER'\n",
        labels: "Session key: PF14\n")
      let host = try user.start()
      user.writes(host, ScriptedHost.screen("FIRST"))
      return (user, host)
    }
    var (attention, host) = try user()
    #expect(attention.happen(.attention) == [])
    attention.key(.pf(24))
    attention.answerRead()
    attention.key(.enter, "TSO")
    // The script is over: it is the user's.
    #expect(attention.happen(.attention) == ["attention"])
    // A panel over the session is none of the host's either; SYSREQ leads to the menu, and ends the script.
    (attention, host) = try user()
    attention.happen(.messages([UserText(from: "SUE", text: "hello")]))
    attention.answerRead()
    #expect(attention.session.screen == .reading)
    attention.happen(.systemRequest)
    #expect(attention.session.screen == .menu)
    #expect(attention.session.sessions[host]?.runsScript == false)
  }

  @Test func `the menu passes no key and no SYSREQ on into a script`() throws {
    for isSystemRequest in [false, true] {
      var user = try Transcript.scripted(
        "  WINP\n  KEY 'HALF'\n  OPTION TERM,ON\n  WAIT FOR 'NEVER'\n")
      let host = try user.start()
      // The screens are shown from now on, while the user reads help.
      user.key(.pf1)
      user.writes(host, ScriptedHost.screen("FIRST"))
      #expect(user.session.screen == .reading)
      user.key(.pf3)
      #expect(user.session.screen == .menu)
      if isSystemRequest { user.happen(.systemRequest) } else { user.key(.pf(24)) }
      #expect(user.session.screen == .session(host))
      #expect(user.session.sessions[host]?.runsScript == isSystemRequest)
      #expect(user.sent.count == (isSystemRequest ? 0 : 1))
      #expect(!user.effects.contains { if case .systemRequestHost = $0 { true } else { false } })
    }
  }

  @Test func `INPUT takes no answer of the terminal for a key`() throws {
    var user = try Transcript.scripted("  WINP\n  INPUT\n  LOG 'KEY ' &AID\n  PAUSE 9\n")
    let host = try user.start()
    user.writes(host, ScriptedHost.screen("FIRST"))
    for record in [[AID.none.byte, 0x40, 0x40], [AID.structuredField.byte, 0, 4, 0x81, 0x80]] {
      user.happen(.terminalRecord(record))
      #expect(
        !user.log.contains("KEY") && user.session.sessions[host]?.script?.run.waitsForKey == true)
    }
    user.key(.pf3)
    #expect(user.log.contains("KEY PF3"))
  }

  @Test func `with a script no session data is typed`() throws {
    var user = try Transcript.scripted(
      "  WINP\n  WAIT FOR 'NEVER'\n",
      labels: "Type session data: Y\nSession data: \"LOGON &USERID\"\n")
    let host = try user.start()
    user.writes(host, ScriptedHost.screen("FIRST"))
    #expect(user.sent.isEmpty && user.session.sessions[host]?.runsScript == true)
    // Whoever breaks in types by hand.
    user.key(.enter, "TSO")
    user.writes(host, ScriptedHost.screen("SECOND"))
    #expect(user.sent.isEmpty)
  }

  @Test func `a script that is taken away before its session is there ends the start`() throws {
    var user = try Transcript.scripted(ScriptedHost.logon)
    user.key(.enter, "TSO")
    let host = try #require(user.opened.first)
    let without = try Transcript().session.seat.site
    user.happen(.siteReplaced(without))
    user.happen(.hostReady(host, lu: nil))
    #expect(user.session.sessions.isEmpty && !user.rows(with: "not in the tables").isEmpty)
  }

  @Test func `a screen of the application before is none of the one that follows`() throws {
    var user = try Transcript.scripted("  PAUSE 1\n  WINP\n  KEY 'X'\n  ENTER\n")
    let host = try user.start()
    user.writes(host, ScriptedHost.screen("FIRST"))
    user.happen(.hostUnbound(host))
    user.happen(
      .hostBound(host, BoundSizes(rows: 24, columns: 80, alternateRows: nil, alternateColumns: nil))
    )
    user.scriptTimer(host, at: 1)
    #expect(user.sent.isEmpty && user.session.sessions.contains(host))
    user.writes(host, ScriptedHost.screen("SECOND"))
    #expect(user.sent.count == 1)
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
    user.scriptGoesOn(host)
    #expect(user.log.contains("12"))
    #expect(user.opened.count == 1)
    let lines = user.scriptGoesOn(host)
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
        #expect(user.scriptWakes.allSatisfy { $0 > 0 })
        user.scriptGoesOn(host)
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
