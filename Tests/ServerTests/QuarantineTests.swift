import Testing

@testable import Server

/// Who is suspected when workers die, and what is kept of it.
@Suite struct QuarantineTests {
  private static let seven = WorkedAt(.input, 7)
  private static let eight = WorkedAt(.terminal, 8)

  private func suspects(
    _ former: Suspects.List, _ working: [WorkedAt], epoch: UInt64, wasFault: Bool = true
  ) -> Suspects {
    Suspects(former: former, working: working, epoch: epoch, wasFault: wasFault)
  }

  @Test func `a connection is ended at the second death at it, and at no other's`() {
    let (seven, eight) = (Self.seven, Self.eight)
    let first = suspects(Suspects.List(), [seven], epoch: 1)
    #expect(first.list == Suspects.List(once: [seven], epoch: 1))
    #expect(first.twice == [])
    // Somebody's kill suspects nobody.
    #expect(suspects(first.list, [seven, eight], epoch: 2, wasFault: false).twice == [])
    let other = suspects(first.list, [eight], epoch: 2)
    #expect(other.list.once == [seven, eight])
    #expect(other.twice == [])
    // A terminal's state is not what it said.
    #expect(suspects(other.list, [WorkedAt(.terminal, 7)], epoch: 3).twice == [])
    let second = suspects(other.list, [seven], epoch: 3)
    #expect(second.twice == [seven])
    #expect(second.list.once == [eight])
  }

  @Test func `a death before a worker had ledgers of its own suspects nobody anew`() {
    let first = suspects(Suspects.List(), [Self.seven], epoch: 4)
    let second = suspects(first.list, [Self.seven], epoch: 4)
    #expect(second.twice == [])
    #expect(second.list == first.list)
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
    #expect(CrashReport.darkened(input, isWhole: true) == expected)
    let text = CrashReport.text(address: "192.0.2.1", input: input, isWhole: true)
    #expect(text.contains("192.0.2.1"))
    #expect(!text.contains("E2C5C3D9C5E3"))
  }

  @Test func `what begins in the middle of a record is dark until the next begins`() {
    // The rest of a password, whose first bytes were looked at, and one in ASCII digits.
    let input: [UInt8] =
      [0xC3, 0xD9, 0xC5, 0x28, 0xE3, 0xF9, 0xF9, 0x31, 0x39, 0xFF, 0xEF]
      + [0, 0, 0, 0, 2, 0x7D, 0x40, 0x40, 0x11, 0x40, 0x40, 0xE3]
    let expected: [UInt8] =
      Array(repeating: 0xE7, count: 9) + [0xFF, 0xEF]
      + [0, 0, 0, 0, 2, 0x7D, 0x40, 0x40, 0x11, 0x40, 0x40, 0xE7]
    #expect(CrashReport.darkened(input, isWhole: false) == expected)
    // Digits in ASCII are no structure either, wherever they stand.
    let typed: [UInt8] = [0x7D, 0x40, 0x40, 0x31, 0x32, 0x33]
    #expect(CrashReport.darkened(typed, isWhole: true) == [0x7D, 0x40, 0x40, 0xE7, 0xE7, 0xE7])
  }

  @Test func `any bytes can be darkened`() {
    for seed in 0..<2000 {
      let bytes = (0..<(seed % 40)).map { UInt8(truncatingIfNeeded: ($0 &* 73) ^ (seed &* 31)) }
      #expect(
        CrashReport.darkened(bytes, isWhole: seed.isMultiple(of: 2)).count == bytes.count)
    }
    for cut in 0...3 {
      _ = CrashReport.darkened(Array([0xFF, 0xFA, 0xFF].prefix(cut)), isWhole: true)
    }
  }
}
