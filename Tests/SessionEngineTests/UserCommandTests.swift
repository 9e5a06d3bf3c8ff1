import Names
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
    #expect(Self.read("   ") == .none)
    #expect(Self.read("/") == .none)
  }

  @Test func `inside a session only the full form is a command`() {
    #expect(Self.read("k", onMenu: false) == .none)
    #expect(Self.read("/k", onMenu: false) == .logOff)
  }

  @Test func `a word too few or too many is told, and nothing is done`() throws {
    let help = { (letter: String) in try #require(CommandHelp.of(letter)) }
    for letter in ["A", "G", "M", "LOCATE"] {
      #expect(Self.read("/" + letter) == .incomplete(try help(letter)))
    }
    #expect(Self.read("m bob") == .incomplete(try help("M")))
    #expect(Self.read("/m bob!x hello") == .incomplete(try help("M")))
    for line in ["/a tsoa tsob", "/i tsoa tsob", "/d a b", "/p a b", "/h a b", "/g a b"] {
      let letter = String(line.dropFirst().prefix(1))
      #expect(Self.read(line) == .overlong(try help(letter)), "\(line)")
    }
    for letter in ["F", "K", "L", "J", "E"] {
      #expect(Self.read("/\(letter) now") == .overlong(try help(letter)))
    }
    #expect(Self.read("tsoa x") == .overlong(try help("A")))
    #expect(Self.read("/p") == .printScreen(nil))
    #expect(Self.read("help") == .help(nil) && Self.read("help f") == .help("F"))
    #expect(Self.read("locate ims prod") == .locate("IMS PROD"))
  }
}
