import DataStream
import Syntax
import TestSupport
import Testing

@testable import Script

@Suite struct ScriptParserTests {
  @Test func `each statement is read`() {
    func text(_ text: String) -> ScriptValue { ScriptValue(parts: [.text(text)]) }
    let user = ScriptValue(parts: [.variable(.fact(.userID))])
    let read: [(String, Operation)] = [
      ("winp", .waitForHost), ("ENTER", .press(.enter)), ("PF 3", .press(.pf3)),
      ("pf24", .press(.pf(24))), ("PA2 ", .press(.pa2)), ("CLEAR", .press(.clear)),
      (
        "KEY 'it''s' 7 &USERID",
        .key([
          .value(
            ScriptValue(
              parts: [.text("it's"), .text("7"), .variable(.fact(.userID))]))
        ])
      ),
      (
        "KEY \"/SIGN 'X' \" &PSWD ' '",
        .key([
          .value(text("/SIGN 'X' ")), .secret, .value(text(" ")),
        ])
      ),
      ("TABF", .tab(1)), ("TABB 3", .tab(-3)), ("HOME", .home),
      ("SEARCH 'READY'", .search(text("READY"), .screen)),
      ("SEARCH 'READY' ROW 1", .search(text("READY"), .row(text("1")))),
      (
        "SEARCH &USERID AT 2,3",
        .search(user, .place(row: text("2"), column: text("3")))
      ),
      ("WAIT", .wait(seconds: nil, text: nil)), ("WAIT 5", .wait(seconds: 5, text: nil)),
      ("WAIT 5 FOR 'X'", .wait(seconds: 5, text: text("X"))), ("PAUSE 1", .pause(1)),
      ("SET &A1 = 5", .set(.accumulator(0), text("5"))),
      (
        "SET &X 'a' &USERID",
        .set(
          .own("X"),
          ScriptValue(
            parts: [.text("a"), .variable(.fact(.userID))]))
      ),
      ("SET &CURSOR 81", .setCursor(text("81"), column: nil)),
      ("SET &CURSOR,2,1", .setCursor(text("2"), column: text("1"))),
      ("ADD &A4,1", .add(.accumulator(3), text("1"), isNegative: false)),
      (
        "SUB &X &A1",
        .add(
          .own("X"),
          ScriptValue(
            parts: [.variable(.accumulator(0))]), isNegative: true)
      ),
      ("VDEFINE &X", .define(.program, "X")), ("UDEFINE X", .define(.shared(.user), "X")),
      ("GDELETE &X", .delete(.shared(.global), "X")),
      ("OPTION FLOW,ON", .option(.flow(true))), ("OPTION MAXI,0", .option(.maxi(0))),
      ("OPTION TERM=OFF", .option(.terminal(false))), ("OPTION TIME,OFF", .option(.noTime)),
      ("OPTION WAIT,30", .option(.wait(30))), ("OPTION WAIT,OFF", .option(.wait(nil))),
      ("OPTION ERROR,ON", .option(.error(true))), ("OPTION VISIBLE,ON", .option(.visible(true))),
      ("SEND 'one moment'", .send(text("one moment"))), ("INPUT", .input),
      ("COMMAND '/K'", .command(text("/K"))), ("LOG 'x'", .log(text("x"))), ("LOGOFF", .logOff),
      ("RETURN", .goBack), ("END", .end), ("FAIL 'no'", .fail(text("no"))),
      (
        "SEARCH &SESS_INF(TSOA)",
        .search(ScriptValue(parts: [.variable(.function(.session, of: "TSOA"))]), .screen)
      ),
    ]
    for (line, operation) in read {
      #expect(ScriptSource.operations("  " + line + " /* a comment */") == [operation], "\(line)")
    }
  }

  @Test
  func `comments and empty lines say nothing, and a label stands before a statement or alone`() {
    let text = "\u{FEFF}* a comment\r\n\r\nA: B:\r\n"
    #expect(
      ScriptSource.faults(text) == [
        "A.acl:3:4: error: B is no statement\n    3 | A: B:\n      |    ^ turnstile manual scripts lists them"
      ])
    #expect(
      ScriptSource.operations("\tagain:\n\n  WINP/* x */ \nBRANCH AGAIN")
        == [.waitForHost, .branch(0)])
  }

  @Test func `IF guards a statement, or the lines up to ELSE and ENDIF`() {
    let found = Condition(lines: [[Comparison(isNegated: true, kind: .found)]])
    #expect(
      ScriptSource.operations("IF NOT FOUND FAIL 'x'\nWINP") == [
        .test(found, otherwise: 0), .fail(ScriptValue(parts: [.text("x")])), .waitForHost,
      ])
    let (program, faults) = ScriptParser.parse(
      SourceText(path: "A.acl", text: "IF NOT FOUND\nTABF\nELSE\nTABB\nENDIF\nHOME"))
    #expect(faults == [])
    #expect(
      program?.statements.map(\.operation) == [
        .test(found, otherwise: 0), .tab(1), .jump(1), .tab(-1), .home,
      ])
    #expect(program?.places == [3, 4])
  }

  @Test func `AND binds more tightly than OR, and a relation has two spellings`() {
    func compare(_ left: String, _ relation: Comparison.Relation, _ right: String) -> Comparison {
      Comparison(
        isNegated: false,
        kind: .compare(
          ScriptValue(parts: [.text(left)]), relation, ScriptValue(parts: [.text(right)])))
    }
    let condition = Condition(lines: [
      [compare("1", .less, "2"), compare("3", .atLeast, "4")], [compare("5", .other, "6")],
    ])
    for text in ["1 < 2 AND 3 >= 4 OR 5 <> 6", "1 LT 2 AND 3 GE 4 OR 5 NE 6"] {
      #expect(
        ScriptSource.operations("IF \(text) END") == [.test(condition, otherwise: 0), .end])
    }
  }

  static let broken: [(String, String)] = [
    ("WIMP", "1:1: error: WIMP is no statement|^^^^ did you mean WINP?"),
    ("7", "1:1: error: no word|^ expected a statement"),
    ("KEY ABC", "1:5: error: ABC is no value|^^^ texts stand in quotes, variables begin with &"),
    ("KEY", "1:4: error: a value is missing here|^ expected a text in quotes, a variable, &PSWD"),
    (
      "KEY 'abc",
      "1:5: error: the text has no end|^^^^ expected '; a quote inside a text stands twice"
    ),
    ("PF 25", "1:4: error: no PF key|^^ expected 1 to 24"),
    ("PA4", "1:3: error: no PA key|^ expected 1 to 3"),
    ("PF", "1:3: error: a number is missing here|^ expected 1 to 24"),
    ("ENTER 3", "1:7: error: nothing may follow here|^ expected ENTER"),
    (
      "SET &X &PSWD",
      "1:8: error: &PSWD can only be typed|^^^^^ expected KEY &PSWD; nothing else is told it"
    ),
    (
      "SET &USERID 'X'",
      "1:5: error: &USERID cannot be changed|^^^^^^^ expected &A1 to &A4 or a variable of yours"
    ),
    ("VDEFINE &PSWD", "1:9: error: &PSWD is there always|^^^^^ expected another name"),
    (
      "OPTION MAXIMUM,3",
      "1:8: error: MAXIMUM is no option|^^^^^^^ expected FLOW MAXI TERM TIME WAIT ERROR VISIBLE"
    ),
    ("OPTION FLOWS,ON", "1:8: error: FLOWS is no option|^^^^^ did you mean FLOW?"),
    ("OPTION WAIT 3", "1:13: error: no comma|^ expected OPTION WAIT,n"),
    ("OPTION TIME=5", "1:14: error: no comma|^ expected OPTION TIME=n,label"),
    ("OPTION WAIT,601", "1:13: error: no number of seconds|^^^ expected 1 to 600"),
    ("OPTION TERM,YES", "1:13: error: neither ON nor OFF|^^^ expected ON or OFF"),
    ("WAIT FOR", "1:9: error: a value is missing here|^ expected the text"),
    ("IF &A1 5 END", "1:8: error: no comparison|^ expected = <> < > <= >="),
    ("IF FOUND", "1:1: error: the IF has no end|^^ expected ENDIF"),
    (
      "IF FOUND ELSE",
      "1:10: error: ELSE cannot stand behind IF on a line|^^^^ write it on a line of its own"
    ),
    ("ELSE", "1:1: error: ELSE without an IF|^^^^ IF and its condition stand above"),
    (
      "BRANCH NOWERE\nNOWHERE: END",
      "1:8: error: the label NOWERE is not in this script|^^^^^^ did you mean NOWHERE?"
    ),
    ("X: END\nX: END\nBRANCH X", "2:1: error: the label X is there twice|^ the first is on line 1"),
    ("WAIT: END", "1:1: error: WAIT is a statement, and no label|^^^^ expected another name"),
    (
      "CALL TOOLONGNAME",
      "1:6: error: no name of a script|^^^^^^^^^^^ expected 1 to 8 of A-Z 0-9 $ # @"
    ),
    ("SEARCH 'X' AT 3", "1:16: error: no comma|^ expected row,column"),
    ("KEY &SESS_INF", "1:14: error: a name is missing here|^ expected &SESS_INF(session)"),
    ("KEY &", "1:5: error: & without a name|^ expected a variable, such as &USERID"),
    (
      "KEY &ABCDEFGHIJKLMNOPQ",
      "1:5: error: the name is too long|^^^^^^^^^^^^^^^^^^ expected at most 16 characters"
    ),
    ("ADD &A1 1234567890", "1:9: error: the number is too large|^^^^^^^^^^"),
    ("LOG 'a\u{1}b'", "1:7: error: a character that is no text|^ take it out"),
    (
      "ADD &A1 -1",
      "1:9: error: - is nothing of a script|^ texts stand in quotes, variables begin with &, a line that begins with * is a comment"
    ),
  ]

  @Test(arguments: broken)
  func `a fault has its place, a caret, and what was expected`(text: String, said: String) {
    let faults = ScriptSource.faults(text)
    // What follows from a fault, such as a label that is not used, is another fault.
    let parts = faults.first?.split(separator: "\n") ?? []
    let caret = parts.last.map { $0.drop { $0 != "^" } } ?? ""
    let head = parts.first?.dropFirst("A.acl:".count) ?? ""
    let expected = said.split(separator: "|", maxSplits: 1)
    #expect(head == expected[0])
    #expect(caret == (expected.count > 1 ? expected[1] : ""), "\(faults)")
  }

  @Test func `an IF that is not understood makes no faults of its ENDIF`() {
    #expect(ScriptSource.faults("IF &A1 = \nTABF\nELSE\nTABB\nENDIF").count == 1)
  }

  @Test func `a script has its limits`() {
    let long = String(repeating: "TABF\n", count: ScriptLimits.statements + 1)
    #expect(ScriptSource.faults(long).contains { $0.contains("too many statements") })
    let large = String(repeating: "*\n", count: ScriptLimits.fileSize / 2 + 1)
    #expect(ScriptSource.faults(large).contains { $0.contains("too large") })
    let wide = "LOG '" + String(repeating: "x", count: ScriptLimits.lineLength) + "'"
    #expect(ScriptSource.faults(wide).contains { $0.contains("too long") })
    let wrong = String(repeating: "WIMP\n", count: 1_000)
    #expect(ScriptSource.faults(wrong).count == ScriptLimits.faults + 1)
    let deep = String(repeating: "IF FOUND\n", count: ScriptLimits.blocks + 1)
    #expect(ScriptSource.faults(deep).contains { $0.contains("inside each other") })
    let (_, faults) = ScriptLibrary.load([SourceText(path: "LONGERTHAN8.acl", text: "")])
    #expect(faults.map(\.message) == ["LONGERTHAN8 is no name of a script"])
  }

  @Test func `no text traps the reader`() {
    var dice = Dice(seed: 7)
    let words =
      StatementRow.all.map(\.word) + OptionRow.all.map(\.word)
      + VariableRow.all.map { "&\($0.name)" }
      + [
        "'", "\"", "/*", "*/", ":", ",", "=", "<>", "<", "(", ")", "\n", "\n", "1", "99999999999",
        "L", "L:", "AND", "OR", "NOT", "FOUND", "FOR", "ROW", "AT", "'x'", "&X", "\t", "é", "\u{1}",
      ]
    for _ in 0..<3_000 {
      let text = (0..<dice.below(40)).map { _ in dice.pick(words) }.joined(
        separator: dice.once(in: 4) ? "" : " ")
      let source = SourceText(path: "A.acl", text: text)
      for fault in ScriptLibrary.load([source]).faults { _ = fault.rendered(source) }
    }
  }
}
