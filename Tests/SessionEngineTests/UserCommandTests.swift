import Testing

@testable import SessionEngine

@Suite struct UserCommandTests {
  static func read(_ text: String, onMenu: Bool = true) -> UserCommand {
    UserCommand(text, character: "/", onMenu: onMenu) { $0 == "L" || $0 == "TSOA" }
  }

  @Test func `on the menu the character may be left out, and a session's id wins`() {
    #expect(Self.read("tsoa") == .select("TSOA"))
    #expect(Self.read("k") == .logOff)
    #expect(Self.read("l") == .select("L"))
    #expect(Self.read("/l") == .lock)
    #expect(Self.read("/i tsoa") == .inactivate("TSOA"))
    #expect(Self.read("i") == .inactivate(nil))
    #expect(Self.read("/m bob  hello there ") == .message(to: "BOB", text: "hello there"))
    #expect(Self.read("/zz") == .unknown("/zz"))
    #expect(Self.read("   ") == .none)
    #expect(Self.read("/") == .none)
  }

  @Test func `inside a session only the full form is a command`() {
    #expect(Self.read("k", onMenu: false) == .none)
    #expect(Self.read("/k", onMenu: false) == .logOff)
  }
}
