import DataStream
import EBCDIC
import Terminal
import Testing

@testable import SessionEngine

/// SYSREQ leads to the menu, whatever the terminal does to its own screen at that key.
@Suite(.stories) struct SystemRequestTests {
  /// As a record, from terminals without the function; and as the function.
  private static let ways: [Event] = [
    .systemRequest, .terminalRecord([0x01, 0x6C, 0x61, 0x02]),
    .terminalRecord([0x01, 0x6C, 0x61, 0x02, 0x11, 0xC1, 0x50, 0xC1]), .terminalRecord([0xF0]),
    .terminalRecord([0xF0, 0xC1, 0x50]), .terminalRecord([0x01]),
  ]

  /// What a terminal reads of itself that has cleared its screen.
  private static let cleared: [UInt8] =
    [0x60, 0x40, 0x40] + [UInt8](repeating: 0, count: 1920)

  @Test(arguments: ways.indices)
  func `it leads to the menu, and a screen that the emulator cleared stays as the host made it`(
    way: Int
  ) throws {
    var (user, host) = try Transcript.inSession()
    user.story.name("\(way)")
    user.happen(Self.ways[way])
    user.happen(.terminalRecord(Self.cleared))
    #expect(user.panel == "TEN0041" && user.screen.lock == .unlocked)
    user.key(.enter, "CICS")
    #expect(user.row(1) == " READY" && user.screen.isFormatted)
    // What the application adds later finds the screen there.
    user.happen(.hostRecord(host, [0xF1, 0xC3, 0x11, 0xC1, 0x50, 0xC1], reply: .no))
    #expect(user.row(1) == " READY" && user.row(2).hasPrefix("A"))
  }

  @Test func `a buffer whose AID is the key's is the answer, not the key again`() throws {
    var (user, _) = try Transcript.inSession()
    user.happen(.terminalRecord([0x01, 0x6C, 0x61, 0x02]))
    var buffer = user.screen.readBuffer()
    buffer[0] = 0xF0
    user.happen(.terminalRecord(buffer))
    #expect(user.panel == "TEN0041" && user.screen.lock == .unlocked)
  }

  @Test func `an emulator that keeps its screen keeps what was typed`() throws {
    var (user, _) = try Transcript.inSession()
    _ = user.screen.typing([CodePage.bracket.encode("X")], then: .enter)
    var typed = user.screen.readBuffer()
    typed[3 + 7] = 0xC8
    user.happen(.systemRequest)
    user.happen(.terminalRecord(typed))
    user.key(.enter, "CICS")
  }

  @Test func `a screen without fields that the emulator cleared stays too`() throws {
    var (user, host) = try Transcript.inSession()
    user.happen(.hostRecord(host, [0xF5, 0xC3] + CodePage.bracket.encode("PLAIN"), reply: .no))
    user.happen(.systemRequest)
    user.happen(.terminalRecord(Self.cleared))
    user.key(.enter, "CICS")
  }

  @Test func `an answer without the model's fields is no screen of the session's`() throws {
    var (user, _) = try Transcript.inSession()
    user.key(.pf(24))
    user.happen(.terminalRecord(Self.cleared))
    user.key(.enter, "CICS")
  }

  @Test func `on a panel that asks for a password it stays, and the panel says whose it is`() throws
  {
    var user = try Transcript()
    user.happen(.systemRequest)
    #expect(user.session.screen == .logon)
    try user.signOn()
    user.key(.enter, "/L")
    user.happen(.terminalRecord([0x01, 0x6C, 0x61, 0x02]))
    #expect(user.session.screen == .locked)
    // The picture of it that a host draws goes away.
    var (other, host) = try Transcript.inSession()
    other.happen(.hostRecord(host, Transcript.write("TERMINAL LOCKED"), reply: .no))
    other.happen(.systemRequest)
    other.happen(.terminalRecord(Self.cleared))
    #expect(!(1...24).contains { other.row($0).contains("'s own") })
  }

  @Test func `from help, options and messages it leads to the menu`() throws {
    for command in ["/H", "/H F", "/E"] {
      var (user, host) = try Transcript.inSession()
      user.happen(.hostRecord(host, Transcript.write(""), reply: .no))
      user.key(.pf(12), command)
      user.answerRead()
      user.happen(.systemRequest)
      #expect(user.panel == "TEN0041", "\(command)")
    }
    var (user, _) = try Transcript.inSession()
    user.happen(.message(from: "ALICE", text: "hello"))
    user.answerRead()
    user.happen(.systemRequest)
  }

  @Test func `pressed on the way into another session it leads to the menu after all`() throws {
    var (user, host) = try Transcript.inSession()
    user.happen(.hostRecord(host, Transcript.write(""), reply: .no))
    user.key(.pf(12), "/J")
    user.happen(.systemRequest)
    user.answerRead()
    if case .saving = user.session.screen { user.happen(.terminalRecord(Self.cleared)) }
  }
}
