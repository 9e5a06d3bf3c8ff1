public import Foundation
import Testing

/// The real program, started as people start it.
///
/// A process of it that dies is followed by another, which no terminal notices. So a server fails
/// its test at its end where that happened, unless the test says that it ends processes itself.
public final class ServerProcess {
  /// The program beside the tests' own.
  public static let program = Bundle(for: ServerProcess.self).bundleURL
    .appending(path: "turnstile")

  /// The program did not start, or not as it should.
  public struct Failure: Error, CustomStringConvertible {
    /// What happened, in words.
    public let description: String
  }

  private let process = Process()
  private let folder: TemporaryFolder
  /// Its state directory.
  public let state: String
  /// Port for terminals on this machine.
  public let port: Int
  /// Port for TLS; 0 without one.
  public let securePort: Int
  /// What it said until it listened.
  public let greeting: [String]
  /// Whether the test ends processes of the server itself, so that a death is no fault of it.
  public var expectsDeaths = false
  /// Deaths that the log of servers before it tells of.
  private let formerDeaths: Int

  /// The first user, who has SPECIAL.
  public static let user = "UABCDE"
  /// The first user's password.
  public static let password = "SECRET99"

  /// Starts a server on a free port, and waits for the line that says where it listens.
  public init(
    site: String = Repository.root.path(), extra: [String] = [],
    environment: [String: String] = [:], state: String? = nil
  ) throws {
    folder = try TemporaryFolder()
    self.state = state ?? folder.path + "/state"
    formerDeaths = Self.deaths(in: self.state)
    let password = try folder.write(Self.password + "\n", to: "password")
    process.executableURL = Self.program
    process.arguments =
      [
        "serve", "--site", site, "--state", self.state, "--listen", "127.0.0.1:0",
        "--first-user", Self.user, "--first-password-file", password,
      ] + extra
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let reader = LineReader(pipe.fileHandleForReading)
    var lines: [String] = []
    var found: Int?
    var secure = 0
    while let line = reader.next() {
      lines.append(line)
      if line.contains("listens on"), let last = line.split(separator: ":").last {
        let number = last.split(separator: " ").first.flatMap { Int($0) }
        if last.hasSuffix("(TLS)") { secure = number ?? 0 } else { found = number }
      }
      if line.hasPrefix("Log:") { break }
    }
    greeting = lines
    guard let found else { throw Failure(description: lines.joined(separator: "\n")) }
    port = found
    securePort = secure
  }

  deinit {
    checkDeaths()
    if process.isRunning { process.terminate() }
  }

  /// Stops it as an operator would; its exit code.
  public func stop() -> Int32 {
    process.terminate()
    return wait()
  }

  /// Waits until it has ended by itself; its exit code.
  public func wait() -> Int32 {
    process.waitUntilExit()
    checkDeaths()
    return process.terminationStatus
  }

  /// How often its process, or the one that speaks TLS, has died, as its log tells.
  public var deaths: Int { Self.deaths(in: state) - formerDeaths }

  /// What a line of the log says of a death.
  private static let tellsOfDeath = ["TPXL9100", "process that speaks TLS died"]

  private static func deaths(in state: String) -> Int {
    let log = try? String(contentsOfFile: state + "/turnstile.log", encoding: .utf8)
    return log.map { log in
      tellsOfDeath.reduce(0) {
        $0 + log.components(separatedBy: $1).count - 1
      }
    } ?? 0
  }

  /// Fails the test, once, where a process died that was not to.
  private func checkDeaths() {
    guard !expectsDeaths, deaths > 0 else { return }
    let told =
      (try? log())?.split(separator: "\n").filter { line in
        Self.tellsOfDeath.contains { line.contains($0) }
      } ?? []
    Issue.record("a process of the server died: \(told.suffix(deaths).joined(separator: "\n"))")
    expectsDeaths = true
  }

  /// Ends it at once, as a crash would.
  public func kill() {
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Its processes stand still, with their connections open, until `wake`.
  public func hang() {
    // The keeper first: it would take the other for one that hangs.
    for one in [id, worker] { Foundation.kill(one, SIGSTOP) }
  }
  /// They go on after `hang`.
  public func wake() {
    for one in [worker, id] { Foundation.kill(one, SIGCONT) }
  }

  /// Whether it has not ended yet.
  public var isRunning: Bool { process.isRunning }

  /// Number of its process: the keeper, where it is not alone.
  public var id: Int32 { process.processIdentifier }

  /// Number of the process that serves: the keeper's child.
  public var worker: Int32 {
    child("--kept") ?? id
  }

  /// Numbers of it, and of one that is to take over.
  public var workers: [Int32] { children("--kept") }

  /// Numbers of the processes that speak TLS.
  public var companions: [Int32] { children("--tls-ends") }

  /// The keeper's child with a word in its command line; nil where there is none.
  private func child(_ word: String) -> Int32? { children(word).first }

  private func children(_ word: String) -> [Int32] {
    let children = try? String(contentsOfFile: "/proc/\(id)/task/\(id)/children", encoding: .utf8)
    let all = children?.split(separator: " ").compactMap { Int32($0) } ?? []
    return all.filter { process in
      let line = try? Data(contentsOf: URL(filePath: "/proc/\(process)/cmdline"))
      return line.map { String(decoding: $0, as: UTF8.self).contains(word) } ?? false
    }
  }

  /// Ends the process that serves at once, as a crash would; the keeper stays. Returns its number.
  @discardableResult
  public func killWorker(_ signal: Int32 = SIGKILL) -> Int32 {
    expectsDeaths = true
    let former = worker
    Foundation.kill(former, signal)
    // A trap's signal that comes from outside is reported once, and counts the second time.
    while signal != SIGKILL, worker == former {
      Foundation.kill(former, signal)
      sched_yield()
    }
    return former
  }

  /// Descriptors that it has open; nil where this user may not see them.
  public var descriptors: Int? {
    try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(worker)/fd").count
  }

  /// Memory that it has resident, in KiB.
  public var memory: Int {
    let status =
      (try? String(contentsOfFile: "/proc/\(worker)/status", encoding: .utf8))
      ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
  }

  /// The log as it is now.
  public func log() throws -> String {
    try String(contentsOfFile: state + "/turnstile.log", encoding: .utf8)
  }

  /// Waits until the log has a text so many times.
  public func log(
    until text: String, times: Int = 1, seconds: Double? = nil
  ) throws -> String {
    let deadline = Date().addingTimeInterval(seconds ?? (times > 1 ? 20 : 10))
    while Date() < deadline {
      let log = try log()
      if times == 1 ? log.contains(text) : log.components(separatedBy: text).count > times {
        return log
      }
      sched_yield()
    }
    throw Failure(description: "the log never said \"\(text)\":\n" + (try log()))
  }

  /// Runs a command of the program; what it said, and its exit code.
  @discardableResult
  public static func run(
    _ arguments: [String], input: String = "", environment: [String: String] = [:]
  ) throws -> (output: String, code: Int32) {
    let process = Process()
    let given = Pipe()
    process.standardInput = given
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.executableURL = program
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    given.fileHandleForWriting.write(Data(input.utf8))
    try given.fileHandleForWriting.close()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (String(decoding: data, as: UTF8.self), process.terminationStatus)
  }

  /// Runs a command that asks this server.
  @discardableResult
  public func ask(_ arguments: String...) throws -> String {
    try Self.run(arguments + ["--state", state]).output
  }
  /// Runs a deck of RACF's commands; the test fails where one of them does.
  public func racf(_ deck: String) throws {
    let done = try Self.run(["racf", "--state", state], input: deck)
    #expect(done.code == 0, "\(done.output)")
  }
}
