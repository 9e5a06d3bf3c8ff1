import Crypto
import DataStream
import EBCDIC
import Names
import Replay
import Script
import ScriptTools
import Syntax
import TN3270
import Terminal
import Time

/// What people bring to the tools around scripts, and hosts that scripts are run against.
enum ScriptToolTargets {
  static let all = [
    FuzzTarget(
      name: "script-import", what: "members of TPX and scripts of s3270 that are brought over",
      seeds: { _ in foreign.map { Array($0.utf8) } }, words: words, make: { _ in bring }),
    FuzzTarget(
      name: "script-record", what: "a trace that becomes a script",
      seeds: { _ in [Array(trace.utf8)] },
      words: [
        "\nTSOA < ", "\nTSOA > ", "\n< 0x0 ", "\n> 0x0 ", "f5c3", "1140401d", "7d4040", "ffef",
      ]
      .map { Array($0.utf8) }, make: { _ in record }),
    FuzzTarget(
      name: "script-host", what: "a host that a script is run against",
      seeds: { _ in
        [
          hex("FF FB 19 FF FD 19 FF FD 00 FF FB 00 F5 C3 11 40 40 1D 4C 13 FF EF F5 C3 C1 FF EF"),
          hex("FF FD 28 FF FA 28 08 02 FF F0"),
        ]
      }, make: { _ in live }),
  ]

  private static let foreign = [
    "*  LOGON\n         OPTION WAIT,30\n         WINP\nAGAIN    SEARCH 'ENTER USERID'\n"
      + "         KEY 'LOGON ' &USERID '/XYZZY1'\n         ENTER\n         SUSPEND\n"
      + "         BRANCH AGAIN\n",
    "Wait(InputField)\nString(\"BOB\") Tab() String(\"XYZZY1\")\nEnter()\nExpect(\"READY\",5)\n"
      + "PF(3)\nString(\"A\\\\nB\\\\tC\\\\pf3\")\nMoveCursor(1,2)\n",
  ]

  private static let words =
    ScriptManual.words.map { Array("\n\($0) ".utf8) }
    + [
      "\nString(\"", "\")", "\nEnter()", "\nTab", "\nWait(", ",InputField)", "\nExpect(\"", "\\n",
      "'", "\"", "/", "LOGON ", "/SIGN ON ", "PS=", "&USERID ", "\n* ", "\nX: ", "IF FOUND\n",
    ].map { Array($0.utf8) }

  private static let trace = """
    Terminal T, IBM-3278-2-E, 24 rows x 80 cols
    < 0x0 fffb19
    < 0x0 f5c31140401df0d3d6c7d6d51d4013ffef
    > 0x0 7dc150114046c2d6c2ffef
    < 0x0 f5c31140401df0d9c5c1c4e81d4013ffef
    TSOA < EraseWrite
    TSOA < f5c31140401df0d3d6c7d6d51d4c13
    TSOA > ENTER
    TSOA > 7dc1501140465c5c5c

    """

  /// What comes out passes the checker, and is read again as it is.
  private static func bring(_ input: [UInt8]) -> String? {
    let sources = input.split(separator: 0, maxSplits: 2).enumerated().map { index, part in
      SourceText(path: "A\(index)", bytes: Array(part))
    }
    for kind in [nil] + ScriptImport.Kind.allCases.map(Optional.some) {
      let results = ScriptImport.run(sources, of: kind, user: nil)
      let made = results.map { SourceText(path: "\($0.name).acl", text: $0.text) }
      let faults = ScriptLibrary.load(made).faults.filter {
        $0.severity == .error && $0.span != nil
      }
      if let fault = faults.first { return "what was imported has an error: \(fault.summary)" }
    }
    return nil
  }

  private static func record(_ input: [UInt8]) -> String? {
    guard let file = try? TraceFile(String(decoding: input, as: UTF8.self)) else { return nil }
    let replays = [TraceReplay.run(file)] + file.sessions.map { TraceReplay.run($0, of: file) }
    for replay in replays {
      let result = ScriptRecorder.record(replay, user: UserID("BOB"), page: .bracket)
      let source = SourceText(path: "A.acl", text: result.text)
      let faults = ScriptLibrary.load([source]).faults.filter {
        $0.severity == .error && $0.span != nil
      }
      if let fault = faults.first { return "what was recorded has an error: \(fault.summary)" }
    }
    return nil
  }

  private static let library = ScriptLibrary.load([
    SourceText(
      path: "A.acl",
      text: "OPTION MAXI,200\nOPTION ERROR,ON\nWINP\nX: KEY 'A' &USERID\nTABF\nKEY &PSWD\nENTER\n"
        + "SET &CURSOR 2,3\nWAIT 5\nBRANCH X\n")
  ]).library

  /// No byte of a host ends the program, and the password is in no line.
  private static func live(_ input: [UInt8]) -> String? {
    guard let name = ScriptName("A"),
      let run = ScriptRun(name, in: library, limit: .standard, isTraced: true)
    else { return nil }
    let driver = ScriptDriver(
      run, on: TerminalCapabilities(color: .model2), page: .bracket,
      as: ScriptSurroundings(facts: [.userID: "BOB"]),
      secret: WipedText(copying: CodePage.bracket.encode("XYZZY1")))
    var script = LiveScript(driver)
    var now = Instant(nanoseconds: 0)
    var actions = script.settle(at: now)
    for start in stride(from: 0, to: input.count, by: 64) {
      actions += script.receive(input[start..<min(start + 64, input.count)], at: now)
      now = now.advanced(by: .seconds(7))
      actions += script.settle(at: now)
    }
    actions += script.disconnect(at: now)
    let isTold = actions.contains { action in
      if case .tell(let line) = action { line.contains("XYZZY1") } else { false }
    }
    return isTold ? "the password is told" : nil
  }
}
