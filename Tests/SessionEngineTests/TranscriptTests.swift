import Crypto
import DataStream
import EBCDIC
import Keystore
import Names
import SAF
import Terminal
import Testing

@testable import SessionEngine

private func ticket() -> SharedSecret { SharedSecret(Secret(copying: Array("TICKET01".utf8))) }

@Suite(.stories) struct TranscriptTests {
  /// A user in an active session with TSO.
  private func inSession(
    _ applications: [(name: String, text: String)] = Transcript.demo
  ) throws -> (Transcript, SessionHandle) {
    var user = try Transcript(applications: applications)
    try user.signOn()
    let host = try user.enter(applications[0].name)
    user.story.begin()
    return (user, host)
  }

  @Test func `sign-on, a ticket, the session, and its end`() throws {
    var user = try Transcript()
    user.key(.enter, "BOB", "SECRET")
    guard case .authenticate(let request, _, let password, _)? = user.effects.first else { return }
    #expect((0..<6).map { password.secret[$0] } == Array("SECRET".utf8))
    user.happen(.verdict(request, .accepted()))
    user.happen(.elsewhere([]))
    let host = try user.enter("TSO")
    user.key(.enter, " LOGOFF")
    user.happen(.hostClosed(host, .closedByApplication))
  }

  @Test func `a ticket that cannot be made ends the session on line 5`() throws {
    var user = try Transcript()
    try user.signOn()
    user.story.begin()
    user.key(.enter, "TSO")
    let failure = TicketFailure(.encipher(.notAvailable))
    user.happen(.ticket(try #require(user.asked), .failed(failure)))
    #expect(user.session.sessions.isEmpty)
  }

  @Test func `leaving reads the terminal first, and what the host sends meanwhile waits`() throws {
    var (user, host) = try inSession()
    user.key(.pf(24))
    // Read Buffer is on its way: the host's record must not come between.
    user.happen(.hostRecord(host, Transcript.write("LATER"), reply: .no))
    user.happen(.terminalRecord(user.screen.readBuffer(as: .pf(24))))
    #expect(try user.first().hasUnseenOutput)
    #expect(ScreenText.lines(try user.first().space, .bracket)[0].hasPrefix(" LATER"))
    user.key(.enter, "TSO")
  }

  @Test func `a terminal that does not answer Read Buffer keeps nobody`() throws {
    var (user, _) = try inSession()
    user.key(.pf(24))
    user.now += 3
    user.happen(.timer(.jump))
  }

  @Test func `responses tell a host what became of its record`() throws {
    var (user, host) = try inSession()
    user.happen(.hostRecord(host, Transcript.write("A"), reply: .always(sequence: 7)))
    user.happen(.hostRecord(host, [0xF5, 0xC3, 0x11, 0x7F], reply: .onError(sequence: 8)))
    #expect(user.session.sessions.count == 1)
  }

  @Test func `a host's query and read are answered where the terminal is elsewhere`() throws {
    var (user, host) = try inSession()
    user.happen(.terminalLost)
    user.happen(.hostRecord(host, StructuredField.readPartitionQuery, reply: .no))
    user.happen(.hostRecord(host, [0xF2], reply: .no))
    #expect(user.session.sessions.count == 1)
  }

  @Test func `the two stages of an idle keyboard strike to the second, announced before`() throws {
    var user = try Transcript(
      system: "Stage 1 Timeout: 2\nStage 1 Option: L\nStage 2 Timeout: 1\nStage 2 Option: F\n")
    try user.signOn()
    user.story.begin()
    for second: Int64 in [89, 90, 120, 150, 180] {
      user.now = second
      user.happen(.timer(.idle))
    }
  }

  @Test func `a key starts the idle time again`() throws {
    var user = try Transcript(system: "Stage 1 Timeout: 2\n")
    try user.signOn()
    user.now = 100
    user.key(.pf(7))
    user.now = 120
    user.happen(.timer(.idle))
  }

  @Test func `sessions move to another terminal with their screens`() throws {
    var (first, _) = try inSession()
    let moved = first.session.surrender()
    #expect(moved.count == 1)
    var second = try Transcript(terminal: "TN000002")
    second.key(.enter, "BOB", "PASSWORD")
    guard case .authenticate(let request, _, _, _)? = second.effects.first else { return }
    second.happen(.verdict(request, .accepted()))
    let lost = RemoteTerminal(
      name: first.session.terminal.name, standing: .lost, sessions: 1)
    second.story.begin()
    second.happen(.elsewhere([lost]))
    second.key(.enter, "Y")
    second.happen(.adopted(moved))
    second.key(.enter, "TSO")
  }

  @Test func `a session whose ticket is being made moves, and asks for it again`() throws {
    var user = try Transcript()
    try user.signOn()
    user.key(.enter, "TSO")
    let request = try #require(user.asked)
    user.happen(.terminalLost)
    let moved = user.session.surrender()
    #expect(moved.count == 1)
    // The first answer comes to the terminal that has nothing any more.
    user.happen(.ticket(request, .issued(ticket(), kind: "LEGACY")))
    var other = try Transcript()
    try other.signOn()
    other.happen(.adopted(moved))
    let again = try #require(other.asked)
    other.happen(.ticket(again, .issued(ticket(), kind: "LEGACY")))
    #expect(other.opened == [moved[0].handle])
  }

  @Test func `a host's system services are talked to in text, and session data is typed`() throws {
    var (user, host) = try inSession([
      (
        "MVS",
        """
        Application-ID: MVS
        Host: tn3270://mvs.example:23
        Generate Pass Ticket: Y
        Type session data: Y
        Session data: "LOGON APPLID(&APPLID) DATA(&USERID/&PSWD)"

        """
      )
    ])
    // The first screen had a field at the cursor: the data went there.
    var text: [UInt8] = []
    for case .sendHost(_, let record) in user.effects { text = record }
    #expect(CodePage.bracket.decode(text.dropFirst(6)).hasSuffix(" DATA(BOB/TICKET01)"))
    let shown = ScreenText.lines(try user.first().space, .bracket).joined()
    #expect(!shown.contains("TICKET01"))
    user.happen(.hostText(host, CodePage.bracket.encode("USS")))
    user.key(.enter, "IBMTEST")
  }

  @Test func `a terminal with colours shows them, also where something is wrong`() throws {
    var user = try Transcript(type: "IBM-3279-2-E")
    user.session.seat.display = Display(TerminalCapabilities(color: .model2))
    user.story.begin()
    user.key(.enter, "", "PASSWORD")
    try user.signOn()
    user.key(.enter, "NOSUCH")
    user.key(.enter, "/L")
  }

  @Test func `a user has the keys and sessions of the user's file, then of the profile`() throws {
    var user = try Transcript(people: [
      ("Profiles/OPS", "Menu key: PF3\nJump key: PF4\nSessions: CICS\n"),
      ("Users/BOB", "Profile: OPS\nJump key: PF5\n"),
    ])
    user.story.begin()
    try user.signOn()
    user.key(.enter, "TSO")
    _ = try user.enter("CICS")
    user.key(.pf(3))
    user.now += 3
    user.happen(.timer(.jump))
  }
}
