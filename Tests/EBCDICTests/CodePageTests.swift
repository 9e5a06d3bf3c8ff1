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
    for code in UInt8(0x40)...0xFE where page.decode(code) != "\u{FFFD}" {
      let written = try #require(page.encode(page.decode(code)))
      #expect(page.decode(written) == page.decode(code))
    }
  }

  @Test func `brackets stand at AD and BD in 1047 and in x3270's page`() {
    #expect(CodePage.named("1047")?.encode("[]") == [0xAD, 0xBD])
    #expect(CodePage.bracket.encode("[]") == [0xAD, 0xBD])
    #expect(CodePage.cp037.encode("[]") == [0xBA, 0xBB])
  }

  @Test func `Katakana's small letters stand where other pages have capitals with accents`() {
    let page = CodePage.named("290")
    #expect(page?.encode("aijrsz$") == [0x62, 0x71, 0x72, 0x9B, 0xAB, 0xB9, 0xE0])
    #expect(page?.decode([0x81, 0x82, 0xC1]) == "ｱｲA")
    #expect(page?.name == CodePage.named("930")?.name)
    #expect(CodePage.named("cp939")?.encode("a[]") == [0x81, 0xAD, 0xBD])
  }

  @Test func `page 924 has the euro sign and its letters, other pages theirs`() {
    #expect(
      CodePage.named("924")?.encode("€ŠšŽžŒœŸ[]") == [
        0x9F, 0x6A, 0xBB, 0xBE, 0x9D, 0xB7, 0xB8, 0xB9, 0xAD, 0xBD,
      ])
    #expect(CodePage.named("870")?.encode("Łł") == [0xBA, 0x9A])
    #expect(CodePage.named("1025")?.encode("Жж") == [0xEC, 0xAE])
  }

  @Test func `a page without small letters shows capitals`() {
    #expect(CodePage.named("803")?.encode("Panelid") == CodePage.cp037.encode("PANELID"))
  }

  /// Character set and page as Query Replies give them.
  @Test(arguments: [
    (697, 37, "bracket"), (1175, 37, "037"), (1172, 290, "290"), (1172, 1027, "1027"),
    (697, 273, "273"), (695, 1140, "1140"), (959, 870, "870"), (1349, 424, "424"),
  ])
  func `a terminal's character set names its page`(set: UInt32, page: UInt32, name: String) {
    #expect(CodePage.page(ofCharacterSet: set << 16 | page)?.name == name)
  }

  @Test func `a character set that is not known gives no page`() {
    #expect(CodePage.page(ofCharacterSet: 697 << 16 | 9999) == nil)
  }

  @Test func `controls become blanks both ways`() {
    #expect(CodePage.cp037.encode("A\u{1B}B") == [0xC1, 0x40, 0xC2])
    #expect(CodePage.cp037.decode([0xC1, 0x00, 0xC2]) == "A B")
  }
}
