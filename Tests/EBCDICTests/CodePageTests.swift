import EBCDIC
import Testing

@Suite struct CodePageTests {
  @Test func `page 037 writes the RACF characters at their code points`() {
    #expect(
      CodePage.cp037.encode("AIJRSZ09$#@") == [
        0xC1, 0xC9, 0xD1, 0xD9, 0xE2, 0xE9, 0xF0, 0xF9, 0x5B, 0x7B, 0x7C,
      ])
  }

  @Test(arguments: CodePage.names)
  func `every character of a page reads back to its code point`(name: String) throws {
    let page = try #require(CodePage.named(name))
    for code in UInt8(0x40)...0xFE {
      let written = try #require(page.encode(page.decode(code)))
      #expect(page.decode(written) == page.decode(code))
    }
  }

  @Test func `brackets stand at AD and BD in 1047 and in x3270's page`() {
    #expect(CodePage.cp1047.encode("[]") == [0xAD, 0xBD])
    #expect(CodePage.bracket.encode("[]") == [0xAD, 0xBD])
    #expect(CodePage.cp037.encode("[]") == [0xBA, 0xBB])
  }

  @Test func `controls become blanks both ways`() {
    #expect(CodePage.cp037.encode("A\u{1B}B") == [0xC1, 0x40, 0xC2])
    #expect(CodePage.cp037.decode([0xC1, 0x00, 0xC2]) == "A B")
  }
}
