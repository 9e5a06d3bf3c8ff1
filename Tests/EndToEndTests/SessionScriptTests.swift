import Foundation
import TestSupport
import Testing

/// Scripts at the start of sessions: a real server, a real emulator, applications that want to be logged on
/// to.
@Suite struct SessionScriptTests {
  private static let demonstration = """
      OPTION TIME=20,LATE
      WINP
      SEARCH 'Userid'
      IF NOT FOUND FAIL 'the application shows another screen'
      KEY &USERID
      TABF
      KEY &PSWD
      ENTER
      SEARCH 'PassTicket'
      IF NOT FOUND FAIL 'the application does not know the ticket'
      END
    LATE: FAIL 'the application is silent'
    """

  /// Signs on to another server, after a while in which this one may die.
  private static let distant = """
      OPTION TIME=20,LATE
      WINP
      WAIT FOR 'TEN0003'
      PAUSE 2
      KEY &USERID
      TABF
      KEY '\(ServerProcess.password)'
      ENTER
      WAIT FOR 'TPX MENU'
      END
    LATE: FAIL 'the host is silent'
    """

  private func signedOn(_ server: ServerProcess) throws -> S3270 {
    let emulator = try S3270(port: server.port, model: "3279-2")
    try emulator.signOn(ServerProcess.user, ServerProcess.password)
    try emulator.until("TPX MENU")
    return emulator
  }

  @Test func `scripts log on to the demonstration TSO and CICS with tickets`() throws {
    let site = try TestSite()
    for (name, host, profile) in [
      ("TSOX", "builtin:tso:S001", "TSOS001"), ("CICSA", "builtin:cics", "CICSA"),
    ] {
      try site.application(
        name, host: host,
        [
          "Session data: \"\"", "Generate Pass Ticket: Y", "Pass Ticket prof name: \(profile)",
          "Start ACLPGM: LOGON",
        ])
    }
    try site.write("ACT/Scripts/LOGON.acl", Self.demonstration)
    let server = try ServerProcess(site: site.path)
    #expect(try server.ask("oper", "d", "tables").contains("SCRIPTS"))
    let emulator = try signedOn(server)
    try emulator.enter("TSOX")
    try emulator.until("READY")
    try emulator.run("PF(24)")
    try emulator.until("TPX MENU")
    try emulator.enter("CICSA")
    try emulator.until("PassTicket")
    #expect(server.stop() == 0)
    let log = try server.log()
    #expect(log.components(separatedBy: "PASS TICKET ISSUED").count >= 2 || log.contains("TICKET"))
    #expect(!log.contains("TPXL9026"))
  }

  @Test func `a script that a server has changed files for is refused with its place`() throws {
    let site = try TestSite()
    try site.application(
      "TSOX", host: "builtin:tso:S001", ["Session data: \"\"", "Start ACLPGM: LOGON"])
    try site.write("ACT/Scripts/LOGON.acl", "  WINP\n  FAIL 'closed on Sundays'\n")
    let server = try ServerProcess(site: site.path)
    let emulator = try signedOn(server)
    try emulator.enter("TSOX")
    try emulator.until("Session TSOX ended - closed on Sundays")
    try site.write("ACT/Scripts/LOGON.acl", "  WINP\n  FALL 'closed'\n")
    let refused = try server.log(until: "TABLES REFUSED")
    #expect(refused.contains("ACT/Scripts/LOGON.acl:2:3"))
    try emulator.enter("TSOX")
    try emulator.until("Session TSOX ended - closed on Sundays")
    try site.write("ACT/Scripts/LOGON.acl", "  WINP\n  FAIL 'open on Mondays'\n")
    _ = try server.log(until: "TABLES LOADED", times: 1)
    let checked = try ServerProcess.run(["check", "--site", site.path])
    #expect(checked.code == 0, "\(checked.output)")
    try site.write("ACT/Scripts/LOGON.acl", "  WIMP\n")
    let broken = try ServerProcess.run(["check", "--site", site.path])
    #expect(broken.code == 1 && broken.output.contains("did you mean WINP?"), "\(broken.output)")
  }

  @Test func `a worker dies in the middle of a script, which goes on and types nothing twice`()
    throws
  {
    let there = try TestSite()
    try there.system(["System name: FARAWAY"])
    let host = try ServerProcess(site: there.path)
    let site = try TestSite()
    try site.application(
      "FAR", host: "tn3270://127.0.0.1:\(host.port)", ["Start ACLPGM: DISTANT"])
    try site.write("ACT/Scripts/DISTANT.acl", Self.distant)
    let server = try ServerProcess(site: site.path)
    let emulator = try signedOn(server)
    try emulator.enter("FAR")
    _ = try server.log(until: "SESSION STARTED")
    #expect(try server.ask("oper", "show", "TN000001").contains("runs its script"))
    server.killWorker()
    _ = try host.log(until: "SIGNON  TERMINAL: TN000001 USER: UABCDE")
    try emulator.until("FARAWAY")
    #expect(server.stop() == 0 && host.stop() == 0)
    let (near, far) = (try server.log(), try host.log())
    #expect(!near.contains("TPXL9026") && !near.contains(ServerProcess.password))
    #expect(far.components(separatedBy: "SIGNON  TERMINAL").count == 2)
    #expect(!far.contains("TPXL9010"))
  }
}
