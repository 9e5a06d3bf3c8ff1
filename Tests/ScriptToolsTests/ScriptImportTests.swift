import Names
import Script
import Syntax
import Testing

@testable import ScriptTools

@Suite struct ScriptImportTests {
  private func run(
    _ text: String, _ kind: ScriptImport.Kind? = nil, user: String? = nil
  ) throws -> ScriptImport.Result {
    let results = ScriptImport.run(
      [SourceText(path: "LOGON.txt", text: text)], of: kind, user: user.flatMap { UserID($0) })
    let result = try #require(results.first)
    let source = SourceText(path: "\(result.name).acl", text: result.text)
    #expect(ScriptLibrary.load([source]).faults.filter { $0.severity == .error } == [])
    return result
  }

  private func notes(_ result: ScriptImport.Result) -> [String] {
    result.notes.map { "\($0.line ?? 0) \($0.message)" }
  }

  @Test func `actions of s3270 become statements, and the password is none of them`() throws {
    let result = try run(
      """
      # to TSO
      Connect("host:23")
      Wait(InputField)
      String("TSO")
      Enter()
      Wait(InputField)
      String("BOB")
      Tab()
      String("S3CRET") Enter
      Expect("READY",5)
      String("ISPF\\n")
      PF(3)
      MoveCursor(4,10)
      EraseEOF
      """)
    #expect(
      result.text == """
        * Imported from a script of s3270.
        * to TSO
        * line 2, Connect not carried over: the session connects by itself
          WINP
          KEY 'TSO'
          ENTER
          KEY &USERID
          TABF
          KEY &PSWD
          ENTER
          WAIT 5 FOR 'READY'
          IF NOT FOUND FAIL 'the screen does not show READY'
          KEY 'ISPF'
          ENTER
          PF3
          SET &CURSOR 5,11
        * line 14, EraseEOF not carried over: a script cannot erase; type blanks over what stands there

        """)
    #expect(
      notes(result) == [
        "2 Connect was not carried over: the session connects by itself",
        "14 EraseEOF was not carried over: a script cannot erase; type blanks over what stands there",
        "0 BOB was taken for the user's id, and is &USERID in the script",
        "9 a text was taken for a password; &PSWD is in its place",
      ])
  }

  @Test func `a member of TPX is taken as it stands, or line by line as a comment`() throws {
    let result = try run(
      """
      *  TSO LOGON
               OPTION WAIT,30
               OPTION ERROR
               WINP
      AGAIN    SEARCH 'ENTER USERID'
               IF NOT FOUND BRANCH BAD
               KEY &USERID
               ENTER
               WINP
               KEY &PSWD
               ENTER
               SUSPEND
               SEARCH 'READY' GOOD
               END
      BAD      FAIL 'NO LOGON SCREEN'
      """)
    #expect(
      result.text == """
        * Imported from a member of TPX.
        *  TSO LOGON
          OPTION WAIT,30
          OPTION ERROR,ON
          WINP
        AGAIN:
          SEARCH 'ENTER USERID'
          IF NOT FOUND BRANCH BAD
          KEY &USERID
          ENTER
        * line 9, WINP not carried over: the key before it has waited already, so that it would wait in vain
          KEY &PSWD
          ENTER
        * line 12, SUSPEND not carried over: public pages do not say what it waits for; WAIT or PAUSE may be meant
        * SUSPEND
        * line 13 not carried over, nothing may follow here; expected SEARCH value ... [ROW n | AT row,column]: SEARCH 'READY' GOOD
          END
        BAD:
          FAIL 'NO LOGON SCREEN'

        """)
  }

  @Test(arguments: [
    ("  KEY 'LOGON BOB/S3CRET'", "  KEY 'LOGON ' &USERID '/' &PSWD"),
    ("  KEY 'LOGON ' &USERID '/S3CRET'", "  KEY 'LOGON ' &USERID '/' &PSWD"),
    ("  KEY '/SIGN ON BOB S3CRET'", "  KEY '/SIGN ON ' &USERID ' ' &PSWD"),
    ("  KEY 'CESN USERID=BOB,PS=S3CRET'", "  KEY 'CESN USERID=' &USERID ',PS=' &PSWD"),
    ("  KEY 'LOGON BOB S3CRET NOIPL'", "  KEY 'LOGON ' &USERID ' ' &PSWD ' NOIPL'"),
    ("  SEARCH 'PASSWORD'\n  KEY 'S3CRET'", "  SEARCH 'PASSWORD'\n  KEY &PSWD"),
    ("  KEY 'BOB'\n  TABF\n  KEY 'S3CRET'", "  KEY &USERID\n  TABF\n  KEY &PSWD"),
    ("  SET &PASSWD 'S3CRET'", "* line 1, SET not carried over"),
    ("  VDEFINE &X\n  KEY &X ' PASSWORD(S3CRET)'", "* line 2, KEY not carried over"),
    ("  FROB 'S3CRET'", "FROB is no statement"),
    ("  KEY 'LOGON BOB/S3CRET", "  KEY 'LOGON ' &USERID '/' &PSWD"),
    ("*  LOGON BOB/S3CRET", "a comment had a password"),
  ])
  func `no password comes over`(member: String, script: String) throws {
    let result = try run(member, .tpx)
    #expect(result.text.contains(script), "\(result.text)")
    #expect(!"\(result)".contains("S3CRET"), "\(result)")
    #expect(!result.notes.isEmpty)
  }

  @Test(arguments: [
    ("  KEY 'LOGON APPLID(TSO)'", "KEY 'LOGON APPLID(TSO)'"),
    ("  KEY 'LOGON BOB NOIPL'", "KEY 'LOGON ' &USERID ' NOIPL'"),
    ("  KEY 'IT''S'", "KEY 'IT''S'"), ("  KEY 'A' &APPL", "KEY 'A' &APPL"),
    ("  PF 03", "PF 03"), ("  pf3", "pf3"),
  ])
  func `what is no password stays`(member: String, script: String) throws {
    #expect(try run(member, .tpx).text.contains(script))
  }

  @Test func `a line whose label, IF or script is gone goes with it`() throws {
    let result = try run("  IF X\n  BRANCH OUT\n  CALL OTHER\n  ENDIF\n", .tpx)
    #expect(result.text.split(separator: "\n").allSatisfy { $0.hasPrefix("*") }, "\(result.text)")
    #expect(Set(result.notes.map(\.line)) == [1, 2, 3, 4])
  }

  @Test func `members call each other, and two of one name are two`() {
    let results = ScriptImport.run(
      [
        SourceText(path: "x/A.txt", text: "  CALL B\n"), SourceText(path: "B", text: "  RETURN\n"),
        SourceText(path: "y/a", text: "  END\n"), SourceText(path: "--", text: "  END\n"),
      ], of: .tpx, user: nil)
    #expect(results.map { "\($0.name)" } == ["A", "B", "IMPORT1", "IMPORT2"])
    #expect(results.flatMap(\.notes) == [])
  }

  @Test func `broken actions are told by their line, without their texts`() throws {
    let result = try run(
      "Wait(InputField)\nString(\"S3CRET\nString(\"a\\x41b\")\nPF(99)\nWait(9999,Output)\nFrob(1)\n"
        + "Expect(\"A\\nB\")\nMoveCursor(-1,2)\nIf($(x),Quit())\nTab(\n")
    #expect(Set(result.notes.compactMap(\.line)) == Set(2...10))
    #expect(!"\(result)".contains("S3CRET"))
  }

  @Test func `what is no text is none in a comment either`() throws {
    let result = try run("String(\"a\\\u{85}b\")\nFrob\u{7}(1)\n", .s3270)
    #expect(!"\(result.notes)".unicodeScalars.contains("\u{85}"))
  }

  @Test func `numbers in the last columns are none of a member's words`() throws {
    let line = { (text: String, number: Int) in
      text.padding(72) + "000\(number)0000"
    }
    let result = try run([line("  WINP", 1), line("  ENTER", 2)].joined(separator: "\n"), .tpx)
    #expect(result.text.hasSuffix("  WINP\n  ENTER\n"))
  }
}

extension String {
  fileprivate func padding(_ width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
