import Names
import Testing

@Suite struct ResourceNameTests {
  @Test(arguments: [
    ("CSFENC", "CSFENC", true), ("CSFENC", "CSFENCX", false), ("CSF*", "CSFENC", true),
    ("CSF*", "CSFENC.X", false), ("*", "CSFENC", true), ("*", "A.B.C", true), ("**", "A.B", true),
    ("A.*.C", "A.B.C", true), ("A.*.C", "A.B.B.C", false), ("A.**.C", "A.C", true),
    ("A.**.C", "A.B.B.C", true), ("A.**", "A", true), ("A.*", "A", false), ("A.*", "A.B.C", true),
    ("A%C", "ABC", true), ("A%C", "AC", false),
  ])
  func `a profile covers what its stars say`(name: String, resource: String, covers: Bool) throws {
    #expect(try #require(ResourceName(name)).covers(resource) == covers)
  }

  @Test func `the most exact profile has the most characters before the first star`() throws {
    let names = try ["**", "IRR.**", "IRR.SSIGNON.*", "IRR.SSIGNON.A"].map {
      try #require(ResourceName($0))
    }
    #expect(names.sorted { $0.exactness < $1.exactness } == names)
    #expect(ResourceName("A..B") == nil)
    #expect(ResourceName("A-B") == nil)
  }
}
