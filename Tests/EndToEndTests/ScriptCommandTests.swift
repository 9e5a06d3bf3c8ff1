import TestSupport
import Testing

@Suite struct ScriptCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("WINP\nCALL TSOX\n", to: "TSOA.acl")
    try folder.write("RETURN\n", to: "TSOB.acl")
    try folder.write(
      "CALL TSOB\nWINP\nKEY 'A'\nENTER\nSEARCH 'OK'\nIF NOT FOUND FAIL 'no OK'\n", to: "RUN.acl")
  }

  @Test func `scripts are checked, by file and by folder`() throws {
    let whole = try ServerProcess.run(["script", "check", folder.path])
    #expect(whole.code == 1)
    #expect(
      whole.output == """
        \(folder.path)/TSOA.acl:2:1: error: there is no script TSOX
            2 | CALL TSOX
              | ^^^^ did you mean TSOA?
        1 error and 0 warnings in 3 scripts

        """)
    // What a script calls may lie beside it.
    let one = try ServerProcess.run(["script", "check", folder.path + "/RUN.acl"])
    #expect(one.code == 0)
    #expect(one.output == "1 script is in order\n")
    let none = try ServerProcess.run(["script", "check", folder.path + "/NONE.acl"])
    #expect(none.code == 1 && none.output.contains("the script cannot be read"))
  }

  @Test func `a script runs against the screens of a trace`() throws {
    let trace = try folder.write(
      """
      Model 3279-2-E, 24 rows x 80 cols, color display
      < 0x0   fffd18fffa1801fff0fffd19fffb19fffd00fffb00
      > 0x0   fffb18
      < 0x0   f5c311
      < 0x3   40401dc0c8c51d4013ffef
      > 0x0   7d4040114041c1ffef
      < 0x0   f1c311c150d6d2ffef

      """, to: "logon.trc")
    let run = try ServerProcess.run(
      ["script", "run", folder.path + "/RUN.acl", "--against", trace])
    #expect(run.code == 0, "\(run.output)")
    #expect(run.output.contains("RUN line 3: KEY ...\n  types A\nRUN line 4: ENTER\n"))
    #expect(run.output.hasSuffix("the script ended as it wanted\n"))
    let wrong = try ServerProcess.run(
      ["script", "run", folder.path + "/TSOA.acl", "--against", trace])
    #expect(wrong.code == 1 && wrong.output.contains("there is no script TSOX"))
  }
}
