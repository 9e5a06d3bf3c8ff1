import Foundation
import TestSupport
import Testing

/// The main job, with the real emulator.
@Suite struct MainJobTests {
  static let terminals: [(model: String, prefix: String, extra: [String])] = [
    ("3279-2", "", []), ("3279-2", "N:", []), ("3279-4", "", []), ("3279-4", "N:", []),
    ("3279-5", "", []), ("3279-2", "S:", []), ("3279-4", "", ["-oversize", "132x60"]),
  ]

  @Test(arguments: terminals.indices)
  func `sign on, start a session with a ticket, and come back`(index: Int) throws {
    let terminal = Self.terminals[index]
    let server = try ServerProcess()
    let emulator = try S3270(
      port: server.port, model: terminal.model, prefix: terminal.prefix, extra: terminal.extra)
    try emulator.until("Panelid  - TEN0003")
    try emulator.signOn(ServerProcess.user, "WRONGPASS")
    let refused = try emulator.until("Userid or password is not valid")
    #expect(refused.contains { $0.contains("UABCDE") })
    try emulator.enter(ServerProcess.password)
    let menu = try emulator.until("TPX MENU FOR")
    #expect(menu[0].hasPrefix(String(repeating: " ", count: 24) + "TPX MENU FOR  UABCDE"))
    try emulator.enter("TSOA")
    let ready = try emulator.until("READY")
    #expect(ready.contains { $0.contains("Signed on by PassTicket (LEGACY)") })
    try emulator.enter("LOGOFF")
    let back = try emulator.until("TPX MENU")
    #expect(back[4].contains("==> Session TSOA ended - closed by the application <=="))
    #expect(server.stop() == 0)
  }

  @Test func `a session starts by its key, by the cursor, and by a mark`() throws {
    let server = try ServerProcess()
    let emulator = try S3270(port: server.port)
    try emulator.signOn(ServerProcess.user, ServerProcess.password)
    try emulator.until("TPX MENU")
    try emulator.run("PF(13)")
    try emulator.until("System -  S001")
    try emulator.run("PF(24)")
    try emulator.until("TPX MENU")
    // CICSA's line is the third below the headings.
    try emulator.run("MoveCursor(10,3)")
    try emulator.enter()
    try emulator.until("Signed on by PassTicket (ENHANCED)")
    try emulator.run("PF(24)")
    try emulator.until("TPX MENU")
    try emulator.run("MoveCursor(9,3)")
    try emulator.enter("s")
    try emulator.until("System -  R001")
  }

  @Test func `the jump key brings a session back exactly as it was left`() throws {
    let server = try ServerProcess()
    let emulator = try S3270(port: server.port)
    try emulator.signOn(ServerProcess.user, ServerProcess.password)
    try emulator.until("TPX MENU")
    try emulator.enter("TSOA")
    try emulator.until("READY")
    try emulator.enter("LONG")
    try emulator.until("line 40")
    try emulator.type("half typed")
    try emulator.run("Left")
    let before = try emulator.run("ReadBuffer(Ebcdic)")
    try emulator.run("PF(24)")
    let menu = try emulator.until("TPX MENU")
    #expect(menu.contains { $0.contains("TSOA") && $0.contains("current") })
    try emulator.enter("CICSA")
    try emulator.until("DEMONSTRATION CICS")
    try emulator.run("PF(23)")
    try emulator.until("half typed")
    #expect(try emulator.run("ReadBuffer(Ebcdic)") == before)
  }

  @Test func `a command with its character works inside a session`() throws {
    let server = try ServerProcess()
    let emulator = try S3270(port: server.port)
    try emulator.signOn(ServerProcess.user, ServerProcess.password)
    try emulator.until("TPX MENU")
    try emulator.enter("TSOA")
    try emulator.until("READY")
    try emulator.type("/L")
    try emulator.run("PF(12)")
    try emulator.until("TERMINAL LOCKED")
    try emulator.enter(ServerProcess.password)
    // Unlocking leads back to where the command was typed.
    try emulator.until("READY")
    try emulator.run("PF(24)")
    try emulator.until("TPX MENU")
    try emulator.enter("/I TSOA")
    try emulator.until("==> Session TSOA ended - ended by the user <==")
    try emulator.enter("NOSUCH")
    let refused = try emulator.until("==> Session NOSUCH is not on this menu <==")
    #expect(refused[22].contains("===>  NOSUCH"))
    try emulator.run("EraseEOF")
    try emulator.enter("F")
    try emulator.until("Panelid  - TEN0003")
  }

  @Test func `sessions stay when the terminal is lost, and move to another one`() throws {
    let server = try ServerProcess()
    do {
      let first = try S3270(port: server.port, model: "3279-4")
      try first.signOn(ServerProcess.user, ServerProcess.password)
      try first.until("TPX MENU")
      try first.enter("TSOA")
      try first.until("READY")
      try first.enter("STATUS")
      try first.until("USER UABCDE")
    }
    _ = try server.log(until: "TPXL0050")
    let second = try S3270(port: server.port, model: "3279-2")
    try second.signOn(ServerProcess.user, ServerProcess.password)
    try second.until("YOU ARE SIGNED ON ELSEWHERE")
    try second.enter("Y")
    try second.until("==> 1 session came to this terminal <==")
    try second.enter("TSOA")
    try second.until("USER UABCDE")
  }
}
