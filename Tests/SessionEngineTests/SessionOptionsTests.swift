import DataStream
import EBCDIC
import Messages
import Panels
import Terminal
import Testing

@testable import SessionEngine

/// What ACT entries and key tables make of a session: restart, tags, prints, compression.
@Suite(.stories) struct SessionOptionsTests {
  private static let keys = "Tag key: PF21\nPrint key: PF22\n"

  private static func screen(_ text: String, _ attribute: UInt8 = 0x40) -> [UInt8] {
    [0xF5, 0xC3, 0x11, 0x40, 0x40, 0x1D, attribute] + CodePage.bracket.encode(text) + [0x13]
  }

  /// Sessions are started in order and show their names; the last is on the screen.
  private func inSessions(_ names: [String], _ labels: String = "") throws -> (
    Transcript, [SessionHandle]
  ) {
    var user = try Transcript(system: Self.keys, applications: Transcript.hosts(names, labels))
    try user.signOn()
    var hosts: [SessionHandle] = []
    for name in names {
      user.key(.enter, name)
      let host = try #require(user.opened.first)
      hosts.append(host)
      user.happen(.hostReady(host, lu: nil))
      user.happen(.hostRecord(host, Self.screen(name), reply: .no))
      if name != names.last { leave(&user, .pf(24)) }
    }
    user.story.begin()
    return (user, hosts)
  }

  /// A key that leaves the session, and the terminal's answer to Read Buffer.
  private func leave(_ user: inout Transcript, _ key: AID) {
    user.key(key)
    user.happen(.terminalRecord(user.screen.readBuffer()))
  }

  @Test func `the jump key goes round the sessions with a tag`() throws {
    var (user, _) = try inSessions(["AAA", "BBB", "CCC"])
    leave(&user, .pf(23))
    leave(&user, .pf(21))
    leave(&user, .pf(23))
    leave(&user, .pf(24))
    #expect(
      (1...24).contains { user.row($0).contains("AAA") && user.row($0).contains("current *") })
  }

  @Test func `the print key and the command print what the session shows`() throws {
    var (user, hosts) = try inSessions(["AAA"])
    user.key(.pf(22))
    user.happen(.terminalRecord(user.screen.readBuffer()))
    leave(&user, .pf(24))
    user.key(.enter, "/P AAA")
    user.happen(.printed(.appended("print/BOB.txt")))
    // A field that shows nothing prints nothing.
    user.happen(.hostRecord(hosts[0], Self.screen("SECRET", 0x4C), reply: .no))
    user.key(.enter, "/P AAA")
    #expect(
      !user.effects.contains { effect in
        if case .printScreen(_, _, let rows) = effect {
          rows.joined().contains("SECRET")
        } else {
          false
        }
      })
  }

  @Test func `a session that had lived is started again, one that falls over is not`() throws {
    var (user, hosts) = try inSessions(["AAA"], "Auto restart: Y\n")
    user.now = 11
    user.happen(.hostClosed(hosts[0], .closedByHost))
    let again = try #require(user.opened.first)
    user.happen(.hostReady(again, lu: nil))
    user.now = 12
    user.happen(.hostClosed(again, .closedByHost))
    #expect(user.opened.isEmpty)
  }

  @Test func `a field that the host sent as modified comes back without crossing the network`()
    throws
  {
    var (user, hosts) = try inSessions(["AAA"], "Inbound compression: Y\n")
    // Two fields, the second sent as modified.
    let record: [UInt8] =
      [0xF5, 0xC3, 0x11, 0x40, 0x40, 0x1D, 0x40, 0xC1, 0x13, 0x11, 0xC1, 0x50, 0x1D, 0xC1, 0xC2]
    user.happen(.hostRecord(hosts[0], record, reply: .no))
    #expect(user.screen.readModified(all: true) == [0x60, 0x40, 0xC2])
    user.happen(.terminalRecord([0x7D, 0x40, 0xC2]))
    guard case .sendHost(_, let answer)? = user.effects.first else {
      Issue.record("nothing for the host")
      return
    }
    #expect(answer == [0x7D, 0x40, 0xC2, 0x11, 0xC1, 0xD1, 0xC2])
    // The terminal's Read Buffer does not make the model forget it.
    user.happen(.hostRecord(hosts[0], [0xF1, 0xC2], reply: .no))
    leave(&user, .pf(24))
    user.key(.enter, "AAA")
    #expect(user.screen.readModified(all: true) == [0x60, 0x40, 0xC2, 0x11, 0xC1, 0xD1, 0xC2])
  }

  @Test func `outbound compression shortens what the terminal gets`() throws {
    var (user, hosts) = try inSessions(["AAA"], "Outbound compression: Y\n")
    let long = [0xF5, 0xC3] + [UInt8](repeating: 0x6D, count: 100)
    user.happen(.hostRecord(hosts[0], long, reply: .no))
    guard case .sendTerminal(let sent)? = user.effects.first else {
      Issue.record("nothing for the terminal")
      return
    }
    #expect(sent == [0xF5, 0xC3, 0x3C, 0xC1, 0xE4, 0x6D])
  }

  @Test func `session data names the terminal and its address, in the host's code page`() throws {
    var (user, _) = try inSessions(
      ["AAA"],
      "Type session data: Y\nCode page: \"273\"\nSession data: \"@&NETNAME &IPADDR\"\n")
    leave(&user, .pf(24))
    user.key(.enter, "/I AAA")
    user.key(.enter, "AAA")
    let host = try #require(user.opened.first)
    user.happen(.hostReady(host, lu: nil))
    user.happen(.hostRecord(host, Self.screen("LOGON", 0x60) + [0x1D, 0x40, 0x13], reply: .no))
    let typed = user.effects.compactMap { effect -> [UInt8]? in
      if case .sendHost(_, let record) = effect { record } else { nil }
    }
    let page = try #require(CodePage.named("273"))
    #expect(typed.first.map { page.decode($0.dropFirst(6)) } == "@TN000001 127.0.0.1")
  }
}

@Suite(.stories) struct DiagnosisPanelTests {
  @Test func `an operator reads the diagnosis page by page, others do not`() throws {
    var user = try Transcript(people: [("Users/BOB", "Operator: Y\n")])
    try user.signOn()
    user.key(.enter, "/D TSO")
    let long = "FAULT  " + String(repeating: "word ", count: 30)
    let lines =
      [DiagnosisLine(long, .fault, hang: 7)] + (1...40).map { DiagnosisLine("line \($0)") }
    user.happen(.diagnosed(lines))
    // The columns stay, and what is wrong stands out.
    #expect(user.row(2).hasPrefix(" FAULT  word"))
    #expect(user.row(3).hasPrefix("        word"))
    #expect(user.isBright(2) && user.isBright(3) && !user.isBright(5))
    #expect(
      user.row(24)
        == " PF7=Up  PF8=Down  ENTER or PF3=Return                  Row 1 of 43    More: +")
    user.key(.pf8)
    user.key(.pf3)
    var other = try Transcript()
    try other.signOn()
    other.key(.enter, "/D TSO")
  }

  @Test func `a diagnosis that is asked for in a session leads back there`() throws {
    var user = try Transcript(people: [("Users/BOB", "Operator: Y\n")])
    try user.signOn()
    user.key(.enter, "CICS")
    let host = try #require(user.opened.first)
    user.happen(.hostReady(host, lu: nil))
    user.happen(.hostRecord(host, Transcript.write(""), reply: .no))
    user.key(.pf(12), "/d")
    #expect(
      user.happen(.terminalRecord(user.screen.readBuffer())).contains("diagnose CICS BOB"))
    user.happen(.diagnosed([DiagnosisLine("all is well", .good)]))
    #expect(user.panel == "TEN0159" && user.row(2).contains("all is well"))
    user.key(.enter)
    #expect(user.session.screen == .session(host))
    // An answer that nobody waits for any more changes nothing.
    user.happen(.diagnosed([DiagnosisLine("late")]))
  }
}
