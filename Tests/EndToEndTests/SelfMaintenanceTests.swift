import DataStream
import Foundation
import TestSupport
import Testing

/// Users at a terminal who change their own options (`/E`).
@Suite struct SelfMaintenanceTests {
  private static let password = "FIRST1PW"

  /// DEV is known to the security manager alone, and has no file.
  private static func server(
    _ site: TestSite, updateClass: String = "P", extra: [String] = []
  ) throws -> ServerProcess {
    try site.write(
      "ACT/UpdateClasses/P.yaml",
      "Can add session in TPX Admin: Y\nSession description: Y\nMenu key: Y\nJump key: Y\n")
    try site.write("ACT/Profiles/DEFAULT.yaml", "Update class: \(updateClass)\n")
    let server = try ServerProcess(site: site.path, extra: extra)
    try server.racf(
      """
      ADDUSER DEV DFLTGRP(SYS1) PASSWORD(\(password))
      ALTUSER DEV PASSWORD(\(password)) NOEXPIRED

      """)
    return server
  }

  private static func signOn(_ server: ServerProcess) throws -> ScriptedTerminal {
    let terminal = try ScriptedTerminal.signedOn(to: server, "DEV", password: password)
    terminal.key(.enter, "/E")
    try terminal.until("TPX Self-Maintenance: DEV")
    return terminal
  }

  @Test(arguments: [1, 3])
  func `what a user saves counts on the menu at once, and the audit has it`(shards: Int) throws {
    let site = try TestSite()
    let server = try Self.server(site, extra: ["--shards", String(shards)])
    let terminal = try Self.signOn(server)
    terminal.key(.enter, "LOCATE MENU KEY")
    try terminal.until("Row 8 of")
    terminal.key(.pf3, "PF9")
    try terminal.until("TPX MENU")
    try terminal.until("Menu=PF9")
    #expect(try site.read("ACT/Users/DEV.yaml") == "Menu key: PF9\n")
    let log = try server.log(until: "DEV.yaml SAVED BY DEV AT ")
    #expect(log.contains("TPXL9067"))
    let audit = try ServerProcess.run(["audit", "--state", server.state, "--user", "dev"])
    #expect(audit.output.contains("ACT/Users/DEV.yaml"), "\(audit.output)")
    // The second time the file is there.
    terminal.key(.enter, "/E")
    try terminal.until("TPX Self-Maintenance: DEV")
    terminal.key(.enter, "ADD MINE")
    try terminal.until("MINE Applid:")
    terminal.key(.enter, "TSOA")
    try terminal.until("1 changed; PF3 saves")
    terminal.key(.pf3)
    try terminal.until("TPX MENU")
    try terminal.until("MINE")
    #expect(
      try site.read("ACT/Users/DEV.yaml")
        == "Menu key: PF9\nSession options:\n  MINE:\n    Applid: TSOA\n")
    let again = try ServerProcess.run(["audit", "--state", server.state, "--user", "dev"])
    #expect(again.output.contains("Applid: (none) -> TSOA"), "\(again.output)")
    withExtendedLifetime(site) {}
  }

  @Test func `what was typed is there in the next worker, and is saved from there`() throws {
    let site = try TestSite()
    let server = try Self.server(site)
    let terminal = try Self.signOn(server)
    terminal.key(.enter, "LOCATE MENU KEY")
    try terminal.until("Row 8 of")
    terminal.key(.enter, "PF9")
    try terminal.until("1 changed; PF3 saves")
    server.killWorker()
    terminal.key(.pf3)
    try terminal.until("Menu=PF9")
    #expect(try site.read("ACT/Users/DEV.yaml") == "Menu key: PF9\n")
    withExtendedLifetime(site) {}
  }

  @Test func `who may change nothing sees the options, as ever`() throws {
    let site = try TestSite()
    let server = try Self.server(site, updateClass: "N")
    let terminal = try ScriptedTerminal.signedOn(to: server, "DEV", password: Self.password)
    terminal.key(.enter, "/E")
    try terminal.until("TEN0166")
    #expect(!FileManager.default.fileExists(atPath: site.path + "/ACT/Users/DEV.yaml"))
    withExtendedLifetime(site) {}
  }
}
