import TestSupport
import Testing

/// Idle and hung peers, by what passes on the wire.
@Suite struct KeepaliveTests {
  private static let mark: [UInt8] = [0xFF, 0xFD, 0x06]

  @Test func `a terminal that hangs is lost, and its sessions come back elsewhere`() throws {
    let site = try TestSite()
    try site.system(["Keepalive: 5", "Transfer option: ASK"])
    let server = try ServerProcess(site: site.path)
    let emulator = try StrictRig.atMenu(server)
    try emulator.enter("TSOA")
    try emulator.until("READY")
    emulator.hang()
    // Ten seconds of silence at most.
    _ = try server.log(until: "NO ANSWER TO KEEPALIVE", seconds: 15)
    _ = try server.log(until: "TPXL0050")
    let second = try S3270(port: server.port, extra: S3270.unlocksAtOnce)
    try second.signOn(ServerProcess.user, ServerProcess.password)
    try second.until("YOU ARE SIGNED ON ELSEWHERE")
    try second.enter("Y")
    try second.until("==> 1 session came to this terminal <==")
    try second.enter("TSOA")
    try second.until("READY")
    emulator.wake()
  }

  /// A gateway between sees bytes within the interval, whether or not the terminal answers.
  @Test(arguments: [true, false])
  func `a silent terminal hears from the server, and stays`(answers: Bool) throws {
    let site = try TestSite()
    try site.system(["Keepalive: 5"])
    let server = try ServerProcess(site: site.path)
    let terminal = try ScriptedTerminal(port: server.port)
    terminal.answersMarks = answers
    try terminal.until("Panelid")
    // A NOP, or a question more: the third where each is answered.
    try terminal.untilBytes(answers ? Self.mark : [0xFF, 0xF1], count: answers ? 3 : 1)
    #expect(try !server.log().contains("NO ANSWER TO KEEPALIVE"))
  }

  @Test func `a host that hangs ends the session, with the reason`() throws {
    let host = try ServerProcess()
    let site = try TestSite()
    try site.application("REAL", host: "tn3270://127.0.0.1:\(host.port)", ["Keepalive: 5"])
    let server = try ServerProcess(site: site.path)
    let emulator = try StrictRig.atMenu(server)
    try emulator.enter("REAL")
    try emulator.until("Panelid  - TEN0003")
    // It was asked by then, and has shown that it answers.
    try emulator.run("Wait(2,Seconds)")
    host.hang()
    try emulator.until("==> Session REAL ended - the connection was lost <==")
    host.wake()
    #expect(try server.log(until: "SESSION ENDED").contains("it does not answer"))
  }
}
