import DataStream
import Foundation
import TestSupport
import Testing

/// What the person sees who starts the server and asks it things.
@Suite struct OperatingTests {
  @Test func `commands go by their answer, in any case, and say how they are written`() throws {
    let server = try ServerProcess()
    let options = ["--state", server.state]
    func oper(_ words: String...) throws -> (output: String, code: Int32) {
      try ServerProcess.run(["oper"] + words + options)
    }
    #expect(try oper("STATUS").output.hasPrefix("terminals 0\nsigned on 0\n"))
    let help = try oper("help")
    #expect(help.code == 0)
    #expect(help.output.contains("CANCEL USER "))
    #expect(try oper("?").output == help.output)
    #expect(try oper("cancel").output.contains("say CANCEL USER"))
    for words in [
      ["message", "NOBODY", "hi"], ["message", "NOBODY"], ["cancel", "NOBODY"], ["cancel"],
      ["frobnicate"], ["statsu"], ["card", "sideways"], ["D"],
    ] {
      #expect(try ServerProcess.run(["oper"] + words + options).code == 1, "\(words)")
    }
    #expect(try oper("statsu").output.contains("did you mean STATUS?"))
    let told = try ServerProcess.run(["oper"] + options, input: "status\nQUIT\nfrobnicate\n")
    #expect(told.code == 0)
    let name = try ServerProcess.run(
      ["ticket", "generate", "--user", "BOB", "--appl", "A B", "--as", "UABCDE"] + options)
    #expect(name.code == 1)
    #expect(!name.output.contains("no request"))
    #expect(!(try server.log()).contains("OPERATOR COMMAND BY uid \(getuid()): STATUS"))
  }

  @Test func `a reload that is refused is a failure`() throws {
    let site = try TestSite()
    let server = try ServerProcess(site: site.path)
    try site.application("BROKEN", host: "builtin:nothing")
    let reload = try ServerProcess.run(["oper", "reload", "--state", server.state])
    #expect(reload.code == 1)
    #expect(reload.output.contains("1 error: the tables stay as they were"))
  }

  @Test func `a command whose answer is lost does not say that it went well`() throws {
    let folder = try TemporaryFolder()
    let state = folder.path + "/state"
    try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
    chmod(state, 0o700)
    for answer in ["", "turnstile-done 10\n", "turnstile-done 10\nACCEP", "accepted\n"] {
      unlink(state + "/control.sock")
      let liar = try LocalListener(path: state + "/control.sock", answer: answer)
      let evaluate = try ServerProcess.run(
        ["ticket", "evaluate", "--user", "BOB", "--appl", "CICSA", "--state", state], input: "X")
      #expect(evaluate.code == 1)
      #expect(evaluate.output.contains("before it answered"))
      withExtendedLifetime(liar) {}
    }
  }

  @Test func `operators who say nothing keep nobody waiting`() throws {
    let server = try ServerProcess()
    let silent = try (0..<40).map { _ in try LocalClient(path: server.state + "/control.sock") }
    let start = Date()
    for _ in 0..<5 { #expect(try server.ask("oper", "status").hasPrefix("terminals")) }
    #expect(Date().timeIntervalSince(start) < 5)
    withExtendedLifetime(silent) {}
  }

  @Test func `a request that is too long is refused with words`() throws {
    let server = try ServerProcess()
    let client = try LocalClient(path: server.state + "/control.sock")
    client.send([UInt8](repeating: 0x41, count: 6000))
    #expect(client.readToEnd().contains("a request's line has at most 4096 bytes"))
    let value = try ServerProcess.run(
      [
        "ticket", "evaluate", "--user", "UABCDE", "--appl", "CICSA", "--as", "UABCDE", "--state",
        server.state,
      ],
      input: String(repeating: "A", count: 5000))
    #expect(value.code == 1)
    #expect(server.isRunning)
  }

  @Test func `who asks where no server runs hears one reason`() throws {
    let folder = try TemporaryFolder()
    let none = try ServerProcess.run(["oper", "status", "--state", folder.path + "/nowhere"])
    #expect(none.code == 1)
    #expect(none.output.split(separator: "\n").count == 1)
    let server = try ServerProcess()
    #expect(server.stop() == 0)
    let stopped = try ServerProcess.run(["oper", "status", "--state", server.state])
    #expect(stopped.code == 1)
    #expect(
      stopped.output
        == "no server runs with the state directory \(server.state); name it with --state\n")
  }

  @Test func `a second server is refused with the first one's process`() throws {
    let server = try ServerProcess()
    let second = try ServerProcess.run(
      [
        "serve", "--site", Repository.root.path(), "--state", server.state, "--listen",
        "127.0.0.1:0",
      ])
    #expect(second.code == 1)
    #expect(
      second.output
        == "a server already runs with the state directory \(server.state) (process \(server.id))\n"
    )
  }

  @Test func `a state directory or a key that others may touch does not start`() throws {
    let server = try ServerProcess()
    #expect(server.stop() == 0)
    let arguments = [
      "serve", "--site", Repository.root.path(), "--state", server.state, "--listen", "127.0.0.1:0",
    ]
    chmod(server.state + "/local.key", 0o644)
    let key = try ServerProcess.run(arguments)
    #expect(key.code == 1)
    #expect(key.output.contains("local.key: others may read it"))
    chmod(server.state + "/local.key", 0o600)
    chmod(server.state, 0o777)
    let folder = try ServerProcess.run(arguments)
    #expect(folder.code == 1)
    #expect(folder.output.contains("others may write it"))
  }

  @Test func `a server that is drained says so, and stops by itself when nobody is left`() throws {
    let server = try ServerProcess()
    let user = try S3270(port: server.port)
    try user.signOn(ServerProcess.user, ServerProcess.password)
    let answer = try server.ask("drain", "--in", "1h", "--message", "NEW RELEASE")
    #expect(answer.contains("nobody signs on from now on") && answer.contains("signed on 1"))
    #expect(try server.ask("oper", "status").contains("drains until "))
    #expect(try server.ask("drain", "--cancel").contains("sign-ons are taken again"))
    #expect(try !server.ask("oper", "status").contains("drains"))
    try server.ask("drain", "--in", "2s")
    #expect(server.wait() == 0)
    let log = try server.log()
    #expect(log.contains("TPXL9080") && log.contains("TPXL9081") && log.contains("TPXL9001"))
    withExtendedLifetime(user) {}
  }

  @Test func `too few descriptors are said at the start, with the number`() throws {
    let folder = try TemporaryFolder()
    let command =
      "ulimit -n 96; exec '\(ServerProcess.program.path())' serve --site '\(Repository.root.path())' "
      + "--state '\(folder.path)/state' --listen 127.0.0.1:0"
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", command]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 1)
    #expect(text.contains("may have 96 descriptors open; 128 are needed at least"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/state"))
  }

  @Test func `a warning is said where the server's certificate has ended`() throws {
    let certificates = try TestCertificates.shared.get()
    let site = try TestSite()
    try site.system([
      "TLS certificate: \(certificates.path("expired.pem"))",
      "TLS key: \(certificates.path("expired.key"))",
    ])
    let server = try ServerProcess(site: site.path)
    #expect(server.greeting.contains { $0.contains("warning: ") && $0.contains("ended on") })
    #expect(try server.log(until: "TPXL9076").contains("WARNING: "))
  }

  @Test func `a key that does not belong to the certificate is found before the port is open`()
    throws
  {
    let certificates = try TestCertificates.shared.get()
    let site = try TestSite()
    try site.system([
      "TLS certificate: \(certificates.path("host.pem"))",
      "TLS key: \(certificates.path("expired.key"))",
    ])
    let folder = try TemporaryFolder()
    let start = try ServerProcess.run([
      "serve", "--site", site.path, "--state", folder.path + "/state", "--listen", "127.0.0.1:0",
    ])
    #expect(start.code == 1)
    #expect(start.output.contains("does not belong to the first certificate"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/state/security.db"))
  }

  @Test func `a word that is no command is no server, and says what was meant`() throws {
    for (words, meant) in [
      (["displya", "ICSF,CARDS"], "display"), (["serv"], "serve"), (["card", "ofline"], "offline"),
      (["ticket", "genrate"], "generate"),
    ] {
      let (output, code) = try ServerProcess.run(words)
      #expect(code == 64)
      #expect(output.contains("did you mean '\(meant)'?"), "\(output)")
    }
    #expect(try ServerProcess.run(["--help"]).output.contains("--listen HOST:PORT"))
    #expect(try ServerProcess.run(["--version"]).code == 0)
  }

  @Test func `state and site have their defaults in the environment`() throws {
    let server = try ServerProcess()
    let answer = try ServerProcess.run(
      ["oper", "status"], environment: ["TURNSTILE_STATE": server.state])
    #expect(answer.output.hasPrefix("terminals 0"))
    #expect(answer.code == 0)
  }

  @Test func `the process is called turnstile, whatever a crash report was asked for`() throws {
    let server = try ServerProcess(environment: ["SWIFT_BACKTRACE": "enable=yes,registers=all"])
    let folder = "/proc/\(server.id)"
    let name = try String(contentsOfFile: folder + "/comm", encoding: .utf8)
    #expect(name == "turnstile\n")
    // Where the environment can be seen at all, as by the superuser, it has no registers in it.
    if let data = try? Data(contentsOf: URL(filePath: folder + "/environ")), !data.isEmpty {
      #expect(String(decoding: data, as: UTF8.self).contains("registers=none"))
    }
  }

  @Test func `TLS 1.2 wants ciphers whose recordings no key opens later`() throws {
    let certificates = try TestCertificates.shared.get()
    let site = try TestSite()
    try site.system([
      "TLS certificate: \(certificates.path("host.pem"))",
      "TLS key: \(certificates.path("host.key"))",
    ])
    let server = try ServerProcess(site: site.path, extra: ["--listen-tls", "127.0.0.1:0"])
    func handshake(_ ciphers: String) throws -> Bool {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = [
        "openssl", "s_client", "-connect", "127.0.0.1:\(server.securePort)", "-tls1_2", "-cipher",
        "\(ciphers):@SECLEVEL=0",
      ]
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      return process.terminationStatus == 0
    }
    #expect(try handshake("ECDHE-ECDSA-AES128-GCM-SHA256"))
    #expect(try handshake("ECDHE-ECDSA-CHACHA20-POLY1305"))
    #expect(try !handshake("ECDHE-ECDSA-AES128-SHA"))
    #expect(try !handshake("ECDHE-ECDSA-AES256-SHA384"))
  }

  /// A user who goes to TSOA. A stranger's terminal is dealt to the first shard, so that the user's comes to
  /// the second where there is one.
  private static func inSession(
    _ server: ServerProcess
  ) throws -> (terminal: ScriptedTerminal, stranger: ScriptedTerminal) {
    let stranger = try ScriptedTerminal(port: server.port)
    try stranger.until("TEN0003")
    let terminal = try ScriptedTerminal(port: server.port)
    try terminal.until("TEN0003")
    terminal.key(.enter, ServerProcess.user, ServerProcess.password)
    try terminal.until("TPX MENU")
    terminal.key(.enter, "TSOA")
    return (terminal, stranger)
  }

  @Test(arguments: [1, 3])
  func `users are told that the server stops, and the log closes what it opened`(
    shards: Int
  ) throws {
    let server = try ServerProcess(extra: ["--shards", String(shards)])
    let (terminal, stranger) = try Self.inSession(server)
    defer { withExtendedLifetime(stranger) {} }
    // Its ticket was looked at, and nobody has anything to write any more.
    try terminal.until("LOGON IN PROGRESS")
    kill(server.id, SIGTERM)
    try terminal.until("The server is stopped. Your sessions have ended.")
    #expect(server.wait() == 0)
    let log = try server.log()
    #expect(log.contains("REASON: the server was stopped"))
    #expect(log.contains("SIGNOFF TERMINAL: "))
    #expect(log.split(separator: "\n").last?.contains("TURNSTILE STOPPED") == true)
  }

  @Test(arguments: [1, 3])
  func `an operator who ends a user's sessions is named to the user and in the log`(
    shards: Int
  ) throws {
    let server = try ServerProcess(extra: ["--shards", String(shards)])
    let (terminal, stranger) = try Self.inSession(server)
    defer { withExtendedLifetime(stranger) {} }
    _ = try server.log(until: "SESSION STARTED")
    let told = try server.ask("oper", "message", ServerProcess.user, "hello")
    #expect(told == "sent to 1 terminal\n")
    #expect(try server.ask("oper", "users") == "\(ServerProcess.user) terminals 1 sessions 1\n")
    try server.ask("oper", "cancel", ServerProcess.user)
    try terminal.until("The operator ended your sessions.")
    #expect(try server.log(until: "SIGNOFF TERMINAL").contains("REASON: the operator cancelled"))
  }
}
