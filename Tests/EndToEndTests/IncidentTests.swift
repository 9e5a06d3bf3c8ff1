import Foundation
import TestSupport
import Testing

/// The crypto card is missing at the recovery site.
@Suite struct IncidentTests {
  @Test func `without the card TSOB fails as documented, TSOA works, and N lets a password in`()
    throws
  {
    let site = try Self.copyOfSite()
    let server = try ServerProcess(site: site.path)
    #expect(try server.ask("card", "offline") == "The crypto card is offline.\n")
    let emulator = try S3270(port: server.port)
    try emulator.signOn(ServerProcess.user, ServerProcess.password)
    try emulator.until("TPX MENU")
    try emulator.enter("TSOB")
    let menu = try emulator.until("gen failed")
    #expect(menu[4] == " ==> Session TSOB ended - Pass Ticket gen failed <==")

    let log = try server.log(until: "TPXL0921")
    let lines = log.split(separator: "\n").drop { !$0.hasPrefix("TPXL0921") }.prefix(4).map(
      String.init)
    let pattern =
      #/TPXL0921 \d\d/\d\d/\d\d\.\d{3} \d\d:\d\d:\d\d\.\d\d SESSION START PASS TICKET GENERATION FAILED/#
    #expect(lines[0].wholeMatch(of: pattern) != nil)
    #expect(
      lines.dropFirst() == [
        "        FOR USERID: UABCDE   SESSION:  TSOB     APPL PROFILE: TSOR001",
        "        REASON CODE:0C Additional HEX INFO:0C0000",
        "        Reason Meaning: ICSF CSNBENC services Failed",
      ])

    try emulator.enter("TSOA")
    try emulator.until("READY")
    try emulator.enter("LOGOFF")
    try emulator.until("TPX MENU")

    let file = site.path + "/ACT/Applications/TSOB.yaml"
    let text = try String(contentsOfFile: file, encoding: .utf8)
      .replacing(#/Generate Pass Ticket: +Y/#, with: "Generate Pass Ticket: N")
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    _ = try server.log(until: "TPXL9002")
    try emulator.enter("TSOB")
    try emulator.until("TSO/E LOGON")
    try emulator.enter(ServerProcess.password)
    try emulator.until("Signed on by password")

    #expect(try server.ask("card", "online") == "The crypto card is online.\n")
    #expect(try !server.log().contains(ServerProcess.password))
  }

  @Test func `a broken file leaves the tables as they were`() throws {
    let site = try Self.copyOfSite()
    let server = try ServerProcess(site: site.path)
    try site.write("Application-ID: [", to: "ACT/Applications/TSOA.yaml")
    let log = try server.log(until: "TPXL9003")
    #expect(log.contains("ACT/Applications/TSOA.yaml:"))
    let emulator = try S3270(port: server.port)
    try emulator.signOn(ServerProcess.user, ServerProcess.password)
    try emulator.until("TPX MENU")
    try emulator.enter("TSOA")
    try emulator.until("READY")
  }

  static func copyOfSite() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for name in ["ACT", "Screens"] {
      try FileManager.default.copyItem(
        atPath: Repository.root.appending(path: name).path(), toPath: folder.path + "/" + name)
    }
    return folder
  }
}
