import Names
import Syntax
import Testing

@testable import Tables

/// Which operators' commands somebody has.
@Suite struct OperatorClassTests {
  private static func load(_ files: [String: String]) -> (SiteTables?, [String]) {
    let (tables, faults) = TableLoader.load(
      files.sorted { $0.key < $1.key }.map { SourceText(path: "ACT/\($0.key)", text: $0.value) })
    return (tables, faults.map(\.summary))
  }

  @Test func `the class of the file, the first profile or the system counts`() throws {
    let (loaded, words) = Self.load([
      "OperatorClasses/F.yaml": "DISPLAY: Y\nMESSAGE: y\n",
      "OperatorClasses/Q.yaml": "DISPLAY: Y\nDRAIN: N\n",
      "System.yaml": "Operator Cmd Cls: F\n", "Profiles/DEV.yaml": "Operator Cmd Cls: Q\n",
      "Users/BOB.yaml": "Profile: DEV\n",
    ])
    #expect(words == [])
    let tables = try #require(loaded)
    func commands(_ user: String) -> (name: String, commands: OperatorClass)? {
      tables.operatorClass(of: tables.effective(UserID(user)))
    }
    #expect(commands("BOB")?.name == "Q" && commands("BOB")?.commands.summary == "DISPLAY")
    let any = try #require(commands("ANY"))
    #expect(any.commands.summary == "DISPLAY, MESSAGE")
    #expect(any.commands.permits(.message) && !any.commands.permits(.drain))
    #expect(
      SiteTables(system: SystemOptions(), sessions: []).operatorClass(of: tables.effective(nil))
        == nil)
  }

  @Test func `what a class leaves out is not given, and the control group's looks alone`() throws {
    let tables = try #require(Self.load(["OperatorClasses/OPS.yaml": "TRACE: Y\n"]).0)
    #expect(tables.controlGroupClass.name == nil)
    #expect(tables.controlGroupClass.commands == .display)
    #expect(
      OperatorCommand.allCases.filter(OperatorClass.display.permits)
        == [.status, .figures, .users, .show, .display])
    let (named, words) = Self.load([
      "OperatorClasses/OPS.yaml": "TRACE: Y\n",
      "System.yaml": "Control group: ops\nControl group class: OPS\n",
    ])
    #expect(words == [])
    #expect(
      named?.controlGroupClass.name == "OPS" && named?.system.controlGroup?.description == "ops")
    #expect(named?.controlGroupClass.commands.summary == "TRACE")
  }

  @Test func `a class that would trap its operators is refused, and says what it lacks`() {
    let path = "ACT/OperatorClasses/F.yaml"
    for nothing in ["DISPLAY: N\n", "DRAIN: N\nSTATUS: n\n"] {
      let (tables, words) = Self.load(["OperatorClasses/F.yaml": nothing])
      #expect(tables == nil)
      #expect(words.count == 1 && words[0].contains("operators of this class have no command"))
    }
    #expect(
      Self.load(["OperatorClasses/F.yaml": "DISPLAY: Y\nQUIESCE: Y\nSTOP: Y\n"]).1 == [
        "\(path):2:10: error: operators of this class could not take back what QUIESCE does; "
          + "say Y for \"ACTIVATE\" too, or N here",
        "\(path):3:7: error: operators of this class could not take back what STOP does; "
          + "say Y for \"START\" too, or N here",
      ])
    #expect(Self.load(["OperatorClasses/F.yaml": "QUIESCE: Y\nACTIVATE: Y\n"]).1 == [])
    #expect(
      Self.load([
        "System.yaml": "Operator Cmd Cls: D\n", "OperatorClasses/LONGER.yaml": "TRACE: Y\n",
      ]).1
        == [
          "ACT/System.yaml:1:19: error: there is no operator cmd cls D; "
            + "it would be ACT/OperatorClasses/D.yaml"
        ])
    #expect(
      Self.load(["System.yaml": "Control group class: OPS\n"]).1 == [
        "ACT/System.yaml:1:22: error: there is no control group class OPS; "
          + "it would be ACT/OperatorClasses/OPS.yaml"
      ])
    let wrong = Self.load(["System.yaml": "Control group: a b\n"]).1
    #expect(wrong.first?.contains("no - first") == true)
    #expect(Self.load(["OperatorClasses/F.yaml": "RACF: Y\n"]).0 == nil, "no class gives it")
  }

  @Test func `FIGURES alone is a class for the machine, and none for a terminal`() {
    let figures = "FIGURES: Y\n"
    for path in ["System.yaml", "Users/BOB.yaml"] {
      #expect(
        Self.load(["OperatorClasses/F.yaml": figures, path: "Operator Cmd Cls: F\n"]).1 == [
          "ACT/\(path):1:19: error: operators of the class F have no command at a terminal; "
            + "FIGURES is for the machine; say Y for another command too, as DISPLAY: Y"
        ])
    }
    #expect(
      Self.load([
        "OperatorClasses/F.yaml": figures,
        "System.yaml": "Control group: ops\nControl group class: F\n",
      ]).1 == [])
  }
}
