import Foundation
import TestSupport
import Testing

/// The server's own sessions on terminals of several models: a real emulator, and the rows that it has.
@Suite struct ModelTests {
  @Test(arguments: [(model: "3279-2", rows: 24), (model: "3279-5", rows: 27)])
  func `tables, operator and own options use the rows of the terminal`(
    model: String, rows: Int
  ) throws {
    let site = try TestSite()
    for name in ["tpxadmin", "tpxoper"] {
      try site.application(name.uppercased(), host: "builtin:\(name)")
    }
    for number in 1...60 {
      try site.application("APP\(number + 10)", host: "builtin:cics", ["Menu: TOOLS"])
    }
    try site.write("ACT/UpdateClasses/P.yaml", "Jump key: Y\n")
    try site.system(["Update class: P"])
    let server = try ServerProcess(site: site.path)
    let emulator = try S3270(port: server.port, model: model, extra: S3270.unlocksAtOnce)
    try emulator.signOn(ServerProcess.user, ServerProcess.password)
    try emulator.until("TPX MENU")
    // A sub-menu.
    try emulator.enter("TOOLS")
    #expect(try emulator.until("TEN0043")[rows - 2].contains("Row 1 of 60"))
    try emulator.run("PF(3)")
    try emulator.until("TEN0041")
    // The tables: list, a file, and back.
    try emulator.enter("TPXADMIN")
    try emulator.until("TPX Administration Menu")
    try emulator.enter("ACT")
    let list = try emulator.until("Table List")
    #expect(list.count == rows && list[rows - 1].contains("F1=Help"))
    #expect(list.count { $0.contains("APP") && $0.contains("   APP") } == rows - 7)
    try emulator.run("PF(8)")
    try emulator.until("Row \(rows - 6) of ")
    try emulator.enter("LOCATE APP40")
    try emulator.enter("S APP40")
    let sheet = try emulator.until("Table: APP40")
    #expect(sheet[rows - 1].contains("F1=Help") && sheet[rows - 2].contains(":"))
    try emulator.enter("CANCEL")
    try emulator.until("APP40 is as it was")
    try emulator.run("PF(3)")
    try emulator.run("PF(3)")
    try emulator.until("TEN0041")
    // The operator.
    try emulator.enter("TPXOPER")
    let help = try emulator.until("STATUS")
    #expect(help.count == rows && help[rows - 2].contains("COMMAND ===>"))
    try emulator.enter("D SESSIONS")
    try emulator.until("> D SESSIONS")
    try emulator.run("PF(3)")
    try emulator.until("TEN0041")
    // The own options.
    try emulator.enter("/E")
    let own = try emulator.until("TPX Self-Maintenance")
    #expect(own.count == rows && own[rows - 1].contains("F1=Help"))
    try emulator.run("PF(3)")
    try emulator.until("TEN0041")
    withExtendedLifetime(site) {}
  }
}
