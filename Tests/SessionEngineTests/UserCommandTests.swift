import Bytes
import Names
import TestSupport
import Testing

@testable import SessionEngine

@Suite struct UserCommandTests {
  static func read(_ text: String, onMenu: Bool = true) -> UserCommand {
    UserCommand(text, character: "/", onMenu: onMenu) { $0 == "L" || $0 == "TSOA" }
  }

  @Test func `on the menu the character may be left out, and a session's id wins`() throws {
    let bob = try #require(UserID("BOB"))
    #expect(Self.read("tsoa") == .select("TSOA"))
    #expect(Self.read("k") == .logOff)
    #expect(Self.read("l") == .select("L"))
    #expect(Self.read("/l") == .lock)
    #expect(Self.read("/i tsoa") == .inactivate("TSOA"))
    #expect(Self.read("i") == .inactivate(nil))
    #expect(Self.read("/m bob  hello there ") == .message(to: bob, text: "hello there"))
    #expect(Self.read("/zz") == .unknown("/zz"))
    #expect(Self.read("   ") == .blank)
    #expect(Self.read("/") == .blank)
  }

  @Test func `inside a session only the full form is a command`() {
    #expect(Self.read("k", onMenu: false) == .blank)
    #expect(Self.read("/k", onMenu: false) == .logOff)
  }

  @Test func `a word too few or too many is told, and nothing is done`() throws {
    let help = { (letter: String) in try #require(CommandHelp.of(letter)) }
    for letter in ["A", "G", "M", "LOCATE"] {
      #expect(Self.read("/" + letter) == .incomplete(try help(letter)))
    }
    #expect(Self.read("m bob") == .incomplete(try help("M")))
    #expect(Self.read("/m bob!x hello") == .incomplete(try help("M")))
    for line in ["/a tsoa tsob", "/i tsoa tsob", "/d a b", "/p a b", "/g a b"] {
      let letter = String(line.dropFirst().prefix(1))
      #expect(Self.read(line) == .overlong(try help(letter)), "\(line)")
    }
    for letter in ["F", "K", "L", "J", "E"] {
      #expect(Self.read("/\(letter) now") == .overlong(try help(letter)))
    }
    #expect(Self.read("tsoa x") == .overlong(try help("A")))
    #expect(Self.read("/p") == .printScreen(nil))
    #expect(Self.read("help") == .help(nil) && Self.read("help f") == .help("F"))
    #expect(Self.read("/h menu  key") == .help("MENU KEY"))
    #expect(Self.read("locate ims prod") == .locate("IMS PROD"))
  }

  @Test func `every row is a command, found by each of its words in either case`() throws {
    let words = CommandHelp.all.flatMap { [$0.letter] + $0.words }
    #expect(Set(words).count == words.count)
    for row in CommandHelp.all {
      for word in [row.letter, row.letter.lowercased()] + row.words {
        #expect(CommandHelp.of(word) == row)
        if case .unknown = Self.read("/" + word) { Issue.record("/\(word) is unknown") }
      }
      #expect(row.usage.contains(row.letter) && !row.summary.isEmpty && row.text.hasSuffix("."))
      var freezer = Freezer()
      freezer.put(row)
      var thawer = Thawer(freezer.bytes)
      #expect(try thawer.take(CommandHelp.self) == row)
    }
    #expect(CommandHelp.of("loc")?.letter == "LOCATE" && CommandHelp.of("Q") == nil)
  }

  @Test func `README's table of commands is the table's`() throws {
    let rows = CommandHelp.all.map { "| `\($0.usage)` | \($0.summary) |" }
    try ReadmeTable.expect("commands on the menu", header: "| command | what it does |", rows)
  }
}
