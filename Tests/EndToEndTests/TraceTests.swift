import Bytes
import DataStream
import EBCDIC
import Foundation
import TestSupport
import Testing

/// What an operator sees of one terminal: how it is, and its trace.
@Suite struct TraceTests {
  struct Failure: Error { let text: String }

  private static func oper(
    _ server: ServerProcess, _ words: String...
  ) throws -> (output: String, code: Int32) {
    try ServerProcess.run(["oper"] + words + ["--state", server.state])
  }

  private static func trace(_ server: ServerProcess, _ name: String) throws -> String {
    try String(contentsOfFile: server.state + "/traces/" + name, encoding: .utf8)
  }

  /// Reads until helpers have written a text.
  private static func trace(
    _ server: ServerProcess, _ name: String, until text: String
  ) throws -> String {
    let deadline = ContinuousClock.now.advanced(by: .seconds(20))
    while ContinuousClock.now < deadline {
      let all = try trace(server, name)
      if all.contains(text) { return all }
      // Each question takes the server a moment.
      _ = try oper(server, "status")
    }
    throw Failure(text: "never traced \(text): \(try trace(server, name))")
  }

  @Test(arguments: ["", "N:"])
  func `a sign-on is traced without its password, and replayed`(prefix: String) throws {
    let server = try ServerProcess()
    let emulator = try S3270(port: server.port, model: "3279-4", prefix: prefix)
    try emulator.until("Panelid  - TEN0003")
    let begun = try Self.oper(server, "trace", "TN000001", "on", "report.trace")
    #expect(begun.code == 0 && begun.output == "TN000001 is traced into traces/report.trace\n")
    let twice = try Self.oper(server, "trace", "tn000001", "on")
    #expect(twice.code == 1 && twice.output.contains("traced already, into traces/report.trace"))
    // A wrong one, whose screen comes back, and the right one.
    try emulator.signOn(ServerProcess.user, "WRONGONE")
    try emulator.until("Userid or password is not valid")
    try emulator.enter(ServerProcess.password)
    try emulator.until("TPX MENU")
    try emulator.enter("TSOA")
    try emulator.until("READY")
    let ended = try Self.oper(server, "trace", "TN000001", "off")
    #expect(ended.code == 0 && ended.output.contains("traces/report.trace has the trace"))
    #expect(try Self.oper(server, "trace", "TN000001", "off").output == "TN000001 is not traced\n")
    let text = try Self.trace(server, "report.trace", until: "the operator ended the trace")
    #expect(text.contains("= password refused") && text.contains("- authenticate"))
    #expect(text.contains("TPX MENU") && text.contains("'********'"))
    for secret in [ServerProcess.password, "WRONGONE"] {
      let typed = CodePage.bracket.encode(secret)
      #expect(!text.contains(secret))
      #expect(!text.lowercased().contains(Hex.encode(typed).lowercased()))
    }
    let replay = try ServerProcess.run(
      ["screen", "replay", server.state + "/traces/report.trace"])
    #expect(replay.code == 0, "\(replay.output)")
    #expect(replay.output.contains("TPX MENU") && replay.output.contains("43x80"))
    var status = stat()
    #expect(stat(server.state + "/traces/report.trace", &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
    #expect(try server.log().contains("TRACE TN000001"))
  }

  @Test func `a terminal says how it is`() throws {
    let server = try ServerProcess()
    let emulator = try S3270(port: server.port)
    try emulator.until("Panelid  - TEN0003")
    let before = try Self.oper(server, "show", "TN000001").output
    #expect(before.contains("user -\nshows panel TEN0003\n"), "\(before)")
    #expect(before.contains("telnet TN3270E BIND-IMAGE,RESPONSES,SYSREQ\n"))
    #expect(before.contains("timer logon in "))
    try emulator.signOn(ServerProcess.user, ServerProcess.password)
    try emulator.until("TPX MENU")
    try emulator.enter("TSOA")
    try emulator.until("READY")
    let after = try Self.oper(server, "show", "TN000001").output
    #expect(after.contains("user \(ServerProcess.user)\nshows session TSOA\n"), "\(after)")
    #expect(after.contains("session TSOA active, 24x80"))
    #expect(after.contains("output 0 bytes wait"))
    // The time for a logon counts no more.
    #expect(!after.contains("timer logon"))
  }

  @Test func `a trace ends with its terminal`() throws {
    let server = try ServerProcess()
    let emulator = try S3270(port: server.port)
    try emulator.until("Panelid  - TEN0003")
    #expect(try Self.oper(server, "trace", "TN000001", "on", "gone").code == 0)
    emulator.end()
    _ = try Self.trace(server, "gone", until: "= the terminal is gone")
    #expect(
      try Self.oper(server, "trace", "TN000001", "off").output
        == "no terminal is called TN000001\n")
  }

  @Test func `what cannot be traced is refused with words, and leaves no file`() throws {
    let server = try ServerProcess()
    let emulator = try S3270(port: server.port)
    try emulator.until("Panelid  - TEN0003")
    for (words, expected) in [
      (["trace", "TN000009", "on", "a"], "no terminal is called TN000009"),
      (["trace", "TN000001", "off"], "TN000001 is not traced"),
      (["trace", "TN000001", "sideways"], "sideways is neither ON nor OFF"),
      (["trace", "TN000001", "off", "file"], "a file is named with ON only"),
      (["trace", "TN000001", "on", "../out"], "../out is no name of a trace"),
      (["trace", "TN000001", "on", ".hidden"], ".hidden is no name of a trace"),
      (["trace", "N?", "on"], "N? is no name of a terminal"),
      (["trace", "TN000001"], "say TRACE TERMINAL ON|OFF [FILE]"),
      (["show", "TN000009"], "no terminal is called TN000009"), (["show"], "say SHOW TERMINAL"),
    ] {
      let (output, code) = try ServerProcess.run(["oper"] + words + ["--state", server.state])
      #expect(code == 1 && output.contains(expected), "\(words): \(output)")
    }
    #expect(
      (try? FileManager.default.contentsOfDirectory(atPath: server.state + "/traces")) ?? [] == [])
    #expect(try Self.oper(server, "trace", "TN000001", "on", "once").code == 0)
    #expect(try Self.oper(server, "trace", "TN000001", "off").code == 0)
    #expect(
      try Self.oper(server, "trace", "TN000001", "on", "once").output
        == "traces/once is there already\n")
    // A directory that is none.
    try FileManager.default.removeItem(atPath: server.state + "/traces")
    try Data().write(to: URL(filePath: server.state + "/traces"))
    let refused = try Self.oper(server, "trace", "TN000001", "on", "new")
    #expect(refused.code == 1 && refused.output.contains("no trace can be written"))
    #expect(try emulator.screen().contains { $0.contains("TEN0003") })
  }

  @Test func `a trace whose file cannot be written on ends, and its user notices nothing`() throws {
    let server = try ServerProcess()
    let emulator = try S3270(port: server.port)
    try emulator.until("Panelid  - TEN0003")
    #expect(try Self.oper(server, "trace", "TN000001", "on", "lost").code == 0)
    // The folder goes away under it, and is none any more.
    try FileManager.default.removeItem(atPath: server.state + "/traces")
    try Data().write(to: URL(filePath: server.state + "/traces"))
    try emulator.signOn(ServerProcess.user, ServerProcess.password)
    try emulator.until("TPX MENU")
    var shown = ""
    let deadline = ContinuousClock.now.advanced(by: .seconds(20))
    while !shown.contains("trace traces/lost, ended: "), ContinuousClock.now < deadline {
      shown = try Self.oper(server, "show", "TN000001").output
    }
    #expect(shown.contains("trace traces/lost, ended: "), "\(shown)")
    let ended = try Self.oper(server, "trace", "TN000001", "off")
    #expect(ended.code == 0 && ended.output.contains("it ended before"))
  }
}
