import TestSupport
import Testing

/// SYSREQ of a real emulator, which clears its own screen at it, and which sends a record without TN3270E.
@Suite struct EmulatorSystemRequestTests {
  @Test(arguments: ["", "N:"])
  func `SYSREQ leads to the menu, and the session is there as it was`(prefix: String) throws {
    let server = try ServerProcess()
    let emulator = try S3270(port: server.port, prefix: prefix)
    try emulator.signOn(ServerProcess.user, ServerProcess.password)
    try emulator.until("TPX MENU")
    try emulator.enter("TSOA")
    try emulator.until("READY")
    let before = try emulator.screen()
    try emulator.run("SysReq()")
    try emulator.until("TPX MENU")
    try emulator.run("Wait(10,InputField)")
    try emulator.enter("TSOA")
    try emulator.until("READY")
    #expect(try emulator.screen() == before)
    #expect(!(try server.log(until: "TPXL9020")).contains("TPXL9025"))
  }

  @Test func `SYSREQ on the logon panel stays there and says whose it is`() throws {
    let server = try ServerProcess()
    let emulator = try S3270(port: server.port)
    try emulator.run("SysReq()")
    try emulator.until("This panel is")
  }
}

/// What one user left at several terminals comes to one, once.
@Suite struct SeveralTerminalsTests {
  private static func menu(_ server: ServerProcess, name: String = "") throws -> S3270 {
    let emulator = try S3270(port: server.port, prefix: name)
    try emulator.signOn(ServerProcess.user, ServerProcess.password)
    return emulator
  }

  @Test func `sessions of three connected terminals come to a fourth`() throws {
    let server = try ServerProcess()
    var former: [S3270] = []
    for session in ["TSOA", "TSOB", "CICSA"] {
      let emulator = try Self.menu(server)
      if !former.isEmpty {
        try emulator.until("YOU ARE SIGNED ON ELSEWHERE")
        try emulator.enter("N")
      }
      try emulator.until("TPX MENU")
      try emulator.enter(session)
      try emulator.until(session == "CICSA" ? "CICS" : "READY")
      former.append(emulator)
    }
    let last = try Self.menu(server)
    try last.until("YOU ARE SIGNED ON ELSEWHERE")
    try last.enter("Y")
    try last.until("3 sessions came to this terminal")
    for emulator in former { _ = try? emulator.run("Wait(20,Disconnect)") }
    try last.enter("/K")
    _ = try? last.run("Wait(20,Disconnect)")
    // All are there again, without a question.
    let again = try Self.menu(server, name: "DESK01@")
    try again.until("3 sessions came to this terminal")
  }
}
