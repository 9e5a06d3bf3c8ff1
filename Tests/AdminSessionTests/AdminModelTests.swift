import DataStream
import EBCDIC
import ScreenSupport
import Terminal
import TestSupport
import Testing

@testable import AdminSession

/// Pages on terminals of several sizes: how they look, and that they go on in another process.
@Suite struct AdminModelTests {
  static let sizes: [(name: String, size: Geometry)] = [("2", .model2), ("5", .model5)]

  static let files: [String: String] = {
    var files = AdminBench.standard
    for number in 10..<40 {
      files["ACT/Applications/APP\(number).yaml"] =
        "Application-ID: APP\(number)\nHost: builtin:cics\nSession description: Number \(number)\n"
    }
    files["ACT/Masks/LOCAL.yaml"] = "# ours\nTN0001##: VT##\nTN*: VX*\n"
    files["ACT/UpdateClasses/P.yaml"] = "Jump key: Y\nSession key: Y\n"
    files["ACT/Profiles/DEVS.yaml"] = "Jump key: PF11\nUpdate class: P\n"
    return files
  }()

  private func expect(_ bench: AdminBench, _ page: String, _ model: String) throws {
    try GoldenScreen.expect(
      bench.space, .bracket, matches: "Tests/AdminSessionTests/Fixtures/\(page)-\(model).screen")
  }

  @Test(arguments: sizes)
  func `menu, list, file and options of a user look as they did`(
    model: String, size: Geometry
  ) throws {
    var bench = try AdminBench(Self.files, size: size)
    try bench.open()
    try expect(bench, "menu", model)
    bench.command("ACT")
    #expect(bench.space.size == size)
    #expect(bench.lines.count { $0.contains("Number ") } == size.rows - 7)
    try expect(bench, "list", model)
    // The rows are those of the terminal in another process too.
    try bench.goOn()
    bench.press(.pf8)
    // What was listed is asked for again.
    bench.press(.pf8)
    #expect(bench.lines[size.rows - 1].contains("Row \(40 - size.rows) of 32"))
    bench.command("S APP12")
    try expect(bench, "file", model)
    bench.press(.pf(4))
    bench.command("USERS")
    bench.command("S BOB")
    try expect(bench, "levels", model)
    bench.press(.pf1, at: 0)
    try expect(bench, "help", model)
  }

  @Test(arguments: sizes)
  func `one's own options look as they did`(model: String, size: Geometry) throws {
    var bench = try AdminBench(Self.files, isOwn: true, size: size)
    try bench.open()
    #expect(bench.space.size == size)
    try expect(bench, "own", model)
    try bench.goOn()
    bench.press(.pf8)
    #expect(bench.lines[1].contains("Row \(size.rows - 5) of "))
  }

  // MARK: Masking rules

  @Test func `rules are rows in their order, and one more goes where it is wanted`() throws {
    var bench = try AdminBench(Self.files)
    try bench.open()
    bench.command("2.3")
    #expect(bench.lines[5].contains("LOCAL    TN0001## VT##, TN* VX*"))
    bench.command("S LOCAL")
    try bench.type("TN0001##", "VZ##")
    bench.command("ADD TN0002## BEFORE TN*")
    try bench.goOn()
    try bench.type("TN0002##", "VY##")
    bench.command("ADD 9-------")
    try bench.type("9-------", "V-------", .pf3)
    #expect(
      bench.files["ACT/Masks/LOCAL.yaml"]
        == "# ours\nTN0001##: VZ##\nTN0002##: VY##\nTN*:      VX*\n9-------: V-------\n"
        || bench.files["ACT/Masks/LOCAL.yaml"]
          == "# ours\nTN0001##: VZ##\nTN0002##: VY##\nTN*: VX*\n9-------: V-------\n",
      "\(bench.files["ACT/Masks/LOCAL.yaml"] ?? "")")
    bench.command("S LOCAL")
    try bench.type("TN*", "", .pf3)
    #expect(bench.files["ACT/Masks/LOCAL.yaml"]?.contains("TN*") == false)
  }

  @Test func `what is no rule is refused at its row`() throws {
    var bench = try AdminBench(Self.files)
    try bench.open()
    bench.command("MASKS")
    bench.command("S LOCAL")
    try bench.type("TN0001##", "V####", .pf3)
    #expect(bench.message.contains("has more # than"))
    try bench.type("TN0001##", "V##")
    for words in ["ADD", "ADD A*B", "ADD TN9 AFTER TN*", "ADD TN9 BEFORE NOSUCH", "ADD TN9 TN8"] {
      bench.command(words)
      #expect(bench.message != "" && !bench.message.contains("changed; PF3"), "\(words)")
    }
    bench.command("ADD TN0001##")
    #expect(bench.message == "", "it is there: the cursor goes to it")
    bench.press(.pf(4))
    bench.command("MASKS")
    bench.command("COPY LOCAL OTHER")
    bench.press(.pf3)
    #expect(bench.files["ACT/Masks/OTHER.yaml"]?.contains("# ours") == true)
    bench.command("ADD NEW")
    bench.command("ADD A## BEFORE B##")
    #expect(bench.message.contains("the file has no rule B##"))
    bench.command("ADD A##")
    try bench.type("A##", "B##", .pf3)
    #expect(
      bench.files["ACT/Masks/NEW.yaml"] == "A##: B##\n"
        || bench.files["ACT/Masks/NEW.yaml"] == "\"A##\": B##\n")
  }
}
