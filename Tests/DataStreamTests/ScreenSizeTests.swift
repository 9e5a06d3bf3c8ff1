import DataStream
import Testing

/// Sizes that terminals name in their Query Reply.
@Suite struct ScreenSizeTests {
  private func reply(rows: UInt8, columns: UInt8) -> [UInt8] {
    // Usable Area: 12-bit addressing, the size, millimetres and so on (GA23-0059 chapter 6).
    let body: [UInt8] = [
      0x81, 0x81, 0x01, 0x00, 0x00, columns, 0x00, rows, 0x01, 0x00, 0x0A, 0x02, 0xE5, 0x00, 0x02,
      0x00, 0x6F, 0x09, 0x0C, 0x07, 0x80,
    ]
    return [AID.structuredField.byte, 0x00, UInt8(body.count + 2)] + body
  }

  @Test func `a size that has no room for a panel is not taken`() {
    for (rows, columns) in [(12, 160), (48, 40), (1, 255), (23, 132), (24, 79)] as [(UInt8, UInt8)]
    {
      let terminal = TerminalCapabilities(queryReply: reply(rows: rows, columns: columns), model: 2)
      #expect(terminal?.alternateSize == .model2, "\(rows)x\(columns)")
    }
    let large = TerminalCapabilities(queryReply: reply(rows: 60, columns: 132), model: 2)
    #expect(large?.alternateSize == Geometry(rows: 60, columns: 132))
  }
}
