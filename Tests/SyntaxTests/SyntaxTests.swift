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

  @Test(arguments: [1, 16, 17, 18, 40])
  func `a label that stands twice is told with the line of the first`(_ count: Int) {
    for first in [1, count] {
      let labels = (1...count).map { "L\($0): x\n" }.joined()
      let (root, faults) = YAMLNode.parse(
        SourceText(path: "f", text: labels + "L\(first): y\n"))
      #expect(root == nil)
      #expect(faults.map(\.message) == ["\"L\(first)\" stands twice"])
      #expect(faults.first?.note == "first in line \(first)")
      #expect(faults.first?.span?.line == count + 1)
    }
  }

  @Test func `lines are the text's, whatever ended them`() {
    for text in ["A: 1\nB: \u{E4}\n", "A: 1\r\nB: \u{E4}\r\n", "\u{FEFF}A: 1\rB: \u{E4}\r"] {
      let source = SourceText(path: "f", text: text)
      #expect(source.text == "A: 1\nB: \u{E4}\n")
      #expect(source.lines == ["A: 1", "B: \u{E4}", ""])
    }
    #expect(SourceText(path: "f", text: "").lines == [""])
  }

  static let broken: [(String, String)] = [
    (
      "A:\tB\n",
      "f:1:3: error: a tab stands here\n    1 | A: B\n      |   ^ use blanks: to YAML a tab is not so many columns"
    ),
    ("A: 1\nA: 2\n", "f:2:1: error: \"A\" stands twice\n    2 | A: 2\n      | ^ first in line 1"),
    (
      "A: &x 1\n",
      "f:1:4: error: anchors and tags are not used here\n    1 | A: &x 1\n      |    ^^^^ a value that begins with a sign of YAML's own must be in quotes"
    ),
    ("", "f:1:1: error: the file says nothing\n    1 | \n      | ^ expected `Label: value`"),
    (
      "A: [1\n",
      "f:2:1: error: did not find expected ',' or ']'\n    2 | \n      | ^ a value that begins with [ must be in quotes"
    ),
    (
      "A: 1\u{1}\n",
      "f:1:5: error: a control character stands here\n    1 | A: 1?\n      |     ^ remove it"
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

  @Test func `line ends of Windows and a byte order mark change no place`() throws {
    let plain = SourceText(path: "f", text: "A: 1\n\nB: [2\n")
    for text in ["\u{FEFF}A: 1\r\n\r\nB: [2\r\n", "A: 1\r\rB: [2\r"] {
      let source = SourceText(path: "f", text: text)
      #expect(source.text == plain.text)
      #expect(source.lines == plain.lines)
      #expect(
        YAMLNode.parse(source).1.map { $0.rendered(source) }
          == YAMLNode.parse(plain).1.map { $0.rendered(plain) })
    }
    #expect(YAMLNode.parse(SourceText(path: "f", text: "A: 1\r\nB: 2\r\n")).1 == [])
  }

  /// What people forget to quote, and a word of the hint.
  static let unquoted: [(String, String)] = [
    ("A: &USERID/&PSWD\n", "in quotes, as \"&USERID/&PSWD\""), ("A: *\n", "in quotes"),
    ("A: TSO: production\n", "a colon"), ("A: @ME\n", "must be in quotes"),
    ("A: %X\n", "must be in quotes"), ("A: \"x\n", "a quote is not closed"),
    ("A: 'it's'\n", "in quotes whole"), ("A: !X y\n", "must be in quotes"),
    ("A: {x\n", "begins with {"), ("A: \"\\S\"\n", "single quotes"), ("A: - x\n", "begins with -"),
    ("A\nB: 1\n", "one column"), ("A: 1\nB\n", "Label: value"), ("A: 1\n  B: 2\n", "one column"),
    ("A: &X\n", "must be in quotes"),
  ]

  @Test(arguments: unquoted.indices)
  func `YAML's own words get a hint`(index: Int) {
    let (text, hint) = Self.unquoted[index]
    let (_, faults) = YAMLNode.parse(SourceText(path: "f", text: text))
    #expect(faults.count == 1)
    #expect(faults.first?.note?.contains(hint) == true, "\(faults.map(\.summary))")
    #expect(faults.first?.span != nil)
  }

  @Test func `a huge file and a huge line cost little and say little`() {
    let labels = (0..<60_000).map { "Label \($0): x\n" }.joined()
    let (root, faults) = YAMLNode.parse(SourceText(path: "f", text: labels))
    #expect(root == nil)
    #expect(
      faults.map(\.summary) == ["f:2001:1: error: a file has at most 2000 labels; split the file"])
    let line = SourceText(
      path: "f", text: "A: " + String(repeating: "x", count: 900_000) + "\n  B: 1\n")
    let words = YAMLNode.parse(line).1.map { $0.rendered(line) }.joined()
    #expect(!words.isEmpty && words.utf8.count < 1000)
    #expect(Suggestion.closest(to: String(repeating: "x", count: 900_000), among: ["Host"]) == nil)
    #expect(Diagnostic.quoted("\u{1B}[31m" + String(repeating: "x", count: 100)).count == 63)
    #expect(!Diagnostic.quoted("\u{1B}[31m").contains("\u{1B}"))
  }

  @Test func `only a near word is suggested`() {
    let words = ["Generate Pass Ticket", "Session key", "Host"]
    #expect(Suggestion.closest(to: "Generate Pas Tickt", among: words) == "Generate Pass Ticket")
    #expect(Suggestion.closest(to: "Hots", among: words) == nil)
    #expect(Suggestion.closest(to: "Hst", among: words) == "Host")
    #expect(Suggestion.closest(to: "Zebra", among: words) == nil)
  }
}
