import DataStream
import EBCDIC
import Names
import Replay
import Testing

@testable import ScriptTools

@Suite struct ScriptRecorderTests {
  private static let panel = """
    14:02:33        TSO/E LOGON        SYS1   27 NOV 2026

    Userid    ===> {8}
    Password  ===> {8!}
    Procedure ===> {8}
    """

  private func record(_ trace: TraceText, user: String? = nil) throws -> ScriptRecorder.Result {
    ScriptRecorder.record(
      TraceReplay.run(try trace.file), user: user.flatMap { UserID($0) }, page: .bracket)
  }

  /// Places of the fields of `panel`.
  private static let (user, password, procedure) = (177, 257, 337)

  @Test func `a logon with a panel becomes a script that sends the same`() throws {
    var trace = TraceText()
    trace.host(Self.panel)
    trace.key(
      .enter, cursor: 260, (Self.user, "bob"), (Self.password, "SECRET"), (Self.procedure, "PROC1"))
    trace.host("IKJ56455I BOB LOGON IN PROGRESS AT 14:02:40\n***")
    trace.key(.enter, cursor: 80)
    trace.host("READY\n{60}")
    trace.key(.pf3, cursor: 81)
    trace.host("ISPF Primary Option Menu\nOption ===> {60}")
    let result = try record(trace)
    #expect(
      result.text == """
        * Recorded from a trace. Look at each text before you rely on it.
          WINP
          WAIT FOR 'TSO/E LOGON'
          KEY &USERID
          TABF
          KEY &PSWD
          TABF
          KEY 'PROC1'
          SET &CURSOR 4,21
          ENTER
          WAIT FOR 'IKJ56455I'
          SET &CURSOR 2,1
          ENTER
          WAIT FOR 'READY'
          PF3
          WAIT FOR 'ISPF Primary Option Menu'

        """)
    #expect(result.isSame, "\(result.notes)")
    #expect(!result.text.contains("SECRET"))
    #expect(
      result.notes.map(\.message) == [
        "BOB was taken for the user's id, and is &USERID in the script"
      ])
  }

  @Test func `a trace of the terminal has its sessions, and what is typed for the user is dark`()
    throws
  {
    var trace = TraceText()
    trace.session("TSOA", isFromHost: true, HostScreen.record(Self.panel))
    trace.session("CICS", isFromHost: true, HostScreen.record("Signon to CICS\n{8}"))
    trace.session("TSOA", isFromHost: false, TraceText.record(.enter, 180, [(Self.user, "***")]))
    trace.session("TSOA", isFromHost: true, HostScreen.record("READY\n{60}"))
    let file = try trace.file
    #expect(file.sessions.map(\.name) == ["TSOA", "CICS"])
    let session = try #require(file.sessions.first)
    let result = ScriptRecorder.record(
      TraceReplay.run(session, of: file), user: nil, page: .bracket)
    #expect(!result.isSame || result.notes.count == 1)
    #expect(
      result.notes.map(\.message) == [
        "row 3, column 18: what was typed there is dark in the trace; write it yourself"
      ])
    #expect(result.text.contains("  WAIT FOR 'READY'"))
  }

  @Test func `a logon line in clear keeps no password, on a screen with and without fields`() throws
  {
    var trace = TraceText()
    trace.host("MVS 3.8j Level 8505\nLogon ===> {40}")
    trace.key(.enter, cursor: 111, (93, "HERC01/CUL8TR"))
    trace.host("Welcome to TSO\n{60}")
    trace.key(.clear, cursor: 0)
    trace.host("", restores: true)
    trace.key(.enter, cursor: 24, (-1, "CESN USERID=HERC01,PS=X1"))
    trace.host("Sign-on is complete\n{40}")
    let result = try record(trace)
    #expect(result.text.contains("  OPTION VISIBLE,ON\n"))
    #expect(result.text.contains("  KEY &USERID '/' &PSWD\n"))
    #expect(result.text.contains("  KEY 'CESN USERID=' &USERID ',PS=' &PSWD\n"), "\(result.text)")
    #expect(!"\(result)".contains("CUL8TR") && !"\(result)".contains("X1"))
    #expect(result.isSame, "\(result)")
  }

  @Test
  func `screens that come late, look alike or never come are waited for as far as they can be`()
    throws
  {
    var trace = TraceText()
    trace.host("PLEASE WAIT FOR THE LOGO\n{8}")
    trace.host("WELCOME TO THE SYSTEM\nname {8}")
    trace.key(.pf3, cursor: 87)
    trace.host("WELCOME TO THE SYSTEM\nname {8}")
    trace.host("WELCOME TO THE SYSTEM\nname {8}", isErased: false)
    trace.key(.pa1, cursor: 0)
    let result = try record(trace)
    #expect(
      result.text.split(separator: "\n").dropFirst() == [
        "  WINP", "  WAIT FOR 'WELCOME TO THE SYSTEM'", "  PF3", "  WAIT 2", "  PA1",
      ])
    #expect(!result.isSame)
    #expect(result.notes.contains { $0.message.contains("waits in vain") })
    let empty = try record(TraceText())
    #expect(empty.text.split(separator: "\n").count == 1 && empty.notes.isEmpty)
  }

  @Test func `data of no input field makes no script that claims to be the same`() throws {
    var trace = TraceText()
    trace.host("User {8}")
    trace.key(.enter, cursor: 0, (2, "BOB"))
    trace.host("MENU OF THINGS")
    let result = try record(trace, user: "BOB")
    #expect(!result.isSame && result.notes.contains { $0.message.contains("no input field") })
  }

  @Test func `a new password is not typed, and the cursor's own place counts`() throws {
    var trace = TraceText()
    trace.host("User {8}\nPassword {8!}\nNew {8!}")
    trace.key(.enter, cursor: 170, (7, "BOB"), (91, "ONE"), (166, "TWO"))
    trace.host("MENU OF THINGS\n{1} first thing\n{1} second thing")
    trace.key(.enter, cursor: 161)
    trace.host("SECOND THING IS HERE\n{8}")
    let result = try record(trace, user: "BOB")
    #expect(result.text.contains("* a second hidden field is left out"))
    #expect(
      result.text.contains("  WAIT FOR 'MENU OF THINGS'\n  TABF\n  ENTER\n"), "\(result.text)")
    #expect(!result.text.contains("ONE") && !result.text.contains("TWO"))
  }
}
