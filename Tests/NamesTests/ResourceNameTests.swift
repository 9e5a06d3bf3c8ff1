import Names
import Testing

@Suite struct ResourceNameTests {
  @Test(arguments: [
    ("CSFENC", "CSFENC", true), ("CSFENC", "CSFENCX", false), ("CSF*", "CSFENC", true),
    ("CSF*", "CSFENC.X", true), ("*", "CSFENC", true), ("*", "A.B.C", true), ("**", "A.B", true),
    ("A.*.C", "A.B.C", true), ("A.*.C", "A.B.B.C", false), ("A.**.C", "A.C", true),
    ("A.**.C", "A.B.B.C", true), ("A.**", "A", true), ("A.*", "A", false), ("A.*", "A.B.C", true),
    ("A%C", "ABC", true), ("A%C", "AC", false),
  ])
  func `a profile covers what its stars say`(name: String, resource: String, covers: Bool) throws {
    #expect(try #require(ResourceName(name)).covers(resource) == covers)
  }

  @Test(arguments: [
    ["**", "IRR.**", "IRR.SSIGNON.*", "IRR.SSIGNON.A"],
    // What stands behind the first asterisk counts too, and no longer prefix makes up for it.
    ["IRRPTAUTH.**", "IRRPTAUTH.*.**", "IRRPTAUTH.*.*", "IRRPTAUTH.*.W*", "IRRPTAUTH.*.WEB"],
    ["**", "*.*.BOB", "IRRPTAUTH.*.*", "IRRPTAUTH.*.BOB", "IRRPTAUTH.T*.BOB"],
    ["A*", "A%*", "A%C", "AB*", "AB%", "ABC"],
    ["A.**.C", "A.*.C", "A.%.C", "A.B.C"],
  ])
  func `of the profiles that cover a resource the most specific counts`(rising: [String]) throws {
    let names = try rising.map { try #require(ResourceName($0)) }
    #expect(names.shuffled().sorted { $1.isMoreSpecific(than: $0) } == names)
    for name in names { #expect(!name.isMoreSpecific(than: name)) }
    #expect(ResourceName("A..B") == nil)
    #expect(ResourceName("A-B") == nil)
  }
}
