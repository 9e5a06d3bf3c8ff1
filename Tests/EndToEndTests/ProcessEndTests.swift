import DataStream
import Foundation
import TestSupport
import Testing

/// Ends of the server's processes that are seldom: faults, hangs, upgrades that fail at each step, and the
/// keeper that goes on as another program.
@Suite struct ProcessEndTests {
  /// A terminal with a user at the menu.
  private func signedOn(_ server: ServerProcess) throws -> ScriptedTerminal {
    let terminal = try ScriptedTerminal(port: server.port)
    try terminal.until("TEN0003")
    terminal.key(.enter, ServerProcess.user, ServerProcess.password)
    try terminal.until("TPX MENU")
    return terminal
  }

  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private func executable(_ process: Int32) throws -> String {
    let link = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/exe")
    return URL(filePath: link).resolvingSymlinksInPath().path()
  }

  private func copy(in folder: TemporaryFolder, _ name: String = "turnstile") throws -> String {
    let path = folder.path + "/" + name
    try FileManager.default.copyItem(atPath: ServerProcess.program.path(), toPath: path)
    return URL(filePath: path).resolvingSymlinksInPath().path()
  }

  /// Waits for something that comes by itself.
  private func wait(_ seconds: Double = 30, until holds: () throws -> Bool) throws {
    let deadline = Date().addingTimeInterval(seconds)
    while try !holds() {
      guard Date() < deadline else {
        throw ScriptedTerminal.Failure(description: "it did not come in \(seconds) s")
      }
      sched_yield()
    }
  }

  // MARK: Faults

  @Test func `an input that kills two processes ends its connection, and others go on`() throws {
    let poison: [UInt8] = [0xE9, 0xE9, 0xD8, 0xD8]  // ZZQQ
    let server = try ServerProcess(
      environment: ["TURNSTILE_PLANTED_FAULT": "input=" + hex(poison)])
    server.expectsDeaths = true
    let good = try signedOn(server)
    let bad = try ScriptedTerminal(port: server.port)
    try bad.until("TEN0003")
    bad.key(.enter, "ZZQQ", "HUSHHUSH")
    _ = try server.log(until: "TWO SERVER PROCESSES ENDED AT ITS INPUT", seconds: 120)
    #expect(try server.ask("oper", "status").contains("restarts 2 upgrades 0"))
    // The other one is where it was, and keys count.
    good.key(.enter, "NOSUCH")
    try good.until("NOSUCH")
    #expect(try server.ask("oper", "status").hasPrefix("terminals 1\nsigned on 1\n"))
    let folder = server.state + "/crashes"
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(files.count == 1)
    let text = try String(contentsOfFile: folder + "/" + (files.first ?? ""), encoding: .utf8)
    #expect(text.contains("E7E7E7E7"))
    // Neither the name nor the password: HUSH.
    for secret in ["E9E9D8D8", "C8E4E2C8"] { #expect(!text.uppercased().contains(secret)) }
    #expect(server.stop() == 0)
  }

  @Test func `a state that kills two processes is left out, and others go on`() throws {
    // A name is a word, whose lowest byte comes first.
    let name = hex("TN000002".utf8.reversed())
    let server = try ServerProcess(
      environment: ["TURNSTILE_PLANTED_FAULT": "terminal=" + name])
    server.expectsDeaths = true
    let good = try signedOn(server)
    let bad = try ScriptedTerminal(port: server.port)
    try bad.until("TEN0003")
    server.killWorker()
    _ = try server.log(until: "TWO SERVER PROCESSES ENDED AS THEY WORKED AT IT", seconds: 120)
    good.key(.enter, "NOSUCH")
    try good.until("NOSUCH")
    #expect(try server.ask("oper", "status").hasPrefix("terminals 1\nsigned on 1\n"))
    #expect(server.stop() == 0)
    withExtendedLifetime(bad) {}
  }

  @Test func `a process that hangs is followed, and sessions go on`() throws {
    let server = try ServerProcess()
    server.expectsDeaths = true
    let terminal = try signedOn(server)
    kill(server.worker, SIGSTOP)
    let log = try server.log(until: "TPXL9100", seconds: 60)
    #expect(log.contains("BECAUSE IT HUNG"))
    terminal.key(.enter, "NOSUCH")
    try terminal.until("NOSUCH")
    #expect(server.stop() == 0)
  }

  @Test func `a state directory that is away is waited for, and sessions go on with it`() throws {
    let folder = try TemporaryFolder()
    let state = folder.path + "/state"
    let server = try ServerProcess(state: state)
    let terminal = try signedOn(server)
    try FileManager.default.moveItem(atPath: state, toPath: state + ".away")
    let former = server.killWorker()
    // Another one has looked for it, and ended.
    try wait { server.worker != former && server.worker != server.id }
    let second = server.worker
    try wait { server.worker != second }
    if FileManager.default.fileExists(atPath: state) {
      try FileManager.default.removeItem(atPath: state)
    }
    try FileManager.default.moveItem(atPath: state + ".away", toPath: state)
    terminal.key(.enter, "NOSUCH")
    try terminal.until("NOSUCH")
    #expect(server.stop() == 0)
  }

  @Test func `the process that speaks TLS is killed twice, and that is told`() throws {
    let server = try ServerProcess()
    server.expectsDeaths = true
    for round in 1...2 {
      let former = try #require(server.companions.first)
      kill(former, SIGKILL)
      _ = try server.log(until: "process that speaks TLS died", times: round)
      try wait { server.companions.count == 1 && server.companions.first != former }
      #expect(try server.ask("oper", "status").contains("tls restarts \(round)"))
    }
    server.killWorker()
    _ = try server.log(until: "TPXL9100")
    #expect(try server.ask("oper", "status").contains("tls restarts 2"))
    #expect(server.stop() == 0)
  }

  // MARK: Upgrades that fail

  /// An upgrade to the server's own program, whose process stands still as soon as it is there.
  private func stuckUpgrade(_ server: ServerProcess) throws -> (Process, candidate: Int32) {
    let old = server.worker
    let upgrade = Process()
    upgrade.executableURL = ServerProcess.program
    upgrade.arguments = ["upgrade", "--state", server.state]
    upgrade.standardOutput = Pipe()
    upgrade.standardError = upgrade.standardOutput
    try upgrade.run()
    var candidate: Int32?
    try wait {
      candidate = server.workers.first { $0 != old }
      if let candidate { kill(candidate, SIGSTOP) }
      return candidate != nil
    }
    return (upgrade, try #require(candidate))
  }

  @Test func `a program that hangs or ends at once changes nothing, and sessions go on`() throws {
    let server = try ServerProcess()
    let terminal = try signedOn(server)
    let worker = server.worker
    let shell = try ServerProcess.run(["upgrade", "/bin/sh", "--state", server.state])
    #expect(shell.code == 1 && shell.output.contains("it ended with exit code"), "\(shell.output)")
    let (upgrade, candidate) = try stuckUpgrade(server)
    upgrade.waitUntilExit()
    #expect(upgrade.terminationStatus == 1)
    #expect(server.worker == worker && candidate != worker)
    _ = try server.log(until: "it was not ready in time")
    terminal.key(.enter, "NOSUCH")
    try terminal.until("NOSUCH")
    #expect(server.stop() == 0)
  }

  @Test func `the process is killed while an upgrade is on its way, and sessions go on`() throws {
    let server = try ServerProcess()
    let terminal = try signedOn(server)
    let (upgrade, candidate) = try stuckUpgrade(server)
    let former = server.killWorker()
    #expect(former != candidate)
    upgrade.waitUntilExit()
    #expect(upgrade.terminationStatus == 1)
    _ = try server.log(until: "TPXL9100")
    terminal.key(.enter, "NOSUCH")
    try terminal.until("NOSUCH")
    #expect(try server.ask("oper", "status").contains("restarts 1 upgrades 0"))
    #expect(server.stop() == 0)
  }

  @Test func `a process that is killed while it is emptied goes on emptying`() throws {
    let server = try ServerProcess()
    let terminal = try signedOn(server)
    try server.ask("drain", "--in", "60m")
    server.killWorker()
    _ = try server.log(until: "TPXL9100")
    #expect(try server.ask("oper", "status").contains("drain"))
    #expect(server.stop() == 0)
    withExtendedLifetime(terminal) {}
  }

  // MARK: The keeper itself

  @Test func `a listener of the service manager's outlives upgrades and the keeper's program`()
    throws
  {
    let folder = try TemporaryFolder()
    let password = try folder.write(ServerProcess.password + "\n", to: "password")
    let state = folder.path + "/state"
    let listener = try TestListener()
    let service = Process()
    service.executableURL = URL(filePath: "/bin/sh")
    // The listener is descriptor 3, and the variables name this very process (sd_listen_fds(3)).
    let shell = "exec 3<&0 </dev/null; LISTEN_PID=$$ LISTEN_FDS=1 LISTEN_FDNAMES=clear exec \"$@\""
    service.arguments = [
      "-c", shell, "sh", ServerProcess.program.path(), "serve", "--site",
      Repository.root.path(), "--state", state, "--first-user", ServerProcess.user,
      "--first-password-file", password,
    ]
    service.standardInput = FileHandle(fileDescriptor: listener.descriptor)
    try service.run()
    defer { service.terminate() }
    // Who connects before it serves waits in the listener's queue.
    let first = try ScriptedTerminal(port: listener.port)
    try first.until("TEN0003")
    for _ in 1...2 {
      let upgrade = try ServerProcess.run(["upgrade", "--state", state])
      #expect(upgrade.code == 0, "\(upgrade.output)")
      let next = try ScriptedTerminal(port: listener.port)
      try next.until("TEN0003")
    }
    first.key(.enter, ServerProcess.user, ServerProcess.password)
    try first.until("TPX MENU")
    service.terminate()
    service.waitUntilExit()
    #expect(service.terminationStatus == 0)
  }

  @Test func `the keeper goes on as the new program, and keeps everything`() throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess()
    let terminal = try signedOn(server)
    for round in 1...3 {
      let path = try copy(in: folder, "turnstile\(round)")
      let upgrade = try ServerProcess.run(["upgrade", path, "--state", server.state])
      #expect(upgrade.code == 0, "\(upgrade.output)")
      try wait { try executable(server.id) == path }
      try wait {
        let now = server.companions
        return try now.contains { try executable($0) == path }
      }
    }
    terminal.key(.enter, "NOSUCH")
    try terminal.until("NOSUCH")
    // It is a keeper as before: what dies is followed, what was counted counts.
    server.killWorker()
    _ = try server.log(until: "TPXL9100")
    #expect(try server.ask("oper", "status").contains("restarts 1 upgrades 3"))
    terminal.key(.enter, "NOSUCH2")
    try terminal.until("NOSUCH2")
    // The former ones had no connections.
    try wait { server.companions.count == 1 }
    #expect(server.stop() == 0)
  }

  @Test func `twenty upgrades in a row leave no descriptor behind`() throws {
    let server = try ServerProcess()
    let terminal = try signedOn(server)
    func open() throws -> Int {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/\(server.id)/fd").count
    }
    // The first has a list of suspects kept from then on.
    _ = try ServerProcess.run(["upgrade", "--state", server.state])
    try wait { server.companions.count == 1 }
    let before = try open()
    for _ in 2...20 {
      let upgrade = try ServerProcess.run(["upgrade", "--state", server.state])
      #expect(upgrade.code == 0, "\(upgrade.output)")
    }
    try wait { try server.companions.count == 1 && open() <= before }
    terminal.key(.enter, "NOSUCH")
    try terminal.until("NOSUCH")
    #expect(try server.ask("oper", "status").contains("restarts 0 upgrades 20"))
    #expect(server.stop() == 0)
  }
}
