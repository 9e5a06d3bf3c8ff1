import DataStream
import Foundation
import TestSupport
import Testing

/// A helper at a terminal sees what a user sees at another one.
@Suite struct ViewTests {
  private static let password = "FIRST1PW"

  private static func site(_ system: [String] = []) throws -> TestSite {
    let site = try TestSite()
    try site.application("TPXVIEW", host: "builtin:tpxview")
    if !system.isEmpty { try site.system(system) }
    return site
  }

  private static func define(_ users: [String], on server: ServerProcess) throws {
    for user in users {
      try server.racf(
        """
        ADDUSER \(user) DFLTGRP(SYS1) PASSWORD(\(password))
        ALTUSER \(user) PASSWORD(\(password)) NOEXPIRED

        """)
    }
  }

  @Test(arguments: [1, 3])
  func `the user is asked, the helper sees what follows, and the user ends it`(
    shards: Int
  ) throws {
    let site = try Self.site()
    let server = try ServerProcess(site: site.path, extra: ["--shards", String(shards)])
    try Self.define(["BOB"], on: server)
    let bob = try ScriptedTerminal.signedOn(to: server, "BOB", password: Self.password)
    let helper = try ScriptedTerminal.signedOn(to: server)
    helper.key(.enter, "TPXVIEW")
    try helper.until("TPX View")
    helper.key(.enter, "view bob")
    try helper.until("is asked; PF3 gives up")
    try bob.until("asks to view your screen")
    bob.key(.enter)
    try bob.until("TPX MENU")
    bob.key(.enter, "/V YES")
    try bob.until("Viewed by \(ServerProcess.user)")
    // The helper reads it on Bob's menu.
    try helper.until("Viewed by \(ServerProcess.user)")
    let views = try server.ask("oper", "d views")
    #expect(views.contains("BOB") && views.contains(ServerProcess.user))
    #expect(views.contains("views"), "\(views)")
    bob.key(.enter, "/H")
    try bob.until("TEN0041H")
    try helper.until("TEN0041H")
    // A key of the helper's goes nowhere, and the keyboard is free again.
    helper.key(.enter)
    try helper.until("TEN0041H")
    bob.key(.enter)
    try bob.until("TPX MENU")
    bob.key(.enter, "/V NO")
    try bob.until("Your screen is not viewed by \(ServerProcess.user)")
    try helper.until("The view of BOB has ended: BOB ended it")
    let audit = try server.ask("audit", "--kind", "view")
    #expect(audit.contains("BEGINS") && audit.contains("BOB ended it"), "\(audit)")
    let log = try server.log(until: "VIEW ENDS BY")
    #expect(log.contains("VIEW BEGINS BY: \(ServerProcess.user)"))
    withExtendedLifetime(site) {}
  }

  @Test func `RACF says who may, and who may not does not hear who is there`() throws {
    let site = try Self.site(["View consent: NOTICE"])
    let server = try ServerProcess(site: site.path)
    try Self.define(["OPER1", "BOB"], on: server)
    let bob = try ScriptedTerminal.signedOn(to: server, "BOB", password: Self.password)
    let helper = try ScriptedTerminal.signedOn(to: server, "OPER1", password: Self.password)
    helper.key(.enter, "TPXVIEW")
    try helper.until("TPX View")
    for name in ["BOB", "NOBODY"] {
      helper.key(.enter, name)
      try helper.until("\(name) is not viewed: OPER1 has no access to TURNSTILE.VIEW.userid")
    }
    let audit = try server.ask("audit", "--kind", "access")
    #expect(audit.contains("TURNSTILE.VIEW.BOB"), "\(audit)")
    _ = try server.log(until: "VIEW REFUSED BY: OPER1")
    try server.racf(
      """
      RDEFINE OPERCMDS TURNSTILE.VIEW.* UACC(NONE)
      PERMIT TURNSTILE.VIEW.* CLASS(OPERCMDS) ID(OPER1) ACCESS(READ)
      SETROPTS CLASSACT(OPERCMDS) RACLIST(OPERCMDS)

      """)
    helper.key(.enter, "NOBODY")
    try helper.until("NOBODY is not viewed: nobody of that name is signed on")
    helper.key(.enter, "OPER1")
    try helper.until("OPER1 is not viewed: nobody views the own screen")
    helper.key(.enter, "BOB")
    try bob.until("OPER1 at")
    try bob.until("views your screen. /V NO ends it.")
    try helper.until("/V NO ends it.")
    // The helper leaves, and the user is told.
    helper.key(.pf3)
    try helper.until("The view of BOB has ended")
    bob.key(.enter)
    try bob.until("views your screen no more.")
    withExtendedLifetime(site) {}
  }

  @Test func `a view goes on over a process that is killed, and ends where the user signs off`()
    throws
  {
    let site = try Self.site(["View consent: NOTICE"])
    let server = try ServerProcess(site: site.path, extra: ["--shards", "2"])
    try Self.define(["BOB"], on: server)
    let bob = try ScriptedTerminal.signedOn(to: server, "BOB", password: Self.password)
    let helper = try ScriptedTerminal.signedOn(to: server)
    helper.key(.enter, "TPXVIEW")
    try helper.until("TPX View")
    helper.key(.enter, "bob")
    try bob.until("/V NO ends it.")
    try helper.until("/V NO ends it.")
    server.killWorker()
    bob.key(.enter)
    try bob.until("TPX MENU")
    bob.key(.enter, "/V")
    try bob.until("Viewed by \(ServerProcess.user)")
    try helper.until("Viewed by \(ServerProcess.user)")
    bob.key(.enter, "/F")
    try bob.until("TEN0003")
    try helper.until("The view of BOB has ended: BOB signed off")
    withExtendedLifetime(site) {}
  }
}
