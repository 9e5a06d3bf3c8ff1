import Foundation
import TestSupport
import Testing

/// A site from nothing, with the real program.
@Suite struct InitTests {
  @Test func `a new site is checked, served, and never written over`() throws {
    let folder = try TemporaryFolder()
    let site = folder.path + "/site"
    let made = try ServerProcess.run(
      ["init", site, "--system", "PROD", "--application", "DEMO=builtin:cics"])
    #expect(made.code == 0 && made.output.contains("What to do next"), "\(made.output)")
    let again = try ServerProcess.run(["init", site])
    #expect(again.code == 1 && again.output.contains("is there already, and nothing was changed"))
    let check = try ServerProcess.run(["check", "--site", site, "--state", folder.path + "/none"])
    #expect(check.code == 0 && check.output.contains("files are in order"), "\(check.output)")
    let server = try ServerProcess(site: site)
    let terminal = try S3270(port: server.port)
    try terminal.signOn(ServerProcess.user, ServerProcess.password)
    try terminal.until("TPX MENU")
    #expect(try terminal.screen().contains { $0.contains("DEMO") })
    #expect(try terminal.screen().contains { $0.contains("PROD") })
    try terminal.enter("h session timeout")
    try terminal.until("a label of files of ACT")
    try terminal.enter()
    try terminal.enter("h sesion timeout")
    try terminal.until("Session timeout?")
    let wrong = try ServerProcess.run(["init", folder.path + "/b", "--application", "A=nowhere"])
    #expect(wrong.code == 1 && wrong.output.contains("is no host"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/b"))
  }

  @Test func `an empty directory serves, and takes what is written into it`() throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(site: folder.path)
    let terminal = try S3270(port: server.port)
    try terminal.signOn(ServerProcess.user, ServerProcess.password)
    try terminal.until("No application is defined: add one to ACT/Applications")
    let made = try ServerProcess.run(
      ["init", folder.path, "--application", "FIRST=builtin:cics"])
    #expect(made.code == 0, "\(made.output)")
    try terminal.until("FIRST")
  }

  @Test func `words are explained, and near ones are named`() throws {
    func explain(_ words: String...) throws -> (output: String, code: Int32) {
      try ServerProcess.run(["explain"] + words)
    }
    let label = try explain("session", "TIMEOUT")
    #expect(label.code == 0 && label.output.hasPrefix("Session timeout: a label of files of ACT"))
    #expect(try explain("* Pass Ticket prof name").code == 0)
    #expect(try explain("TPXL0921").output.contains("What to do:"))
    #expect(try explain("0c").output.contains("0C0000"))
    #expect(try explain("/F").output.contains("sign off"))
    #expect(try explain("winp").output.hasPrefix("WINP: a word of scripts"))
    #expect(try explain("wimp").output.contains("did you mean WINP?"))
    let near = try explain("Sesion timeout")
    #expect(near.code == 1 && near.output.contains("did you mean Session timeout?"))
    #expect(try explain("Nothing like it").code == 1)
  }
}
