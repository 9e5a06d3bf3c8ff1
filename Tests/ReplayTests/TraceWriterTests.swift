import Bytes
import DataStream
import EBCDIC
import Names
import TN3270
import Terminal
import Testing

@testable import Replay

@Suite struct TraceWriterTests {
  private static let secret = CodePage.bracket.encode("SECRET")
  private static let signOn: [UInt8] =
    [0x7E, 0xC3, 0x11, 0x40, 0x40, 0x1D, 0x60] + CodePage.bracket.encode("TPX MENU")
    + [0x11, 0xC1, 0x50, 0x1D, 0x4D, 0x13, 0x11, 0xC2, 0x60, 0x1D, 0x60]
  private static let typed: [UInt8] = [0x7D, 0xC1, 0xD1, 0x11, 0xC1, 0xD1] + secret

  private static func writer(isTN3270E: Bool) throws -> TraceWriter {
    TraceWriter(
      TraceWriter.Terminal(
        name: try #require(LUName("TN000001")), type: "IBM-3278-4-E",
        functions: isTN3270E ? .display : nil, capabilities: TerminalCapabilities(color: .model4)),
      title: "Turnstile trace of TN000001")
  }

  @Test(arguments: [true, false])
  func `a trace that begins in the midst is read back, and passwords are nowhere in it`(
    isTN3270E: Bool
  ) throws {
    var writer = try Self.writer(isTN3270E: isTN3270E)
    let header: [UInt8] = isTN3270E ? [0, 0, 0, 0, 7] : []
    let framed = RecordedConversation.framed(header: header, Self.signOn)
    // In pieces, as a channel may give them.
    writer.take(framed[..<9], isFromHost: true)
    writer.take(framed[9...], isFromHost: true)
    writer.note("= event timer")
    writer.take(RecordedConversation.framed(header: header, Self.typed)[...], isFromHost: false)
    writer.session("TSO", Self.signOn, isFromHost: true)
    writer.session("TSO", Self.typed, isFromHost: false)
    writer.session("TSO", [0x7D, 0x40, 0x40, 0x11, 0x40, 0x40] + Self.secret, isFromHost: false)
    let text = writer.takeText()
    #expect(writer.takeText().isEmpty)
    #expect(text.contains("'TPX MENU'") && text.contains("= event timer"))
    #expect(text.contains("> ENTER(2,2) SetBufferAddress(2,2) '******'"), "\(text)")
    #expect(!text.contains("SECRET") && !text.contains(Hex.encode(Self.secret).lowercased()))
    let trace = try TraceFile(text)
    #expect(trace.size == .model4 && trace.gaps.isEmpty)
    let result = TraceReplay.run(trace)
    #expect(result.faults == [])
    let screen = try #require(result.screens.first).space
    #expect(screen.size == .model4)
    #expect(ScreenText.lines(screen, .bracket)[0].hasPrefix(" TPX MENU"))
  }

  @Test func `negotiation is told in the words of its standards`() throws {
    var writer = try Self.writer(isTN3270E: true)
    _ = writer.takeText()
    writer.take([0xFF, 0xFD, 0x28], isFromHost: true)
    writer.take([0xFF, 0xFB, 0x28, 0xFF, 0xF1], isFromHost: false)
    writer.take([0xFF, 0xFA, 0x28, 0x08, 0x02, 0xFF, 0xF0], isFromHost: true)
    #expect(
      writer.takeText().split(separator: "\n").filter { !$0.contains(" 0x0 ") } == [
        "< DO TN3270E", "> WILL TN3270E", "> NOP", "< SB TN3270E SEND DEVICE-TYPE",
      ])
  }

  @Test func `a trace of random records draws the screens that they make, but for what is dark`()
    throws
  {
    var random = StreamGenerator(seed: 5, size: .model2)
    var writer = try Self.writer(isTN3270E: true)
    var space = PresentationSpace(TerminalCapabilities(color: .model4))
    for _ in 0..<60 {
      let record = Array(random.record(isAlternate: false).joined())
      guard space.apply(record).error == nil else { continue }
      writer.take(
        RecordedConversation.framed(header: [0, 0, 0, 0, 0], record)[...], isFromHost: true)
    }
    let last = try #require(TraceReplay.run(try TraceFile(writer.takeText())).screens.last).space
    #expect(last.size == space.size && last.cursor == space.cursor)
    var dark = 0
    for position in 0..<space.size.cells where last.kind(position) != space.kind(position) {
      dark += 1
      #expect(
        last.kind(position) == .character(0x5C) || last.kind(position) == .graphic(0x5C),
        "\(position)")
    }
    #expect(dark < space.size.cells / 2)
  }
}
