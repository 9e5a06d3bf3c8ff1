import Bytes
import DataStream
import EBCDIC
import Replay
import Terminal
import Testing

@Suite struct TraceReplayTests {
  /// Classic TN3270: options, a screen with a field in two lines of the trace, and what was typed.
  private static let trace = """
    Model 3279-3-E, 32 rows x 80 cols, color display
    < 0x0   fffd18fffa1801fff0fffd19fffb19fffd00fffb00
    > 0x0   fffb18
    < 0x0   f5c311
    < 0x3   40401dc0c8c51d40ffef
    > 0x0   7d4040114041c1ffef
    < 0x0   f1c311c150d6d2ffef

    """

  @Test func `a trace's screens are those of the emulator`() throws {
    let trace = try TraceFile(Self.trace)
    #expect(trace.segments.count == 5)
    #expect(trace.size == .model3)
    let result = TraceReplay.run(trace)
    #expect(result.faults == [])
    #expect(result.screens.count == 2)
    let first = ScreenText.lines(result.screens[0].space, .cp037)
    #expect(first[0].hasPrefix(" HE "))
    let last = ScreenText.lines(result.screens[1].space, .cp037)
    #expect(last[1].hasPrefix("OK"))
    #expect(result.screens[0].hostBytes == 11)
    #expect(result.percent != nil)
  }

  @Test(arguments: [
    ("nothing", "line 1: no data; write the trace with x3270 -trace"),
    ("< 0x0 zz", "line 1: expected `< 0xOFFSET` and hexadecimal digits"),
  ])
  func `a file that is no trace says where`(text: String, words: String) {
    #expect(throws: TraceFile.Fault.self) { try TraceFile(text) }
    do {
      _ = try TraceFile(text)
    } catch {
      #expect(error.description == words)
    }
  }

  private static func hex(_ text: String) -> String {
    text.utf8.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count < 2 ? "0" + digits : digits
    }.joined()
  }

  /// DEVICE-TYPE IS and FUNCTIONS IS of a modern host, then a screen with a header.
  private static let modern = """
    < 0x0   fffd28
    > 0x0   fffb28
    < 0x0   fffa280802fff0
    > 0x0   fffa280207\(hex("IBM-3278-4-E"))fff0
    < 0x0   fffa280204\(hex("IBM-3278-4-E"))01\(hex("LU1"))fff0
    > 0x0   fffa28030700020405fff0
    < 0x0   fffa28030400020405fff0
    < 0x0   00000000007ec311406a1d40c8c9ffef

    """

  @Test func `functions that this product never asks for are no hindrance`() throws {
    let result = TraceReplay.run(try TraceFile(Self.modern))
    #expect(result.faults == [])
    #expect(result.screens.map(\.space.size) == [.model4])
  }

  @Test func `a trace whose lines end with CR and LF is read`() throws {
    let text = Self.trace.split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: "\r\n")
    #expect(TraceReplay.run(try TraceFile(text)).screens.count == 2)
  }

  @Test func `a trace that begins in the middle, or lacks a line, shows what it has`() throws {
    let short = """
      < 0x0   fffa280204\(Self.hex("IBM-3278-2-E"))01\(Self.hex("LU1"))fff0
      < 0x0   0000000000f5c31d40c1ffef
      < 0x20  0000000000f5c31d40c2ffef
      """
    let trace = try TraceFile(short)
    #expect(trace.gaps.map(\.description) == ["line 3: bytes before offset 0x20 are missing"])
    let result = TraceReplay.run(trace)
    #expect(result.screens.map { ScreenText.lines($0.space, .cp037)[0].prefix(2) } == [" A", " B"])
    // Records alone.
    let bare = TraceReplay.run(try TraceFile("< 0x0 f5c31d40c1ffef"))
    #expect(bare.screens.count == 1)
  }

  @Test func `WONT TN3270E of the host goes on as TN3270`() throws {
    let text = """
      < 0x0   fffd28
      > 0x0   fffb28
      < 0x0   fffa280204\(Self.hex("IBM-3278-2-E"))01\(Self.hex("LU1"))fff0
      < 0x0   fffc28fffd18fffd19fffb19fffd00fffb00
      < 0x0   f5c31d40c1ffef
      """
    #expect(TraceReplay.run(try TraceFile(text)).screens.count == 1)
  }

  @Test func `line mode and the system's text are screens`() throws {
    let line = TraceReplay.run(
      try TraceFile("< 0x0 \(Self.hex("login:\u{1B}[1m you\r\nmay\u{08}n"))"))
    #expect(line.screens.map(\.lineMode) == [["login: you", "man"]])
    let system =
      Self.modern.split(separator: "\n").dropLast().joined(separator: "\n")
      + "\n< 0x0 0700000000d4e2c715c1ffef"
    let result = TraceReplay.run(try TraceFile(system))
    let rows = ScreenText.lines(try #require(result.screens.first).space, .cp037)
    #expect(rows[0].hasPrefix(" MSG") && rows[1].hasPrefix("A"))
  }

  @Test func `a trace without anything to show shows nothing`() throws {
    #expect(TraceReplay.run(try TraceFile("< 0x0 fffd18\n> 0x0 fffb18")).screens.isEmpty)
  }

  @Test func `APL and lines are shown, in either way to write them`() throws {
    // Graphic escape with a line's corner, and characters of set F1.
    let text = "< 0x0 f5c31d4008c52843f1b0a2284300c1ffef"
    let screen = try #require(TraceReplay.run(try TraceFile(text)).screens.first)
    #expect(ScreenText.lines(screen.space, .bracket)[0].hasPrefix(" ┌⍺─A"))
  }

  @Test func `double-byte text takes two columns a character where its page is given`() throws {
    let text = "< 0x0 f5c31d400e4281428240400fc1ffef"
    let result = TraceReplay.run(try TraceFile(text))
    #expect(result.hasDoubleByteText)
    let space = try #require(result.screens.first).space
    let line = ScreenText.lines(space, .bracket) { $0 == 0x42 ? Unicode.Scalar($1) : "\u{3000}" }[0]
    #expect(line.unicodeScalars.count == 77)
    #expect(line.hasPrefix("  \u{81}\u{82}\u{3000} A"))
  }
}
