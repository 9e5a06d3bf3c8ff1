import DataStream
import EBCDIC
import SAF
import Terminal
import Testing

@testable import SessionEngine

/// A command that is typed into a host's field is ours: the field is as it was when the user comes back.
@Suite(.stories) struct TypedCommandTests {
  /// A field at the start with HOST in it, a second one, and the cursor in the first.
  private static let form: [UInt8] =
    [0xF5, 0xC3, 0x11, 0x40, 0x40, 0x1D, 0x40] + CodePage.bracket.encode("HOST")
    + [0x1D, 0x60, 0x11, 0xC1, 0x50, 0x1D, 0x40, 0x11, 0x40, 0xC1, 0x13]

  /// In the session, with a command typed over the first field and sent with the command key.
  private func typed(_ command: String) throws -> (Transcript, SessionHandle) {
    var (user, host) = try Transcript.inSession()
    user.happen(.hostRecord(host, Self.form, reply: .no))
    user.key(.pf(12), command)
    user.answerRead()
    return (user, host)
  }

  private func back(_ user: inout Transcript) {
    if user.session.screen == .locked { return }
    if case .session = user.session.screen { return }
    user.key(.enter)
    if case .menu = user.session.screen { user.key(.enter, "CICS") }
  }

  @Test(arguments: ["/H", "/E", "/Q", "/J", "/A", "/P", "/H F", "/D", "/M X"])
  func `the field holds what the host put there, and nothing of it is sent`(
    command: String
  ) throws {
    var (user, host) = try typed(command)
    user.story.name(command)
    back(&user)
    #expect(user.session.screen == .session(host), "\(command)")
    #expect(user.row(1) == " HOST", "\(command)")
    user.key(.enter)
    guard case .sendHost(_, let record)? = user.effects.first else {
      Issue.record("nothing for the host")
      return
    }
    #expect(record == [0x7D, 0x40, 0xC1], "\(command)")
  }

  @Test func `unlocking leads back to the session`() throws {
    var (user, host) = try typed("/L")
    #expect(user.session.screen == .locked)
    user.key(.enter, "PASSWORD")
    guard case .authenticate(let request, _, _, _)? = user.effects.first else {
      Issue.record("no password was asked for")
      return
    }
    user.happen(.verdict(request, .accepted()))
    #expect(user.session.screen == .session(host) && user.row(1) == " HOST")
    // On the menu, to the menu.
    user.key(.pf(24))
    user.answerRead()
    user.key(.enter, "/L")
    user.key(.enter, "PASSWORD")
    guard case .authenticate(let again, _, _, _)? = user.effects.first else { return }
    user.happen(.verdict(again, .accepted()))
  }

  @Test func `a print holds the screen without the command, and the session comes back`() throws {
    let (user, host) = try typed("/P")
    let printed = user.effects.compactMap { effect -> [String]? in
      if case .printScreen(_, _, let rows) = effect { rows } else { nil }
    }
    #expect(printed.first?.first?.hasPrefix(" HOST") == true)
    #expect(user.session.screen == .session(host))
  }

  @Test func `other fields keep what was typed into them`() throws {
    var (user, host) = try Transcript.inSession()
    user.happen(.hostRecord(host, Self.form, reply: .no))
    // Something in the second field, then a command in the first, in one record.
    let record: [UInt8] =
      [0x7C, 0x40, 0xC3, 0x11, 0x40, 0xC1] + CodePage.bracket.encode("/E") + [0x11, 0xC1, 0xD1]
      + CodePage.bracket.encode("MINE")
    user.happen(.terminalRecord(record))
    var screen = user.screen
    screen.merge(try InboundRecord(record, in: .model2))
    user.happen(.terminalRecord(screen.readBuffer()))
    user.key(.enter)
    #expect(user.row(1) == " HOST" && user.row(2) == " MINE")
  }

  @Test func `a host that ends on the way ends no other session by a command without a name`()
    throws
  {
    var (user, host) = try Transcript.inSession()
    user.key(.pf(24))
    user.answerRead()
    user.key(.enter, "TSO")
    user.happen(.ticket(try #require(user.asked), .failed(.init(.busy))))
    user.key(.enter, "CICS")
    user.happen(.hostRecord(host, Transcript.write(""), reply: .no))
    user.key(.pf(12), "/I")
    #expect(!user.happen(.hostClosed(host, .closedByHost)).contains("close host"))
    #expect(user.session.sessions.isEmpty && user.panel == "TEN0041")
  }

  @Test func `an unformatted screen is as it was`() throws {
    var (user, host) = try Transcript.inSession()
    user.happen(.hostRecord(host, [0xF5, 0xC3], reply: .no))
    user.key(.pf(12), "/E")
    user.answerRead()
    user.key(.enter)
    #expect(user.session.screen == .session(host) && user.row(1) == "")
  }
}
