import DataStream
import EBCDIC
import ScreenSupport
import Terminal
import Testing

@Suite struct GoldenScreenTests {
  @Test func `a difference is told by its cells and fields only`() {
    let old = "MENU  A\n\n---\ncursor (1,1), keyboard unlocked\n(1,1) protected, blue\n"
    let new = "MEMU\nx\n---\ncursor (2,1), keyboard unlocked\n(1,1) protected, red\n"
    #expect(GoldenScreen.differences(expected: old, actual: old) == [])
    #expect(
      GoldenScreen.differences(expected: old, actual: new) == [
        "(1,3) expected 'N', found 'M'", "(1,7) expected 'A', found ' '",
        "(2,1) expected ' ', found 'x'", "expected cursor (1,1), keyboard unlocked",
        "expected (1,1) protected, blue", "found cursor (2,1), keyboard unlocked",
        "found (1,1) protected, red",
      ])
  }

  @Test func `the text says cursor, keyboard, attributes and colours`() throws {
    var space = PresentationSpace(TerminalCapabilities(color: .model2))
    // Erase/Write without restore: a hidden unprotected field with MDT, a text, an underscore of its
    // own, the cursor.
    let record: [UInt8] = [
      0xF5, 0x40, 0x29, 0x02, 0xC0, 0x4D, 0x42, 0xF2, 0x28, 0x41, 0xF4, 0xC1, 0xC2, 0x28, 0x00,
      0x00, 0x1D, 0xF0, 0xC3, 0x13,
    ]
    #expect(space.apply(record).error == nil)
    let text = GoldenScreen.text(space, .bracket)
    let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(rows[0] == "    C")
    #expect(
      rows[24...] == [
        "---", "cursor (1,6), keyboard unlocked", "(1,1) unprotected hidden modified, red",
        "(1,4) protected numeric", "(1,2) to (1,3): underscore", "",
      ])
  }
}
