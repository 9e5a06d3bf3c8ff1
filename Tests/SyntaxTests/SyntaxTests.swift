import Syntax
import Testing

@Suite struct SyntaxTests {
  @Test func `a tree has the texts and their places`() throws {
    let source = SourceText(path: "a.yaml", text: "Label: 0C # comment\nOther: \"x y\"\n")
    let (root, faults) = YAMLNode.parse(source)
    #expect(faults.isEmpty)
    guard case .mapping(let members, _)? = root else {
      Issue.record("no mapping")
      return
    }
    #expect(members.map(\.key) == ["Label", "Other"])
    #expect(
      members.map(\.value.span) == [
        SourceSpan(line: 1, column: 8, length: 2), SourceSpan(line: 2, column: 8, length: 5),
      ])
  }

  static let broken: [(String, String)] = [
    ("A:\tB\n", "f:1:3: error: a tab stands here\n    1 | A: B\n      |   ^ use blanks"),
    ("A: 1\nA: 2\n", "f:2:1: error: \"A\" stands twice\n    2 | A: 2\n      | ^ first in line 1"),
    (
      "A: &x 1\n",
      "f:1:4: error: anchors and tags are not used here\n    1 | A: &x 1\n      |    ^^^^ write the value itself"
    ),
    ("", "f:1:1: error: the file says nothing\n    1 | \n      | ^ expected `Label: value`"),
    ("A: [1\n", "f:2:1: error: did not find expected ',' or ']'\n    2 | \n      | ^"),
    (
      "A: 1\u{1}\n",
      "f:1:5: error: a control character stands here\n    1 | A: 1\u{1}\n      |     ^ remove it"
    ),
    ("A: 1\n---\nB: 2\n", "f:3:1: error: a second document begins here\n    3 | B: 2\n      | ^"),
  ]

  @Test(arguments: broken.indices)
  func `a broken file says where, what and what was expected`(index: Int) {
    let (text, expected) = Self.broken[index]
    let source = SourceText(path: "f", text: text)
    let (root, faults) = YAMLNode.parse(source)
    #expect(root == nil)
    #expect(faults.map { $0.rendered(source) } == [expected])
  }

  @Test func `only a near word is suggested`() {
    let words = ["Generate Pass Ticket", "Session key", "Host"]
    #expect(Suggestion.closest(to: "Generate Pas Tickt", among: words) == "Generate Pass Ticket")
    #expect(Suggestion.closest(to: "Hots", among: words) == nil)
    #expect(Suggestion.closest(to: "Hst", among: words) == "Host")
    #expect(Suggestion.closest(to: "Zebra", among: words) == nil)
  }
}
