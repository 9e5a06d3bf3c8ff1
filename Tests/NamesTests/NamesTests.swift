import Names
import Testing

@Suite struct NamesTests {
  @Test func `a name folds to upper case and knows its characters`() {
    #expect(UserID("ibmuser")?.description == "IBMUSER")
    #expect(UserID("A#$@1234")?.packed.ascii == Array("A#$@1234".utf8))
    #expect(UserID("TOM") == UserID("tom"))
  }

  @Test(arguments: ["", "TOOLONG99", "A B", "A-B", "ÄB", "A.B"])
  func `a name that breaks the rule is none`(text: String) {
    #expect(UserID(text) == nil)
  }

  @Test func `an SMF ID has at most four characters`() {
    #expect(SystemID("r001")?.description == "R001")
    #expect(SystemID("R0012") == nil)
  }

  @Test func `a key label may have dots but not begin with one or a digit`() {
    #expect(KeyLabel("irr.ssignon.sy1")?.text == "IRR.SSIGNON.SY1")
    #expect(KeyLabel(".A") == nil)
    #expect(KeyLabel("1A") == nil)
    #expect(KeyLabel(String(repeating: "A", count: 65)) == nil)
  }
}
