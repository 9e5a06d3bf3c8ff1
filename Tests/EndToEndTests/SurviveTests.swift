import DataStream
import Foundation
import TestSupport
import Testing

/// The process that serves dies, or is replaced, and the server goes on.
@Suite struct SurviveTests {
  private func restarts(_ server: ServerProcess) throws -> String {
    let status = try server.ask("oper", "status")
    return status.split(separator: "\n").first { $0.hasPrefix("restarts") }.map(String.init) ?? ""
  }

  @Test func `a process that is killed is followed by another, and who connects comes in`() throws {
    let server = try ServerProcess()
    #expect(try restarts(server).hasPrefix("restarts 0 upgrades 0 since 20"))
    for round in 1...3 {
      let former = server.killWorker()
      // At once: nobody serves yet, and nobody is refused.
      let terminal = try ScriptedTerminal(port: server.port)
      #expect(try restarts(server).hasPrefix("restarts \(round) upgrades 0"))
      try terminal.until("TEN0003")
      #expect(server.worker != former)
      _ = try server.log(until: "TPXL9100", times: round)
    }
    #expect(try server.log().contains("SERVER PROCESS ENDED BY SIGNAL 9; ANOTHER GOES ON WITH"))
    // It was said once where it listens.
    #expect(try server.log().components(separatedBy: "LISTENS ON").count == 2)
    #expect(server.stop() == 0)
    #expect(try server.log().contains("TURNSTILE STOPPED"))
  }

  @Test func `between two processes nobody else gets the state directory`() throws {
    let server = try ServerProcess()
    let arguments = [
      "serve", "--site", Repository.root.path(), "--state", server.state, "--listen", "127.0.0.1:0",
    ]
    for _ in 0..<2 {
      server.killWorker()
      let second = try ServerProcess.run(arguments)
      #expect(second.code == 1)
      #expect(
        second.output
          == "a server already runs with the state directory \(server.state) "
          + "(process \(server.id))\n")
    }
    #expect(try server.ask("oper", "status").hasPrefix("terminals 0"))
  }

  @Test
  func `processes that die young are followed with a pause, and in the end by one that stays`()
    throws
  {
    let server = try ServerProcess()
    server.expectsDeaths = true
    var killed: Set<Int32> = []
    while killed.count < 5 {
      let worker = server.worker
      if worker != server.id, killed.insert(worker).inserted { kill(worker, SIGKILL) }
      sched_yield()
    }
    let terminal = try ScriptedTerminal(port: server.port)
    try terminal.until("TEN0003")
    #expect(try restarts(server).contains("upgrades 0"))
    #expect(server.stop() == 0)
  }

  @Test func `a process that ends while a file of the site is broken leaves the site in force`()
    throws
  {
    let site = try TestSite()
    let server = try ServerProcess(site: site.path)
    try site.application("BROKEN", host: "builtin:nothing")
    _ = try server.log(until: "TABLES REFUSED")
    for round in 1...2 {
      server.killWorker()
      let terminal = try ScriptedTerminal(port: server.port)
      try terminal.until("TEN0003")
      _ = try server.log(until: "TABLES REFUSED", times: round + 1)
    }
    #expect(server.stop() == 0)
  }

  @Test func `the keeper's own death ends everything, and another server starts at once`() throws {
    let folder = try TemporaryFolder()
    let state = folder.path + "/state"
    let server = try ServerProcess(state: state)
    let worker = server.worker
    #expect(worker != server.id)
    server.kill()
    let next = try ServerProcess(state: state)
    // It is gone, or waits for somebody to take notice of its end.
    let status = try? String(contentsOfFile: "/proc/\(worker)/status", encoding: .utf8)
    #expect(status?.contains("State:\tZ") ?? true)
    #expect(try next.ask("oper", "status").hasPrefix("terminals 0"))
  }

  @Test func `a server alone has no keeper, and says so`() throws {
    let server = try ServerProcess(extra: ["--alone"])
    #expect(server.worker == server.id)
    let upgrade = try ServerProcess.run(["upgrade", "--state", server.state])
    #expect(upgrade.code == 1)
    #expect(upgrade.output.contains("no keeper (--alone)"))
    #expect(!(try server.ask("oper", "status")).contains("restarts"))
    #expect(server.stop() == 0)
  }

  @Test func `a program takes over, twice, and restarts are of it`() throws {
    let server = try ServerProcess()
    let folder = try TemporaryFolder()
    let copy = folder.path + "/turnstile"
    try FileManager.default.copyItem(atPath: ServerProcess.program.path(), toPath: copy)
    for round in 1...2 {
      let former = server.worker
      let upgrade = try ServerProcess.run(["upgrade", copy, "--state", server.state])
      #expect(upgrade.code == 0, "\(upgrade.output)")
      #expect(upgrade.output.contains("has the sessions now"))
      #expect(server.worker != former)
      _ = try server.log(until: "TPXL9101", times: round)
    }
    server.killWorker()
    let terminal = try ScriptedTerminal(port: server.port)
    try terminal.until("TEN0003")
    let file = try FileManager.default.destinationOfSymbolicLink(
      atPath: "/proc/\(server.worker)/exe")
    #expect(
      URL(filePath: file).resolvingSymlinksInPath() == URL(filePath: copy).resolvingSymlinksInPath()
    )
    #expect(try restarts(server).hasPrefix("restarts 1 upgrades 2"))
    #expect(server.stop() == 0)
  }

  @Test func `a program that cannot take over changes nothing, and the answer says why`() throws {
    let site = try TestSite()
    let server = try ServerProcess(site: site.path)
    let worker = server.worker
    func refused(_ program: String) throws -> String {
      let upgrade = try ServerProcess.run(["upgrade", program, "--state", server.state])
      #expect(upgrade.code == 1, "\(program): \(upgrade.output)")
      return upgrade.output
    }
    #expect(try refused("/etc/passwd").contains("Permission denied: nothing was changed"))
    #expect(try refused("/no/such").contains("there is no program /no/such"))
    #expect(try refused("/bin/true").contains("it ended with exit code 0"))
    #expect(try refused("/bin/false").contains("it ended with exit code 1"))
    try site.application("BROKEN", host: "builtin:nothing")
    let broken = try refused(ServerProcess.program.path())
    #expect(broken.contains("BROKEN") && broken.contains("correct and upgrade again"))
    #expect(server.worker == worker)
    #expect(try server.log(until: "UPGRADE REFUSED", times: 3).contains("REASON: "))
    #expect(try server.ask("oper", "status").contains("restarts 0 upgrades 0"))
  }

  /// A server with a session to a host of the test's own, and a terminal at its menu.
  private struct Rig {
    let host: ServerProcess
    let site: TestSite
    let server: ServerProcess
    let terminal: ScriptedTerminal

    init() throws {
      host = try ServerProcess()
      site = try TestSite()
      try site.application("REAL", host: "tn3270://127.0.0.1:\(host.port)")
      server = try ServerProcess(site: site.path, extra: ["--shards", "2"])
      terminal = try ScriptedTerminal(port: server.port)
      try terminal.until("TEN0003")
      terminal.key(.enter, ServerProcess.user, ServerProcess.password)
      try terminal.until("TPX MENU")
    }
  }

  @Test(arguments: [SIGKILL, SIGSEGV])
  func `terminal and host stay connected, and the user goes on where he was`(
    signal: Int32
  ) throws {
    let rig = try Rig()
    let (server, terminal) = (rig.server, rig.terminal)
    // On the menu, at the session's first screen, inside it, and back on the menu.
    server.killWorker(signal)
    terminal.key(.enter, "REAL")
    try terminal.until("Panelid  - TEN0003")
    // A process that reports where it was takes a while to end.
    _ = try server.log(until: "TPXL9100", seconds: 30)
    server.killWorker(signal)
    terminal.key(.enter, ServerProcess.user, ServerProcess.password)
    try terminal.until("TPX MENU")
    _ = try server.log(until: "TPXL9100", times: 2, seconds: 30)
    #expect(try rig.host.ask("oper", "status").hasPrefix("terminals 1\nsigned on 1\n"))
    #expect(try server.ask("oper", "d", "lus", "as", "csv").contains(",REAL,"))
    server.killWorker(signal)
    terminal.key(.pf(24))
    try terminal.until("REAL")
    _ = try server.log(until: "TPXL9100", times: 3, seconds: 30)
    #expect(
      try server.ask("oper", "status").hasPrefix("terminals 1\nsigned on 1\nsessions 1\n"))
    #expect(try !server.log().contains("LOSTERM"))
    #expect(try !rig.host.log().contains("LOSTERM"))
    #expect(server.stop() == 0)
    withExtendedLifetime(rig) {}
  }

  @Test func `a session that is being started when the process is killed comes up`() throws {
    let rig = try Rig()
    let (server, terminal) = (rig.server, rig.terminal)
    terminal.key(.enter, "REAL")
    server.killWorker()
    try terminal.until("Panelid  - TEN0003")
    #expect(server.stop() == 0)
    withExtendedLifetime(rig) {}
  }

  @Test func `users go on through an upgrade`() throws {
    let rig = try Rig()
    let (server, terminal) = (rig.server, rig.terminal)
    terminal.key(.enter, "REAL")
    try terminal.until("Panelid  - TEN0003")
    for _ in 1...2 {
      let upgrade = try ServerProcess.run(["upgrade", "--state", server.state])
      #expect(upgrade.code == 0, "\(upgrade.output)")
    }
    terminal.key(.enter, ServerProcess.user, ServerProcess.password)
    try terminal.until("TPX MENU")
    #expect(try !server.log().contains("LOSTERM"))
    #expect(server.stop() == 0)
    withExtendedLifetime(rig) {}
  }

  @Test func `a message for a user who is away waits for him, whatever dies meanwhile`() throws {
    let site = try TestSite()
    let server = try ServerProcess(site: site.path, extra: ["--shards", "2"])
    let user = ServerProcess.user
    let kept = try server.ask("oper", "message", user, "the first")
    #expect(kept == "\(user) is not signed on; the message waits for the next sign-on\n")
    // Nobody else ends at its keeping: the process dies as soon as it was told as kept.
    server.killWorker()
    _ = try server.log(until: "TPXL9100")
    #expect(try server.ask("oper", "message", user, "the second") == kept)
    let upgrade = try ServerProcess.run(["upgrade", "--state", server.state])
    #expect(upgrade.code == 0, "\(upgrade.output)")
    // The whole server, as in a power cut.
    server.kill()
    let next = try ServerProcess(site: site.path, state: server.state)
    let terminal = try ScriptedTerminal(port: next.port)
    try terminal.until("TEN0003")
    terminal.key(.enter, user, ServerProcess.password)
    try terminal.until("the second")
    let shown = terminal.rows.joined(separator: "\n")
    #expect(shown.contains("Message from OPERATOR on 20") && shown.contains("the first"))
    terminal.key(.enter)
    try terminal.until("TPX MENU")
    // They were shown, and are not shown again.
    terminal.key(.enter, "/F")
    try terminal.until("TEN0003")
    terminal.key(.enter, user, ServerProcess.password)
    try terminal.until("TPX MENU")
    #expect(next.stop() == 0)
  }
}
