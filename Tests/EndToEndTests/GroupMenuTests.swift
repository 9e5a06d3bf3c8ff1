import Foundation
import TestSupport
import Testing

/// Menus that follow groups of the security manager, with a real server.
@Suite struct GroupMenuTests {
  @Test func `a change of groups counts at the next menu, and the terminal shows it at once`()
    throws
  {
    let folder = try TemporaryFolder()
    let site = folder.path + "/site"
    try FileManager.default.createDirectory(atPath: site, withIntermediateDirectories: true)
    for part in ["ACT", "Screens"] {
      try FileManager.default.copyItem(
        atPath: Repository.root.appending(path: part).path(), toPath: site + "/" + part)
    }
    let entry = site + "/ACT/Applications/CICSA.yaml"
    let text = try String(contentsOfFile: entry, encoding: .utf8) + "\nGroups: PAY\n"
    try Data(text.utf8).write(to: URL(filePath: entry))
    let server = try ServerProcess(site: site)
    func explain() throws -> String {
      try ServerProcess.run(
        ["explain", "--user", "UXYZ", "--site", site, "--state", server.state]
      ).output
    }
    func check() throws -> String {
      try ServerProcess.run(["check", "--site", site, "--state", server.state]).output
    }
    #expect(try check().contains("remark: group PAY is named and not defined"))
    #expect(try !explain().contains("CICSA"))
    try server.racf("ADDGROUP PAY\nADDUSER UXYZ PASSWORD(TEMP1234) DFLTGRP(SYS1)\n")
    #expect(try !check().contains("group PAY"))
    let terminal = try S3270(port: server.port)
    try terminal.signOn("UXYZ", "TEMP1234")
    try terminal.until("TPX MENU")
    #expect(try !terminal.screen().contains { $0.contains("CICSA") })
    try server.racf("CONNECT UXYZ GROUP(PAY)\n")
    try terminal.until("CICSA")
    #expect(try explain().contains("CICSA"))
    try server.racf("REMOVE UXYZ GROUP(PAY)\n")
    #expect(try !explain().contains("CICSA"))
    try terminal.enter("CICSA")
    try terminal.until("is not on this menu")
  }
}
