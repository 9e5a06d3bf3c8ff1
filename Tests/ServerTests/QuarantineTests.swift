import Testing

@testable import Server

/// Who is suspected when workers die, and what is kept of it.
@Suite struct QuarantineTests {
  @Test func `a connection is ended at the second death at it, and at no other's`() {
    let first = Suspects(former: [], working: [7, 0], wasFault: true)
    #expect(first.once == [7])
    #expect(first.twice == [])
    // Somebody's kill suspects nobody.
    #expect(Suspects(former: first.once, working: [7, 8], wasFault: false).twice == [])
    let other = Suspects(former: first.once, working: [8], wasFault: true)
    #expect(other.once == [7, 8])
    #expect(other.twice == [])
    let second = Suspects(former: other.once, working: [7], wasFault: true)
    #expect(second.twice == [7])
    #expect(second.once == [8])
  }

  @Test func `telnet, heads and orders stay in a report, and texts do not`() {
    let input: [UInt8] =
      [0xFF, 0xFA, 0x28, 0x41, 0x42, 0xFF, 0xF0]  // a subnegotiation
      + [0, 0, 0, 0, 1, 0x7D, 0x40, 0x40]  // TN3270E's header, AID, cursor
      + [0x11, 0xC1, 0x50, 0xE2, 0xC5, 0xC3, 0xD9, 0xC5, 0xE3]  // SBA, SECRET
      + [0xFF, 0xEF, 0, 0]
    let expected: [UInt8] =
      [0xFF, 0xFA, 0x28, 0x41, 0x42, 0xFF, 0xF0, 0, 0, 0, 0, 1, 0x7D, 0x40, 0x40]
      + [0x11, 0xC1, 0x50, 0xE7, 0xE7, 0xE7, 0xE7, 0xE7, 0xE7, 0xFF, 0xEF, 0, 0]
    #expect(CrashReport.darkened(input) == expected)
    let text = CrashReport.text(address: "192.0.2.1", input: input)
    #expect(text.contains("192.0.2.1"))
    #expect(!text.contains("E2C5C3D9C5E3"))
  }

  @Test func `any bytes can be darkened`() {
    for seed in 0..<2000 {
      let bytes = (0..<(seed % 40)).map { UInt8(truncatingIfNeeded: ($0 &* 73) ^ (seed &* 31)) }
      #expect(CrashReport.darkened(bytes).count == bytes.count)
    }
    for cut in 0...3 { _ = CrashReport.darkened(Array([0xFF, 0xFA, 0xFF].prefix(cut))) }
  }
}
