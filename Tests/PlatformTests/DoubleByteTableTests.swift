import Platform
import Testing

@Suite struct DoubleByteTableTests {
  @Test func `pairs are the characters of their page`() throws {
    let japanese = try #require(DoubleByteTable("939"))
    #expect(japanese.character(0x42, 0x81) == "ａ")
    #expect(japanese.character(0x40, 0x40) == "\u{3000}")
    #expect(japanese.character(0x42, 0x40) == nil)
    // A pair that is none leaves nothing behind.
    #expect(japanese.character(0x42, 0x82) == "ｂ")
  }

  @Test(arguments: DoubleByteTable.pages)
  func `every mixed page has its letters`(page: String) throws {
    #expect(try #require(DoubleByteTable(page)).character(0x42, 0xC1) == "Ａ")
  }

  @Test(arguments: ["037", "bracket", "1047", "", "9999"])
  func `other pages have none`(page: String) { #expect(DoubleByteTable(page) == nil) }
}
