import DataStream
import Foundation
import TestSupport
import Testing

/// Signing on with what people really have: long phrases, new passwords, slips.
@Suite struct LogonTests {
  /// 100 characters, with blanks inside.
  private static let phrase = String(
    String(repeating: "Correct horse battery staple 42 ", count: 4).prefix(99) + ".")
  private static let other = String(phrase.reversed())

  private func user(_ server: ServerProcess) throws {
    let (output, code) = try ServerProcess.run(
      ["racf", "--state", server.state], input: "ADDUSER LONGP PHRASE('\(Self.phrase)')\n"
    )
    #expect(code == 0, "\(output)")
  }

  @Test(arguments: ["3279-2", "3279-4", "3279-5"])
  func `a phrase of 100 characters signs on, and is changed for another`(model: String) throws {
    let server = try ServerProcess()
    try user(server)
    let emulator = try S3270(port: server.port, model: model)
    try emulator.until("Panelid  - TEN0003")
    try emulator.signOn("longp", Self.phrase)
    try emulator.until("TPX MENU")
    try emulator.enter("/F")
    try emulator.until("Panelid  - TEN0003")
    try emulator.type("longp")
    for text in [Self.phrase, Self.other, Self.other] {
      try emulator.run("Tab")
      try emulator.type(text)
    }
    try emulator.run("Enter")
    try emulator.until("The password is changed")
    let log = try server.log(until: "TPXL9051")
    #expect(log.contains("PASSWORD CHANGED BY ITS USER") && !log.contains("horse"))
    try emulator.enter("/L")
    try emulator.until("TERMINAL LOCKED")
    try emulator.enter(Self.other)
    try emulator.until("TPX MENU")
    try emulator.enter("/F")
    try emulator.until("Panelid  - TEN0003")
    try emulator.signOn("longp", Self.phrase)
    try emulator.until("Userid or password is not valid")
  }

  @Test func `a new password with a slip in it changes nothing`() throws {
    let server = try ServerProcess()
    let emulator = try S3270(port: server.port)
    try emulator.type(ServerProcess.user)
    for text in [ServerProcess.password, "NEWSECRET1", "NEWSECRET2"] {
      try emulator.run("Tab")
      try emulator.type(text)
    }
    try emulator.run("Enter")
    try emulator.until("The new password was not typed twice alike; nothing is changed")
    try emulator.enter(ServerProcess.password)
    try emulator.until("TPX MENU")
  }

  @Test func `what is too long for a field is seen nowhere, and written down nowhere`() throws {
    let server = try ServerProcess()
    let emulator = try S3270(port: server.port)
    try emulator.type("bob")
    for _ in 0..<3 {
      try emulator.run("Tab")
      // The cursor stops at the field's end: the emulator refuses the rest.
      _ = try? emulator.type(String(repeating: "HIDDENPW", count: 20))
      try emulator.run("Reset")
    }
    let screen = try emulator.screen()
    #expect(!screen.contains { $0.contains("HIDDEN") })
    #expect(
      screen.contains { $0.contains("Userid:        bob") || $0.contains("Userid:        BOB") })
    try emulator.run("Enter")
    let refused = try emulator.until("Userid or password is not valid")
    #expect(!refused.contains { $0.contains("HIDDEN") })
    let log = try server.log(until: "TPXL9010")
    #expect(log.contains("USER: (unknown)") && !log.contains("HIDDEN") && !log.contains("BOB"))
  }

  @Test func `wrong passwords at the lock are written down, and so is what they do`() throws {
    let server = try ServerProcess()
    let emulator = try S3270(port: server.port)
    try emulator.signOn(ServerProcess.user, ServerProcess.password)
    try emulator.until("TPX MENU")
    try emulator.enter("/L")
    try emulator.until("TERMINAL LOCKED")
    try emulator.enter("WRONGPASS1")
    try emulator.until("who is revoked asks an administrator")
    let log = try server.log(until: "TPXL9050")
    #expect(log.contains("UNLOCK REFUSED TERMINAL: ") && log.contains("REASON: wrong password"))
    #expect(!log.contains("WRONGPASS1"))
    try emulator.run("PF(3)")
    try emulator.until("Panelid  - TEN0003")
  }

  @Test func `a guess is written down also where the terminal hangs up at once`() throws {
    let server = try ServerProcess()
    do {
      let terminal = try ScriptedTerminal(port: server.port)
      try terminal.until("TEN0003")
      terminal.key(.enter, ServerProcess.user, "WRONGPASS1")
    }
    let log = try server.log(until: "REASON: wrong password")
    #expect(log.contains("SIGNON REFUSED") && log.contains("USER: UABCDE   127.0.0.1"))
    #expect(!log.contains("WRONGPASS1"))
  }

  @Test func `check tells what a panel lacks, and a reload refuses it by the same rule`() throws {
    let site = try TestSite()
    let server = try ServerProcess(site: site.path)
    try site.replace("!PASSWORD", with: "", in: "Screens/TEN0003.panel")
    try site.replace("@MESSAGE", with: "@MESAGE", in: "Screens/TEN0041.panel")
    let (output, code) = try ServerProcess.run(["check", "--site", site.path])
    #expect(code == 1)
    #expect(output.contains("TEN0003.panel: error: the panel has no field PASSWORD"))
    #expect(output.contains("MESAGE is no variable of this panel"))
    #expect(output.contains("did you mean MESSAGE?"))
    _ = try server.log(until: "TPXL9003")
    // The former panels stay.
    let emulator = try S3270(port: server.port)
    try emulator.signOn(ServerProcess.user, ServerProcess.password)
    try emulator.until("TPX MENU")
    try emulator.enter("nosuch")
    try emulator.until("Session NOSUCH is not on this menu")
  }
}
