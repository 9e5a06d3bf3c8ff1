import DataStream
import Foundation
import TestSupport
import Testing

/// What operators say stays so: news and held applications, over the death of the process and a restart.
@Suite struct StandingOrdersTests {
  private static func refused(_ server: ServerProcess, _ words: String...) throws -> String {
    let done = try ServerProcess.run(
      ["oper", "--state", server.state] + words, input: "")
    #expect(done.code == 1, "\(words)")
    return done.output
  }

  @Test func `an application is held, also by the next process, until it is activated`() throws {
    let server = try ServerProcess()
    let terminal = try ScriptedTerminal.signedOn(to: server)
    terminal.key(.enter, "TSOA")
    try terminal.until("READY")
    #expect(try server.ask("oper", "d", "tickets", "as", "csv").contains("made,"))
    #expect(try server.ask("oper", "quiesce", "tsoa", "until", "noon").contains("no new sessions"))
    #expect(try server.ask("oper", "d", "appls", "as", "csv").contains(",QUIESCED"))
    // What lives goes on; and ends where there is to be none.
    terminal.key(.pf(24))
    try terminal.until("TPX MENU")
    #expect(
      try server.ask("oper", "deactivate", "TSOA", "the", "disk", "is", "full")
        .contains("1 session ended"))
    try terminal.until("the operator ended it: the disk is full")
    server.killWorker()
    _ = try server.log(until: "TPXL9100")
    terminal.key(.enter, "TSOA")
    try terminal.until("Application not available: the disk is full")
    #expect(try server.ask("oper", "activate", "tsoa").contains("takes sessions again"))
    terminal.key(.enter, "TSOA")
    try terminal.until("READY")
    #expect(try Self.refused(server, "activate", "tsoa").contains("is not held"))
    #expect(
      try Self.refused(server, "quiesce", "tsoa", String(repeating: "x", count: 35)).contains("34"))
    #expect(try Self.refused(server, "quiesce", "nothing").contains("no session, application"))
  }

  @Test func `news stand on panels that are shown, and everybody hears a broadcast`() throws {
    let server = try ServerProcess()
    let user = try ScriptedTerminal.signedOn(to: server)
    let guest = try ScriptedTerminal(port: server.port)
    try guest.until("TEN0003")
    _ = try server.ask("oper", "news", "1", "Tapes", "are", "moved", "on", "Sunday")
    try user.until("Tapes are moved on Sunday")
    try guest.until("Tapes are moved on Sunday")
    #expect(try server.ask("oper", "news").hasPrefix("1 Tapes are moved on Sunday\n2 \n"))
    #expect(try Self.refused(server, "news", "3", "x").contains("say NEWS"))
    #expect(
      try Self.refused(server, "news", "2", String(repeating: "x", count: 80)).contains("79"))
    #expect(try server.ask("oper", "broadcast", "Coffee", "is", "ready").contains("1 terminal"))
    try user.until("Coffee is ready")
    #expect(
      try server.ask("oper", "broadcast", "A=TSOA", "You", "only").contains("0 terminals"))
    #expect(try Self.refused(server, "broadcast", "A=ELSE", "x").contains("no session"))
    #expect(try server.ask("oper", "news", "off").contains("no news"))
    let later = try ScriptedTerminal(port: server.port)
    try later.until("TEN0003")
    #expect(!later.rows.contains { $0.contains("Tapes") })
  }
}
