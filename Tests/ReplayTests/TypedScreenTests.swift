import DataStream
import EBCDIC
import Script
import Terminal
import Testing

@testable import Replay

/// The screen of a session, as the script that types there sees it.
@Suite struct TypedScreenTests {
  @Test func `what is typed goes on in the next row, and at the screen's beginning`() {
    let space = PresentationSpace(TerminalCapabilities(model: 2))
    var screen = TypedScreen(space, .bracket, surroundings: ScriptSurroundings(facts: [:]))
    let text = String(repeating: "0123456789", count: 10)
    screen.move(to: 70)
    screen.type(text)
    #expect(screen.cursor == 170)
    #expect(screen.text(row: 0).hasSuffix(" 0123456789"))
    #expect(screen.text(row: 1) == String(repeating: "0123456789", count: 8))
    #expect(screen.text(row: 2).hasPrefix("0123456789 "))
    screen.move(to: 1915)
    screen.type("ABCDEFGH")
    #expect(screen.text(row: 23).hasSuffix("ABCDE") && screen.text(row: 0).hasPrefix("FGH "))
    #expect(screen.cursor == 3)
  }

  @Test func `what a field hides is not seen, and the cursor goes on`() {
    var space = PresentationSpace(TerminalCapabilities(model: 2))
    _ = space.apply([0xF5, 0xC3, 0x1D, 0x4C, 0x13])
    var screen = TypedScreen(space, .bracket, surroundings: ScriptSurroundings(facts: [:]))
    screen.type("SECRET")
    #expect(screen.cursor == 7 && !screen.text(row: 0).contains("S"))
  }
}
