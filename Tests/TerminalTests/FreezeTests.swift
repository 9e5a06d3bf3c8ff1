import Bytes
import DataStream
import Testing

@testable import Terminal

@Suite struct FreezeTests {
  private static let terminal = TerminalCapabilities(color: .model4)

  private static func frozen(_ value: some Freezable) -> [UInt8] {
    var freezer = Freezer()
    freezer.put(value)
    return freezer.bytes
  }

  private static func thawed<Value: Freezable>(_ value: Value) throws -> Value {
    var thawer = Thawer(frozen(value))
    let again = try thawer.take(Value.self)
    try thawer.end()
    return again
  }

  private static func drawn(_ record: [UInt8]) -> PresentationSpace {
    var space = PresentationSpace(terminal)
    #expect(space.apply(record).error == nil)
    return space
  }

  /// Two fields, the second hidden and modified, colours, a line's corner, and reply mode character.
  private static var form: PresentationSpace {
    var space = drawn(
      [0xF5, 0xC3, 0x29, 0x02, 0xC0, 0x60, 0x42, 0xF2, 0xC1, 0xC2, 0x28, 0x41, 0xF4, 0xC3, 0x08]
        + [0xC5, 0x1D, 0x4D, 0xE2, 0xC5, 0xC3, 0x13, 0x1D, 0x60])
    #expect(space.apply(StructuredField.replyModeRecord(.character([0x41, 0x42]))).error == nil)
    return space
  }

  @Test func `a blank screen takes a few dozen bytes`() throws {
    let space = PresentationSpace(Self.terminal)
    let bytes = Self.frozen(space)
    #expect(bytes.count < 36, "\(bytes.count)")
    #expect(try Self.thawed(space).showsSame(as: space))
    #expect(Self.frozen(Self.drawn([0x7E, 0xC3])).count == bytes.count)
  }

  @Test func `a screen thaws to what it was, for the eye and for the host`() throws {
    let space = Self.form
    let again = try Self.thawed(space)
    #expect(again.showsSame(as: space))
    #expect(again.replyMode == .character([0x41, 0x42]) && again.aid == space.aid)
    #expect(again.readBuffer() == space.readBuffer())
    #expect(again.readModified(all: true) == space.readModified(all: true))
    #expect(again.capabilities.queryReplyForHost() == space.capabilities.queryReplyForHost())
    #expect(Self.frozen(again) == Self.frozen(space))
  }

  @Test func `what stands in a field, the form and the rewriter's rest thaw`() throws {
    var space = Self.form
    let content = try Self.thawed(space.content(ofFieldAt: 6))
    #expect(content == space.content(ofFieldAt: 6))
    let before = space.readBuffer()
    space.merge(try InboundRecord([0x7D, 0x40, 0x40, 0x11, 0x40, 0xC6, 0xE7], in: space.size))
    #expect(space.readBuffer() != before)
    space.restore(content)
    space.restore(aid: .none, lock: .unlocked)
    #expect(space.readBuffer() == before)
    #expect(try Self.thawed(space.form) == space.form)
    #expect(
      try Self.thawed(FileTransferStep.structuredField(function: 0x47))
        == .structuredField(function: 0x47))
    #expect(try Self.thawed(FileTransferStep.frame) == .frame)
    var rewriter = try #require(OutboundRewriter(compresses: true, clearsModified: true))
    for _ in 1...20 { _ = rewriter.rewrite([0xF5, 0xC3, 0xC1], in: .model2) }
    var other = try Self.thawed(rewriter)
    for _ in 1...20 {
      let record = [0xF5, 0xC3] + [UInt8](repeating: 0x40, count: 40)
      #expect(other.rewrite(record, in: .model2) == rewriter.rewrite(record, in: .model2))
    }
  }

  @Test func `no byte more or less, and none changed, is a trap`() {
    let whole = Self.frozen(Self.form)
    for length in whole.indices {
      var thawer = Thawer(whole[..<length])
      #expect(throws: ThawError.self) { try thawer.take(PresentationSpace.self) }
    }
    for index in whole.indices {
      for value: UInt8 in [0x00, 0x01, 0x7F, 0x80, 0xBF, 0xC0, 0xFF] {
        var bytes = whole
        bytes[index] = value
        var thawer = Thawer(bytes)
        guard let space = try? thawer.take(PresentationSpace.self) else { continue }
        _ = space.readBuffer()
        _ = RestoreEncoder.records(space, for: space.capabilities)
        _ = space.capabilities.queryReplyForHost()
      }
    }
  }
}
