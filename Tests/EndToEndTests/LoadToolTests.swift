import DataStream
import Foundation
import Platform
import TestSupport
import Testing

@testable import turnstile_load

@Suite struct `Load generator` {
  @Test func `percentiles are within two per cent`() {
    var times = Histogram()
    for value in 1...100_000 { times.add(UInt64(value) * 1000) }
    for (share, exact) in [(0.5, 50_000_000.0), (0.99, 99_000_000), (0.999, 99_900_000)] {
      let found = Double(times.percentile(share))
      #expect(found >= exact && found <= exact * 1.02)
    }
    #expect(times.percentile(1) == 100_000_000)
    #expect(times.longest == 100_000_000)
    #expect(times.mean == 50_000_500)
  }

  @Test(arguments: [0, 1, 63, 64, 65, 127, 128, 1 << 40, .max] as [UInt64])
  func `a single duration is its own percentile`(value: UInt64) {
    var times = Histogram()
    times.add(value)
    #expect(times.percentile(0.5) == value)
    #expect(times.count == 1)
  }

  @Test func `an empty histogram has no percentiles`() {
    #expect(Histogram().percentile(0.99) == 0)
    #expect(Histogram().mean == 0)
  }

  @Test func `a process's figures are read past any name`() {
    let sample = ProcessSample(
      stat: "42 (a ) b) S 1 2 3 4 5 6 7 8 9 10 250 50 0 0 20 0 9 0 1 2 3",
      status: "Name:\ta\nVmRSS:\t    2048 kB\nThreads:\t9\n", ticksPerSecond: 100)
    #expect(sample?.cpu == 3)
    #expect(sample?.resident == 2_097_152)
    #expect(sample?.threads == 9)
    #expect(ProcessSample(stat: "42 (x) S 1", status: "", ticksPerSecond: 100) == nil)
  }

  @Test func `numbers and strings are JSON`() {
    let numbers = [0, 1, 1.5, 0.001, 0.0004, -2.25, 1234.5678, .infinity].map { Report.text($0) }
    #expect(numbers == ["0", "1", "1.5", "0.001", "0", "-2.25", "1234.568", "0"])
    #expect(Report.quoted("a\"b\\c\n") == "\"a\\\"b\\\\c\\u000a\"")
  }

  @Test func `the terminal's number replaces each %t`() {
    #expect("LOAD%t".replacingPercentT(with: 7) == "LOAD7")
    #expect("%t-100%-%t%".replacingPercentT(with: 12) == "12-100%-12%")
  }

  @Test func `terminals sign on, repeat a key and come and go`() throws {
    let server = try RunningServer()
    defer { server.stop() }
    let pid = ["--pid", String(server.processID)]
    let signOn = ["--sign-on", "ADMIN", "--password-file", server.passwordFile]
    let loop = try server.load(
      ["loop", "-n", "4", "--aid", "ENTER", "--duration", "0.5", "--warmup", "0.1"] + pid + signOn)
    #expect(loop.status == 0)
    #expect(loop.number("connected") == 4)
    #expect((loop.number("transactions") ?? 0) > 0)
    #expect(loop.members["server_process"] != nil)

    let open = try server.load(
      ["loop", "-n", "4", "--rate", "50", "--duration", "0.5", "--warmup", "0", "--aid", "PF1"])
    #expect(open.status == 0)
    #expect((open.number("transactions") ?? 0) > 0)
    #expect((open.number("transactions") ?? 99) <= 25)

    let churn = try server.load(["churn", "-n", "3", "--classic", "--duration", "0.3"])
    #expect(churn.status == 0)
    #expect((churn.number("connected") ?? 0) > 0)
    #expect(churn.members["protocol"] as? String == "TN3270")

    let idle = try server.load(["idle", "-n", "20", "--hold", "0"] + pid)
    #expect(idle.status == 0)
    #expect(idle.number("connected") == 20)
  }

  @Test func `sessions are started one after the other, with the menu in between`() {
    #expect(
      SetUpStep.sessions(["R1", "R2"], menu: .pf(24))
        == [.session("R1"), .menu(.pf(24)), .session("R2")])
    #expect(SetUpStep.sessions([], menu: .pf(24)) == [])
  }

  @Test func `a comparison takes the middle round of each side`() {
    func phase(_ count: Int, cpu: Double) -> MeasuredPhase {
      var times = Histogram()
      for _ in 0..<count { times.add(1000) }
      let from = ProcessSample(
        stat: "1 (a) S 1 2 3 4 5 6 7 8 9 10 0 0 0 0 20 0 1 0", status: "", ticksPerSecond: 100)
      var to = from
      to?.cpu = cpu
      return MeasuredPhase(
        latencies: times, seconds: 1, unsent: 0, ownCPU: 0, from: from, to: to)
    }
    var report = RelayReport(terminals: 2, sessions: 2)
    #expect(report.throughputRatio == nil)
    report.own = [phase(90, cpu: 0.0009), phase(10, cpu: 0.01), phase(80, cpu: 0.0016)]
    report.proxy = [phase(100, cpu: 0.001), phase(100, cpu: 0.001), phase(999, cpu: 0.5)]
    #expect(report.throughputRatio == 0.8)
    #expect(report.cpuRatio.map { ($0 * 100).rounded() } == 200)
    report.live = 4
    report.memory = RelayReport.Memory(before: 1000, signedOn: 2000, live: 10_000)
    #expect(report.bytesPerSession == 2250)
    #expect(report.bytesPerSessionAlone == 2000)
  }

  @Test func `relayed sessions are started, relayed and jumped between`() throws {
    let folder = try TemporaryFolder()
    let proxy = "/usr/sbin/haproxy"
    let isThere = FileManager.default.isExecutableFile(atPath: proxy)
    let run = try LoadTool.run(
      [
        "relay", "-n", "3", "--sessions", "2", "--settle", "0", "--hold", "0.1", "--rate", "100",
        "--jumps", "50", "--duration", "0.4", "--rounds", "1", "--json", "--site",
        Repository.root.path(),
      ] + (isThere ? ["--proxy", proxy] : []), temporary: folder.path)
    #expect(run.status == 0, "\(run.text)")
    #expect(run.number("live_sessions") == 6)
    for part in ["relayed", "jumps"] {
      let phase = run.members[part] as? [String: Any]
      #expect((phase?["per_second"] as? Double ?? 0) > 0)
    }
    #expect((run.members["rounds"] as? [Any])?.count == 1)
    #expect((run.members["proxy_rounds"] as? [Any])?.count == (isThere ? 1 : 0))
    #expect((run.members["failure_reasons"] as? [String: Any])?.isEmpty == true)
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(left.filter { $0.hasPrefix("turnstile-load") } == [])
  }

  @Test func `a relay without its programs says which is missing`() throws {
    let folder = try TemporaryFolder()
    let run = try LoadTool.run(
      ["relay", "-n", "1", "--server", "/nowhere/turnstile", "--site", Repository.root.path()],
      temporary: folder.path)
    #expect(run.status == 1)
    #expect(run.text.contains("/nowhere/turnstile: No such file or directory"))
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(left.filter { $0.hasPrefix("turnstile-load") } == [])
  }

  @Test func `users notice nothing of terminals and hosts that attack in every known way`() throws {
    let folder = try TemporaryFolder()
    let run = try LoadTool.run(
      [
        "hostile", "-n", "146", "--guests", "54", "--users", "8", "--rate", "20", "--settle", "0",
        "--site", Repository.root.path(),
      ], temporary: folder.path)
    #expect(run.status == 0, "\(run.text)")
    #expect(run.text.contains("146 connections of 73 kinds, 54 guests, 54 served, 0 unreachable"))
    #expect(run.text.contains("8 of 8 work"))
    #expect(run.text.contains("server          lives\n"))
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(left.filter { $0.hasPrefix("turnstile-load") } == [])
  }

  @Test func `a death that the keeper hides is counted, and is no success`() throws {
    let site = try MeasuredSite(
      panelsOf: Repository.root.path(), host: SocketAddress(host: "127.0.0.1", port: 1), sessions: 1
    )
    defer { site.remove() }
    let server = try MeasuredServer(ServerProcess.program.path(), site)
    defer { server.end() }
    let life = ServerLife(of: [server.process])
    #expect(server.deaths() == [:])
    var report = HostileReport(users: 1, working: 1)
    report.count = AttackCount()
    #expect(!report.isPassed, "nobody has looked yet")
    report.deaths = server.deaths()
    #expect(report.isPassed)
    for round in 1...2 {
      let worker = try #require(server.worker)
      kill(worker, SIGKILL)
      // The next one answers.
      while server.restarts()?.deaths != round { sched_yield() }
      #expect(server.deaths() == [ServerLife.Part.worker.death: round])
      #expect(life.ended(.worker) == 1)
    }
    report.deaths = server.deaths()
    #expect(!report.isPassed)
    #expect(report.table.contains("server          2: the server's process died"))
    let companion = try #require(ServerLife.processes(of: server.process, .tlsEnd).first)
    kill(companion, SIGKILL)
    while server.restarts()?.tls != 1 { sched_yield() }
    #expect(server.deaths()[ServerLife.Part.tlsEnd.death] == 1)
  }

  @Test func `a host ends after its seconds`() throws {
    let run = try LoadTool.run(["host", "127.0.0.1:0", "--seconds", "0.2"])
    #expect(run.status == 0)
    #expect(run.text.hasPrefix("host listens on 127.0.0.1:"))
  }

  @Test func `a wrong password is a failure with the panel's words`() throws {
    let server = try RunningServer()
    defer { server.stop() }
    try Data("WRONG123\n".utf8).write(to: URL(filePath: server.passwordFile))
    let result = try server.load(
      [
        "loop", "-n", "1", "--duration", "0.1", "--warmup", "0", "--sign-on", "ADMIN",
        "--password-file", server.passwordFile,
      ])
    #expect(result.status == 1)
    let reasons = result.members["failure_reasons"] as? [String: Any]
    #expect(reasons?.keys.first?.hasPrefix("sign-on refused: ") == true)
    #expect(result.text.contains("WRONG123") == false)
  }
}

/// A server of its own, on a free port, with a new state directory.
private final class RunningServer {
  private let process = Process()
  private let folder: URL
  private let address: String
  let passwordFile: String

  var processID: Int32 { process.processIdentifier }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "load-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    passwordFile = folder.appending(path: "password").path
    try Data("LOADPW12\n".utf8).write(to: URL(filePath: passwordFile))
    let site = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let output = Pipe()
    process.executableURL = LoadTool.products.appending(path: "turnstile")
    process.arguments = [
      "serve", "--site", site.path, "--state", folder.appending(path: "state").path,
      "--listen", "127.0.0.1:0", "--first-password-file", passwordFile,
    ]
    process.standardOutput = output
    try process.run()
    var text = ""
    while !text.contains("Log:") {
      let data = output.fileHandleForReading.availableData
      guard !data.isEmpty else { throw CocoaError(.executableLoad) }
      text += String(decoding: data, as: UTF8.self)
    }
    let words = text.split { $0 == " " || $0 == "\n" }
    address = words.first { $0.hasPrefix("127.0.0.1:") }.map(String.init) ?? ""
  }

  func stop() {
    process.terminate()
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: folder)
  }

  func load(_ arguments: [String]) throws -> LoadTool.Outcome {
    try LoadTool.run([arguments[0], address, "--json"] + arguments.dropFirst())
  }
}

/// The program, started as people start it.
private enum LoadTool {
  /// The programs lie beside the tests.
  static let products = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()

  /// What a run came to.
  struct Outcome {
    let status: Int32
    let text: String
    let members: [String: Any]
    func number(_ name: String) -> Int? { members[name] as? Int }
  }

  /// Runs the program, which makes what it needs in `temporary`.
  static func run(_ arguments: [String], temporary: String? = nil) throws -> Outcome {
    let load = Process()
    let output = Pipe()
    load.executableURL = products.appending(path: "turnstile-load")
    load.arguments = arguments
    if let temporary {
      load.environment = ProcessInfo.processInfo.environment.merging(["TMPDIR": temporary]) { $1 }
    }
    load.standardOutput = output
    load.standardError = output
    try load.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    load.waitUntilExit()
    let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
    return Outcome(
      status: load.terminationStatus, text: String(decoding: data, as: UTF8.self),
      members: object ?? [:])
  }
}
