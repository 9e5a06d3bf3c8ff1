import DataStream
import EBCDIC
import Testing

@testable import Terminal

@Suite struct ScreenCopyTests {
  private static let wide = Geometry(rows: 43, columns: 80).map { TerminalCapabilities(color: $0) }

  /// A screen with a text, a hidden field that holds SECRET, and a field for input behind it.
  private static func screen(
    _ terminal: TerminalCapabilities = TerminalCapabilities(color: .model2), isWide: Bool = false
  ) -> PresentationSpace {
    var space = PresentationSpace(terminal)
    let size = isWide ? terminal.alternateSize : terminal.defaultSize
    var write = OutboundEncoder(
      isWide ? .eraseWriteAlternate : .eraseWrite, [.restoreKeyboard], in: size)
    write.move(to: 0)
    write.startField([.protected, .intensified])
    write.characters(CodePage.bracket.encode("TITLE"))
    write.move(to: 10)
    write.startField(.nondisplay.union(.modified))
    write.characters(CodePage.bracket.encode("SECRET"))
    write.move(to: 20)
    write.startField(.modified)
    write.characters(CodePage.bracket.encode("OPEN"))
    write.insertCursor()
    if isWide {
      write.move(to: 42 * 80)
      write.characters(CodePage.bracket.encode("LAST ROW"))
    }
    _ = space.apply(write.bytes)
    return space
  }

  private static func shown(
    _ copy: ScreenCopy, on terminal: TerminalCapabilities,
    from corner: ScreenCopy.Corner = ScreenCopy.Corner()
  ) -> PresentationSpace {
    var space = PresentationSpace(terminal)
    for record in copy.records(for: terminal, from: corner) { _ = space.apply(record) }
    return space
  }

  @Test func `what is not displayed is not in the copy, nor in what is drawn of it`() throws {
    let terminal = TerminalCapabilities(color: .model2)
    let copy = ScreenCopy(of: Self.screen())
    let secret = CodePage.bracket.encode("SECRET")
    let drawn = copy.records(for: terminal, from: ScreenCopy.Corner()).flatMap(\.self)
    #expect(drawn.ranges(of: secret).isEmpty)
    // Each character by itself too: in the whole copy none stands in the field.
    let space = Self.shown(copy, on: terminal)
    #expect((11..<20).allSatisfy { space.kind($0) == .character(0) })
    #expect(ScreenText.lines(space, .bracket)[0].contains("TITLE"))
    #expect(ScreenText.lines(space, .bracket)[0].contains("OPEN"))
    // Two screens that differ in what is hidden are one to a viewer.
    var other = Self.screen()
    _ = other.apply(
      [Command.write.rawValue, 0xC2, OrderCode.setBufferAddress, 0x40, 0x4B]
        + CodePage.bracket.encode("ANOTHER"))
    #expect(ScreenCopy(of: other).showsSame(as: copy))
  }

  @Test func `the cursor does not tell how much is typed in a hidden field`() {
    let terminal = TerminalCapabilities(color: .model2)
    for cursor in 11..<20 {
      var space = Self.screen()
      space.cursor = cursor
      #expect(Self.shown(ScreenCopy(of: space), on: terminal).cursor == 11)
    }
    var space = Self.screen()
    space.cursor = 23
    #expect(Self.shown(ScreenCopy(of: space), on: terminal).cursor == 23)
  }

  @Test func `a hidden field that goes on at the first cell is dark there too`() {
    let terminal = TerminalCapabilities(color: .model2)
    var space = PresentationSpace(terminal)
    var write = OutboundEncoder(.eraseWrite, [.restoreKeyboard], in: terminal.defaultSize)
    write.move(to: 0)
    write.characters(CodePage.bracket.encode("WRAPPED"))
    write.move(to: 1900)
    write.startField(.nondisplay)
    write.characters(CodePage.bracket.encode("SECRET"))
    _ = space.apply(write.bytes)
    let drawn = Self.shown(ScreenCopy(of: space), on: terminal)
    #expect((0..<1900).allSatisfy { drawn.kind($0) == .character(0) })
    #expect((1901..<1920).allSatisfy { drawn.kind($0) == .character(0) })
  }

  @Test func `nothing can be typed, nothing is sent, and the keyboard is free`() {
    let terminal = TerminalCapabilities(color: .model2)
    var locked = Self.screen()
    locked.restore(aid: .enter, lock: .waiting)
    var space = Self.shown(ScreenCopy(of: locked), on: terminal)
    #expect(space.lock == .unlocked)
    #expect((0..<space.size.cells).allSatisfy { space.isProtected($0) })
    space.restore(aid: .enter, lock: .waiting)
    #expect(space.readModified(all: false).count == 3)
    #expect(space.cursor == locked.cursor)
  }

  @Test func `of a larger screen a part is shown, from the corner that is wanted and no further`()
    throws
  {
    let wide = try #require(Self.wide)
    let small = TerminalCapabilities(color: .model2)
    let copy = ScreenCopy(of: Self.screen(wide, isWide: true))
    #expect(!copy.fits(small) && copy.fits(wide))
    let top = Self.shown(copy, on: small)
    #expect(ScreenText.lines(top, .bracket)[0].contains("TITLE"))
    #expect(!ScreenText.lines(top, .bracket).contains { $0.contains("LAST ROW") })
    // A base colour stands for the field that is not there.
    #expect(top.attributes(1).foreground == Color.white.rawValue)
    #expect(top.attributes(21).foreground == Color.green.rawValue)
    let corner = copy.clamped(ScreenCopy.Corner(row: 99, column: 99), on: small)
    #expect(corner == ScreenCopy.Corner(row: 43 - 24, column: 0))
    let bottom = Self.shown(copy, on: small, from: corner)
    #expect(ScreenText.lines(bottom, .bracket)[23].hasPrefix("LAST ROW"))
    // A field that begins left of the part, or above it, gives it its colour.
    #expect(bottom.attributes(0).foreground == Color.green.rawValue)
    // A corner that was right for another screen shows what there is.
    let far = Self.shown(copy, on: small, from: ScreenCopy.Corner(row: 500, column: 500))
    #expect(far.showsSame(as: bottom))
    #expect(copy.clamped(ScreenCopy.Corner(row: -3, column: -3), on: small) == ScreenCopy.Corner())
  }

  @Test func `a part has nothing of what is hidden either`() throws {
    let wide = try #require(Self.wide)
    let small = TerminalCapabilities(color: .model2)
    let copy = ScreenCopy(of: Self.screen(wide, isWide: true))
    let drawn = copy.records(for: small, from: ScreenCopy.Corner()).flatMap(\.self)
    #expect(drawn.ranges(of: CodePage.bracket.encode("SECRET")).isEmpty)
    let space = Self.shown(copy, on: small)
    #expect((10..<20).allSatisfy { space.kind($0) == .character(0) })
  }
}
