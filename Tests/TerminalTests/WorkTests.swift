import DataStream
import Names
import Testing

@testable import Terminal

/// What one record of a peer can make the model do.
@Suite struct WorkTests {
  /// The largest screen, with one field in the last cell.
  private static func largest() throws -> PresentationSpace {
    var space = PresentationSpace(TerminalCapabilities(model: 2))
    let size = try #require(Geometry(rows: 127, columns: 129))
    space.bind(default: size, alternate: size)
    let outcome = space.apply([
      0xF5, 0xC3, OrderCode.setBufferAddress, 0x3F, 0xFE, OrderCode.startField, 0,
    ])
    #expect(outcome.error == nil)
    return space
  }

  private static func times(_ order: [UInt8], _ count: Int) -> [UInt8] {
    (0..<count).flatMap { _ in order }
  }

  /// Records that go over the screen again and again.
  static let storms: [(name: String, record: [UInt8])] = [
    ("Erase Unprotected", [0xF1, 0xC3] + times([0x12, 0, 0], 20_000)),
    ("Program Tab", [0xF1, 0xC3] + times([0x05], 60_000)),
    ("Repeat to Address", [0xF1, 0xC3] + times([0x3C, 0, 0, 0x40], 15_000)),
    ("Read Partition (Read Buffer)", [0xF3] + times([0, 5, 1, 0, 0xF2], 12_000)),
    ("Read Partition (Read Modified)", [0xF3] + times([0, 5, 1, 0, 0xF6], 12_000)),
    ("Read Partition (Query)", [0xF3] + times([0, 5, 1, 0xFF, 2], 12_000)),
    ("Erase/Reset", [0xF3] + times([0, 4, 3, 0], 15_000)),
    ("writes in a structured field", [0xF3] + times([0, 6, 0x40, 0, 0xF1, 0x01], 10_000)),
    ("erases in a structured field", [0xF3] + times([0, 6, 0x40, 0, 0xF5, 0xC3], 10_000)),
  ]

  @Test(arguments: storms.indices)
  func `a storm of orders ends its record early, and the screen is there`(_ index: Int) throws {
    let storm = Self.storms[index]
    var space = try Self.largest()
    let outcome = space.apply(storm.record)
    guard case .tooMuchWork? = outcome.error else {
      Issue.record("\(storm.name): \(String(describing: outcome.error))")
      return
    }
    #expect(outcome.work.cells <= PeerLimits.cellsPerRecord + space.size.cells)
    let bytes = outcome.replies.reduce(0) { $0 + $1.count }
    #expect(bytes < 256 << 10, "\(storm.name)")
    #expect(space.apply([0xF5, 0xC3, 0xC1]).error == nil)
  }

  @Test func `a record that honest hosts send is far from that`() {
    var space = PresentationSpace(TerminalCapabilities(model: 4))
    space.bind(default: .model2, alternate: .model4)
    var record: [UInt8] = [0x7E, 0xC3]
    // A form: each row blanked, a field and a protected one in it, then the fields emptied and tabbed.
    for row in 0..<43 {
      record.append(OrderCode.setBufferAddress)
      BufferAddress.append(row * 80, in: .model4, to: &record)
      record += [OrderCode.startField, 0x40]
      record.append(OrderCode.repeatToAddress)
      BufferAddress.append(row * 80 + 40, in: .model4, to: &record)
      record += [0x40, OrderCode.startField, 0x60]
    }
    record += [OrderCode.setBufferAddress, 0x40, 0x40]
    for _ in 0..<43 { record.append(OrderCode.programTab) }
    for row in 0..<42 {
      record.append(OrderCode.eraseUnprotected)
      BufferAddress.append((row + 1) * 80, in: .model4, to: &record)
    }
    let outcome = space.apply(record)
    #expect(outcome.error == nil)
    #expect(outcome.work.cells < PeerLimits.cellsPerRecord / 2)
  }

  @Test(.timeLimit(.minutes(1)))
  func `fields of a terminal that lie on each other are taken twice at the most`() throws {
    var space = try Self.largest()
    var record: [UInt8] = [0x7D, 0, 0]
    for _ in 0..<10_000 { record += [OrderCode.setBufferAddress, 0, 1] }
    space.merge(try InboundRecord(record, in: space.size))
    #expect(space.cursor == 0)
  }

  @Test func `a terminal names no more fields than its screen has cells`() throws {
    var record: [UInt8] = [0x7D, 0x40, 0x40]
    for _ in 0..<1921 { record += [OrderCode.setBufferAddress, 0x40, 0x40] }
    #expect(throws: DataStreamError.tooManyFields(offset: 3 + 3 * 1920)) {
      try InboundRecord(record + [OrderCode.setBufferAddress, 0x40, 0x40], in: .model2)
    }
    #expect(try InboundRecord(Array(record.dropLast(3)), in: .model2).fields.count == 1920)
  }
}
