import DataStream
import Testing

@testable import Script

@Suite struct ScriptRunTests {
  private let logon = """
    WINP
    SEARCH 'USERID'
    IF NOT FOUND FAIL 'another screen'
    KEY &USERID
    TABF
    KEY &PSWD
    ENTER
    WAIT FOR 'READY'
    """

  @Test func `a logon waits, looks, types, and hands over`() {
    let story = ScriptStage.story(logon) { stage in
      stage.host("USERID ________")
      stage.tell(.done)
    }
    #expect(
      story == ["wait until 30", "type BOB", "fail A line 5: the screen has no input field"]
        || story.count > 2)
    let whole = ScriptStage.story(logon) { stage in
      stage.host("USERID ________", "PASSWORD ~~~~~~~~")
      stage.pass(1)
      stage.tell(.done)
      stage.host("LOGON IN PROGRESS", free: false)
      stage.host("BROADCAST MESSAGE")
      stage.host("READY")
      stage.tell(.hostWrote)
    }
    #expect(
      whole == [
        "wait until 30", "type BOB", "cursor 29", "secret", "wait until 30", "ENTER",
        "wait until 31", "wait until 31", "end",
      ])
  }

  @Test func `a screen that was there before counts for WINP, and a key waits for a new one`() {
    #expect(
      ScriptStage.story("PAUSE 1\nWINP\nENTER\nWAIT") { stage in
        stage.host("A")
        stage.pass(1)
        stage.host("B", free: false)
        stage.tell(.hostWrote)
        stage.screen.isKeyboardFree = true
        stage.pass(0)
        stage.tell(.hostWrote)
      } == ["wait until 1", "ENTER", "wait until 31", "wait until 31", "end"])
  }

  @Test func `commands are no wait: a script that only gives them comes to the runaway limit`() {
    let script = "OPTION MAXI,0\nOPTION ERROR,ON\nA: COMMAND '/H'\nBRANCH A"
    let story = ScriptStage.story(script, limit: 200) { stage in
      for count in 0..<300 { stage.tell(count.isMultiple(of: 2) ? .done : .refused("no")) }
    }
    #expect(story.last?.contains("without a wait") == true)
    // One that waits for its host between has no limit but MAXI.
    let other = ScriptStage.story(
      "OPTION MAXI,0\nA: COMMAND '/H'\nWAIT\nBRANCH A", limit: 200
    ) { stage in
      for _ in 0..<300 {
        stage.tell(.done)
        stage.host("X")
      }
    }
    #expect(other.last?.hasPrefix("wait") == true)
  }

  @Test func `a wait ends in time: with the run, at the label, or behind it`() {
    #expect(
      ScriptStage.story("WINP") {
        $0.pass(29); $0.pass(1); $0.pass(1)
      } == [
        "wait until 30",
        "fail A line 1: the application did not answer within 30 seconds",
      ])
    #expect(
      ScriptStage.story("OPTION WAIT,5\nWINP\nLOG 'on'") { $0.pass(5) } == [
        "wait until 5", "log A line 3: on", "end",
      ])
    #expect(
      ScriptStage.story("OPTION TIME=5,LATE\nOPTION WAIT,5\nWINP\nEND\nLATE: FAIL 'late'") {
        $0.pass(5)
      } == ["wait until 5", "fail A line 5: late"])
    #expect(
      ScriptStage.story("OPTION TIME=9,LATE\nWAIT 3 FOR 'X'\nIF FOUND FAIL 'no'\nLATE: HOME") {
        $0.pass(3)
      } == ["wait until 3", "fail A line 4: the keyboard is locked: WINP waits until it is free"])
    // A script that is called goes to the label of the one that called it.
    #expect(
      ScriptStage.story("OPTION TIME=5,LATE\nCALL B\nEND\nLATE: LOG 'late'", "WINP") {
        $0.pass(5)
      } == ["wait until 5", "log A line 4: late", "end"])
  }

  @Test func `the password goes where it is not shown, and nowhere else`() {
    #expect(
      ScriptStage.story("WINP\nKEY &PSWD") { $0.host("USER ______") } == [
        "wait until 30", "fail A line 2: the field would show &PSWD",
      ])
    #expect(
      ScriptStage.story("WINP\nOPTION VISIBLE,ON\nKEY '/S ' &PSWD ' X'") { stage in
        stage.host("__________")
        stage.tell(.done)
      } == ["wait until 30", "type /S ", "secret", "wait until 30", "type  X", "end"])
    #expect(
      ScriptStage.story("OPTION FLOW,ON\nWINP\nIF NOT FOUND KEY 'HIDDEN' &PSWD") { stage in
        stage.host("~~~~~~~~~~")
        stage.tell(.refused("TPXL0921"))
      } == [
        "trace A line 2: WINP", "wait until 30", "trace A line 3: IF NOT FOUND",
        "trace A line 3: KEY ...", "type HIDDEN", "secret", "wait until 30",
        "fail A line 3: TPXL0921",
      ])
    // What a hidden field has is not found.
    #expect(
      ScriptStage.story("WINP\nKEY 'ABC'\nSEARCH 'ABC'\nIF FOUND FAIL 'seen'") {
        $0.host("~~~~~~~~~~")
      } == ["wait until 30", "type ABC", "end"])
  }

  @Test func `the cursor goes over input fields, around the screen's end`() {
    let moves = """
      WINP
      TABF
      TABF 2
      TABB
      TABB 2
      HOME
      SET &CURSOR 2,4
      LOG &CSRROW ' ' &CSRCOL ' ' &CURSOR
      TABB
      SET &CURSOR 81
      """
    #expect(
      ScriptStage.story(moves) { $0.host("A __ B __", "C ___") } == [
        "wait until 30", "cursor 7", "cursor 2", "cursor 22", "cursor 2", "cursor 2", "cursor 23",
        "log A line 8: 2 4 24", "cursor 22", "fail A line 10: the screen has no place 81",
      ])
    #expect(
      ScriptStage.story("WINP\nHOME\nTABF") { $0.host("LINE MODE") } == [
        "wait until 30", "cursor 0", "fail A line 3: the screen has no input field",
      ])
    #expect(
      ScriptStage.story("WINP\nSET &CURSOR 1\nKEY 'X'") { $0.host("A __") }.last
        == "fail A line 3: the cursor is in no input field")
    #expect(
      ScriptStage.story("WINP\nKEY 'XYZ'") { $0.host("A __") }.last
        == "fail A line 2: the text is longer than the 2 characters that the field takes")
  }

  @Test func `SEARCH looks at the screen, a row, or a place`() {
    func found(_ search: String) -> Bool {
      ScriptStage.story("WINP\nSEARCH \(search)\nIF FOUND LOG 'found'") {
        $0.host("FIRST LINE", "SECOND LINE")
      }.contains { $0.hasSuffix("found") }
    }
    #expect(found("'SECOND'") && found("'LINE' ROW 2") && found("'LINE' AT 2,8") && found("''"))
    #expect(!found("'second'") && !found("'FIRST' ROW 2") && !found("'LINE' AT 2,7"))
    #expect(!found("'LINESECOND'") && !found("'LINE' AT 2,20"))
    #expect(
      ScriptStage.story("SEARCH 'X' ROW 5") == ["fail A line 1: the screen has no place 5"])
  }

  @Test func `variables live in their scopes, the nearest first`() {
    #expect(
      ScriptStage.story(
        """
        VDEFINE &X
        SET &X = 'v' &USERID
        UDEFINE &X
        CALL B
        LOG &X
        VDELETE &X
        LOG '[' &X ']'
        SET &X 'u'
        UDELETE &X
        LOG &X
        """,
        "LOG &X\nSET &X 'b'\nVDEFINE &X\nSET &X 'own'\nGDEFINE &Y\nSET &Y 7\nADD &Y 5\nLOG &X &Y")
        == [
          "define user X", "log B line 1: vBOB", "define global Y", "set global Y 7",
          "set global Y 12", "log B line 8: own12", "log A line 5: b", "log A line 7: []",
          "set user X u", "delete user X", "fail A line 10: nobody defined the variable &X",
        ])
  }

  @Test func `accumulators and comparisons count, in their bounds`() {
    #expect(
      ScriptStage.story(
        """
        AGAIN: ADD &A1 1
        IF &A1 < 10 BRANCH AGAIN
        IF &A1 = 10 AND '9' < '10' AND NOT 'A9' < 'A10' OR FOUND LOG &A1 &SIZE_OF(USERID)
        IF &TYPE_OF(A1) NE 'NUMBER' OR &TYPE_OF(NONE) <> 'UNDEFINED' FAIL 'type'
        IF &MSIZE_OF(A2) <= 255 FAIL 'size'
        SET &A2 16777215
        SUB &A2 1
        ADD &A2 1
        LOG &APPL_INF(TSO) &SESS_INF(NO) &SESSID &APPLID &NETNAME &IPADDR &APPL
        ADD &A2 1
        """) == [
          "log A line 3: 103", "log A line 9: ACTIVEUNDEFINEDTSOATSO0001TN01192.0.2.1TSO",
          "fail A line 10: the number is negative or too large",
        ])
    #expect(ScriptStage.story("SET &A1 'x'") == ["fail A line 1: the value is no number"])
    #expect(
      ScriptStage.story("SUB &A1 1") == ["fail A line 1: the number is negative or too large"])
    #expect(
      ScriptStage.story("LOG &SIZE_OF(PSWD)") == [
        "fail A line 1: nobody defined the variable &PSWD"
      ])
  }

  @Test func `with OPTION ERROR the script hears of a fault and goes on`() {
    #expect(
      ScriptStage.story(
        "OPTION ERROR,ON\nTABF\nLOG &ERR_RC ' ' &ERR_MSG\nOPTION ERROR,OFF\nLOG &ERR_RC\nTABF")
        == [
          "log A line 3: 1 the keyboard is locked: WINP waits until it is free",
          "log A line 5: 0", "fail A line 6: the keyboard is locked: WINP waits until it is free",
        ])
    #expect(
      ScriptStage.story("OPTION ERROR,ON\nCOMMAND '/K'\nLOG &ERR_MSG") {
        $0.tell(.refused("not now"))
      } == ["command /K", "wait until 30", "log A line 3: not now", "end"])
  }

  @Test func `the user sees what SEND shows, answers INPUT, and may break in`() {
    #expect(
      ScriptStage.story(
        "OPTION TERM,ON\nSEND 'new password?'\nINPUT\nIF &AID = 'PF3' LOGOFF\nWINP"
      ) { stage in
        stage.tell(.hostWrote)
        stage.tell(.keyPressed(.pf3))
        stage.tell(.keyPressed(.enter))
      } == ["show", "send new password?", "take a key", "wait until 600", "log off", "end"])
    #expect(
      ScriptStage.story("INPUT") { $0.pass(600) }.last
        == "fail A line 1: the application did not answer within 600 seconds")
    #expect(
      ScriptStage.story("WINP") {
        $0.tell(.userBrokeIn); $0.tell(.sessionEnded)
      } == [
        "wait until 30", "fail A line 1: the user went on without the script",
      ])
    #expect(
      ScriptStage.story("WINP") { $0.tell(.sessionEnded) }.last
        == "fail A line 1: the session ended")
  }

  @Test func `MAXI, the runaway limit and the depth of calls end a run`() {
    #expect(
      ScriptStage.story("X: LOG 'x'\nBRANCH X").last
        == "fail A line 1: the script has run 50 statements, as many as OPTION MAXI allows")
    #expect(
      ScriptStage.story("OPTION MAXI,0\nX: BRANCH X", limit: 200).last
        == "fail A line 2: the script has run 200 statements without a wait")
    // A wait that is over at once gives up nothing.
    #expect(
      ScriptStage.story("OPTION MAXI,0\nWINP\nX: WAIT FOR 'A'\nBRANCH X", limit: 200) {
        $0.host("A")
      }.last == "fail A line 3: the script has run 200 statements without a wait")
    #expect(
      ScriptStage.story("OPTION MAXI,0\nX: CALL B\nBRANCH X", "RETURN", limit: 200).last
        == "fail B line 1: the script has run 200 statements without a wait")
    #expect(
      ScriptStage.story("CALL B", "CALL A").last
        == "fail B line 1: scripts call each other more than 16 deep")
  }

  @Test func `variables have their limits`() {
    let define = (0..<ScriptLimits.variables).map { "VDEFINE &X\($0)" }.joined(separator: "\n")
    #expect(
      ScriptStage.story("OPTION MAXI,0\n\(define)\nVDEFINE &X0\nVDEFINE &Y").last
        == "fail A line 103: there are 100 variables, as many as may be")
    let grow = "OPTION MAXI,0\nVDEFINE &X\nSET &X '12345678'\nX: SET &X &X &X\nBRANCH X"
    #expect(
      ScriptStage.story(grow).last == "fail A line 4: a variable takes at most 256 characters")
    let wide =
      "VDEFINE &X\nSET &X '12345678'\n"
      + String(repeating: "SET &X &X &X\n", count: 5)
      + "LOG " + String(repeating: "&X ", count: 20)
    #expect(
      ScriptStage.story(wide).last == "fail A line 8: a variable takes at most 256 characters")
  }

  @Test func `a hundred thousand statements are run, with a wait now and then`() throws {
    var count = 0
    let time = try ContinuousClock().measure {
      var stage = try #require(
        ScriptStage([
          "OPTION MAXI,0\nX: SET &A1 0\nY: ADD &A1 1\nIF &A1 < 1000 BRANCH Y\nWAIT\nBRANCH X"
        ]))
      while count < 34 {
        stage.tell(.hostWrote)
        count += 1
      }
      #expect(!stage.run.isOver)
    }
    // A debug build takes under a second on an idle machine.
    #expect(time < .seconds(60), "\(time)")
  }
}
