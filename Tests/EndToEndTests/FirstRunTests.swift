import Foundation
import TestSupport
import Testing

/// The first start of a state directory, killed, failed and lost; and the end of a server.
@Suite struct FirstRunTests {
  /// Files in the order in which a first start makes them.
  static let steps = [
    "turnstile.log", "new-site", "des-mk.key", "aes-mk.key", "local.key", "security.db",
    "security.db-wal", "control.sock",
  ]

  /// Starts a server and kills it as soon as a file is there, and `turns` looks later.
  private func startAndKill(_ state: String, _ password: String, at file: String, turns: Int) throws
  {
    let process = Process()
    process.executableURL = ServerProcess.program
    process.arguments = [
      "serve", "--site", Repository.root.path(), "--state", state, "--listen", "127.0.0.1:0",
      "--first-user", ServerProcess.user, "--first-password-file", password,
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    let path = state + "/" + file
    while process.isRunning, access(path, F_OK) != 0 { sched_yield() }
    for _ in 0..<turns { sched_yield() }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  @Test(arguments: steps)
  func `a first start that is killed at any step begins again`(file: String) throws {
    for turns in [0, 300, 3000, 30_000].prefix(Scale.of("TURNSTILE_KILLS", 2)) {
      let folder = try TemporaryFolder()
      let password = try folder.write(ServerProcess.password + "\n", to: "password")
      try startAndKill(folder.path + "/state", password, at: file, turns: turns)
      let server = try ServerProcess(state: folder.path + "/state")
      #expect(try server.ask("racf", "RL PTKTDATA TSOS001 SSIGNON").contains("KEYMASKED DATA NOT"))
      #expect(try server.ask("display", "ICSF,KDS").contains("IRR.PASSTICKET.CICSA.HMAC"))
      let emulator = try S3270(port: server.port)
      try emulator.signOn(ServerProcess.user, ServerProcess.password)
      try emulator.until("TPX MENU")
      try emulator.enter("TSOA")
      try emulator.until("Signed on by PassTicket")
      #expect(server.stop() == 0)
    }
  }

  @Test func `a first start that fails names its fault, and the next one begins anew`() throws {
    let folder = try TemporaryFolder()
    let state = folder.path + "/state"
    let short = try folder.write("short\n", to: "short")
    let arguments = [
      "serve", "--site", Repository.root.path(), "--state", state, "--listen", "127.0.0.1:0",
      "--first-user", "DEMO", "--first-password-file", short,
    ]
    for _ in 0..<2 {
      let (output, code) = try ServerProcess.run(arguments)
      #expect(code == 1)
      #expect(output.contains("\(short): a password has 8 to 100 characters, not 5"))
    }
    // A deck that fails, too.
    let site = try TestSite()
    try site.replace(
      "RDEFINE PTKTDATA CICSA", with: "RDEFINO PTKTDATA CICSA", in: "ACT/Security/DEMO.racf")
    let good = try folder.write("Secret12\n", to: "good")
    var other = arguments
    other[2] = site.path
    other[other.count - 1] = good
    let (output, code) = try ServerProcess.run(other)
    #expect(code == 1)
    #expect(output.contains("DEMO.racf"))
    let server = try ServerProcess(state: state)
    #expect(try server.ask("racf", "LISTUSER *").contains("USER=UABCDE"))
    // The administrator stays, however often somebody asks.
    let deleted = try ServerProcess.run(["racf", "--state", state, "DELUSER UABCDE"])
    #expect(deleted.code == 1)
    #expect(deleted.output.contains("NOBODY ELSE WITH SPECIAL CAN SIGN ON"))
    #expect(server.stop() == 0)
    let again = try ServerProcess(state: state)
    #expect(again.stop() == 0)
  }

  @Test func `a clean end leaves a database that is whole, and a lost one is not a new site`()
    throws
  {
    let server = try ServerProcess()
    try server.ask("racf", "ADDUSER BOB")
    #expect(server.stop() == 0)
    let files = FileManager.default
    let copy = try TemporaryFolder()
    for name in ["des-mk.key", "aes-mk.key", "local.key"] {
      try files.copyItem(atPath: "\(server.state)/\(name)", toPath: "\(copy.path)/\(name)")
    }
    let lost = try ServerProcess.run([
      "serve", "--site", Repository.root.path(), "--state", copy.path, "--listen", "127.0.0.1:0",
    ])
    #expect(lost.code == 1)
    #expect(lost.output.contains("the security database is gone"))
    try files.copyItem(
      atPath: "\(server.state)/security.db", toPath: "\(copy.path)/security.db")
    let restored = try ServerProcess(state: copy.path)
    #expect(try restored.ask("racf", "LISTUSER BOB").contains("USER=BOB"))
    #expect(restored.stop() == 0)
  }

  @Test func `a user who is revoked or deleted meanwhile is let in nowhere`() throws {
    let server = try ServerProcess()
    _ = try ServerProcess.run(
      ["racf", "--state", server.state],
      input: "ADDUSER BOB PASSWORD(Secret12) NOEXPIRED\nADDUSER SUE PASSWORD(Secret12) NOEXPIRED\n")
    for (user, deck, reason) in [
      ("BOB", "ALTUSER BOB REVOKE", "the user is revoked"),
      ("SUE", "DELUSER SUE", "no user has this name"),
    ] {
      let emulator = try S3270(port: server.port)
      try emulator.signOn(user, "Secret12")
      try emulator.until("TPX MENU")
      try server.ask("racf", deck)
      try emulator.enter("TSOA")
      try emulator.until("IKJ56421I")
      try emulator.run("PF(24)")
      try emulator.until("TPX MENU")
      try emulator.enter("CICSA")
      try emulator.until("DFHCE3523")
      #expect(try server.log(until: "REASON: \(reason)").contains("PASS TICKET REFUSED"))
    }
  }

  @Test func `the second wrong password costs a name that nobody has as much as any other`() throws
  {
    let server = try ServerProcess()
    _ = try ServerProcess.run(
      ["racf", "--state", server.state], input: "ADDUSER BOB PASSWORD(Secret12) NOEXPIRED\n")
    for name in ["BOB", "NOBODY"] {
      let emulator = try S3270(port: server.port)
      for seconds in [1.0, 2.0] {
        try emulator.run("EraseInput")
        let begun = Date()
        try emulator.signOn(name, "WRONG123")
        try emulator.until("Userid or password is not valid")
        #expect(Date().timeIntervalSince(begun) >= seconds, "\(name)")
      }
    }
  }
}
