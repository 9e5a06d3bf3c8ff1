import Syntax
import TestSupport
import Testing

@testable import Script

@Suite struct ScriptCheckTests {
  /// First lines of what is said of scripts that lie together.
  private func said(_ texts: String...) -> [String] {
    let sources = zip(["A", "B", "C"], texts).map { SourceText(path: "\($0)", text: $1) }
    return ScriptLibrary.load(sources).faults.map(\.summary)
  }

  @Test func `a script in order has no faults`() throws {
    let page = try Repository.text("Sources/Server/Server.docc/Scripts.md")
    let blocks = page.split(separator: "```\n")
    let script = try #require(blocks.first { $0.hasPrefix("* TSO") })
    #expect(said(String(script)) == [])
    #expect(said("") == [])
    #expect(said("AGAIN: WINP\nSEARCH 'X'\nIF NOT FOUND BRANCH AGAIN") == [])
  }

  @Test func `WINP behind a key waits in vain, also where a label or a branch is between`() {
    let vain =
      "has waited already, so WINP waits in vain; take WINP out; WAIT waits for a second screen"
    #expect(said("ENTER\nWINP") == ["A:2:1: error: ENTER on line 1 \(vain)"])
    #expect(said("PF3\nBRANCH X\nX: WINP") == ["A:3:4: error: PF3 on line 1 \(vain)"])
    #expect(said("ENTER\nSEARCH 'X'\nWINP") == [])
    #expect(said("ENTER\nWAIT\nWINP") == [])
    #expect(said("X: ENTER\nBRANCH X") == [])
  }

  @Test func `statements that are never reached, and labels that nobody names`() {
    #expect(
      said("END\nTABF\nTABB\nX: HOME") == [
        "A:2:1: warning: this statement is never reached; a label before it and a BRANCH would lead here",
        "A:4:1: warning: no statement goes to the label X; take it out, or BRANCH X",
      ])
    #expect(said("OPTION TIME=5,LATE\nWINP\nEND\nLATE: FAIL 'late'") == [])
    #expect(said("IF FOUND\nEND\nELSE\nEND\nENDIF\nHOME").count == 1)
  }

  @Test func `a loop that waits for nothing and changes nothing is told`() {
    let loop =
      "this loop waits for nothing and changes nothing; WAIT in it, or count with ADD and leave it"
    #expect(said("X: BRANCH X") == ["A:1:4: warning: \(loop)"])
    #expect(said("X: IF NOT FOUND\nLOG 'x'\nBRANCH X\nENDIF") == ["A:3:1: warning: \(loop)"])
    #expect(said("X: IF &A1 < 5\nADD &A1 1\nBRANCH X\nENDIF") == [])
    #expect(said("X: WAIT\nBRANCH X") == [])
    // A command is given at once.
    #expect(said("X: COMMAND '/H'\nBRANCH X") == ["A:2:1: warning: \(loop)"])
  }

  @Test func `a password beside other text is told, unless the script says that it may show`() {
    let beside =
      "&PSWD would be typed beside other text, in a field that shows it; "
      + "TABF to a field of its own, or OPTION VISIBLE,ON where the application has none"
    #expect(said("KEY '/SIGN ' &USERID ' ' &PSWD") == ["A:1:1: warning: \(beside)"])
    #expect(said("KEY &USERID\nKEY &PSWD") == ["A:2:1: warning: \(beside)"])
    #expect(said("KEY &USERID\nTABF\nKEY &PSWD") == [])
    #expect(said("OPTION VISIBLE,ON\nKEY '/SIGN ' &USERID ' ' &PSWD") == [])
  }

  @Test func `scripts that are called must be there, and must not lead back`() {
    #expect(
      said("CALL B", "CALL C", "CALL A\nCALL D") == [
        "A:1:1: error: the CALL leads back to this script; A > B > C > A",
        "B:1:1: error: the CALL leads back to this script; B > C > A > B",
        "C:1:1: error: the CALL leads back to this script; C > A > B > C",
        "C:2:1: error: there is no script D; did you mean A?",
      ])
    // One with faults of its own is there all the same.
    #expect(said("CALL B", "WIMP") == ["B:1:1: error: WIMP is no statement; did you mean WINP?"])
  }

  @Test func `variables are looked at in all scripts together`() {
    #expect(
      said("SET &X 'a'\nKEY &X\nKEY &Y", "VDEFINE &XY") == [
        "A:1:1: warning: no script defines &X; did you mean &XY?",
        "A:3:1: warning: no script defines &Y; did you mean &XY?",
      ])
    #expect(
      said("KEY &X", "UDEFINE &X") == [
        "A:1:1: warning: &X is empty always; SET or ADD would give it a value"
      ])
    #expect(said("CALL B\nKEY &X", "UDEFINE &X\nSET &X 'a'") == [])
    #expect(said("KEY &X", "WIMP").count == 1)
  }

  @Test func `a script that is longer than a run may be is told`() {
    let tabs = String(repeating: "TABF\n", count: ScriptLimits.maxi + 1)
    #expect(
      said(tabs) == [
        "A:51:1: warning: a run ends after 50 statements, and the script has 51; OPTION MAXI,n says another number"
      ])
    #expect(said("OPTION MAXI,100\n" + tabs) == [])
  }

  @Test func `the same name twice, and too many scripts`() {
    let twice = ["x/A.acl", "y/A.acl"].map { SourceText(path: $0, text: "HOME") }
    #expect(
      ScriptLibrary.load(twice).faults.map(\.summary) == [
        "y/A.acl: error: the script A is there twice; the other is x/A.acl"
      ])
    let many = (0...ScriptLimits.scripts).map { SourceText(path: "S\($0).acl", text: "HOME") }
    let loaded = ScriptLibrary.load(many)
    #expect(loaded.library.count == ScriptLimits.scripts)
    #expect(loaded.faults.map(\.message) == ["there are too many scripts"])
  }

  @Test func `the guide has the tables of the language, and explains each of its words`() throws {
    let page = "Sources/Server/Server.docc/Scripts.md"
    for (name, rows) in [
      ("statements", ScriptManual.statements), ("options", ScriptManual.options),
      ("variables", ScriptManual.variables),
    ] {
      try ReadmeTable.expect(name, header: ScriptManual.header, rows, in: page)
    }
    try ReadmeTable.expect(
      "faults", header: ScriptManual.faultHeader, ScriptManual.faults, in: page)
    #expect(RunFault.examples.map(\.code) == Array(1...RunFault.examples.count))
    for word in ScriptManual.words { #expect(ScriptManual.entry(word) != nil, "\(word)") }
    #expect(ScriptManual.entry("winp")?.origin == .documented)
    #expect(ScriptManual.entry("NOWORD") == nil)
    #expect(ScriptManual.markdown().contains("| `&PSWD` | "))
  }
}
