import Testing

@testable import Console

/// A line at a terminal, as a transcript of keys.
@Suite struct LineEditorTests {
  private static let words = ["CANCEL", "CARD", "CLOCK", "DISPLAY", "DRAIN"]

  private func editor(columns: Int = 40, _ lines: [String] = []) -> LineEditor {
    var history = LineHistory()
    for line in lines { history.append(line) }
    return LineEditor(
      prompt: "> ", columns: columns, history: history,
      complete: { line in line.hasPrefix("card ") ? ["OFFLINE", "ONLINE"] : Self.words })
  }

  /// Types keys and presses Enter; the line.
  private func line(_ keys: String, _ lines: [String] = []) -> String? {
    var editor = editor(lines)
    for byte in Array(keys.utf8) { #expect(editor.take(byte) == .more) }
    guard case .line(let bytes) = editor.take(0x0D) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: [
    ("status", "status"), ("stattus\u{1B}[D\u{1B}[D\u{7F}", "status"),
    ("us\u{01}stat", "status"), ("statusx\u{02}\u{04}", "status"),
    ("xstatus\u{1B}[H\u{1B}[3~", "status"),
    ("one two\u{17}", "one "), ("one two\u{15}x", "x"), ("one two\u{01}\u{06}\u{0B}", "o"),
    ("Grüße\u{7F}\u{7F}\u{7F}", "Gr"), ("a\u{1B}[1;5Cb\u{1B}Oc\u{1B}x", "ab"),
    ("x\u{05}y\u{08}", "x"),
    ("\u{7F}\u{1B}[D\u{1B}[C\u{04}a", "a"), ("a\u{00}\u{1C}b", "ab"),
  ])
  func `keys edit the line`(_ keys: String, _ expected: String) {
    // CTRL-D on an empty line ends; one key of the list would.
    guard !keys.hasSuffix("\u{04}a") else { return }
    #expect(line(keys) == expected)
  }

  @Test func `former lines come back, and what was typed after them`() {
    let former = ["D U", "STATUS"]
    #expect(line("\u{1B}[A", former) == "STATUS")
    #expect(line("\u{1B}[A\u{10}", former) == "D U")
    #expect(line("\u{1B}[A\u{1B}[A\u{1B}[A", former) == "D U")
    #expect(line("new\u{1B}[A\u{1B}[B", former) == "new")
    #expect(line("\u{1B}[A\u{7F}\u{7F}", former) == "STAT")
    #expect(line("\u{1B}[B", former) == "")
  }

  @Test func `a word is completed, as far as all agree, or they are shown`() {
    #expect(line("di\t") == "DISPLAY ")
    #expect(line("c\t") == "c")
    #expect(line("ca\t") == "ca")
    #expect(line("card of\t") == "card OFFLINE ")
    #expect(line("zz\t") == "zz")
    var editor = editor()
    for byte in Array("ca\t".utf8) { _ = editor.take(byte) }
    #expect(String(decoding: editor.takeOutput(), as: UTF8.self).contains("CANCEL  CARD\r\n"))
  }

  @Test func `what is drawn fits the terminal, and the cursor stands where one types`() {
    var editor = editor(columns: 12)
    #expect(String(decoding: editor.takeOutput(), as: UTF8.self) == "\r> \u{1B}[K")
    for byte in Array("abcdefghijkl".utf8) { _ = editor.take(byte) }
    _ = editor.takeOutput()
    _ = editor.take(0x02)
    let drawn = String(decoding: editor.takeOutput(), as: UTF8.self)
    #expect(drawn.hasPrefix("\r> ") && drawn.hasSuffix("\u{1B}[K\u{1B}[1D"))
    #expect(drawn.filter { $0.isLetter && $0.isLowercase }.count <= 9)
  }

  @Test func `CTRL-D on an empty line ends, and a line has a limit`() {
    var editor = editor()
    #expect(editor.take(0x04) == .end)
    for _ in 0..<LineEditor.limit + 10 { _ = editor.take(0x61) }
    guard case .line(let bytes) = editor.take(0x0A) else {
      Issue.record("no line")
      return
    }
    #expect(bytes.count == LineEditor.limit)
    // After the end it begins anew.
    #expect(editor.take(0x62) == .more && editor.take(0x0D) == .line([0x62]))
  }

  @Test func `CTRL-C is told, and nothing of the line is left`() {
    var editor = editor()
    for byte in Array("abc".utf8) { #expect(editor.take(byte) == .more) }
    #expect(editor.take(0x03) == .cancelled)
    #expect(editor.take(0x64) == .more && editor.take(0x0D) == .line([0x64]))
  }

  @Test func `what may have a secret in it is not completed`() {
    var editor = LineEditor(
      prompt: "> ", columns: 40, history: LineHistory(), hides: { $0.contains(0x20) },
      complete: { line in
        #expect(!line.contains(" "))
        return Self.words
      })
    for byte in Array("di\tca\t".utf8) { _ = editor.take(byte) }
    #expect(editor.take(0x0D) == .line(Array("DISPLAY ca".utf8)))
  }

  @Test func `a command goes on, and is never done without its last line`() {
    func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
    var lines = CommandLines()
    #expect(lines.take(.line(bytes("STATUS"))) == .whole(bytes("STATUS")))
    for leaving in [LineEditor.Step.cancelled, .end] {
      #expect(lines.take(.line(bytes("CANCEL U=BOB -"))) == .more)
      #expect(lines.take(leaving) == .abandoned)
      #expect(lines.text.isEmpty)
    }
    #expect(lines.take(.line(bytes("CANCEL - "))) == .more)
    let whole = bytes("CANCEL - \nU=BOB")
    #expect(lines.take(.line(bytes("U=BOB"))) == .whole(whole))
    #expect(CommandLines.joined(whole) == bytes("CANCEL U=BOB"))
    #expect(CommandLines.joined(bytes("A+\n-\nB -")) == bytes("A  B -"))
    #expect(CommandLines.joined(bytes("STATUS")) == bytes("STATUS"))
    #expect(lines.take(.end) == .end)
  }

  @Test func `any bytes at all leave a line that can be drawn`() {
    var (editor, seed): (LineEditor, UInt64) = (editor(columns: 1), 7)
    for _ in 0..<20_000 {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      _ = editor.take(UInt8(truncatingIfNeeded: seed >> 33))
      _ = editor.takeOutput()
    }
  }

  @Test func `a history has a file, without blanks, repetitions and what no console wrote`() {
    var history = LineHistory()
    for line in ["STATUS", "STATUS", "  ", "D U"] { history.append(line) }
    #expect(history.lines == ["STATUS", "D U"])
    #expect(LineHistory(file: history.file) == history)
    #expect(LineHistory(file: Array("a\n\u{1B}[A\nb\n".utf8)).lines == ["a", "b"])
    for number in 0..<1000 { history.append("\(number)") }
    #expect(history.lines.count == LineHistory.limit && history.lines.last == "999")
  }
}
