import Crypto
import DataStream
import EBCDIC
import Names
import Script
import Syntax
import Testing
import Time

@testable import ScriptTools

@Suite struct ReadyScriptTests {
  private static let cases = LogonHost.System.allCases.flatMap { system in
    LogonHost.Mood.allCases.map { (system, $0) }
  }

  @Test func `ready scripts have no fault, and each says what it is for`() {
    let (library, faults) = ScriptLibrary.load(ReadyScripts.all.map(\.source))
    #expect(faults.map(\.summary) == [])
    #expect(library.count == ReadyScripts.all.count)
    #expect(ReadyScripts.all.allSatisfy { $0.meaning.hasSuffix(".") || $0.meaning.count > 20 })
    #expect(ReadyScripts.named("tso")?.source.name == "TSO")
    #expect(ReadyScripts.named("NONE") == nil)
  }

  @Test(arguments: cases)
  func `each logs on, or ends with a reason, at its host in every mood`(
    system: LogonHost.System, mood: LogonHost.Mood
  ) throws {
    let entry = try #require(ReadyScripts.named(system.script))
    let result = try HostStage.run(entry.source, at: LogonHost(system, mood))
    #expect(result.faults == [], "\(result.text)")
    #expect(result.isDone == mood.isGood, "\(result.text)")
    #expect(!result.text.contains(LogonHost.secret), "\(result.text)")
    if let reason = Self.reason(mood) {
      #expect(result.lines.last?.contains(reason) == true, "\(result.text)")
    }
  }

  /// Words of the reason that the user is told.
  private static func reason(_ mood: LogonHost.Mood) -> String? {
    switch mood {
    case .expired: "the password has expired"
    case .inUse: "already"
    case .wrongTwice: "refused twice"
    case .dropped: "the session ended"
    case .silent: "no answer in time"
    default: nil
    }
  }

  @Test func `a host that shows the password shows it to nobody`() throws {
    let script = SourceText(
      path: "A.acl",
      text: "OPTION VISIBLE,ON\nWINP\nKEY &PSWD\nENTER\nSEARCH 'S3CRET'\nIF NOT FOUND FAIL 'x'\n")
    var host = LogonHost(.imsLine, .plain)
    _ = host.start()
    let echo = HostScreen.record("YOU TYPED s3cret AND S3CRET\n{20}")
    var driver = try HostStage.driver(script)
    _ = driver.take(HostScreen.record("{20}"))
    var told = driver.settle(at: Instant(nanoseconds: 0)).map { "\($0)" }
    #expect(driver.take(echo) == [])
    told += driver.picture() + driver.settle(at: Instant(nanoseconds: 1)).map { "\($0)" }
    #expect(told.contains { $0.contains("YOU TYPED ****** AND ******") }, "\(told)")
    #expect(told.last?.contains("isDone: true") == true)
  }

  @Test func `a secret is not typed into a field that the host has put there since`() throws {
    let script = SourceText(path: "A.acl", text: "WINP\nKEY &PSWD\nWAIT\nENTER\n")
    var driver = try HostStage.driver(script)
    _ = driver.take(HostScreen.record("{8!}"))
    _ = driver.settle(at: Instant(nanoseconds: 0))
    _ = driver.take(HostScreen.record("{8}"))
    let actions = driver.settle(at: Instant(nanoseconds: 1))
    let secret = CodePage.bracket.encode(LogonHost.secret)
    let sent = actions.compactMap { if case .send(let record) = $0 { record } else { nil } }
    #expect(sent.count == 1)
    #expect(sent.allSatisfy { !$0.indices.contains { at in sent[0][at...].starts(with: secret) } })
  }
}

/// Runs a script at a host of tests; time goes by as fast as it can.
enum HostStage {
  struct Result {
    var lines: [String] = []
    var isDone = false
    var faults: [String] = []
    var text: String { lines.joined(separator: "\n") }
  }

  static func driver(_ source: SourceText) throws -> ScriptDriver {
    let (library, _) = ScriptLibrary.load([source])
    let name = try #require(ScriptName(source.name))
    let run = try #require(ScriptRun(name, in: library, limit: .standard, isTraced: true))
    let secret = CodePage.bracket.encode(LogonHost.secret)
    return ScriptDriver(
      run, on: TerminalCapabilities(model: 2), page: .bracket,
      as: ScriptSurroundings(facts: [.userID: LogonHost.user]), secret: WipedText(copying: secret))
  }

  static func run(_ source: SourceText, at host: LogonHost) throws -> Result {
    var host = host
    var driver = try driver(source)
    var result = Result()
    var now = Instant(nanoseconds: 0)
    var due: [(at: Instant, output: LogonHost.Output)] = []
    func queue(_ outputs: [LogonHost.Output]) {
      for output in outputs {
        let delay = if case .record(_, let seconds) = output { seconds } else { 0 }
        due.append((now.advanced(by: .seconds(delay)), output))
      }
      due = due.enumerated().sorted {
        ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
      }.map(\.element)
    }
    queue(host.start())
    for _ in 0..<2_000 {
      for action in driver.settle(at: now) {
        switch action {
        case .tell(let line): result.lines.append(line)
        case .send(let record): queue(host.take(record))
        case .end(let isDone):
          result.isDone = isDone
          result.faults = host.faults
          return result
        }
      }
      let deadline = driver.deadline ?? now.advanced(by: .seconds(1))
      guard let next = due.first, next.at <= deadline else {
        now = max(now, deadline)
        continue
      }
      due.removeFirst()
      now = max(now, next.at)
      switch next.output {
      case .record(let record, _):
        _ = driver.take(record)
        result.lines += driver.picture()
      case .drop: driver.disconnect()
      }
    }
    result.faults = ["it goes on for ever"]
    return result
  }
}
