import TestSupport
import Testing

/// Terminals of other code pages, with the real emulator.
@Suite struct CodePageTerminalTests {
  private static func emulator(_ server: ServerProcess, _ page: String) throws -> S3270 {
    try S3270(port: server.port, extra: ["-codepage", page] + S3270.unlocksAtOnce)
  }

  /// Katakana's small letters stand elsewhere; of the others each has letters of its own.
  @Test(arguments: ["cp930", "cp939", "cp935", "cp937", "cp424", "cp870", "cp875", "cp1026"])
  func `panels read right, and a phrase in small letters signs on`(page: String) throws {
    let server = try ServerProcess()
    let made = try ServerProcess.run(
      ["racf", "--state", server.state],
      input: "ADDUSER LETTERS DFLTGRP(SYS1) PHRASE('small letters 99')\n")
    #expect(made.code == 0, "\(made.output)")
    let emulator = try Self.emulator(server, page)
    let logon = try emulator.until("Panelid  - TEN0003")
    #expect(logon.contains { $0.contains("PF1=Help  PF3=Disconnect  ENTER=Sign on") })
    try emulator.signOn("letters", "small letters 99")
    try emulator.until("TPX MENU FOR  LETTERS")
  }

  @Test func `a jump keeps double-byte text, whatever repeats in it`() throws {
    let host = try StrictHost(.classic)
    let site = try TestSite()
    try site.application("PAIRS", host: host.address)
    let server = try ServerProcess(site: site.path)
    let emulator = try Self.emulator(server, "cp939")
    try emulator.waitsForNoKeyboard()
    try emulator.signOn(ServerProcess.user, ServerProcess.password)
    try emulator.until("TPX MENU")
    try emulator.enter("PAIRS")
    try host.accept()
    try host.negotiate()
    let blanks = [UInt8](repeating: 0x40, count: 16)
    let equal = [UInt8](repeating: 0x44, count: 8)
    // Pairs between SO and SI in two rows, characters of set F8, and a field to type into.
    let record: [UInt8] =
      [0xF5, 0xC3, 0x1D, 0x60, 0x0E, 0x42, 0x81, 0x42, 0x82] + blanks + [0x0F]
      + [0x11, 0xC1, 0x50, 0x1D, 0x60, 0x0E] + equal + [0x0F, 0x28, 0x43, 0xF8] + blanks
      + [0x28, 0x43, 0x00, 0x11, 0xC2, 0x60, 0x1D, 0x60]
      + [0xC2, 0xC5, 0xD3, 0xD6, 0xE6, 0x1D, 0x40, 0x13]
    host.listener.send(host.frame(record))
    try emulator.until("BELOW")
    let before = try emulator.run("ReadBuffer(Ebcdic)")
    try emulator.run("PF(24)")
    try emulator.until("TPX MENU")
    try emulator.enter("PAIRS")
    try emulator.until("BELOW")
    #expect(try emulator.run("ReadBuffer(Ebcdic)") == before)
  }
}
