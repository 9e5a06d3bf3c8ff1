import Foundation
import TestSupport
import Testing

/// The operator's terminal, on a terminal and without one.
@Suite struct ConsoleTests {
  @Test func `without a terminal its lines are taken, and the exit code tells of the worst`() throws
  {
    let server = try ServerProcess()
    let good = try ServerProcess.run(
      ["console", "--state", server.state], input: "d tables as csv\nend\nnonsense\n")
    #expect(good.code == 0 && good.output.contains("TABLE,ENTRIES,FILES"), "\(good.output)")
    #expect(good.output.contains("UPDATECLASSES,0,ACT/UpdateClasses"), "\(good.output)")
    let bad = try ServerProcess.run(
      ["console", "--state", server.state], input: "nonsense\nstatus\n")
    #expect(bad.code == 1 && bad.output.contains("terminals"), "\(bad.output)")
    // A command whose last line did not come is not done.
    let half = try ServerProcess.run(
      ["console", "--state", server.state], input: "status\nnonsense -\n")
    #expect(half.code == 1 && half.output.contains("in the middle of a command"), "\(half.output)")
    #expect(!half.output.contains("NONSENSE is no command"), "\(half.output)")
  }

  @Test func `on a terminal words are completed, and lines kept but for those with passwords`()
    throws
  {
    let server = try ServerProcess()
    let home = try TemporaryFolder()
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/script")
    let command = "'\(ServerProcess.program.path())' console --state '\(server.state)'"
    process.arguments = ["-qec", command, "/dev/null"]
    process.environment = ProcessInfo.processInfo.environment
      .merging(["XDG_STATE_HOME": home.path, "SHELL": "/bin/sh"]) { $1 }
    let (input, output) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput) = (input, output)
    process.standardError = output
    try process.run()
    var shown = ""
    func until(_ text: String) throws {
      while !shown.contains(text) {
        let data = output.fileHandleForReading.availableData
        guard !data.isEmpty else { break }
        shown += String(decoding: data, as: UTF8.self)
      }
      #expect(shown.contains(text), "\(shown)")
      shown = ""
    }
    func type(_ text: String) throws {
      try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    }
    try until("> ")
    try type("statu\t\r")
    try until("terminals")
    try type("adduser zed password(PLANTED1)\r")
    try until("> ")
    try type("\u{1B}[A\r")
    try until("terminals")
    // What is left before its last line is neither done nor kept.
    try type("d -\r")
    try until("- ")
    try type("\u{04}")
    try until("> ")
    try type("\u{04}")
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let history = try String(contentsOfFile: home.path + "/turnstile/history", encoding: .utf8)
    #expect(history == "STATUS \n", "\(history)")
    let listed = try ServerProcess.run(["racf", "LISTUSER ZED", "--state", server.state])
    #expect(listed.code == 0, "\(listed.output)")
  }
}
