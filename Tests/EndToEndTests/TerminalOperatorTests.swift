import DataStream
import Foundation
import TestSupport
import Testing

/// An operator at a terminal: the commands as a session on the menu.
@Suite struct TerminalOperatorTests {
  private static func site() throws -> TestSite {
    let site = try TestSite()
    try site.application("TPXOPER", host: "builtin:tpxoper")
    return site
  }

  @Test(arguments: [1, 3])
  func `who has SPECIAL looks and cancels from the menu, and the log names him`(
    shards: Int
  ) throws {
    let site = try Self.site()
    let server = try ServerProcess(site: site.path, extra: ["--shards", String(shards)])
    let terminal = try ScriptedTerminal.signedOn(to: server)
    terminal.key(.enter, "TPXOPER")
    try terminal.until("> HELP")
    try terminal.until("STATUS")
    terminal.key(.enter, "d users")
    try terminal.until("USER")
    try terminal.until("127.0.0.1")
    terminal.key(.enter, "frobnicate")
    try terminal.until("frobnicate is no command")
    terminal.key(.enter, "upgrade")
    try terminal.until("UPGRADE is for the machine's own console")
    terminal.key(.enter, "cancel u=nobody,s=tsoa")
    try terminal.until("NOBODY is not signed on")
    let user = ServerProcess.user
    let log = try server.log(until: "CANCEL u=nobody")
    #expect(log.contains("OPERATOR COMMAND BY \(user) AT "))
    #expect(log.contains("UPGRADE (REFUSED: UPGRADE is for the machine's own console)"))
    // His own session, with a reason.
    terminal.key(.enter, "cancel U=\(user),S=TPXOPER enough of this")
    try terminal.until("the operator ended it: enough of this")
    try terminal.until("TPX MENU")
    withExtendedLifetime(site) {}
  }

  @Test func `who may nothing hears what it takes, and a profile gives it`() throws {
    let site = try Self.site()
    let server = try ServerProcess(site: site.path)
    let password = "FIRST1PW"
    try server.racf(
      """
      ADDUSER OPER1 DFLTGRP(SYS1) PASSWORD(\(password))
      ALTUSER OPER1 PASSWORD(\(password)) NOEXPIRED

      """)
    let terminal = try ScriptedTerminal.signedOn(to: server, "OPER1", password: password)
    terminal.key(.enter, "TPXOPER")
    try terminal.until("OPER1 may give no command")
    terminal.key(.enter, "STATUS")
    try terminal.until("OPER1 has not SPECIAL")
    try server.racf(
      """
      RDEFINE OPERCMDS TURNSTILE.** UACC(NONE)
      PERMIT TURNSTILE.** CLASS(OPERCMDS) ID(OPER1) ACCESS(READ)
      SETROPTS CLASSACT(OPERCMDS) RACLIST(OPERCMDS)

      """)
    terminal.key(.enter, "STATUS")
    try terminal.until("terminals 1")
    terminal.key(.enter, "RELOAD")
    try terminal.until("OPER1 needs UPDATE to TURNSTILE.RELOAD")
    withExtendedLifetime(site) {}
  }

  @Test func `a class leaves of what RACF gives what it names, and HELP shows no more`() throws {
    let site = try Self.site()
    try site.write("ACT/OperatorClasses/F.yaml", "DISPLAY: Y\nMESSAGE: Y\n")
    try site.write("ACT/Users/\(ServerProcess.user).yaml", "Operator Cmd Cls: F\n")
    let server = try ServerProcess(site: site.path)
    let terminal = try ScriptedTerminal.signedOn(to: server)
    terminal.key(.enter, "TPXOPER")
    try terminal.until("MESSAGE USER TEXT")
    #expect(!terminal.rows.contains { $0.contains("DRAIN") || $0.contains("STATUS") })
    terminal.key(.enter, "d users")
    try terminal.until("127.0.0.1")
    terminal.key(.enter, "DRAIN")
    try terminal.until("has not DRAIN: the operator class F gives DISPLAY, MESSAGE")
    terminal.key(.enter, "HELP DRAIN")
    try terminal.until("DRAIN is no command that")
    #expect(try server.log(until: "DRAIN (REFUSED").contains("the operator class F gives"))
    #expect(try server.ask("audit").contains("TURNSTILE.DRAIN"))
    // The tables count at the next command.
    try site.write("ACT/OperatorClasses/F.yaml", "STATUS: Y\n")
    #expect(try server.ask("oper", "reload").contains("in force"))
    terminal.key(.enter, "d users")
    try terminal.until("has not DISPLAY: the operator class F gives STATUS")
    terminal.key(.enter, "STATUS")
    try terminal.until("terminals 1")
    withExtendedLifetime(site) {}
  }
}
