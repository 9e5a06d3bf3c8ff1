import Foundation
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

  /// A logon of the terminal's own conversation.
  private static let trace = """
    Model 3279-2-E, 24 rows x 80 cols, color display
    < 0x0   fffd18fffa1801fff0fffd19fffb19fffd00fffb00
    > 0x0   fffb18
    < 0x0   f5c31140401df0c5d5e3c5d940e8d6e4d940d5c1d4c51d4013ffef
    > 0x0   7d40d41140d1c2d6c2ffef
    < 0x0   f5c31140401df0d4c5d5e440d6c640e3c8c9d5c7e2ffef

    """

  @Test func `a trace becomes a script, which runs against it, and stays where one is`() throws {
    let trace = try folder.write(Self.trace, to: "x.trc")
    let script = folder.path + "/NEW.acl"
    let made = try ServerProcess.run(["script", "record", trace, "--user", "BOB", "-o", script])
    #expect(made.code == 0, "\(made.output)")
    #expect(try ServerProcess.run(["script", "check", script]).code == 0)
    let run = try ServerProcess.run(["script", "run", script, "--against", trace, "--user", "BOB"])
    #expect(run.code == 0 && run.output.contains("  types BOB\n"), "\(run.output)")
    let again = try ServerProcess.run(["script", "record", trace, "-o", script])
    #expect(again.code == 1 && again.output.contains("the file is there already"))
    let none = try ServerProcess.run(["script", "record", trace, "--session", "TSOA"])
    #expect(none.code == 1 && none.output.contains("the trace has no session TSOA"))
  }

  @Test func `scripts of s3270 are imported into a folder, and ready ones are shown`() throws {
    let script = try folder.write("String(\"BOB\") Tab() String(\"S3CRET\") Enter()\n", to: "a.txt")
    let into = folder.path + "/Scripts"
    try FileManager.default.createDirectory(atPath: into, withIntermediateDirectories: true)
    let made = try ServerProcess.run(["script", "import", script, "--into", into])
    #expect(made.code == 0 && !made.output.contains("S3CRET"), "\(made.output)")
    #expect(made.output.contains("a.txt:1: a text was taken for a password"))
    #expect(try ServerProcess.run(["script", "check", into]).code == 0)
    #expect(try ServerProcess.run(["script", "import", script, "--into", into]).code == 1)
    let list = try ServerProcess.run(["script", "list"])
    #expect(list.code == 0 && list.output.contains("\nTSO      TSO: logs on"))
    let shown = try ServerProcess.run(["script", "show", "tso"])
    #expect(shown.code == 0 && shown.output.hasSuffix("FAIL 'TSO: no answer in time'\n"))
    #expect(try ServerProcess.run(["script", "show", "NONE"]).code == 64)
  }

  @Test func `a script signs on at a live server, and its password is nowhere`() throws {
    let server = try ServerProcess()
    let script = try folder.write(
      "WINP\nKEY &USERID\nTABF\nKEY &PSWD\nENTER\nWAIT 10 FOR 'TPX MENU'\n"
        + "IF NOT FOUND FAIL 'no menu'\n", to: "SIGNON.acl")
    let host = "127.0.0.1:\(server.port)"
    func run(_ password: String) throws -> (output: String, code: Int32) {
      let file = try folder.write(password + "\n", to: "password")
      return try ServerProcess.run([
        "script", "run", script, "--against", host, "--user", ServerProcess.user,
        "--password-file", file,
      ])
    }
    let good = try run(ServerProcess.password)
    #expect(good.code == 0, "\(good.output)")
    #expect(good.output.contains("types the ticket or the password"))
    #expect(!good.output.contains(ServerProcess.password))
    let bad = try run("WR0NGPW1")
    #expect(bad.code == 1 && bad.output.hasSuffix("failed: no menu\n"), "\(bad.output)")
    #expect(!bad.output.contains("WR0NGPW1"))
    #expect(server.stop() == 0)
    let gone = try ServerProcess.run(["script", "run", script, "--against", host])
    #expect(gone.code == 1 && gone.output.contains("connect"), "\(gone.output)")
  }
}
