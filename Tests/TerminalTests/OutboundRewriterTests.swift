import DataStream
import EBCDIC
import Testing

@testable import Terminal

@Suite struct OutboundRewriterTests {
  private static let blanks = [UInt8](repeating: 0x40, count: 40)

  @Test func `a run becomes Repeat to Address, an address that is known is dropped`() throws {
    // EW, at 0: "AB", then SBA 2 (known), 40 blanks, SBA 42 (known), "C".
    let record: [UInt8] =
      [0xF5, 0xC3, 0xC1, 0xC2, 0x11, 0x40, 0xC2] + Self.blanks + [0x11, 0x40, 0x6A, 0xC3]
    var rewriter = try #require(OutboundRewriter(compresses: true, clearsModified: false))
    #expect(
      rewriter.rewrite(record, in: .model2) == [
        0xF5, 0xC3, 0xC1, 0xC2, 0x3C, 0x40, 0x6A, 0x40, 0xC3,
      ])
  }

  @Test func `where the pointer is unknown, and before Program Tab, nothing is touched`() throws {
    var rewriter = try #require(OutboundRewriter(compresses: true, clearsModified: false))
    let unknown: [UInt8] = [0xF1, 0xC3] + Self.blanks
    #expect(rewriter.rewrite(unknown, in: .model2) == unknown)
    let tab: [UInt8] = [0xF5, 0xC3] + Self.blanks + [0x05, 0x11, 0x40, 0x40, 0x05]
    #expect(rewriter.rewrite(tab, in: .model2) == tab)
    // Double-byte text comes in pairs.
    let double: [UInt8] = [0xF5, 0xC3, 0x0E] + Self.blanks + [0x0F]
    #expect(rewriter.rewrite(double, in: .model2) == double)
  }

  @Test func `after 16 records without gain it rests for 16`() throws {
    var rewriter = try #require(OutboundRewriter(compresses: true, clearsModified: false))
    let poor: [UInt8] = [0xF5, 0xC3, 0xC1]
    let rich: [UInt8] = [0xF5, 0xC3] + Self.blanks
    for _ in 1...16 { #expect(rewriter.rewrite(poor, in: .model2) == poor) }
    for _ in 1...16 { #expect(rewriter.rewrite(rich, in: .model2) == rich) }
    #expect(rewriter.rewrite(rich, in: .model2).count < rich.count)
  }

  @Test func `modified tags are taken out of every order that sets one`() throws {
    var rewriter = try #require(OutboundRewriter(compresses: false, clearsModified: true))
    let record: [UInt8] = [
      0xF5, 0xC3, 0x1D, 0xC1, 0xC1, 0x29, 0x02, 0x42, 0xF1, 0xC0, 0xC9, 0x2C, 0x01, 0xC0, 0xC1,
    ]
    #expect(
      rewriter.rewrite(record, in: .model2) == [
        0xF5, 0xC3, 0x1D, 0x40, 0xC1, 0x29, 0x02, 0x42, 0xF1, 0xC0, 0xC8, 0x2C, 0x01, 0xC0, 0x40,
      ])
    #expect(OutboundRewriter(compresses: false, clearsModified: false) == nil)
  }
}
