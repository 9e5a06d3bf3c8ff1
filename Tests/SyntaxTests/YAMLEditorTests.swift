import Testing

@testable import Syntax

@Suite struct YAMLEditorTests {
  struct Case: Sendable {
    let before: String
    let change: YAMLChange
    let after: String

    init(_ before: String, _ path: String, _ action: YAMLChange.Action, _ after: String) {
      self.before = before
      change = YAMLChange(path.split(separator: "/").map(String.init), action)
      self.after = after
    }
  }

  static let values: [Case] = [
    Case("A: 1\nB: 2\n", "A", .set("x"), "A: x\nB: 2\n"),
    Case("# c\nA: 1 # r\n\nB: 2\n", "A", .set("long"), "# c\nA: long # r\n\nB: 2\n"),
    Case("A: 1     # r\n", "A", .set("long"), "A: long  # r\n"),
    Case("A: longer   # r\n", "A", .set("x"), "A: x        # r\n"),
    Case("A: \"1\"\n", "A", .set("a \"b\" \\c"), "A: \"a \\\"b\\\" \\\\c\"\n"),
    Case("A: '1'\n", "A", .set("it's"), "A: 'it''s'\n"),
    Case("A: 1\n", "A", .set("&USERID"), "A: \"&USERID\"\n"),
    Case("A: 1\n", "A", .set("a: b"), "A: \"a: b\"\n"),
    Case("A: 1\n", "A", .set("a # b"), "A: \"a # b\"\n"),
    Case("A: 1\n", "A", .set(""), "A: \"\"\n"),
    Case("A: 1\n", "A", .set("null"), "A: \"null\"\n"),
    Case("A: 1\n", "A", .set("builtin:tso:S001"), "A: builtin:tso:S001\n"),
    Case("A: 1\n", "A", .set("TSO,CICS"), "A: TSO,CICS\n"),
    Case("A: {B: 1}\n", "A/B", .set("TSO,CICS"), "A: {B: \"TSO,CICS\"}\n"),
    Case("A:\nB: 2\n", "A", .set("x"), "A: x\nB: 2\n"),
    Case("A:      # r\nB: 2\n", "A", .set("x"), "A: x    # r\nB: 2\n"),
    Case("A: one\n  two\nB: 2\n", "A", .set("x"), "A: x\nB: 2\n"),
    Case("A: \"one\n  two\" # r\nB: 2\n", "A", .set("x"), "A: \"x\" # r\nB: 2\n"),
    Case("A: | # r\n  one\n  two\n\n# c\nB: 2\n", "A", .set("x"), "A: x # r\n\n# c\nB: 2\n"),
    Case("A: >-\n  one\n  two", "A", .set("x"), "A: x"),
    Case("A: äöü # ß\nB: é\n", "A", .set("ñ"), "A: ñ   # ß\nB: é\n"),
    Case("A: 1\r\nB: 2\r\n", "B", .set("x"), "A: 1\r\nB: x\r\n"),
    Case("\u{FEFF}A: 1\rB: 2", "B", .set("x"), "\u{FEFF}A: 1\rB: x"),
    Case(
      "S:\n  T:\n    K: PF1 # r\n  U:\n    K: PF2\n", "S/U/K", .set("PF3"),
      "S:\n  T:\n    K: PF1 # r\n  U:\n    K: PF3\n"),
    Case("A: 1\n", "A", .set("1"), "A: 1\n"),
  ]

  static let labels: [Case] = [
    Case(
      "A: 1\n# of B\nB:  2 # r\n", "N", .insert("x", before: "B"),
      "A: 1\nN:  x\n# of B\nB:  2 # r\n"),
    Case("# c\nA: 1\n", "N", .insert("x", before: "A"), "N: x\n# c\nA: 1\n"),
    Case("A: 1\r\n\r\nB: 2", "N", .insert("#", before: "B"), "A: 1\r\n\r\nN: \"#\"\r\nB: 2"),
    Case("A: 1\n", "B", .set("x"), "A: 1\nB: x\n"),
    Case("A:   1\n\n# end\n", "B C", .set("x"), "A:   1\nB C: x\n\n# end\n"),
    Case("Label:    1\n", "B", .set("x"), "Label:    1\nB:        x\n"),
    Case("A: 1", "B", .set("x"), "A: 1\nB: x"),
    Case("A: 1\r\nC: 2", "B", .set("x"), "A: 1\r\nC: 2\r\nB: x"),
    Case("", "B", .set("x"), "B: x\n"),
    Case("# only\n# this\n", "B", .set("x"), "# only\n# this\nB: x\n"),
    Case("# only", "B", .set("x"), "# only\nB: x"),
    Case("---\nA: 1\n...\n", "B", .set("x"), "---\nA: 1\nB: x\n...\n"),
    Case("{}\n", "B", .set("x"), "{B: x}\n"),
    Case("{A: 1, } # r\n", "B", .set("x"), "{A: 1, B: x, } # r\n"),
    Case("A: |+\n  one\n\nC: 1\n", "B", .set("x"), "A: |+\n  one\n\nC: 1\nB: x\n"),
    Case("A: |+\n  one\n\n", "B", .set("x"), "A: |+\n  one\n\nB: x\n"),
    Case("A: |\n  one\n\n", "B", .set("x"), "A: |\n  one\nB: x\n\n"),
    Case("A: 1\n", "S/T/K", .set("PF1"), "A: 1\nS:\n  T:\n    K: PF1\n"),
    Case("S:\nA: 1\n", "S/T/K", .set("PF1"), "S:\n  T:\n    K: PF1\nA: 1\n"),
    Case(
      "S:\n  T:\n    K: PF1\n    # c\nA: 1\n", "S/T/L", .set("x"),
      "S:\n  T:\n    K: PF1\n    L: x\n    # c\nA: 1\n"),
    Case("S:\n  T: {K: PF1}\n", "S/T/L", .set("x"), "S:\n  T: {K: PF1, L: x}\n"),
    Case("S: {}\n", "S/T/K", .set("x"), "S: {T: {K: x}}\n"),
    Case("L: [a,\n  b]\n", "B", .set("x"), "L: [a,\n  b]\nB: x\n"),
    Case("L:\n- a\n- b\n# c\n", "B", .set("x"), "L:\n- a\n- b\nB: x\n# c\n"),
  ]

  static let fewer: [Case] = [
    Case("# c\nA: 1 # r\n# d\nB: 2\n", "A", .remove, "# c\n# d\nB: 2\n"),
    Case("# c\nA: 1\n# d\n", "A", .remove, "# c\n{}\n# d\n"),
    Case("A: 1\nB: 2", "B", .remove, "A: 1\n"),
    Case("A: |\n  one\n\n  two\nB: 2\n", "A", .remove, "B: 2\n"),
    Case(
      "S:\n  T:\n    K: 1\n  U:\n    K: 2\nA: 1\n", "S/T/K", .remove, "S:\n  U:\n    K: 2\nA: 1\n"),
    Case("S:\n  T:\n    K: 1\nA: 1\n", "S/T/K", .remove, "A: 1\n"),
    Case("S:\n  T:\n    K: 1\nA: 1\n", "S", .remove, "A: 1\n"),
    Case("{A: 1, B: 2, C: 3}\n", "A", .remove, "{B: 2, C: 3}\n"),
    Case("{A: 1, B: 2, C: 3}\n", "C", .remove, "{A: 1, B: 2}\n"),
    Case("{A: 1,}\n", "A", .remove, "{}\n"),
    Case("A: 1\n\"B c\": 2\n", "B c", .rename("D"), "A: 1\n\"D\": 2\n"),
    Case("A: 1 # r\n", "A", .rename("* B"), "\"* B\": 1 # r\n"),
    Case("S:\n  T: {K: 1}\n", "S/T", .rename("U"), "S:\n  U: {K: 1}\n"),
  ]

  @Test(arguments: values.indices)
  func `a value changes, and nothing else does`(index: Int) throws { try check(Self.values[index]) }

  @Test(arguments: labels.indices)
  func `a new label stands behind the others`(index: Int) throws { try check(Self.labels[index]) }

  @Test(arguments: fewer.indices)
  func `a label goes, or has another name`(index: Int) throws { try check(Self.fewer[index]) }

  private func check(_ one: Case) throws {
    var editor = try YAMLEditor(path: "f", bytes: Array(one.before.utf8))
    try editor.change(one.change)
    #expect(String(decoding: editor.bytes, as: UTF8.self) == one.after)
  }

  static let refused: [(text: String, change: YAMLChange, words: String)] = [
    ("A: &x 1\n", YAMLChange(["A"], .set("2")), "f:1:4: error: anchors and tags are not used here"),
    ("A: *x\n", YAMLChange(["A"], .set("2")), "anchors and aliases are not used here"),
    ("- a\n", YAMLChange(["A"], .set("2")), "no labels stand here; expected `Label: value`"),
    ("A: [1\n", YAMLChange(["A"], .set("2")), "did not find expected ',' or ']'"),
    (
      "A: [1]\n", YAMLChange(["A"], .set("2")),
      "\"A\" has more than one value; edit the file itself"
    ),
    ("A: 1\n", YAMLChange(["A", "B"], .set("2")), "\"A\" has a value and no labels"),
    ("A: 1\n", YAMLChange(["B"], .remove), "the file has no label \"B\""),
    ("A: 1\n", YAMLChange(["B"], .insert("x", before: "C")), "the file has no label \"C\""),
    ("A: 1\n", YAMLChange(["A"], .insert("x", before: "A")), "the file has a label \"A\" already"),
    ("{A: 1}\n", YAMLChange(["B"], .insert("x", before: "A")), "written in an unusual way"),
    ("A: 1\n", YAMLChange(["B", "C"], .remove), "the file has no label \"B\" of \"C\""),
    ("A: 1\nB: 2\n", YAMLChange(["A"], .rename("B")), "the file has a label \"B\" already"),
    (
      "A: 1\n", YAMLChange(["A"], .set("x\ny")),
      "the value of \"A\" has a character that is no text"
    ),
    ("A: 1\n", YAMLChange(["A"], .set("x\u{202E}")), "has a character that is no text"),
    ("A: \u{0}\n", YAMLChange(["A"], .set("x")), "a control character stands here"),
  ]

  @Test(arguments: refused.indices)
  func `what cannot be changed is refused in a sentence`(index: Int) throws {
    let (text, change, words) = Self.refused[index]
    let fault = #expect(throws: YAMLEditFault.self) {
      var editor = try YAMLEditor(path: "f", bytes: Array(text.utf8))
      try editor.change(change)
    }
    #expect(fault?.description.contains(words) == true, "\(fault?.description ?? "")")
  }

  static let outside: [(text: String, change: YAMLChange)] = [
    ("B: 1\n? A", YAMLChange(["A"], .set("x"))), ("B: 1\n? A", YAMLChange(["C"], .set("x"))),
    ("B: 1\n? A", YAMLChange(["A"], .remove)), ("B: 1\n? A", YAMLChange(["A"], .rename("C"))),
    ("S:\n  T:\n    ? K", YAMLChange(["S", "T", "K"], .set("x"))),
    ("S:\n  T:\n    ? K", YAMLChange(["S", "T", "L"], .set("x"))),
    ("S:\n  T:\n    ? K", YAMLChange(["S"], .remove)),
  ]

  @Test(arguments: outside.indices)
  func `a label whose value would stand behind the file's end is left alone`(index: Int) throws {
    let (text, change) = Self.outside[index]
    var editor = try YAMLEditor(path: "f", bytes: Array(text.utf8))
    #expect(throws: YAMLEditFault.unusual(change.path)) { try editor.change(change) }
    #expect(editor.bytes == Array(text.utf8))
  }

  @Test func `a file whose last line went takes more changes`() throws {
    var editor = try YAMLEditor(path: "f", bytes: Array("A: 1\nB: 2".utf8))
    try editor.change(YAMLChange(["B"], .remove))
    try editor.change(YAMLChange(["C"], .set("3")))
    try editor.change(YAMLChange(["A"], .remove))
    try editor.change(YAMLChange(["D"], .set("|")))
    #expect(String(decoding: editor.bytes, as: UTF8.self) == "C: 3\nD: \"|\"\n")
  }

  @Test func `a file whose bytes are no UTF-8 is refused`() throws {
    #expect(throws: YAMLEditFault.self) {
      try YAMLEditor(path: "f", bytes: [0x41, 0x3A, 0x20, 0xFF])
    }
  }

  @Test(arguments: 0..<40)
  func `random files say what was wanted, and untouched lines are the same bytes`(seed: Int) throws
  {
    var made = MadeFile(seed: UInt64(seed))
    for _ in 0..<25 {
      let before = Array(made.text().utf8)
      let change = made.change()
      var editor = try YAMLEditor(path: "f", bytes: before)
      let node = try #require(YAMLNode.parse(SourceText(path: "f", bytes: before)).0)
      let wanted = Result { () throws(YAMLEditFault) in
        try YAMLMeaning(node).changed(by: change)
      }
      guard case .success(let wanted) = wanted else {
        #expect(throws: YAMLEditFault.self) { try editor.change(change) }
        continue
      }
      try editor.change(change)
      let source = SourceText(path: "f", bytes: editor.bytes)
      #expect(YAMLMeaning(try #require(YAMLNode.parse(source).0)) == wanted)
      let kept = made.untouched(by: change)
      var rest = LineText(editor.bytes).lines[...]
      for line in kept {
        let place = rest.firstIndex(of: line)
        #expect(place != nil, "\(line.text) is gone or another by \(change) from:\n\(made.text())")
        guard let place else { break }
        rest = rest[(place + 1)...]
      }
    }
  }
}
