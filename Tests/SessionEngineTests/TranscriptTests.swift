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

/// Erase/Write, keyboard restored, a field at the start, text, the cursor behind it.
private func screen(_ text: String) -> [UInt8] {
  [0xF5, 0xC3, 0x11, 0x40, 0x40, 0x1D, 0x40] + CodePage.bracket.encode(text) + [0x13]
}

@Suite struct TranscriptTests {
  /// A user in an active session with TSO.
  private func inSession(
    system: String = "", _ applications: [(name: String, text: String)] = Transcript.demo
  ) throws -> (Transcript, SessionHandle) {
    var user = try Transcript(system: system, applications: applications)
    try user.signOn()
    user.key(.enter, applications[0].name)
    if let request = user.asked { user.happen(.ticket(request, .issued(ticket(), kind: "LEGACY"))) }
    let host = try #require(user.opened.first)
    user.happen(.hostReady(host, lu: nil))
    user.happen(.hostRecord(host, screen("READY"), reply: .no))
    return (user, host)
  }

  @Test func `sign-on, a ticket, the session, and its end`() throws {
    var user = try Transcript()
    #expect(user.row(2).contains("T U R N S T I L E"))
    #expect(user.key(.enter, "BOB", "SECRET") == ["authenticate BOB"])
    guard case .authenticate(let request, _, let password, _)? = user.effects.first else { return }
    #expect((0..<6).map { password.secret[$0] } == Array("SECRET".utf8))
    #expect(
      user.happen(.verdict(request, .accepted)) == ["TPXL0010", "identify BOB", "find BOB"])
    #expect(user.happen(.elsewhere([])) == ["screen"])
    #expect(user.row(1).contains("TPX MENU FOR  BOB"))
    #expect(user.key(.enter, "TSO").last == "ticket BOB TSO")
    let asked = try #require(user.asked)
    #expect(
      user.happen(.ticket(asked, .issued(ticket(), kind: "LEGACY"))) == [
        "TPXL9022", "open TSO user BOB ticket yes",
      ])
    let host = try #require(user.opened.first)
    #expect(user.happen(.hostReady(host, lu: nil)) == ["TPXL9020", "screen"])
    #expect(user.happen(.hostRecord(host, screen("READY"), reply: .no)) == ["screen"])
    #expect(user.row(1) == " READY")
    #expect(user.key(.enter, " LOGOFF") == ["host 7d"])
    #expect(user.happen(.hostClosed(host, .closedByApplication)) == ["TPXL9021", "screen"])
    #expect(user.row(5) == " ==> Session TSO ended - closed by the application <==")
  }

  @Test func `a ticket that cannot be made ends the session on line 5`() throws {
    var user = try Transcript()
    try user.signOn()
    user.key(.enter, "TSO")
    let failure = TicketFailure(.encipher(.notAvailable))
    let lines = user.happen(.ticket(try #require(user.asked), .failed(failure)))
    #expect(lines == ["TPXL0921", "screen"])
    #expect(user.row(5) == " ==> Session TSO ended - Pass Ticket gen failed <==")
    #expect(user.session.sessions.isEmpty)
  }

  @Test func `leaving reads the terminal first, and what the host sends meanwhile waits`() throws {
    var (user, host) = try inSession()
    #expect(user.key(.pf(24)).first == "screen")
    // Read Buffer is on its way: the host's record must not come between.
    #expect(user.happen(.hostRecord(host, screen("LATER"), reply: .no)) == [])
    let typed = user.screen.readBuffer(as: .pf(24))
    #expect(user.happen(.terminalRecord(typed)) == ["screen"])
    #expect(user.row(1).contains("TPX MENU"))
    #expect(try user.first().hasUnseenOutput)
    #expect(ScreenText.lines(try user.first().space, .bracket)[0].hasPrefix(" LATER"))
    user.key(.enter, "TSO")
    #expect(user.row(1) == " LATER")
  }

  @Test func `a terminal that does not answer Read Buffer keeps nobody`() throws {
    var (user, _) = try inSession()
    user.key(.pf(24))
    user.now += 3
    #expect(user.happen(.timer(.jump)) == ["screen"])
    #expect(user.row(1).contains("TPX MENU"))
  }

  @Test func `responses tell a host what became of its record`() throws {
    var (user, host) = try inSession()
    #expect(
      user.happen(.hostRecord(host, screen("A"), reply: .always(sequence: 7)))
        == ["respond 7 positive", "screen"])
    let broken: [UInt8] = [0xF5, 0xC3, 0x11, 0x7F]
    let lines = user.happen(.hostRecord(host, broken, reply: .onError(sequence: 8)))
    #expect(lines.contains("TPXL0099"))
    #expect(lines.contains { $0.hasPrefix("respond 8 negative") })
    #expect(user.session.sessions.count == 1)
  }

  @Test func `a host's query and read are answered where the terminal is elsewhere`() throws {
    var (user, host) = try inSession()
    user.happen(.terminalLost)
    #expect(
      user.happen(.hostRecord(host, StructuredField.readPartitionQuery, reply: .no)) == ["host 88"])
    #expect(user.happen(.hostRecord(host, [0xF2], reply: .no)) == ["host 60"])
    #expect(user.session.sessions.count == 1)
  }

  @Test func `the two stages of an idle keyboard strike to the second, announced before`() throws {
    var user = try Transcript(
      system: "Stage 1 Timeout: 2\nStage 1 Option: L\nStage 2 Timeout: 1\nStage 2 Option: F\n")
    try user.signOn()
    user.now = 89
    #expect(user.happen(.timer(.idle)) == [])
    user.now = 90
    #expect(user.happen(.timer(.idle)) == ["screen", "timer idle 120"])
    #expect(user.row(5).contains("The terminal is locked in 30 seconds: press a key"))
    user.now = 120
    #expect(user.happen(.timer(.idle)).contains("TPXL9012"))
    #expect(user.session.screen == .locked)
    user.now = 150
    user.happen(.timer(.idle))
    user.now = 180
    #expect(user.happen(.timer(.idle)).contains("identify -"))
    #expect(user.session.screen == .logon)
  }

  @Test func `a key starts the idle time again`() throws {
    var user = try Transcript(system: "Stage 1 Timeout: 2\n")
    try user.signOn()
    user.now = 100
    user.key(.pf(7))
    user.now = 120
    #expect(user.happen(.timer(.idle)) == ["timer idle 190"])
  }

  @Test func `sessions move to another terminal with their screens`() throws {
    var (first, _) = try inSession()
    let moved = first.session.surrender()
    #expect(moved.count == 1)
    var second = try Transcript(terminal: "TN000002")
    second.key(.enter, "BOB", "PASSWORD")
    guard case .authenticate(let request, _, _, _)? = second.effects.first else { return }
    second.happen(.verdict(request, .accepted))
    let lost = RemoteTerminal(
      name: first.session.terminal.name, standing: .lost, sessions: 1)
    second.happen(.elsewhere([lost]))
    #expect(second.key(.enter, "Y") == ["take over BOB everything"])
    second.happen(.adopted(moved))
    #expect(second.row(5) == " ==> 1 session came to this terminal <==")
    second.key(.enter, "TSO")
    #expect(second.row(1) == " READY")
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
    #expect(user.happen(.ticket(request, .issued(ticket(), kind: "LEGACY"))) == [])
    var other = try Transcript()
    try other.signOn()
    #expect(other.happen(.adopted(moved)).contains("ticket BOB TSO"))
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
    #expect(user.row(1) == " USS")
    #expect(user.key(.enter, "IBMTEST") == ["host text IBMTEST"])
  }

  @Test func `a user has the keys and sessions of the user's file, then of the profile`() throws {
    var user = try Transcript(people: [
      ("Profiles/OPS", "Menu key: PF3\nJump key: PF4\nSessions: CICS\n"),
      ("Users/BOB", "Profile: OPS\nJump key: PF5\n"),
    ])
    try user.signOn()
    #expect(user.row(6).contains("Jump=PF5  Menu=PF3"))
    let menu = ScreenText.lines(user.screen, .bracket).joined()
    #expect(menu.contains("CICS") && !menu.contains("TSO"))
    user.key(.enter, "TSO")
    #expect(user.row(5) == " ==> Session TSO is not on this menu <==")
    user.key(.enter, "CICS")
    let host = try #require(user.opened.first)
    user.happen(.hostReady(host, lu: nil))
    user.happen(.hostRecord(host, screen("HELLO"), reply: .no))
    user.key(.pf(3))
    user.now += 3
    user.happen(.timer(.jump))
    #expect(user.row(1).contains("TPX MENU"))
  }
}
