import DataStream
import Foundation
import TestSupport
import Testing

/// An administrator at a terminal: the tables as a session on the menu.
@Suite struct TerminalAdministratorTests {
  private static let text = """
    # TSO
    Application-ID:        TSOX
    Host:                  builtin:tso:S001   # the host
    Session description:   TSO before

    """

  private static func site() throws -> TestSite {
    let site = try TestSite()
    try site.application("TPXADMIN", host: "builtin:tpxadmin")
    try site.write("ACT/Applications/TSOX.yaml", text)
    return site
  }

  private static func signOn(
    _ server: ServerProcess, _ user: String = ServerProcess.user,
    password: String = ServerProcess.password
  ) throws -> ScriptedTerminal {
    let terminal = try ScriptedTerminal.signedOn(to: server, user, password: password)
    terminal.key(.enter, "TPXADMIN")
    try terminal.until("TPX Administration Menu")
    return terminal
  }

  @Test(arguments: [1, 3])
  func `a saved value is in the file, with its comments, and on the menu at once`(
    shards: Int
  ) throws {
    let site = try Self.site()
    let server = try ServerProcess(site: site.path, extra: ["--shards", String(shards)])
    let terminal = try Self.signOn(server)
    terminal.key(.enter, "ACT")
    try terminal.until("TSO before")
    terminal.key(.enter, "S TSOX")
    try terminal.until("Table: TSOX")
    terminal.key(.enter, "LOCATE DESCRIPTION")
    try terminal.until("Row 4 of")
    terminal.key(.enter, "TSO behind")
    try terminal.until("1 changed; PF3 saves")
    let start = ContinuousClock.now
    terminal.key(.pf3)
    try terminal.until("TSOX is saved")
    let expected = Self.text.replacingOccurrences(of: "before", with: "behind")
    #expect(try site.read("ACT/Applications/TSOX.yaml") == expected)
    try terminal.until("TSO behind")
    // Whoever looks without being told does so each five seconds; this machine may do much else.
    #expect(ContinuousClock.now - start < .seconds(4))
    let log = try server.log(until: "TSOX.yaml SAVED BY")
    #expect(log.contains("SAVED BY \(ServerProcess.user) AT "))
    terminal.key(.pf3)
    try terminal.until("TPX Administration Menu")
    terminal.key(.pf3)
    try terminal.until("TPX MENU")
    try terminal.until("TSO behind")
    withExtendedLifetime(site) {}
  }

  /// An administrator at the session key of TSOX.
  private static func atSessionKey(_ server: ServerProcess) throws -> ScriptedTerminal {
    let terminal = try signOn(server)
    terminal.key(.enter, "ACT")
    try terminal.until("List")
    terminal.key(.enter, "S TSOX")
    try terminal.until("Table: TSOX")
    terminal.key(.enter, "LOCATE SESSION KEY")
    try terminal.until("Row 5 of")
    return terminal
  }

  @Test func `what cannot be written, or changed meanwhile, keeps what was typed`() throws {
    let site = try Self.site()
    let server = try ServerProcess(site: site.path)
    let terminal = try Self.atSessionKey(server)
    terminal.key(.enter, "PF9")
    try terminal.until("1 changed")
    // The way there is barred, as by a full disk.
    let bar = site.path + "/ACT/Applications/.TSOX.yaml.new"
    try FileManager.default.createDirectory(atPath: bar, withIntermediateDirectories: false)
    terminal.key(.pf3)
    try terminal.until("TSOX is not saved: write ACT/Applications/TSOX.yaml: File exists")
    #expect(try site.read("ACT/Applications/TSOX.yaml") == Self.text)
    try FileManager.default.removeItem(atPath: bar)
    let other = Self.text + "Menu position: 7\n"
    try site.write("ACT/Applications/TSOX.yaml", other)
    terminal.key(.pf3)
    try terminal.until("TSOX was changed meanwhile, and not saved")
    try terminal.until("5 + Menu position: 7")
    #expect(try site.read("ACT/Applications/TSOX.yaml") == other)
    terminal.key(.pf3)
    try terminal.until("Table: TSOX")
    terminal.key(.pf3)
    try terminal.until("TSOX is saved")
    #expect(
      try site.read("ACT/Applications/TSOX.yaml") == other + "Session key:   PF9\n")
    withExtendedLifetime(site) {}
  }

  @Test func `a clash is told at its field, and beside a broken file a save is not in force`()
    throws
  {
    let site = try Self.site()
    let server = try ServerProcess(site: site.path)
    let terminal = try Self.atSessionKey(server)
    // Another application's.
    terminal.key(.enter, "PF13")
    try terminal.until("1 changed")
    terminal.key(.pf3)
    try terminal.until("< wrong")
    #expect(try site.read("ACT/Applications/TSOX.yaml") == Self.text)
    terminal.key(.enter, "PF9")
    try terminal.until("1 changed")
    try site.write("ACT/Applications/BROKEN.yaml", "Application-ID: [")
    terminal.key(.pf3)
    try terminal.until("TSOX is saved; not in force")
    let saved = try site.read("ACT/Applications/TSOX.yaml")
    #expect(saved == Self.text + "Session key:           PF9\n")
    withExtendedLifetime(site) {}
  }

  @Test func `who administers a group sees its users alone, and RIGHTS says so`() throws {
    let site = try Self.site()
    for user in ["DEV1", "OTHER"] { try site.write("ACT/Users/\(user).yaml", "Jump key: PF9\n") }
    let server = try ServerProcess(site: site.path)
    let password = "FIRST1PW"
    try server.racf(
      """
      ADDGROUP DEV
      ADDUSER BOSS DFLTGRP(SYS1) PASSWORD(\(password))
      ALTUSER BOSS PASSWORD(\(password)) NOEXPIRED
      ADDUSER DEV1 DFLTGRP(DEV)
      ADDUSER OTHER DFLTGRP(SYS1)
      RDEFINE OPERCMDS TURNSTILE.ADMIN.USERS.DEV UACC(NONE)
      PERMIT TURNSTILE.ADMIN.USERS.DEV CLASS(OPERCMDS) ID(BOSS) ACCESS(UPDATE)
      SETROPTS CLASSACT(OPERCMDS) RACLIST(OPERCMDS)

      """)
    #expect(try server.ask("oper", "rights", "boss").contains("administers USERS of DEV"))
    let boss = try Self.signOn(server, "BOSS", password: password)
    #expect(!boss.rows.contains { $0.contains("Profile Maintenance") })
    boss.key(.enter, "USERS")
    try boss.until("DEV1")
    #expect(!boss.rows.contains { $0.contains("OTHER") || $0.contains("ADMIN  ") })
    boss.key(.enter, "ADD OTHER")
    try boss.until("BOSS administers other users of DEV alone")
    boss.key(.enter, "S DEV1")
    try boss.until("Maintenance: DEV1")
    boss.key(.enter, "LOCATE JUMP KEY")
    try boss.until("Row 9 of")
    boss.key(.pf3, "PF8")
    try boss.until("DEV1 is saved")
    #expect(try site.read("ACT/Users/DEV1.yaml") == "Jump key: PF8\n")
    withExtendedLifetime(site) {}
  }

  @Test func `RACF says who may look, and who may change`() throws {
    let site = try Self.site()
    let server = try ServerProcess(site: site.path)
    let password = "FIRST1PW"
    try server.racf(
      """
      ADDUSER CLERK DFLTGRP(SYS1) PASSWORD(\(password))
      ALTUSER CLERK PASSWORD(\(password)) NOEXPIRED

      """)
    let first = try Self.signOn(server, "CLERK", password: password)
    try first.until("CLERK may look at no tables")
    first.key(.pf3)
    try first.until("TPX MENU")
    try server.racf(
      """
      RDEFINE OPERCMDS TURNSTILE.ADMIN.ACT UACC(NONE)
      PERMIT TURNSTILE.ADMIN.ACT CLASS(OPERCMDS) ID(CLERK) ACCESS(READ)
      SETROPTS CLASSACT(OPERCMDS) RACLIST(OPERCMDS)

      """)
    first.key(.enter, "TPXADMIN")
    try first.until("Characteristics Table")
    #expect(!first.rows.contains { $0.contains("User Maintenance") })
    first.key(.enter, "ACT")
    try first.until("List")
    first.key(.enter, "S TSOX")
    try first.until("Table: TSOX")
    first.key(.enter, "LOCATE SESSION KEY")
    try first.until("Row 5 of")
    first.key(.pf3, "PF9")
    try first.until("CLERK needs UPDATE to TURNSTILE.ADMIN.ACT")
    #expect(try site.read("ACT/Applications/TSOX.yaml") == Self.text)
    withExtendedLifetime(site) {}
  }
}
