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
    ("\n< 0x20 00", "line 2: bytes before offset 0x20 are missing"),
  ])
  func `a file that is no trace says where`(text: String, words: String) {
    #expect(throws: TraceFile.Fault.self) { try TraceFile(text) }
    do {
      _ = try TraceFile(text)
    } catch {
      #expect(error.description == words)
    }
  }
}
